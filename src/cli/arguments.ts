import { parseArgs } from 'node:util'
import type { UserError } from '../core/errors.ts'
import { suggest } from '../core/suggest.ts'
import { type Command, usageError } from './command.ts'
import { COMMANDS, optionsOf } from './commands.ts'
import type { Given, Option } from './options.ts'

/** What a command line asks for. */
export type Invocation =
  /** `null`: the general help. */
  | { readonly kind: 'help'; readonly of: Command | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'command'; readonly command: Command; readonly given: Given }

/**
 * Reads the arguments of a command line (without Node and the script). Throws a `UserError` for anything unknown, with a
 * suggestion. Values are never repeated, because one of them could be a key pasted into the wrong place.
 */
export function readArguments(args: readonly string[]): Invocation {
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries(
      [...optionsOf(null)].map(([name, { value, short }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const [first, ...operands] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  // People try these as commands, too.
  if (first === 'help') {
    return { kind: 'help', of: operands[0] === undefined ? null : commandNamed(operands[0]) }
  }
  if (first === 'version') return { kind: 'version' }
  const command = first === undefined ? null : commandNamed(first)
  const given = new Map<string, Token>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (!optionsOf(command).has(token.name)) throw unknownOption(token, command)
    given.set(token.name, token)
  }

  if (given.has('help')) return { kind: 'help', of: command }
  if (given.has('version')) return { kind: 'version' }
  if (command === null) {
    const names = codeList(COMMANDS.map(({ name }) => name))
    throw usageError('A command is missing.', `Give one of ${names}.`, null)
  }
  const { name } = command
  // Messages repeat them, and an import would create a file with the name.
  if (operands.some((operand) => KEY.test(operand))) throw keyOnCommandLine(command)
  const [id = '', file = 'webhooks.yaml', ...others] = command.id === undefined ? ['', ...operands] : operands
  if (others.length > 0) throw usageError('More than one file is given.', 'Give one, or none.', name)
  if (command.id !== undefined && id === '')
    throw usageError('The id of the webhook is missing.', 'Give it after the command.', name)
  const values = Object.entries(command.options).map(([one, option]) => [
    one,
    valueGiven(one, option, given.get(one), name),
  ])
  return { kind: 'command', command, given: { ...Object.fromEntries(values), id, file } }
}

/** An option on the command line. */
interface Token {
  readonly name: string
  /** With its hyphens. */
  readonly rawName: string
  readonly value?: string | undefined
  /** Whether the value follows a `=`. */
  readonly inlineValue?: boolean | undefined
}

function commandNamed(word: string): Command {
  const command = COMMANDS.find(({ name }) => name === word)
  if (command !== undefined) return command
  if (KEY.test(word)) throw keyOnCommandLine(null)
  const known = COMMANDS.map(({ name }) => name)
  const fix = suggested(word, known, `Known are ${codeList(known)}.`)
  throw usageError(`${shownWord('command', word)} is unknown.`, fix, null)
}

function unknownOption({ name, rawName }: Token, command: Command | null): UserError {
  if (/key|token|secret/i.test(name) || KEY.test(name)) return keyOnCommandLine(command)
  const known = [...optionsOf(command).keys()].map((one) => `--${one}`)
  const fix = suggested(rawName, known, `Known are ${codeList(known)}.`)
  return usageError(`${shownWord('option', rawName)} is unknown.`, fix, command?.name ?? null)
}

/** Auco's keys start with this (Auco: Environments and authentication). */
const KEY = /^p[ur]k_/i

function keyOnCommandLine(command: Command | null): UserError {
  return usageError(
    'Keys are not taken from the command line, where other programs and the history of the shell see them.',
    'Set the variable AUCO_PUBLIC_KEY; if a key was typed here, let Auco make a new one.',
    command?.name ?? null,
  )
}

/** The value of an option of a command, checked. */
function valueGiven(
  name: string,
  option: Option,
  token: Token | undefined,
  command: string,
): string | boolean | null {
  const { value, choices } = option
  const text = token?.value
  if (value === undefined) {
    if (text === undefined) return token !== undefined
    throw usageError(`\`--${name}\` takes no value.`, 'Remove what follows the `=`.', command)
  }
  if (token === undefined) return option.default ?? null
  // A value that starts with a hyphen has to be written with `=`; otherwise it's the next option.
  if (text === undefined || text === '' || (text.startsWith('-') && token.inlineValue !== true)) {
    throw usageError(`\`--${name}\` needs a value.`, `Write \`--${name} <value>\`.`, command)
  }
  if (choices === undefined || choices.includes(text)) return text
  const reason = `\`--${name}\` has a value that is not one of ${codeList(choices)}.`
  throw usageError(reason, suggested(text, choices, 'Give one of them.'), command)
}

/** The fix for a word: the known one that was meant, or else `otherwise`. */
function suggested(word: string, known: readonly string[], otherwise: string): string {
  const suggestion = suggest(word, known)
  return suggestion === null ? otherwise : `Did you mean \`${suggestion}\`?`
}

/** Repeats a word only if it cannot be a piece of a key. */
function shownWord(kind: 'command' | 'option', word: string): string {
  return /^-{0,2}[a-z]+(?:-[a-z]+)*$/.test(word) && word.length <= 24
    ? `The ${kind} \`${word}\``
    : `This ${kind}`
}

/** Words in code spans, separated by commas. */
function codeList(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}
