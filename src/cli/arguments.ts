import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { UserError } from '../core/errors.ts'
import { suggest } from '../core/suggest.ts'
import type { Command, PreparedCommand } from './command.ts'
import { COMMANDS } from './commands/all-commands.ts'
import { DEFAULT_FILE } from './file-argument.ts'
import { GivenArguments } from './given-arguments.ts'
import type { Option } from './option.ts'
import { HELP_FLAG, VERSION_FLAG } from './shared-usage.ts'
import { codeList, usageError } from './usage-error.ts'

/** What a command line asks for. */
export type Invocation =
  /** `null`: the general help. */
  | { readonly kind: 'help'; readonly of: Command | null }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'command'; readonly name: string } & PreparedCommand)

/**
 * Reads the arguments of a command line (without Node and the script). Throws a `UserError` for anything unknown, with a
 * suggestion. Values are never repeated, because one of them could be a key pasted into the wrong place.
 */
export function readArguments(args: readonly string[]): Invocation {
  const { tokens } = parseArgs({
    args,
    options: parseArgsOptions(),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const positionals = tokens.filter((token) => token.kind === 'positional').map(({ value }) => value)
  // People try these as commands, too.
  if (positionals[0] === 'help' && positionals.length <= 2) {
    return { kind: 'help', of: positionals[1] === undefined ? null : commandNamed(positionals[1]) }
  }
  if (positionals.length === 1 && positionals[0] === 'version') return { kind: 'version' }
  const [first, ...operands] = positionals
  const command = first === undefined ? null : commandNamed(first)
  const given = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = optionNamed(token.name, token.rawName, command)
    given.set(option.name, optionValue(option, token.value, token.inlineValue === true))
  }

  if (given.has(HELP_FLAG.name)) return { kind: 'help', of: command }
  if (given.has(VERSION_FLAG.name)) return { kind: 'version' }
  if (command === null) {
    throw usageError('A command is missing.', `Give one of ${codeList(commandNames())}.`, null)
  }
  const { name } = command
  // Messages repeat them, and an import would create a file with the name.
  if (operands.some((operand) => KEY.test(operand))) throw keyOnCommandLine(command)
  const [id = null, ...files] = command.id === null ? [null, ...operands] : operands
  if (files.length > 1) throw usageError('More than one file is given.', 'Give one, or none.', name)
  const file = files[0] ?? DEFAULT_FILE
  if (file === '')
    throw usageError('The name of the file is empty.', 'Leave it out for `webhooks.yaml`.', name)
  return { kind: 'command', name, ...command.prepare(new GivenArguments(name, id, file, given)) }
}

function commandNamed(word: string): Command {
  const command = COMMANDS.find(({ name }) => name === word)
  if (command !== undefined) return command
  if (KEY.test(word)) throw keyOnCommandLine(null)
  const suggestion = suggest(word, commandNames())
  throw usageError(
    `${shownWord('command', word)} is unknown.`,
    suggestion === null ? `Known are ${codeList(commandNames())}.` : `Did you mean \`${suggestion}\`?`,
    null,
  )
}

function optionNamed(name: string, rawName: string, command: Command | null): Option {
  const known = command === null ? allOptions() : optionsOf(command)
  const option = known.find((candidate) => candidate.name === name)
  if (option !== undefined) return option
  if (/key|token|secret/i.test(name) || KEY.test(name)) throw keyOnCommandLine(command)
  const names = codeList(known.map((candidate) => `--${candidate.name}`))
  if (command !== null && allOptions().some((candidate) => candidate.name === name)) {
    throw usageError(`\`${command.name}\` has no option \`--${name}\`.`, `It knows ${names}.`, command.name)
  }
  const suggestion = suggest(
    name,
    known.map((candidate) => candidate.name),
  )
  throw usageError(
    `${shownWord('option', rawName)} is unknown.`,
    suggestion === null ? `Known are ${names}.` : `Did you mean \`--${suggestion}\`?`,
    command?.name ?? null,
  )
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

function optionValue({ name, value }: Option, given: string | undefined, isInline: boolean): string {
  if (value === null) {
    if (given !== undefined) {
      throw usageError(`\`--${name}\` takes no value.`, 'Remove what follows the `=`.', null)
    }
    return ''
  }
  // A value that starts with a hyphen has to be written with `=`; otherwise it's the next option.
  if (given === undefined || given === '' || (given.startsWith('-') && !isInline)) {
    throw usageError(`\`--${name}\` needs a value.`, `Write \`--${name} <value>\`.`, null)
  }
  return given
}

/** Repeats a word only if it cannot be a piece of a key. */
function shownWord(kind: 'command' | 'option', word: string): string {
  return /^-{0,2}[a-z]+(?:-[a-z]+)*$/.test(word) && word.length <= 24
    ? `The ${kind} \`${word}\``
    : `This ${kind}`
}

function commandNames(): readonly string[] {
  return COMMANDS.map(({ name }) => name)
}

function optionsOf(command: Command): readonly Option[] {
  return [...command.options, HELP_FLAG, VERSION_FLAG]
}

/** The options of all commands, one of each name. */
function allOptions(): readonly Option[] {
  return [...new Map(COMMANDS.flatMap(optionsOf).map((option) => [option.name, option])).values()]
}

function parseArgsOptions(): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    allOptions().map(({ name, short, value }) => [
      name,
      { type: value === null ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) },
    ]),
  )
}
