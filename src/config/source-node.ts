import type { Place } from '../core/errors.ts'

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

/** The node at a path or, if there is none, the innermost node that should contain it. */
export function innermostNode(root: SourceNode, path: Path): SourceNode {
  let node = root
  for (const step of path) {
    const child = childOf(node, step)
    if (child === null) return node
    node = child
  }
  return node
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
