import type { SourceNode, SourceResult } from '../config/source.ts'
import type { Place } from '../core/errors.ts'
import { escapeInvisible } from '../core/escape-invisible.ts'
import { suggest } from '../core/suggest.ts'
import { ENVIRONMENTS } from '../core/webhook.ts'
import { WebhookUrl } from '../core/webhook-url.ts'

/** A line of the file for a person, and what to underline it with; columns as a terminal has them. */
export interface Excerpt {
  readonly line: string
  readonly underline: string
}

/** Longer lines are not shown: wrapped, the underline would point to nothing. */
const MAX_LINE = 200

/**
 * Gives the source line of a place, or `null` if the line may hold a secret. Shown are only lines that hold nothing but one
 * known key of a webhook, outside of every header and unknown key, with a value that reports show too: an id, a
 * description, environments, a URL without hidden parts. A file that cannot be parsed has no such lines.
 */
export function excerptsOf(text: string, source: SourceResult): (place: Place) => Excerpt | null {
  if (!source.ok) return () => null
  const lines = text.split(/\r?\n/)
  const found = new Lines()
  found.visitRoot(source.root)
  return (place) => {
    const line = lines[place.line - 1]
    const value = found.valueOn(place.line)
    if (line === undefined || value === null || line.length > MAX_LINE) return null
    const shown = withoutComment(line)
    return isHarmless(shown, value) ? underlined(shown, place) : null
  }
}

/** What stands behind the one key of a line; `null` behind a key whose value starts on a later line. */
interface LineValue {
  readonly key: string
  readonly node: SourceNode | null
}

/** Which lines hold one known key each, and which hold anything else. */
class Lines {
  readonly #values = new Map<number, LineValue>()
  readonly #hidden: (readonly [from: number, to: number])[] = []

  /** The value on a line that may be shown as far as its place in the tree goes. */
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

  /** Enters a map: known keys may be shown; all others are hidden with everything in them, wherever an alias repeats it. */
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

/** Whether a line is `key: value` and no more, with a value that may be shown. What is written must be what is meant. */
function isHarmless(line: string, { key, node }: LineValue): boolean {
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
  // Of the keys that are left each has a URL. What is written must be what `shown` leaves of it.
  return (
    typeof node.value === 'string' && new WebhookUrl(node.value).shown === written && !/[?#@]/.test(written)
  )
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
