import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { styleText } from 'node:util'
import { errorCode, UserError } from '../core/errors.ts'
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

export interface Output {
  /** Foreign text goes through it: there it cannot move the cursor, change colors or start a new line. */
  readonly lines: (lines: readonly Line[]) => void
  /** Writes text without escaping: our own, with its line breaks, such as JSON or a file. */
  readonly text: (text: string) => void
}

/**
 * Standard output or standard error. Colors appear if the stream is a terminal that supports them; NO_COLOR and FORCE_COLOR
 * are respected. If the stream cannot be written, a `UserError` is thrown later, as an uncaught exception.
 */
export function outputTo(stream: NodeJS.WriteStream): Output {
  stream.on('error', (error) => {
    // The reader closed the pipe early, as `… | head` does: not a failure.
    if (errorCode(error) === 'EPIPE') return
    throw new UserError(
      'unwritable-file',
      `The output cannot be written (${errorCode(error) || 'unknown'}).`,
      'Check where it goes, and whether there is room.',
    )
  })
  const rendered = (piece: string | Piece) =>
    typeof piece === 'string'
      ? escapeInvisible(piece)
      : styleText([piece.style].flat(), escapeInvisible(piece.text), { stream })
  return {
    lines: (lines) => {
      stream.write(lines.map((line) => `${[line].flat().map(rendered).join('')}\n`).join(''))
    },
    text: (text) => {
      stream.write(text)
    },
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
