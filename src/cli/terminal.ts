import { styleText } from 'node:util'
import { UserError } from '../core/errors.ts'
import { escapeInvisible } from '../core/escape-invisible.ts'

/** The colours and weights that lines have. */
export type Style = 'bold' | 'gray' | 'green' | 'red' | 'yellow'

/** A piece of a line; its text may be foreign. */
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
 * One of the process's two outputs. Every line that may hold foreign text comes through here: nothing in it can move the
 * cursor, colour what follows or start a new line. Colour only where the stream is a terminal that has it, and as
 * NO_COLOR and FORCE_COLOR say.
 */
export class Terminal {
  readonly #stream: NodeJS.WriteStream

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
    // A reader that has seen enough, as in `… | head`, is no failure.
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
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

  /** Text of our own making as it is: a file, or JSON, whose line breaks are its own. */
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
