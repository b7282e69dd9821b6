import { parseArgs } from 'node:util'
import { UserError } from '../core/errors.ts'
import { suggest } from '../core/suggest.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'

export const COMMANDS = ['validate', 'plan', 'import'] as const
export type CommandName = (typeof COMMANDS)[number]

/** Standard input as a file's name; for `import`, standard output. */
export const STANDARD_STREAM = '-'
const DEFAULT_FILE = 'webhooks.yaml'

const VALIDATE_FORMATS = ['text', 'json', 'github'] as const
const PLAN_FORMATS = ['text', 'json'] as const
export type ValidateFormat = (typeof VALIDATE_FORMATS)[number]
export type PlanFormat = (typeof PLAN_FORMATS)[number]

/** A command line, checked. */
export type Invocation =
  | { readonly command: 'help'; readonly of: CommandName | null }
  | { readonly command: 'version' }
  | {
      readonly command: 'validate'
      readonly file: string
      /** `null`: both. */
      readonly environment: Environment | null
      readonly format: ValidateFormat
    }
  | {
      readonly command: 'plan'
      readonly file: string
      readonly environment: Environment
      /** As it was given; `null` for the environment's own. */
      readonly apiUrl: string | null
      readonly format: PlanFormat
      readonly detailedExitCode: boolean
    }
  | {
      readonly command: 'import'
      readonly file: string
      readonly environment: Environment
      readonly apiUrl: string | null
      /** Where the secrets are to be stored, an environment at GitHub. */
      readonly githubEnvironment: string
    }

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  environment: { type: 'string', short: 'e' },
  format: { type: 'string' },
  'api-url': { type: 'string' },
  'detailed-exitcode': { type: 'boolean' },
  'github-environment': { type: 'string' },
} as const
type OptionName = keyof typeof OPTIONS

const OPTIONS_OF: Readonly<Record<CommandName, readonly OptionName[]>> = {
  validate: ['environment', 'format', 'help', 'version'],
  plan: ['environment', 'format', 'detailed-exitcode', 'api-url', 'help', 'version'],
  import: ['environment', 'api-url', 'github-environment', 'help', 'version'],
}

/**
 * Reads the arguments of a command line (without node and the script). Throws a `UserError` for what it does not know, with
 * a suggestion. Values are never repeated, for one of them can be a key that was pasted into the wrong place.
 */
