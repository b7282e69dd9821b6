import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { readArguments } from '../../../src/cli/arguments.ts'

const words = (line: string) => (line === '' ? [] : line.split(' '))

const validate = { id: '', file: 'webhooks.yaml', environment: null, format: 'text' }
const plan = {
  ...{ id: '', file: 'webhooks.yaml', environment: 'stage', format: 'text', removals: 'managed' },
  ...{ 'api-url': null, detailed: false, 'detailed-exitcode': false },
}
const delivery = { id: 'Billing', file: 'webhooks.yaml', environment: 'stage', event: 'FINISH', yes: false }
const imported = {
  ...{ id: '', file: 'webhooks.yaml', environment: 'stage', 'api-url': null, 'github-environment': null },
  ...{ 'listed-only': false, prune: false, 'set-secrets': false, yes: false },
}

it.each<[string, object]>([
  ['validate', validate],
  ['validate - --format=json', { ...validate, file: '-', format: 'json' }],
  [
    'validate -e production a.yaml --format github',
    { ...validate, file: 'a.yaml', environment: 'production', format: 'github' },
  ],
  ['plan', plan],
  [
    'plan --detailed-exitcode --environment production --format json --removals none --api-url http://127.0.0.1/ x.yaml',
    {
      ...{ ...plan, file: 'x.yaml', environment: 'production', format: 'json', removals: 'none' },
      ...{ 'api-url': 'http://127.0.0.1/', 'detailed-exitcode': true },
    },
  ],
  ['plan --detailed -- -x.yaml', { ...plan, file: '-x.yaml', detailed: true }],
  [
    'check -e stage a.yaml --format json',
    { ...validate, file: 'a.yaml', environment: 'stage', format: 'json' },
  ],
  ['deliver Billing', delivery],
  [
    'deliver Billing a.yaml -e production --event package:BLOCKED -y',
    { ...delivery, file: 'a.yaml', environment: 'production', event: 'package:BLOCKED', yes: true },
  ],
  ['import', imported],
  [
    'import - -e both --listed-only --prune --set-secrets -y --github-environment live.2',
    {
      ...{ ...imported, file: '-', environment: 'both', 'listed-only': true, prune: true },
      ...{ 'set-secrets': true, yes: true, 'github-environment': 'live.2' },
    },
  ],
])('%s', (line, given) => {
  const [name] = words(line)
  expect(readArguments(words(line))).toMatchObject({ kind: 'command', command: { name }, given })
  expect(readArguments(words(line))).toHaveProperty('given', given)
})

it.each([
  ['help', null],
  ['help plan', 'plan'],
  ['--help', null],
  ['plan -h', 'plan'],
])('%s shows the help of %s', (line, name) => {
  expect(readArguments(words(line))).toMatchObject({ kind: 'help', of: name === null ? null : { name } })
})

it.each(['version', '--version', 'import --version'])('%s shows the version', (line) => {
  expect(readArguments(words(line))).toEqual({ kind: 'version' })
})

const onCommandLine = 'Keys are not taken from the command line, '
const commands = '`validate`, `plan`, `import`, `check`, `deliver`.'
const ofValidate = '`--environment`, `--format`, `--help`, `--version`.'

/** The start of the message, and the command whose help it names. */
it.each<[string, string, string?]>([
  ['', `A command is missing. Give one of ${commands}`],
  ['plna', 'The command `plna` is unknown. Did you mean `plan`?'],
  ['apply', `The command \`apply\` is unknown. Known are ${commands}`],
  ['1q2w3e', `This command is unknown. Known are ${commands}`],
  ['help plna', 'The command `plna` is unknown. Did you mean `plan`?'],
  ['puk_1q2w3e4r5t', onCommandLine],
  ['import puk_1q2w3e4r5t', onCommandLine, 'import'],
  ['validate PRK_1q2w3e4r5t', onCommandLine, 'validate'],
  ['deliver prk_1q2w3e4r5t', onCommandLine, 'deliver'],
  ['plan --public-key=puk_1q2w3e4r5t', onCommandLine, 'plan'],
  ['plan --puk_1q2w3e4r5t', onCommandLine, 'plan'],
  ['plan --environmnt stage', 'The option `--environmnt` is unknown. Did you mean `--environment`?', 'plan'],
  ['validate --zzz', `The option \`--zzz\` is unknown. Known are ${ofValidate}`, 'validate'],
  ['validate -E', `This option is unknown. Known are ${ofValidate}`, 'validate'],
  ['--constructor', 'The option `--constructor` is unknown. Known are `--environment`, '],
  [
    'validate --detailed-exitcode',
    `\`validate\` has no option \`--detailed-exitcode\`. It knows ${ofValidate}`,
    'validate',
  ],
  [
    'plan --environment prodction',
    '`--environment` has a value that is not one of `stage`, `production`. Did you mean `production`?',
    'plan',
  ],
  [
    'plan --format github',
    '`--format` has a value that is not one of `text`, `json`. Give one of them.',
    'plan',
  ],
  ['plan --format --detailed-exitcode', '`--format` needs a value. Write `--format <value>`.', 'plan'],
  ['plan --format', '`--format` needs a value. ', 'plan'],
  ['plan --format=', '`--format` needs a value. ', 'plan'],
  [
    'plan --detailed-exitcode=2',
    '`--detailed-exitcode` takes no value. Remove what follows the `=`.',
    'plan',
  ],
  ['deliver', 'The id of the webhook is missing. Give it after the command.', 'deliver'],
  ['deliver a b c', 'More than one file is given. Give one, or none.', 'deliver'],
  ['plan a.yaml b.yaml', 'More than one file is given. ', 'plan'],
  ['import both', '`both` stands where the file does. Did you mean `--environment both`?', 'import'],
  [
    'import -e both --github-environment live',
    '`--github-environment` names one environment, and `--environment both` reads two. Leave it out, or import one after the other.',
    'import',
  ],
  [
    'import --github-environment a;b',
    '`--github-environment` holds more than letters, digits, `.`, `_` and `-`. Give the name of the environment that the apply job has.',
    'import',
  ],
])('%j is refused', async (line, start, command) => {
  const help = `\`auco-webhooks ${command === undefined ? '' : `${command} `}--help\` shows more.`
  const error = await started(line).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'usage', message: expect.stringContaining(start) })
  expect(error).toMatchObject({ message: expect.stringContaining(` ${help}`) })
})

/** Starts the command of a line, without a terminal or a variable. */
async function started(line: string): Promise<unknown> {
  const invocation = readArguments(words(line))
  if (invocation.kind !== 'command') return invocation
  const nowhere = { lines: () => {}, text: () => {} }
  return await invocation.command.run(invocation.given, {
    ...{ stdin: () => Readable.from([]), stdout: nowhere, stderr: nowhere },
    ...{ ask: async () => null, variable: () => undefined },
  })
}
