import { ENVIRONMENTS } from '../core/webhook.ts'
import { EVENTS } from '../endpoints/test-notification.ts'
import { type Command, command, type HelpRow, type Option } from './command.ts'

/** The options of every command. */
export const SHARED_OPTIONS = {
  help: { short: 'h', help: 'Show this text' },
  version: { help: 'Show the version' },
} as const

const ANY_ENVIRONMENT = {
  ...{ short: 'e', value: 'name', choices: ENVIRONMENTS },
  help: 'stage or production. Default: both',
} as const
const ENVIRONMENT = {
  ...ANY_ENVIRONMENT,
  ...{ default: 'stage', help: 'stage (default) or production' },
} as const
const API_URL = { value: 'url', help: "Another base URL of Auco's company API" } as const

const INPUT_FILE = ['The file; - is standard input. Default: webhooks.yaml'] as const
const PUBLIC_KEY: HelpRow = [
  'AUCO_PUBLIC_KEY',
  "Auco's public key (puk_…) of the company and environment: reads, never writes.",
  'If it is not set, a command on a terminal asks for it. To set the keys of both environments,',
  'use AUCO_STAGE_PUBLIC_KEY and AUCO_PRODUCTION_PUBLIC_KEY, which take precedence. The names of',
  "Auco's own tools work, too: AUCO_PUK_DEV and AUCO_PUK_PROD.",
]
const CANCELLED: HelpRow = ['130', 'Cancelled (143 by SIGTERM)']

export const validate = command({
  name: 'validate',
  summary: 'Check the file',
  description: 'Check the file. Sends no request, and needs no key.',
  file: INPUT_FILE,
  options: {
    environment: ANY_ENVIRONMENT,
    format: {
      value: 'name',
      choices: ['text', 'json', 'github'],
      default: 'text',
      help: 'text (default), json, or github: annotations for a workflow',
    },
  },
  exitCodes: [
    ['0', 'The file is valid; there may be warnings'],
    ['1', 'The file has problems, or cannot be read'],
    CANCELLED,
  ],
  run: async (given, io) => (await import('./validate-file.ts')).validateFile(given, io),
})

const plan = command({
  name: 'plan',
  summary: 'Show what an apply would change at Auco',
  description: 'Show what an apply would change at Auco. Writes nothing, and shows no secret.',
  file: INPUT_FILE,
  options: {
    environment: ENVIRONMENT,
    'api-url': API_URL,
    format: {
      value: 'name',
      choices: ['text', 'json'],
      default: 'text',
      help: "text (default), or json: the plan as the action's output `plan` has it",
    },
    removals: {
      value: 'name',
      choices: ['managed', 'all', 'none'],
      default: 'managed',
      help: "What becomes of webhooks that the file doesn't list, as with the action's input (default: managed)",
    },
    detailed: { help: 'Check every endpoint of the file, too, as `check` does' },
    'detailed-exitcode': { help: 'Exit with 2 if Auco differs from the file' },
  },
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
    CANCELLED,
  ],
  run: async (given, io) => (await import('./plan-file.ts')).planFile(given, io),
})

const importCommand = command({
  name: 'import',
  summary: 'Write the file from what Auco has',
  description: `Write the file from what Auco has, or merge another environment into it. Secrets are never written: each header
value that isn't plain words, and each part of a URL that looks like a secret, becomes a variable. What the file can't say
is left out and named. Then store the secrets: with --set-secrets, or with the commands that are shown.`,
  file: [
    'The file; - is standard output. Default: webhooks.yaml',
    'An existing file is merged by id and keeps its comments',
  ],
  options: {
    environment: {
      ...ENVIRONMENT,
      choices: [...ENVIRONMENTS, 'both'],
      help: 'stage (default), production, or both, each with a key of its own',
    },
    'api-url': API_URL,
    'set-secrets': { help: 'Store the secrets of new variables at GitHub, through your gh, after asking' },
    yes: { short: 'y', help: 'With --set-secrets: do not ask, for scripts' },
    'github-environment': {
      value: 'name',
      help: 'Where the secrets are stored. Default: auco-<environment>',
    },
    'listed-only': { help: "A file that exists gets no webhooks that it doesn't list" },
    prune: { help: "Remove webhooks from the file that Auco doesn't have (any more)" },
  },
  variables: [PUBLIC_KEY],
  exitCodes: [
    ['0', 'The file matches Auco, except for what is named'],
    ['1', 'Auco cannot be read, its default cannot be in the file, or the secrets are not stored'],
    CANCELLED,
  ],
  run: async (given, io) => (await import('./import-file.ts')).importFile(given, io),
})

const check = command({
  name: 'check',
  summary: 'Check that the endpoints of the file can be reached',
  description: `Check that the endpoints of the file can be reached: their DNS, a TLS connection and its certificate. Nothing is
sent, and Auco is not asked.`,
  file: INPUT_FILE,
  options: {
    environment: ANY_ENVIRONMENT,
    format: {
      value: 'name',
      choices: ['text', 'json'],
      default: 'text',
      help: 'text (default), or json',
    },
  },
  exitCodes: [
    ['0', 'Every endpoint answers, with a certificate that verifies'],
    ['1', 'The file has problems, or cannot be read'],
    ['2', 'An endpoint has a problem, or could not be checked'],
    CANCELLED,
  ],
  run: async (given, io) => (await import('./check-endpoints.ts')).checkFile(given, io),
})

/** The statuses of a family of events, whose names begin with `family`. */
const statusesOf = (family: string) =>
  EVENTS.filter(({ event, body }) => event === family + body.status)
    .map(({ body }) => body.status)
    .join(', ')

const deliver = command({
  name: 'deliver',
  summary: 'Send a test notification to a webhook, as Auco would',
  description: `Send a test notification to the URL of a webhook, with its header, in the form that Auco documents. It asks you to type
the name of the host first. It shows the status and the time, never the answer, and follows no redirect.`,
  id: 'The id of the webhook',
  file: INPUT_FILE,
  options: {
    environment: ENVIRONMENT,
    event: {
      value: 'name',
      choices: EVENTS.map(({ event }) => event),
      default: 'FINISH',
      help: `Of a document: ${statusesOf('')}. Default: FINISH
Of a package, as package:CREATE: ${statusesOf('package:')}
Of AucoFace, as face:APPROVED: ${statusesOf('face:')}`,
    },
    yes: { short: 'y', help: 'Do not ask, for scripts: the header goes to the host that the file names' },
  },
  variables: [['those of the webhook', 'They are sent to its host']],
  exitCodes: [
    ['0', 'The endpoint answered 2xx within ten seconds'],
    ['1', 'Nothing was sent'],
    ['2', 'The endpoint answered otherwise, or not at all'],
    CANCELLED,
  ],
  run: async ({ yes: isConfirmed, ...given }, io) =>
    (await import('./deliver-test.ts')).deliverTest({ ...given, isConfirmed }, io),
})

/** In the order in which help and messages list them. */
export const COMMANDS: readonly Command[] = [validate, plan, importCommand, check, deliver]

/** The options that a command takes; of `null`, those of all commands. */
export function optionsOf(of: Command | null): ReadonlyMap<string, Option> {
  const tables = of === null ? COMMANDS : [of]
  return new Map(tables.flatMap(({ options }) => Object.entries({ ...options, ...SHARED_OPTIONS })))
}
