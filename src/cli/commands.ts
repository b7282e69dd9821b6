import type { Command, HelpRow } from './command.ts'
import { type GivenTo, OPTIONS, type Option, SHARED_OPTIONS } from './options.ts'

const INPUT_FILE = ['The file; - is standard input. Default: webhooks.yaml']
const PUBLIC_KEY: HelpRow = [
  'AUCO_PUBLIC_KEY',
  "Auco's public key (puk_…) of the company and environment: reads, never writes.",
  'If it is not set, a command on a terminal asks for it. To set the keys of both environments,',
  'use AUCO_STAGE_PUBLIC_KEY and AUCO_PRODUCTION_PUBLIC_KEY, which take precedence. The names of',
  "Auco's own tools work, too: AUCO_PUK_DEV and AUCO_PUK_PROD.",
]
const CANCELLED: HelpRow = ['130', 'Cancelled (143 by SIGTERM)']

export const validate: Command = {
  name: 'validate',
  summary: 'Check the file',
  description: 'Check the file. Sends no request, and needs no key.',
  options: OPTIONS.validate,
  exitCodes: [
    ['0', 'The file is valid; there may be warnings'],
    ['1', 'The file has problems, or cannot be read'],
  ],
  run: async (given: GivenTo<'validate'>, io) => (await import('./valid-file.ts')).validateFile(given, io),
}

const plan: Command = {
  name: 'plan',
  summary: 'Show what an apply would change at Auco',
  description: 'Show what an apply would change at Auco. Writes nothing, and shows no secret.',
  options: OPTIONS.plan,
  variables: [
    PUBLIC_KEY,
    [
      'those of the file',
      'A header or URL whose variable is not set cannot be compared, and the plan says so',
    ],
  ],
  exitCodes: [
    [
      '0',
      'The plan was made; with --detailed-exitcode: no difference was seen (what could not be compared is listed)',
    ],
    ['1', 'The file has problems, or Auco cannot be read'],
    ['2', 'With --detailed-exitcode: Auco differs from the file'],
  ],
  run: async (given: GivenTo<'plan'>, io) => (await import('./plan-file.ts')).planFile(given, io),
}

const importCommand: Command = {
  name: 'import',
  summary: 'Write the file from what Auco has',
  description: `Write the file from what Auco has, or merge another environment into it. Secrets are never written: each header
value that isn't plain words, and each part of a URL that looks like a secret, becomes a variable. What the file can't say
is left out and named. Then store the secrets: with --set-secrets, or with the commands that are shown.`,
  file: [
    'The file; - is standard output. Default: webhooks.yaml',
    'An existing file is merged by id and keeps its comments',
  ],
  options: OPTIONS.import,
  variables: [PUBLIC_KEY],
  exitCodes: [
    ['0', 'The file matches Auco, except for what is named'],
    ['1', 'Auco cannot be read, its default cannot be in the file, or the secrets are not stored'],
  ],
  run: async (given: GivenTo<'import'>, io) => (await import('./import-file.ts')).importFile(given, io),
}

const check: Command = {
  name: 'check',
  summary: 'Check that the endpoints of the file can be reached',
  description: `Check that the endpoints of the file can be reached: their DNS, a TLS connection and its certificate. Nothing is
sent, and Auco is not asked.`,
  options: OPTIONS.check,
  exitCodes: [
    ['0', 'Every endpoint answers, with a certificate that verifies'],
    ['1', 'The file has problems, or cannot be read'],
    ['2', 'An endpoint has a problem, or could not be checked'],
  ],
  run: async (given: GivenTo<'check'>, io) => (await import('./check-endpoints.ts')).checkFile(given, io),
}

const deliver: Command = {
  name: 'deliver',
  summary: 'Send a test notification to a webhook, as Auco would',
  description: `Send a test notification to the URL of a webhook, with its header, in the form that Auco documents. It asks you to type
the name of the host first. It shows the status and the time, never the answer, and follows no redirect.`,
  id: 'The id of the webhook',
  options: OPTIONS.deliver,
  variables: [['those of the webhook', 'They are sent to its host']],
  exitCodes: [
    ['0', 'The endpoint answered 2xx within ten seconds'],
    ['1', 'Nothing was sent'],
    ['2', 'The endpoint answered otherwise, or not at all'],
  ],
  run: async (given: GivenTo<'deliver'>, io) => (await import('./deliver-event.ts')).deliverEvent(given, io),
}

/** In the order in which help and messages list them. */
export const COMMANDS: readonly Command[] = [validate, plan, importCommand, check, deliver]

/** The options that a command takes; of `null`, those of all commands. */
export function optionsOf(of: Command | null): ReadonlyMap<string, Option> {
  const tables = of === null ? COMMANDS : [of]
  return new Map(tables.flatMap(({ options }) => Object.entries({ ...options, ...SHARED_OPTIONS })))
}

/** What `--help` shows; `null` for no command. `npm run docs` writes the same texts into docs/cli.md. */
export function helpText(command: Command | null): string {
  return `${(command === null ? generalHelp() : commandHelp(command)).join('\n\n')}\n`
}

function generalHelp(): readonly string[] {
  return [
    'Auco webhooks as code, on your machine. Nothing here writes to Auco.',
    'Usage: auco-webhooks <command> [options]',
    `Commands:\n${rows(COMMANDS.map((command) => [usageOf(command), command.summary]))}`,
    optionSection(Object.entries(SHARED_OPTIONS)),
    'auco-webhooks <command> --help shows what a command takes.',
  ]
}

function commandHelp(command: Command): readonly string[] {
  const { description, id, file = INPUT_FILE, variables, exitCodes } = command
  return [
    description,
    `Usage: auco-webhooks ${usageOf(command)} [options]`,
    rows([...(id === undefined ? [] : [['<id>', id] as const]), ['[file]', ...file]]),
    optionSection([...optionsOf(command)]),
    ...(variables === undefined ? [] : [`Variables:\n${rows(variables)}`]),
    `Exit codes:\n${rows([...exitCodes, CANCELLED], 6)}`,
  ]
}

function usageOf({ name, id }: Command): string {
  return id === undefined ? `${name} [file]` : `${name} <id> [file]`
}

function optionSection(options: readonly (readonly [name: string, Option])[]): string {
  const optionRows = options.map(([name, { short, value, help }]): HelpRow => {
    const flag = `${short === undefined ? '   ' : `-${short},`} --${name}`
    return [value === undefined ? flag : `${flag} <${value}>`, ...help.split('\n')]
  })
  return `Options:\n${rows(optionRows)}`
}

/** Two columns, the first one `width` characters wide; a term that is too long for it has a line of its own. */
function rows(all: readonly HelpRow[], width = 30): string {
  const lines = all.flatMap(([term, ...explanation]) => {
    const start = `  ${term}`
    const [first = '', ...rest] = start.length < width ? explanation : ['', ...explanation]
    return [`${start.padEnd(width)}${first}`.trimEnd(), ...rest.map((line) => ' '.repeat(width) + line)]
  })
  return lines.join('\n')
}
