import { expect, it } from 'vitest'
import { readArguments } from '../../../src/cli/arguments.ts'
import { UserError } from '../../../src/core/errors.ts'

const validate = { file: 'webhooks.yaml', environment: null, format: 'text' }
const plan = {
  file: 'webhooks.yaml',
  environment: 'stage',
  apiUrl: null,
  format: 'text',
  removals: 'managed',
  detailedExitCode: false,
  isDetailed: false,
}
const delivery = {
  id: 'Billing',
  file: 'webhooks.yaml',
  environment: 'stage',
  event: 'FINISH',
  isConfirmed: false,
}
const imported = {
  file: 'webhooks.yaml',
  environments: ['stage'],
  apiUrl: null,
  githubEnvironment: null,
  listedOnly: false,
  prunes: false,
  setsSecrets: false,
  isConfirmed: false,
}

it.each([
  ['validate', validate],
  ['validate - --format=json', { ...validate, file: '-', format: 'json' }],
  [
    'validate -e production a.yaml --format github',
    { file: 'a.yaml', environment: 'production', format: 'github' },
  ],
  ['plan', plan],
  [
    'plan --detailed-exitcode --environment production --format json --removals none --api-url http://127.0.0.1/ x.yaml',
    {
      file: 'x.yaml',
      environment: 'production',
      apiUrl: 'http://127.0.0.1/',
      format: 'json',
      removals: 'none',
      detailedExitCode: true,
      isDetailed: false,
    },
  ],
  ['plan -- -x.yaml', { ...plan, file: '-x.yaml' }],
  ['plan --detailed', { ...plan, isDetailed: true }],
  ['check', { file: 'webhooks.yaml', environment: null, format: 'text' }],
  ['check -e stage a.yaml --format json', { file: 'a.yaml', environment: 'stage', format: 'json' }],
  ['deliver Billing', delivery],
  [
    'deliver Billing a.yaml -e production --event package:BLOCKED -y',
    { id: 'Billing', file: 'a.yaml', environment: 'production', event: 'package:BLOCKED', isConfirmed: true },
  ],
  ['import', imported],
  [
    'import - -e both --listed-only --prune',
    { ...imported, file: '-', environments: ['stage', 'production'], listedOnly: true, prunes: true },
  ],
  ['import --set-secrets -y', { ...imported, setsSecrets: true, isConfirmed: true }],
  ['import --github-environment live.2', { ...imported, githubEnvironment: 'live.2' }],
])('%s', (line, options) => {
  const [name] = line.split(' ')
  expect(readArguments(line.split(' '))).toEqual({
    kind: 'command',
    name,
    options,
    run: expect.any(Function),
  })
})

it.each([
  ['help', null],
  ['help plan', 'plan'],
  ['--help', null],
  ['plan -h', 'plan'],
])('%s shows the help of %s', (line, name) => {
  expect(readArguments(line.split(' '))).toMatchObject({ kind: 'help', of: name === null ? null : { name } })
})

it.each(['version', '--version', 'import --version'])('%s shows the version', (line) => {
  expect(readArguments(line.split(' '))).toEqual({ kind: 'version' })
})

const onCommandLine =
  'Keys are not taken from the command line, where other programs and the history of the shell see them. Set the variable AUCO_PUBLIC_KEY; if a key was typed here, let Auco make a new one.'

