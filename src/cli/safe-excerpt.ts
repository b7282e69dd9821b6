import type { SourceResult } from '../config/source.ts'
import type { SourceNode } from '../config/source-node.ts'
import type { Place } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'
import { suggest } from '../core/suggest.ts'
import { ENVIRONMENTS } from '../core/webhook.ts'

/** A line of the file and its underline, with invisible characters escaped in both. */
export interface Excerpt {
  readonly line: string
  readonly underline: string
}

/** Maximum length of a line that is shown, in characters: a terminal wraps longer ones, and the underline is lost. */
const MAX_LINE = 200

/**
 * Returns a function from a place to its excerpt, or to `null` if the line may contain a secret. A line is shown only if
 * it has one known key of a webhook, outside of headers and unknown keys, with a value that reports show too: an id, a
 * description, environments. Nothing is shown of a file that cannot be parsed.
 */
export function safeExcerpts(text: string, source: SourceResult): (place: Place) => Excerpt | null {
  if (!source.ok) return () => null
  const lines = text.split(/\r?\n/)
  const known = new KnownLines()
  known.visitRoot(source.root)
  return (place) => {
    const line = lines[place.line - 1]
    const value = known.valueOn(place.line)
    if (line === undefined || value === null || line.length > MAX_LINE) return null
    const shown = withoutComment(line)
    return isSafe(shown, value) ? underlined(shown, place) : null
  }
}

/** The key of a line and its value; `null` for a value that starts on a later line. */
interface LineValue {
  readonly key: string
  readonly node: SourceNode | null
}

/** The lines with known keys, and those of everything else. */
class KnownLines {
  readonly #values = new Map<number, LineValue>()
  readonly #hidden: (readonly [from: number, to: number])[] = []

  /** The value on a line whose place in the tree allows to show it. */
  valueOn(line: number): LineValue | null {
    const isHidden = this.#hidden.some(([from, to]) => from <= line && line <= to)
    return isHidden ? null : (this.#values.get(line) ?? null)
  }

  visitRoot(root: SourceNode): void {
    this.#visit(root, ['webhooks'], (_, node) => {
      for (const webhook of node.kind === 'list' ? node.items : []) this.#visitWebhook(webhook)
    })
  }

  #visitWebhook(webhook: SourceNode): void {
    this.#visit(webhook, ['id', 'description', 'url', 'environments'], (key, node) => {
      if (key === 'url') this.#visit(node, ['stage', 'production'], () => {})
    })
  }

  /** Known keys may be shown. All others are hidden with everything in them, even where an alias repeats it. */
  #visit(node: SourceNode, known: readonly string[], inside: (key: string, node: SourceNode) => void): void {
    if (node.kind !== 'map') return
    for (const [key, { keyPlace, node: value }] of node.entries) {
      if (known.includes(key)) {
        this.#values.set(keyPlace.line, { key, node: value.place.line === keyPlace.line ? value : null })
        inside(key, value)
      } else {
        // The range of a block ends where the next line starts.
        const { endLine, endColumn } = value.place
        this.#hidden.push([keyPlace.line, endColumn === 1 ? endLine - 1 : endLine])
      }
    }
  }
}

/** Whether a line is only `key: value`, with a value that may be shown and that is written literally. */
function isSafe(line: string, { key, node }: LineValue): boolean {
  const match = /^\s*(?:- )?[a-z]+:(?:\s+(.*?))?\s*$/.exec(line)
  if (match === null) return false
  const written = (match[1] ?? '').replace(/^(["'])(.*)\1$/, '$2')
  if (node === null) return written === ''
  if (key === 'environments')
    return (written.match(/[^[\], "']+/g) ?? []).every((word) => suggest(word, ENVIRONMENTS) !== null)
  if (node.kind !== 'scalar') return false
  if (key === 'id' || key === 'description') {
    return typeof node.value === 'string' ? written === node.value : /^[\w.+~-]{0,20}$/.test(written)
  }
  // All other known keys have a URL, which can be a secret.
  return false
}

function withoutComment(line: string): string {
  const start = line.search(/(?:^|\s)#/)
  return start === -1 ? line : line.slice(0, start).trimEnd()
}

function underlined(line: string, { line: from, column, endLine, endColumn }: Place): Excerpt {
  const width = (text: string) => [...escapeInvisible(text)].length
  const start = Math.min(column - 1, line.length)
  const end = from === endLine ? Math.min(Math.max(endColumn - 1, start + 1), line.length) : line.length
  const length = Math.max(1, width(line.slice(start, end)))
  return {
    line: escapeInvisible(line),
    underline: `${' '.repeat(width(line.slice(0, start)))}^${'~'.repeat(length - 1)}`,
  }
}
