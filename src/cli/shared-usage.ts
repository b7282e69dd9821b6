import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import type { HelpRow } from './command.ts'
import { DEFAULT_FILE, STANDARD_STREAM } from './file-argument.ts'
import type { ChoiceOption, Option } from './option.ts'

/** The options of every command. */
export const HELP_FLAG: Option = { name: 'help', short: 'h', value: null, help: 'Show this text' }
export const VERSION_FLAG: Option = { name: 'version', value: null, help: 'Show the version' }

/** The options of commands that read live webhooks. */
export const ENVIRONMENT: ChoiceOption<Environment> = {
  name: 'environment',
  short: 'e',
  value: 'name',
  choices: ENVIRONMENTS,
  help: 'stage (default) or production',
}
export const API_URL: Option = {
  name: 'api-url',
  value: 'url',
  help: "Another base URL of Auco's company API",
}

/** The action's input of that name. */
export const REMOVALS: ChoiceOption<'managed' | 'all' | 'none'> = {
  name: 'removals',
  value: 'name',
  choices: ['managed', 'all', 'none'],
  help: "What becomes of webhooks that the file doesn't list, as with the action's input (default: managed)",
}

/** The variable of commands that read live webhooks. */
export const PUBLIC_KEY: HelpRow = [
  'AUCO_PUBLIC_KEY',
  "Auco's public key (puk_…) of the company and environment: reads, never writes.",
  'If it is not set, a command on a terminal asks for it. To set the keys of both environments,',
  'use AUCO_STAGE_PUBLIC_KEY and AUCO_PRODUCTION_PUBLIC_KEY, which take precedence. The names of',
  "Auco's own tools work, too: AUCO_PUK_DEV and AUCO_PUK_PROD.",
]

/** What `[file]` is for commands that read it. */
export const INPUT_FILE = `The file; ${STANDARD_STREAM} is standard input. Default: ${DEFAULT_FILE}`

/** The exit code that a signal causes. */
export const CANCELLED: HelpRow = ['130', 'Cancelled (143 by SIGTERM)']
