import type { Problem } from '../core/errors.ts'
import { errorAt } from './problems.ts'
import type { PlaceOf } from './source-positions.ts'

/**
 * A valid file is six levels deep (`webhooks: - header: {key: …}`). The limit is checked before the YAML library
 * composes the tokens, because composing deep nesting takes exponential time (`yaml` 2.9: 5,000 `{` take minutes).
 */
const MAX_DEPTH = 24

/** Entries of lists and maps: a file of the maximum size with 2,600 short webhooks has fewer. */
const MAX_ENTRIES = 60_000

/** Tokens beside the entries (commas, anchors, tags, strays): a valid file has at most three for each entry. */
const MARKS_PER_ENTRY = 3
const MARKS_ALLOWED = 5_000
const NO_MARK = ['space', 'newline', 'comment', 'byte-order-mark', 'doc-mode', 'document']

const EXCESS = {
  depth: {
    code: 'too-deep',
    message: `The file is nested more than ${MAX_DEPTH} levels deep here. A webhook needs four: remove the nesting.`,
  },
  entries: {
    code: 'many-entries',
    message: `The file has more than ${MAX_ENTRIES} entries. Keep only webhooks in this file.`,
  },
  marks: {
    code: 'yaml-unexpected-token',
    message: 'Too many stray YAML tokens. Remove them.',
  },
} as const

/**
 * Where yaml's tokens nest too deep, or where there are too many of a kind; `null` within the limits. Stray marks are
 * limited because each costs the composer an error with a stack.
 */
export function excessOf(tokens: readonly unknown[], placeOf: PlaceOf): Problem | null {
  const excess = firstExcess(tokens)
  if (excess === null) return null
  const { code, message } = EXCESS[excess.kind]
  return errorAt(placeOf(excess.offset, excess.offset + 1), code, message)
}

/** No recursion: the depth is whatever the file's author wants. */
function firstExcess(tokens: readonly unknown[]): { kind: keyof typeof EXCESS; offset: number } | null {
  const open = tokens.map((token) => ({ token, depth: 0 }))
  let entries = 0
  let marks = 0
  let worst = marksIn(tokens)
  const countMarks = (list: unknown) => {
    const found = marksIn(list)
    marks += found.number
    if (found.number > worst.number) worst = found
  }
  countMarks(tokens)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    if (typeof token !== 'object' || token === null) continue
    const offset = 'offset' in token && typeof token.offset === 'number' ? token.offset : 0
    if (depth > MAX_DEPTH) return { kind: 'depth', offset }
    if ('value' in token && typeof token.value === 'object')
      open.push({ token: token.value, depth: depth + 1 })
    if ('start' in token) countMarks(token.start)
    if ('end' in token) countMarks(token.end)
    if (!('items' in token) || !Array.isArray(token.items)) continue
    entries += token.items.length
    if (entries > MAX_ENTRIES) return { kind: 'entries', offset }
    for (const item of token.items) {
      countMarks(item?.start)
      countMarks(item?.sep)
      open.push({ token: item?.key, depth: depth + 1 }, { token: item?.value, depth: depth + 1 })
    }
  }
  return marks > MARKS_ALLOWED + MARKS_PER_ENTRY * entries ? { kind: 'marks', offset: worst.offset } : null
}

/** The number of marks in a list of tokens, and the offset of the first. */
function marksIn(tokens: unknown): { readonly number: number; readonly offset: number } {
  let number = 0
  let offset = 0
  for (const token of Array.isArray(tokens) ? tokens : []) {
    if (NO_MARK.includes(token?.type)) continue
    if (number === 0) offset = token?.offset ?? 0
    number += 1
  }
  return { number, offset }
}
