import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Scalar,
} from 'yaml'
import type { Place, Problem } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import { errorAt } from './problems.ts'

/** A value of the file with its place: what the schema and the rules see instead of YAML nodes. */
export type SourceNode =
  | { readonly kind: 'map'; readonly place: Place; readonly entries: ReadonlyMap<string, SourceEntry> }
  | { readonly kind: 'list'; readonly place: Place; readonly items: readonly SourceNode[] }
  | { readonly kind: 'scalar'; readonly place: Place; readonly value: unknown }

export interface SourceEntry {
  readonly keyPlace: Place
  /** A key without a colon, such as both keys of `{ a, b }`. */
  readonly isBare: boolean
  readonly node: SourceNode
}

export interface TextNode {
  readonly text: string
  readonly node: SourceNode
}

export type Path = readonly PropertyKey[]

export function findNode(root: SourceNode, path: Path): SourceNode | null {
  return path.reduce<SourceNode | null>((node, step) => (node === null ? null : childOf(node, step)), root)
}

export function findText(root: SourceNode, path: Path): TextNode | null {
  const node = findNode(root, path)
  return node?.kind === 'scalar' && typeof node.value === 'string' ? { text: node.value, node } : null
}

export function itemsAt(root: SourceNode, path: Path): readonly SourceNode[] {
  const node = findNode(root, path)
  return node?.kind === 'list' ? node.items : []
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

export const UNKNOWN_ALIAS = 'This alias has no anchor. Define the anchor before it, or write the value out.'
export const KEY_NOT_TEXT = "This key isn't text. Put it in quotes, or correct it."

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
  try {
    return { root: builder.build(document.contents), problems: builder.problems }
  } catch (error) {
    if (!(error instanceof TooManyError)) throw error
    const problem = errorAt(error.place, 'too-large', error.message)
    return { root: nothing(error.place), problems: [...builder.problems, problem] }
  }
}

/** Ends the building of a tree, because nested aliases expand exponentially. */
class TooManyError extends Error {
  readonly place: Place

  constructor(place: Place, message: string) {
    super(message)
    this.place = place
  }
}

class TreeBuilder {
  readonly problems: Problem[] = []
  #aliases = 0
  #values = 0
  readonly #document: Document
  readonly #placeOf: PlaceOf

  constructor(document: Document, placeOf: PlaceOf) {
    this.#document = document
    this.#placeOf = placeOf
  }

  build(node: unknown): SourceNode {
    const place = this.#placeOfNode(node)
    this.#count(place)
    if (isAlias(node)) return this.#buildAlias(node, place)
    if (isMap(node)) return { kind: 'map', place, entries: this.#buildEntries(node.items) }
    if (isSeq(node)) return { kind: 'list', place, items: node.items.map((item) => this.build(item)) }
    return isScalar(node) ? this.#buildScalar(node, place) : nothing(place)
  }

  #buildAlias(alias: Alias, place: Place): SourceNode {
    this.#aliases += 1
    if (this.#aliases > MAX_ALIASES) {
      const message = `The file uses more than ${MAX_ALIASES} aliases. Write the values out.`
      throw new TooManyError(place, message)
    }
    const target = alias.resolve(this.#document)
    if (target !== undefined) return this.build(target)
    this.problems.push(errorAt(place, 'yaml-syntax', UNKNOWN_ALIAS))
    return nothing(place)
  }

  #buildEntries(pairs: readonly { readonly key: unknown; readonly value: unknown }[]) {
    const entries = new Map<string, SourceEntry>()
    for (const { key, value } of pairs) {
      const name = isScalar(key) && typeof key.value === 'string' ? key.value : null
      const keyPlace = this.#placeOfNode(key)
      const first = name === null ? undefined : entries.get(name)
      if (name === null) {
        this.problems.push(errorAt(keyPlace, 'yaml-syntax', KEY_NOT_TEXT))
      } else if (first !== undefined) {
        const lines = `lines ${first.keyPlace.line} and ${keyPlace.line}`
        const fix = name === 'id' ? 'Start each webhook with `- id:`.' : 'Keep one of them.'
        this.problems.push(errorAt(keyPlace, 'yaml-syntax', `Duplicate key: ${lines}. ${fix}`))
      } else {
        const isBare = value === null
        if (isBare) this.#count(keyPlace)
        entries.set(name, { keyPlace, isBare, node: isBare ? nothing(keyPlace) : this.build(value) })
      }
    }
    return entries
  }

  #buildScalar(node: Scalar, place: Place): SourceNode {
    if (typeof node.value === 'string' && !node.value.isWellFormed()) {
      const message = 'This escape produces an unpaired surrogate. Write the character itself.'
      this.problems.push(errorAt(place, 'yaml-syntax', message))
    }
    return { kind: 'scalar', place, value: scalarValue(node) }
  }

  /** Counts a value. A file over the limit is refused: webhooks would be lost silently. */
  #count(place: Place): void {
    this.#values += 1
    if (this.#values <= MAX_VALUES) return
    const message = `The file has more than ${formatNumber(MAX_VALUES)} entries, including what aliases repeat. Keep only webhooks in this file.`
    throw new TooManyError(place, message)
  }

  #placeOfNode(node: unknown): Place {
    const range = isNode(node) ? node.range : undefined
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

function nothing(place: Place): SourceNode {
  return { kind: 'scalar', place, value: null }
}