export function readArguments(args: readonly string[]): Invocation {
  const { tokens } = parseArgs({
    args,
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const positionals = tokens.filter((token) => token.kind === 'positional').map(({ value }) => value)
  // People try these as commands, too.
  if (positionals[0] === 'help' && positionals.length <= 2) {
    return { command: 'help', of: positionals[1] === undefined ? null : commandNamed(positionals[1]) }
  }
  if (positionals.length === 1 && positionals[0] === 'version') return { command: 'version' }
  const [first, ...files] = positionals
  const command = first === undefined ? null : commandNamed(first)
  const given = new Map<OptionName, string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const name = optionNamed(token.name, token.rawName, command)
    given.set(name, optionValue(name, token.value, token.inlineValue === true))
  }

  if (given.has('help')) return { command: 'help', of: command }
  if (given.has('version')) return { command: 'version' }
  if (command === null) throw usage('A command is missing.', `Give one of ${list(COMMANDS)}.`, null)
  if (files.length > 1) throw usage('More than one file is given.', 'Give one, or none.', command)
  const file = files[0] ?? DEFAULT_FILE
  // Not only is it repeated in messages: an import would make a file of that name.
  if (KEY.test(file)) throw keyOnCommandLine(command)
  if (file === '') throw usage('The name of the file is empty.', 'Leave it out for `webhooks.yaml`.', command)
  const environment = oneOf('environment', given, ENVIRONMENTS, command)
  const apiUrl = given.get('api-url') ?? null
  switch (command) {
    case 'validate':
      return {
        command,
        file,
        environment,
        format: oneOf('format', given, VALIDATE_FORMATS, command) ?? 'text',
      }
    case 'plan':
      return {
        command,
        file,
        environment: environment ?? 'stage',
        apiUrl,
        format: oneOf('format', given, PLAN_FORMATS, command) ?? 'text',
        detailedExitCode: given.has('detailed-exitcode'),
      }
    case 'import':
      return {
        command,
        file,
        environment: environment ?? 'stage',
        apiUrl,
        githubEnvironment: githubEnvironment(given, environment ?? 'stage'),
      }
  }
}

/** The name is printed as a part of a command, so it may hold nothing that a shell reads. */
function githubEnvironment(given: ReadonlyMap<OptionName, string>, environment: Environment): string {
  const name = given.get('github-environment') ?? `auco-${environment}-apply`
  if (/^[\w.][\w.-]*$/.test(name)) return name
  throw usage(
    '`--github-environment` holds more than letters, digits, `.`, `_` and `-`.',
    'Give the name of the environment that the apply job has.',
    'import',
  )
}

function commandNamed(word: string): CommandName {
  const command = COMMANDS.find((name) => name === word)
  if (command !== undefined) return command
  if (KEY.test(word)) throw keyOnCommandLine(null)
  const suggestion = suggest(word, COMMANDS)
  throw usage(
    `${shownWord('command', word)} is unknown.`,
    suggestion === null ? `Known are ${list(COMMANDS)}.` : `Did you mean \`${suggestion}\`?`,
    null,
  )
}

function optionNamed(name: string, rawName: string, command: CommandName | null): OptionName {
  const known = command === null ? allOptions() : OPTIONS_OF[command]
  const option = known.find((candidate) => candidate === name)
  if (option !== undefined) return option
  if (/key|token|secret/i.test(name) || KEY.test(name)) throw keyOnCommandLine(command)
  if (command !== null && allOptions().some((candidate) => candidate === name)) {
    throw usage(`\`${command}\` has no option \`--${name}\`.`, `It knows ${options(known)}.`, command)
  }
  const suggestion = suggest(name, known)
  throw usage(
    `${shownWord('option', rawName)} is unknown.`,
    suggestion === null ? `Known are ${options(known)}.` : `Did you mean \`--${suggestion}\`?`,
    command,
  )
}

/** Auco's keys start so (Auco: Environments and authentication). */
const KEY = /^p[ur]k_/i

function keyOnCommandLine(command: CommandName | null): UserError {
  return usage(
    'Keys are not taken from the command line, where other programs and the history of the shell see them.',
    'Set the variable AUCO_PUBLIC_KEY; if a key was typed here, let Auco make a new one.',
    command,
  )
}

function optionValue(name: OptionName, value: string | undefined, isInline: boolean): string {
  if (OPTIONS[name].type === 'boolean') {
    if (value !== undefined)
      throw usage(`\`--${name}\` takes no value.`, 'Remove what follows the `=`.', null)
    return ''
  }
  // What starts with a hyphen is the next option, unless it is said with `=` that it is not.
  if (value === undefined || value === '' || (value.startsWith('-') && !isInline)) {
    throw usage(`\`--${name}\` needs a value.`, `Write \`--${name} <value>\`.`, null)
  }
  return value
}

function oneOf<const Value extends string>(
  name: OptionName,
  given: ReadonlyMap<OptionName, string>,
  allowed: readonly Value[],
  command: CommandName,
): Value | null {
  const value = given.get(name)
  if (value === undefined) return null
  const found = allowed.find((candidate) => candidate === value)
  if (found !== undefined) return found
  const suggestion = suggest(value, allowed)
  throw usage(
    `\`--${name}\` has a value that is not one of ${list(allowed)}.`,
    suggestion === null ? 'Give one of them.' : `Did you mean \`${suggestion}\`?`,
    command,
  )
}

/** A word that is certainly no piece of a key: only such a one is repeated. */
function shownWord(kind: 'command' | 'option', word: string): string {
  return /^-{0,2}[a-z]+(?:-[a-z]+)*$/.test(word) && word.length <= 24
    ? `The ${kind} \`${word}\``
    : `This ${kind}`
}

function usage(reason: string, fix: string, command: CommandName | null): UserError {
  const help = command === null ? 'auco-webhooks --help' : `auco-webhooks ${command} --help`
  return new UserError('usage', reason, `${fix} \`${help}\` shows more.`)
}

function allOptions(): readonly OptionName[] {
  return [...new Set(Object.values(OPTIONS_OF).flat())]
}

function options(names: readonly OptionName[]): string {
  return list(names.map((name) => `--${name}`))
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}
