import type { Document, Node, Scalar } from 'yaml'
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Place, Problem } from '../core/errors.ts'
import { errorAt } from './problems.ts'
import type { ScalarText, SourceEntry, SourceNode } from './source-node.ts'
import type { PlaceOf } from './source-positions.ts'
import { KEY_NOT_TEXT, UNKNOWN_ALIAS } from './syntax-messages.ts'

/** Values of the file with all aliases expanded. */
const MAX_VALUES = 100_000

/** YAML's aliases are of little use here, and the classic way to make a small file huge. */
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
  #isRefused = false
  readonly #document: Document
  readonly #placeOf: PlaceOf

  constructor(document: Document, placeOf: PlaceOf) {
    this.#document = document
    this.#placeOf = placeOf
  }

  build(node: unknown): SourceNode {
    if (isAlias(node)) this.#aliases += 1
    const place = this.#placeOfNode(node)
    this.#count(place)
    if (isAlias(node)) {
      if (this.#isOverLimit()) return nothing(place)
      const target = node.resolve(this.#document)
      if (target !== undefined) return this.build(target)
      this.problems.push(errorAt(place, UNKNOWN_ALIAS.code, UNKNOWN_ALIAS.message))
      return nothing(place)
    }
    if (isMap(node)) return { kind: 'map', place, entries: this.#buildEntries(node.items) }
    if (isSeq(node)) return { kind: 'list', place, items: this.#buildItems(node.items) }
    return isScalar(node) ? this.#buildScalar(node, place) : nothing(this.#placeOf(0, 1))
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
      // Ends an exponential expansion of nested aliases at the first alias over the limit.
      if (this.#isOverLimit()) break
    }
    return entries
  }

  #buildItems(nodes: readonly unknown[]): readonly SourceNode[] {
    const items: SourceNode[] = []
    for (const node of nodes) {
      items.push(this.build(node))
      if (this.#isOverLimit()) break
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

  /** Counts a value. Over a limit the tree is cut short, so the file has to be refused: webhooks would be lost silently. */
  #count(place: Place): void {
    this.#values += 1
    if (!this.#isOverLimit() || this.#isRefused) return
    this.#isRefused = true
    this.problems.push(
      this.#aliases > MAX_ALIASES
        ? errorAt(
            place,
            'many-aliases',
            `The file uses more than ${MAX_ALIASES} aliases. Write the values out.`,
          )
        : errorAt(
            place,
            'large-aliases',
            "The file's aliases repeat values that are too large. Write the values out.",
          ),
    )
  }

  #isOverLimit(): boolean {
    return this.#aliases > MAX_ALIASES || (this.#aliases > 0 && this.#values > MAX_VALUES)
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
