import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Scalar } from 'yaml'
import type { Place, Problem } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import { errorAt } from './problems.ts'

/** A value of the file with its place: what the schema and the rules see instead of YAML nodes. */
export type SourceNode =
  | { readonly kind: 'map'; readonly place: Place; readonly entries: ReadonlyMap<string, SourceEntry> }
  | { readonly kind: 'list'; readonly place: Place; readonly items: readonly SourceNode[] }
  | {
      readonly kind: 'scalar'
      readonly place: Place
      readonly value: unknown
      readonly text: ScalarText | null
    }

export interface SourceEntry {
  readonly keyPlace: Place
  /** A key without a colon, such as both keys of `{ a, b }`. */
  readonly isBare: boolean
  readonly node: SourceNode
}

/** Where the text of a scalar starts, if the source spells its value character by character; else `null` in its node. */
export interface ScalarText {
  readonly line: number
  readonly column: number
}

/** A text of the file with its node. */
export interface TextNode {
  readonly text: string
  readonly node: SourceNode
}

export type Path = readonly PropertyKey[]

/** The node at a path; `null` if there is none. */
export function findNode(root: SourceNode, path: Path): SourceNode | null {
  return path.reduce<SourceNode | null>((node, step) => (node === null ? null : childOf(node, step)), root)
}

/** The text at a path; `null` if there is none or its value isn't text. */
export function findText(root: SourceNode, path: Path): TextNode | null {
  const node = findNode(root, path)
  return node?.kind === 'scalar' && typeof node.value === 'string' ? { text: node.value, node } : null
}

/** The items of the list at a path; none if there is no list. */
export function itemsAt(root: SourceNode, path: Path): readonly SourceNode[] {
  const node = findNode(root, path)
  return node?.kind === 'list' ? node.items : []
}

/** The place of a part of a scalar's value, `from` and `length` in UTF-16 units; the whole scalar if it's spelled otherwise. */
export function placeInside(node: SourceNode, from: number, length: number): Place {
  if (node.kind !== 'scalar' || node.text === null) return node.place
  const { line, column } = node.text
  return { line, column: column + from, endLine: line, endColumn: column + from + length }
}

/** The tree as plain values. Every key is an own property, `__proto__` too. */
export function toPlainValue(node: SourceNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toPlainValue)
  // It defines properties; an assignment would set the prototype.
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toPlainValue(entry.node)]))
}

function childOf(node: SourceNode, step: PropertyKey): SourceNode | null {
  if (node.kind === 'map') return node.entries.get(String(step))?.node ?? null
  return node.kind === 'list' ? (node.items[Number(step)] ?? null) : null
}

/** The place of a part of the text: `from` and `to` are offsets in UTF-16 units, `to` is exclusive. */
export type PlaceOf = (from: number, to: number) => Place

/**
 * Converts offsets of the text to places. The newlines are counted here: given to the parser, `LineCounter` misses those
 * inside of a stray scalar (`yaml` 2.9).
 */
export function placesIn(text: string): PlaceOf {
  // A problem at the end of the file is reported at the last visible character, not on a line that no editor shows.
  let end = text.length
  for (let at = end - 1; /[\n\r\t ]/.test(text[at] ?? '.'); at -= 1) {
    if (text[at] === '\n' || text[at] === '\r') end = at
  }
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1)
  return (from, to) => {
    const first = lines.linePos(Math.min(from, end))
    const last = lines.linePos(Math.min(Math.max(to, from + 1), end))
    return { line: first.line, column: first.col, endLine: last.line, endColumn: last.col }
  }
}

export const UNKNOWN_ALIAS = {
  code: 'unknown-alias',
  message: 'This alias has no anchor. Define the anchor before it, or write the value out.',
} as const

export const KEY_NOT_TEXT = {
  code: 'yaml-non-string-key',
  message: "This key isn't text. Put it in quotes, or correct it.",
} as const

/** Values of the file with all aliases expanded: of valid webhooks, the largest file has room for some 27,000. */
const MAX_VALUES = 30_000

/** YAML's aliases are of little use here, and it takes a walk through the file to resolve one. */
const MAX_ALIASES = 20

/** The document as a tree of places and values with its aliases expanded. The tree is incomplete if there are problems. */
export function buildTree(
  document: Document,
  placeOf: PlaceOf,
): { readonly root: SourceNode; readonly problems: readonly Problem[] } {
  const builder = new TreeBuilder(document, placeOf)
  return { root: builder.build(document.contents), problems: builder.problems }
}

class TreeBuilder {
  readonly problems: Problem[] = []
  #aliases = 0
  #values = 0
  #isCut = false
  readonly #document: Document
  readonly #placeOf: PlaceOf

