import type { Readable } from 'node:stream'
import type { Terminal } from './terminal.ts'

/** What a command works with. */
export interface Shell {
  /** Called by whoever reads it: Node makes it then, and few commands do. */
  readonly stdin: () => Readable
  /** Results: what the next program in a pipe reads. */
  readonly stdout: Terminal
  /** Everything about the way to them. */
  readonly stderr: Terminal
  /** The value of a variable of the environment. */
  readonly variable: (name: string) => string | undefined
}

/** How the process ends, as docs/cli.md has it. */
export const EXIT = { ok: 0, error: 1, changes: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
