import { parseArgs } from 'node:util'
import { VERSION } from '../core/about.ts'
import type { UserError } from '../core/errors.ts'
import { suggest } from '../core/suggest.ts'
import { type Command, usageError } from './command.ts'
import { COMMANDS, helpText, optionsOf } from './commands.ts'
import type { Given, Option } from './options.ts'

export interface Invocation {
  readonly command: Command
  readonly given: Given
}

/**
 * Reads the arguments of a command line (without Node and the script): a command, or the text that they ask for. Throws a
 * `UserError` for anything unknown, with a suggestion. Values are never repeated, because one of them could be a key pasted
 * into the wrong place.
 */
export function readArguments(args: readonly string[]): Invocation | string {
  const { values, positionals } = parseArgs({
    args,
    options: Object.fromEntries(
      [...optionsOf(null)].map(([name, { value, short }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) },
      ]),
    ),
    strict: false,
  })
  // People try `help` and `version` as commands, too.
  const asked = ['help', 'version'].find((word) => word === positionals[0] || values[word] !== undefined)
  const [first, ...operands] = asked === positionals[0] ? positionals.slice(1) : positionals
  const command = COMMANDS.find(({ name }) => name === first) ?? null
  const of = command?.name ?? null
  const options = optionsOf(command)
  const unknown = Object.keys(values)
    .filter((name) => !options.has(name))
    .map((name) => (name.length === 1 ? `-${name}` : `--${name}`))
  // Messages repeat them, and an import would create a file with the name.
  if ([...positionals, ...unknown].some((word) => KEY.test(word))) {
    throw usageError(
      'Keys are not taken from the command line, where other programs and the history of the shell see them.',
      'Set the variable AUCO_PUBLIC_KEY; if a key was typed here, let Auco make a new one.',
      of,
    )
  }
  const names = COMMANDS.map(({ name }) => name)
  if (first !== undefined && command === null) throw unknownWord('command', first, names, null)
  const [option] = unknown
  if (option !== undefined) {
    const known = [...options.keys()].map((name) => `--${name}`)
    throw unknownWord('option', option, known, of)
  }
  if (asked === 'help') return helpText(command)
  if (asked === 'version') return `${VERSION}\n`
  if (command === null) {
    throw usageError('A command is missing.', `Give one of ${codeList(names)}.`, null)
  }
  const [id = '', file = 'webhooks.yaml', ...others] = command.id === undefined ? ['', ...operands] : operands
  if (others.length > 0) throw usageError('More than one file is given.', 'Give one, or none.', of)
  if (command.id !== undefined && id === '')
    throw usageError('The id of the webhook is missing.', 'Give it after the command.', of)
  const given = Object.entries(command.options).map(([name, one]) => [
    name,
    valueGiven(name, one, values[name], of),
  ])
  return { command, given: { ...Object.fromEntries(given), id, file } }
}

/** How Auco's keys start (Auco: Environments and authentication), and options that people try for them. */
const KEY = /^-*p[ur]k_|^-.*(?:key|token|secret)/i

/** The value of an option of a command, checked; `given` is what `parseArgs` found. */
function valueGiven(
  name: string,
  { value, choices, default: usual }: Option,
  given: unknown,
  command: string | null,
): string | boolean | null {
  if (value === undefined) {
    if (typeof given !== 'string') return given === true
    throw usageError(`\`--${name}\` takes no value.`, 'Remove what follows the `=`.', command)
  }
  if (given === undefined) return usual ?? null
  // What starts with a hyphen is the next option.
  if (typeof given !== 'string' || given === '' || given.startsWith('-')) {
    throw usageError(`\`--${name}\` needs a value.`, `Write \`--${name} <value>\`.`, command)
  }
  if (choices === undefined || choices.includes(given)) return given
  const reason = `\`--${name}\` has a value that is not one of ${codeList(choices)}.`
  throw usageError(reason, suggested(given, choices, 'Give one of them.'), command)
}

/** Repeats the word only if it cannot be a piece of a key. */
function unknownWord(
  kind: 'command' | 'option',
  word: string,
  known: readonly string[],
  of: string | null,
): UserError {
  const isShown = /^-{0,2}[a-z]+(?:-[a-z]+)*$/.test(word) && word.length <= 24
  return usageError(
    `${isShown ? `The ${kind} \`${word}\`` : `This ${kind}`} is unknown.`,
    suggested(word, known, `Known are ${codeList(known)}.`),
    of,
  )
}

/** The fix for a word: the known one that was meant, or else `otherwise`. */
function suggested(word: string, known: readonly string[], otherwise: string): string {
  const suggestion = suggest(word, known)
  return suggestion === null ? otherwise : `Did you mean \`${suggestion}\`?`
}

function codeList(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}
