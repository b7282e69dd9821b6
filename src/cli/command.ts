import type { CommandIo } from './command-io.ts'
import type { ExitCode } from './exit-codes.ts'
import type { GivenArguments } from './given-arguments.ts'
import type { Option } from './option.ts'

/** A row of the help: a term, and the lines that explain it. */
export type HelpRow = readonly [term: string, ...lines: readonly string[]]

/**
 * A command: everything that `--help`, docs/cli.md and the reading of the command line have to know about it. What it
 * does is loaded by `run` only, because help needs no YAML and a validation no HTTP.
 */
export interface Command {
  readonly name: string
  /** Its line in the list of all commands. */
  readonly summary: string
  readonly description: string
  /** What the argument `<id>` before the file is, in lines; `null` for a command without one. */
  readonly id: readonly string[] | null
  /** What the argument `[file]` is, in lines. */
  readonly file: readonly string[]
  /** Its own, in the order in which messages list them; `--help` and `--version` are added to all. */
  readonly options: readonly Option[]
  readonly variables: readonly HelpRow[]
  readonly exitCodes: readonly HelpRow[]
  /** Checks the values of its options. Throws a `UserError`. */
  readonly prepare: (given: GivenArguments) => PreparedCommand
}

/** A command whose arguments have been checked. */
export interface PreparedCommand {
  readonly options: object
  readonly run: (io: CommandIo) => Promise<ExitCode>
}
