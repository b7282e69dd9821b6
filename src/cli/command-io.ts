import type { Readable } from 'node:stream'
import type { Terminal } from './terminal.ts'

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
