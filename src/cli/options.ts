import { ENVIRONMENTS } from '../core/webhook.ts'
import { EVENTS } from '../endpoints/test-notification.ts'

/** An option of the command line. Options of the same name have the same `short`, and all or none take a value. */
export interface Option {
  /** One letter. */
  readonly short?: string
  /** What the help calls its value; a flag takes none. */
  readonly value?: string
  readonly choices?: readonly string[]
  readonly default?: string
  /** One line or more. */
  readonly help: string
}

/** By name, without hyphens; in the order in which help and messages list them. */
export type Options = Readonly<Record<string, Option>>

/** What a command line gives a command: the value of each option (`null`: none), and its arguments. */
export type Given = Arguments & Readonly<Record<string, string | boolean | null>>

/** The same for the command of this name. */
export type GivenTo<Name extends keyof typeof OPTIONS> = Arguments & Values<(typeof OPTIONS)[Name]>

type Arguments = {
  readonly file: string
  /** Empty for a command that takes none. */
  readonly id: string
}

type Values<Table extends Options> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> }

type ValueOf<One extends Option> = One extends { readonly value: string }
  ?
      | (One extends { readonly choices: readonly (infer Choice)[] } ? Choice : string)
      | (One extends { readonly default: string } ? never : null)
  : boolean

export const SHARED_OPTIONS = {
  help: { short: 'h', help: 'Show this text' },
  version: { help: 'Show the version' },
} as const

const ANY_ENVIRONMENT = {
  short: 'e',
  value: 'name',
  choices: ENVIRONMENTS,
  help: 'stage or production. Default: both',
} as const
const ENVIRONMENT = {
  ...ANY_ENVIRONMENT,
  default: 'stage',
  help: 'stage (default) or production',
} as const
const FORMAT = {
  value: 'name',
  choices: ['text', 'json'],
  default: 'text',
  help: 'text (default), or json',
} as const
const API_URL = { value: 'url', help: "Another base URL of Auco's company API" } as const

/** The statuses of a family of events, whose names begin with `family`. */
const statusesOf = (family: string) =>
  EVENTS.filter(({ event, body }) => event === family + body.status)
    .map(({ body }) => body.status)
    .join(', ')

export const OPTIONS = {
  validate: {
    environment: ANY_ENVIRONMENT,
    format: {
      ...FORMAT,
      choices: ['text', 'json', 'github'],
      help: 'text (default), json, or github: annotations for a workflow',
    },
  },
  plan: {
    environment: ENVIRONMENT,
    'api-url': API_URL,
    format: { ...FORMAT, help: "text (default), or json: the plan as the action's output `plan` has it" },
    removals: {
      value: 'name',
      choices: ['managed', 'all', 'none'],
      default: 'managed',
      help: "What becomes of webhooks that the file doesn't list, as with the action's input (default: managed)",
    },
    detailed: { help: 'Check every endpoint of the file, too, as `check` does' },
    'detailed-exitcode': { help: 'Exit with 2 if Auco differs from the file' },
  },
  import: {
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
  check: { environment: ANY_ENVIRONMENT, format: FORMAT },
  deliver: {
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
} as const satisfies Readonly<Record<string, Options>>