it.each([
  [
    '',
    'A command is missing. Give one of `validate`, `plan`, `import`, `check`, `deliver`. `auco-webhooks --help` shows more.',
  ],
  ['plna', 'The command `plna` is unknown. Did you mean `plan`? `auco-webhooks --help` shows more.'],
  [
    'apply',
    'The command `apply` is unknown. Known are `validate`, `plan`, `import`, `check`, `deliver`. `auco-webhooks --help` shows more.',
  ],
  [
    '1q2w3e',
    'This command is unknown. Known are `validate`, `plan`, `import`, `check`, `deliver`. `auco-webhooks --help` shows more.',
  ],
  ['puk_1q2w3e4r5t', `${onCommandLine} \`auco-webhooks --help\` shows more.`],
  ['import puk_1q2w3e4r5t', `${onCommandLine} \`auco-webhooks import --help\` shows more.`],
  ['validate PRK_1q2w3e4r5t', `${onCommandLine} \`auco-webhooks validate --help\` shows more.`],
  [
    'import -e both --github-environment live',
    '`--github-environment` names one environment, and `--environment both` reads two. Leave it out, or import one after the other. `auco-webhooks import --help` shows more.',
  ],
  [
    'import --github-environment a;b',
    '`--github-environment` holds more than letters, digits, `.`, `_` and `-`. Give the name of the environment that the apply job has. `auco-webhooks import --help` shows more.',
  ],
  [
    'plan --environmnt stage',
    'The option `--environmnt` is unknown. Did you mean `--environment`? `auco-webhooks plan --help` shows more.',
  ],
  [
    'validate --zzz',
    'The option `--zzz` is unknown. Known are `--environment`, `--format`, `--help`, `--version`. `auco-webhooks validate --help` shows more.',
  ],
  [
    'validate -E',
    'This option is unknown. Known are `--environment`, `--format`, `--help`, `--version`. `auco-webhooks validate --help` shows more.',
  ],
  [
    'validate --detailed-exitcode',
    '`validate` has no option `--detailed-exitcode`. It knows `--environment`, `--format`, `--help`, `--version`. `auco-webhooks validate --help` shows more.',
  ],
  ['plan --public-key=puk_1q2w3e4r5t', `${onCommandLine} \`auco-webhooks plan --help\` shows more.`],
  [
    'plan --environment prodction',
    '`--environment` has a value that is not one of `stage`, `production`. Did you mean `production`? `auco-webhooks plan --help` shows more.',
  ],
  [
    'plan --format github',
    '`--format` has a value that is not one of `text`, `json`. Give one of them. `auco-webhooks plan --help` shows more.',
  ],
  [
    'plan --format --detailed-exitcode',
    '`--format` needs a value. Write `--format <value>`. `auco-webhooks --help` shows more.',
  ],
  ['plan --format', '`--format` needs a value. Write `--format <value>`. `auco-webhooks --help` shows more.'],
  [
    'plan --detailed-exitcode=2',
    '`--detailed-exitcode` takes no value. Remove what follows the `=`. `auco-webhooks --help` shows more.',
  ],
  [
    'plan --zzz',
    'The option `--zzz` is unknown. Known are `--environment`, `--format`, `--removals`, `--detailed`, `--detailed-exitcode`, `--api-url`, `--help`, `--version`. `auco-webhooks plan --help` shows more.',
  ],
  [
    '--zzz',
    'The option `--zzz` is unknown. Known are `--environment`, `--format`, `--help`, `--version`, `--removals`, `--detailed`, `--detailed-exitcode`, `--api-url`, `--set-secrets`, `--yes`, `--github-environment`, `--listed-only`, `--prune`, `--event`. `auco-webhooks --help` shows more.',
  ],
  [
    'deliver',
    'The id of the webhook is missing. Give it after the command. `auco-webhooks deliver --help` shows more.',
  ],
  ['deliver prk_1q2w3e4r5t', `${onCommandLine} \`auco-webhooks deliver --help\` shows more.`],
  [
    'deliver a b c',
    'More than one file is given. Give one, or none. `auco-webhooks deliver --help` shows more.',
  ],
  [
    'plan a.yaml b.yaml',
    'More than one file is given. Give one, or none. `auco-webhooks plan --help` shows more.',
  ],
])('%j is refused', (line, message) => {
  const refused = () => readArguments(line === '' ? [] : line.split(' '))
  expect(refused).toThrow(UserError)
  expect(refused).toThrow(message)
})