  constructor(document: Document, placeOf: PlaceOf) {
    this.#document = document
    this.#placeOf = placeOf
  }

  build(node: unknown): SourceNode {
    const place = this.#placeOfNode(node)
    if (isAlias(node)) this.#aliases += 1
    this.#count(place)
    if (this.#isCut) return nothing(place)
    if (isAlias(node)) {
      const target = node.resolve(this.#document)
      if (target !== undefined) return this.build(target)
      this.problems.push(errorAt(place, UNKNOWN_ALIAS.code, UNKNOWN_ALIAS.message))
      return nothing(place)
    }
    if (isMap(node)) return { kind: 'map', place, entries: this.#buildEntries(node.items) }
    if (isSeq(node)) return { kind: 'list', place, items: this.#buildItems(node.items) }
    return isScalar(node) ? this.#buildScalar(node, place) : nothing(place)
  }

  #buildEntries(pairs: readonly { readonly key: unknown; readonly value: unknown }[]) {
    const entries = new Map<string, SourceEntry>()
    for (const { key, value } of pairs) {
      const name = isScalar(key) && typeof key.value === 'string' ? key.value : null
      const keyPlace = this.#placeOfNode(key)
      const first = name === null ? undefined : entries.get(name)
      if (name === null) {
        this.problems.push(errorAt(keyPlace, KEY_NOT_TEXT.code, KEY_NOT_TEXT.message))
      } else if (first !== undefined) {
        const lines = `lines ${first.keyPlace.line} and ${keyPlace.line}`
        const message = `Duplicate key: ${lines}. Keep one of them.`
        this.problems.push(errorAt(keyPlace, 'repeated-key', message))
      } else {
        const isBare = value === null
        if (isBare) this.#count(keyPlace)
        entries.set(name, { keyPlace, isBare, node: isBare ? nothing(keyPlace) : this.build(value) })
      }
      // Ends an exponential expansion of nested aliases.
      if (this.#isCut) break
    }
    return entries
  }

  #buildItems(nodes: readonly unknown[]): readonly SourceNode[] {
    const items: SourceNode[] = []
    for (const node of nodes) {
      items.push(this.build(node))
      if (this.#isCut) break
    }
    return items
  }

  #buildScalar(node: Scalar, place: Place): SourceNode {
    if (typeof node.value === 'string' && !node.value.isWellFormed()) {
      const message = 'This escape produces an unpaired surrogate. Write the character itself.'
      this.problems.push(errorAt(place, 'unprintable', message))
    }
    return { kind: 'scalar', place, value: scalarValue(node), text: scalarText(node, place) }
  }

  /** Counts a value. Over a limit the tree is cut short, so the file is refused: webhooks would be lost silently. */
  #count(place: Place): void {
    this.#values += 1
    if (this.#isCut || (this.#aliases <= MAX_ALIASES && this.#values <= MAX_VALUES)) return
    this.#isCut = true
    this.problems.push(
      this.#aliases > MAX_ALIASES
        ? errorAt(
            place,
            'many-aliases',
            `The file uses more than ${MAX_ALIASES} aliases. Write the values out.`,
          )
        : errorAt(
            place,
            'many-entries',
            `The file has more than ${formatNumber(MAX_VALUES)} entries, including what aliases repeat. Keep only webhooks in this file.`,
          ),
    )
  }

  #placeOfNode(node: unknown): Place {
    const range = isNodeWithRange(node) ? node.range : undefined
    return this.#placeOf(range?.[0] ?? 0, range?.[1] ?? 1)
  }
}

/**
 * An unquoted `yes` is text in YAML 1.2 and a boolean in YAML 1.1, which most people and many tools still read. The
 * schema accepts this value neither as text nor as a boolean, so the author is asked which one is meant.
 */
const AMBIGUOUS = Symbol('yes or no without quotes')
const YAML_1_1_BOOLEAN = /^(?:y|yes|on|n|no|off)$/i

function scalarValue(node: Scalar): unknown {
  const isAmbiguous =
    node.type === 'PLAIN' &&
    typeof node.value === 'string' &&
    YAML_1_1_BOOLEAN.test(node.value) &&
    node.tag === undefined
  return isAmbiguous ? AMBIGUOUS : node.value
}

function scalarText(node: Scalar, place: Place): ScalarText | null {
  if (typeof node.value !== 'string' || place.line !== place.endLine) return null
  const quotes =
    node.type === 'PLAIN' ? 0 : node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : null
  if (quotes === null || node.value.length + 2 * quotes !== place.endColumn - place.column) return null
  return { line: place.line, column: place.column + quotes }
}

function nothing(place: Place): SourceNode {
  return { kind: 'scalar', place, value: null, text: null }
}

function isNodeWithRange(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node
}
