import type { Readable } from 'node:stream'
import type { Terminal } from './terminal.ts'

/** What a command reads from and writes to. */
export interface CommandIo {
  /** A function, because Node creates the stream on first access, and few commands need it. */
  readonly stdin: () => Readable
  /** Results: what the next program in a pipe reads. */
  readonly stdout: Terminal
  /** Progress, warnings and errors. */
  readonly stderr: Terminal
  /** Asks for a secret on the terminal, without showing what is typed; `null` without a terminal. */
  readonly askHidden: (question: string) => Promise<string | null>
  /** The value of an environment variable. */
  readonly variable: (name: string) => string | undefined
}
