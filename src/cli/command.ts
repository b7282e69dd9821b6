import type { Readable } from 'node:stream'
import { UserError } from '../core/errors.ts'
import type { Given, Options } from './options.ts'
import type { Output } from './terminal.ts'

/** Exit codes, as documented in docs/cli.md. */
export const EXIT = { ok: 0, error: 1, changes: 2, problems: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ctrl-C ends the process itself. */
export const NEVER_CANCELLED = new AbortController().signal

export interface CommandIo {
  /** A function, because Node creates the stream on first access, and few commands need it. */
  readonly stdin: () => Readable
  /** Results: what the next program in a pipe reads. */
  readonly stdout: Output
  /** Progress, warnings and errors. */
  readonly stderr: Output
  /** Asks on the terminal; a secret with `hidden`, so that it isn't shown. `null` without a terminal. */
  readonly ask: (question: string, typing: 'shown' | 'hidden') => Promise<string | null>
  readonly variable: (name: string) => string | undefined
}

/** A row of the help: a term, and the lines that explain it. */
export type HelpRow = readonly [term: string, ...lines: readonly string[]]

/** A command: everything that `--help`, docs/cli.md and the reading of the command line have to know. */
export interface Command {
  readonly name: string
  /** Its line in the list of all commands. */
  readonly summary: string
  readonly description: string
  /** What the argument `<id>` before the file is, for a command that takes one. */
  readonly id?: string
  /** What the argument `[file]` is, in lines, if it isn't a file to read. */
  readonly file?: readonly string[]
  /** Its own; `--help` and `--version` are added to all. */
  readonly options: Options
  readonly variables?: readonly HelpRow[]
  readonly exitCodes: readonly HelpRow[]
  /** Loads what it does only when it runs, because help needs no YAML and a validation no HTTP. */
  run(given: Given, io: CommandIo): Promise<ExitCode>
}

/** An error of the command line; `of` is the command whose help explains it, `null` for the general help. */
export function usageError(reason: string, fix: string, of: string | null): UserError {
  const help = of === null ? 'auco-webhooks --help' : `auco-webhooks ${of} --help`
  return new UserError('usage', reason, `${fix} \`${help}\` shows more.`)
}

/** Lets the user type a word to go on, whatever its case. Throws a `UserError` with this fix otherwise. */
export async function confirm(
  { ask }: CommandIo,
  question: string,
  word: string,
  fix: string,
): Promise<void> {
  const typed = await ask(question, 'shown')
  if (typed?.trim().toLowerCase() === word) return
  const reason =
    typed === null ? 'Nobody can be asked here: this is not a terminal.' : 'Something else was typed.'
  throw new UserError('not-confirmed', reason, fix)
}
