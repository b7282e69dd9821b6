import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { styleText } from 'node:util'
import { UserError } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'

export type Style = 'bold' | 'gray' | 'green' | 'red' | 'yellow'

/** A styled piece of a line; its text may be foreign. */
export interface Piece {
  readonly text: string
  readonly style: Style | readonly Style[]
}

/** One line: plain text, or pieces in a row. */
export type Line = string | readonly (string | Piece)[]

export function styled(style: Piece['style'], text: string): Piece {
  return { text, style }
}

/**
 * Standard output or standard error. Foreign text goes through `lines`, where it cannot move the cursor, change colors or
 * start a new line. Colors appear if the stream is a terminal that supports them; NO_COLOR and FORCE_COLOR are respected.
 */
export class Terminal {
  readonly #stream: NodeJS.WriteStream

  /** If the stream cannot be written, a `UserError` is thrown later, as an uncaught exception. */
  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      // The reader closed the pipe early, as `… | head` does: not a failure.
      if (code === 'EPIPE') return
      throw new UserError(
        'unwritable-file',
        `The output cannot be written (${/^[A-Z]+$/.exec(code ?? '')?.[0] ?? 'unknown'}).`,
        'Check where it goes, and whether there is room.',
      )
    })
  }

  lines(lines: readonly Line[]): void {
    this.#stream.write(lines.map((line) => `${this.#rendered(line)}\n`).join(''))
  }

  /** Writes text without escaping: our own, with its line breaks, such as JSON or a file. */
  text(text: string): void {
    this.#stream.write(text)
  }

  #rendered(line: Line): string {
    const pieces = typeof line === 'string' ? [line] : line
    return pieces
      .map((piece) =>
        typeof piece === 'string'
          ? escapeInvisible(piece)
          : styleText([...[piece.style].flat()], escapeInvisible(piece.text), { stream: this.#stream }),
      )
      .join('')
  }
}

/**
 * Asks on a terminal. With `hidden`, what is typed or pasted isn't shown, not even its length. `null` if the input ends.
 * `onInterrupt` is called for Ctrl-C, which sends no signal meanwhile.
 */
export async function ask(
  question: string,
  typing: 'shown' | 'hidden',
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  onInterrupt: () => void,
): Promise<string | null> {
  const isHidden = typing === 'hidden'
  // It edits the line and echoes it, a hidden one to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const echo = isHidden ? nowhere : output
  const reader = createInterface({ input, output: echo, terminal: true, historySize: 0, prompt: question })
  const answer = Promise.withResolvers<string | null>()
  reader.once('line', answer.resolve)
  reader.once('close', () => answer.resolve(null))
  reader.once('SIGINT', () => {
    reader.close()
    output.write('\n')
    onInterrupt()
  })
  reader.prompt()
  if (isHidden) output.write(question)
  const text = await answer.promise
  reader.close()
  if (isHidden || text === null) output.write('\n')
  return text
}
