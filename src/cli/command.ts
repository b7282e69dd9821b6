import type { Readable } from 'node:stream'
import { UserError } from '../core/errors.ts'
import type { Terminal } from './terminal.ts'

/** Exit codes, as documented in docs/cli.md. */
export const EXIT = { ok: 0, error: 1, changes: 2, problems: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Where a command writes; see `Terminal`. */
type Output = Pick<Terminal, 'lines' | 'text'>

/** What a command reads from and writes to. */
export interface CommandIo {
  /** A function, because Node creates the stream on first access, and few commands need it. */
  readonly stdin: () => Readable
  /** Results: what the next program in a pipe reads. */
  readonly stdout: Output
  /** Progress, warnings and errors. */
  readonly stderr: Output
  /** Asks on the terminal; a secret with `hidden`, so that it isn't shown. `null` without a terminal. */
  readonly ask: (question: string, typing: 'shown' | 'hidden') => Promise<string | null>
  /** The value of an environment variable. */
  readonly variable: (name: string) => string | undefined
}

/** An option of the command line. Options of the same name have the same `short`, and all or none take a value. */
export interface Option {
  /** One letter. */
  readonly short?: string
  /** What the help calls its value; a flag takes none. */
  readonly value?: string
  /** The only values that it takes. */
  readonly choices?: readonly string[]
  readonly default?: string
  /** One line or more. */
  readonly help: string
}

/** By name, without hyphens; in the order in which help and messages list them. */
export type Options = Readonly<Record<string, Option>>

/** What a command line gives a command: the value of each option (`null`: none), and its arguments. */
export type Given = Arguments & Readonly<Record<string, string | boolean | null>>

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

/** A row of the help: a term, and the lines that explain it. */
export type HelpRow = readonly [term: string, ...lines: readonly string[]]

/** Everything that `--help`, docs/cli.md and the reading of the command line have to know about a command. */
interface Usage {
  readonly name: string
  /** Its line in the list of all commands. */
  readonly summary: string
  readonly description: string
  /** What the argument `<id>` before the file is, for a command that takes one. */
  readonly id?: string
  /** What the argument `[file]` is, in lines. */
  readonly file: readonly string[]
  /** Its own; `--help` and `--version` are added to all. */
  readonly options: Options
  readonly variables?: readonly HelpRow[]
  readonly exitCodes: readonly HelpRow[]
}

/** A command. What it does is loaded by `run` only, because help needs no YAML and a validation no HTTP. */
export interface Command extends Usage {
  run(given: Given, io: CommandIo): Promise<ExitCode>
}

interface CommandOf<Table extends Options> extends Usage {
  readonly options: Table
  run(given: Values<Table> & Arguments, io: CommandIo): Promise<ExitCode>
}

/** Gives `run` the types of its options. */
export function command<const Table extends Options>(table: CommandOf<Table>): CommandOf<Table> {
  return table
}

/** An error of the command line; `of` is the command whose help explains it, `null` for the general help. */
export function usageError(reason: string, fix: string, of: string | null): UserError {
  const help = of === null ? 'auco-webhooks --help' : `auco-webhooks ${of} --help`
  return new UserError('usage', reason, `${fix} \`${help}\` shows more.`)
}
