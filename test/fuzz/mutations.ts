import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { parse, stringify } from 'yaml'
import * as z from 'zod'
import { MAX_FILE_BYTES } from '../../src/config/file-bytes.ts'
import { parseSource } from '../../src/config/source.ts'

/** Changes a text, at a place given as a share of its length from 0 to 1. */
type Edit = (text: string) => string

/** Made of integers: `fc.double` gives every exponent the same chance, so nearly all shares would be 0. */
const share = fc.nat({ max: 9_999 }).map((part) => part / 10_000)
const at = (text: string, where: number) => Math.floor(where * text.length)
const splice = (text: string, from: number, length: number, insert: string) =>
  text.slice(0, from) + insert + text.slice(from + length)

/** `marks`: marks and words with a meaning to YAML or the file, and every kind of line break. `foreign`: wrong URLs and values. */
const { marks: MARKS, foreign: FOREIGN } = z
  .object({ marks: z.array(z.string()), foreign: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'words.json'), 'utf8')))
const mark = fc.constantFrom(...MARKS)
const piece = fc.oneof(mark, fc.string({ unit: 'binary', maxLength: 4 }))

/** Inserts, removes, replaces, swaps or repeats characters. */
const characterEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(share, piece).map(
    ([where, insert]): Edit =>
      (text) =>
        splice(text, at(text, where), 0, insert),
  ),
  fc.tuple(share, fc.nat({ max: 20 })).map(
    ([where, length]): Edit =>
      (text) =>
        splice(text, at(text, where), length, ''),
  ),
  fc.tuple(share, piece).map(
    ([where, insert]): Edit =>
      (text) =>
        splice(text, at(text, where), insert.length, insert),
  ),
  fc.tuple(share, fc.nat({ max: 12 }), fc.nat({ max: 12 })).map(
    ([where, first, second]): Edit =>
      (text) => {
        const from = at(text, where)
        const [a, b] = [text.slice(from, from + first), text.slice(from + first, from + first + second)]
        return splice(text, from, a.length + b.length, b + a)
      },
  ),
  fc.tuple(share, share, fc.nat({ max: 60 })).map(
    ([from, to, length]): Edit =>
      (text) => {
        const start = at(text, from)
        return splice(text, at(text, to), 0, text.slice(start, start + length))
      },
  ),
)

/** Changes one line of the text. */
function lineEdit(change: (line: string) => string) {
  return (where: number): Edit =>
    (text) => {
      const lines = text.split('\n')
      const index = Math.min(lines.length - 1, Math.floor(where * lines.length))
      return lines.with(index, change(lines[index] ?? '')).join('\n')
    }
}

const indentationOf = (line: string) => /^ */.exec(line)?.[0] ?? ''
/** Rewrites the value of a line `key: value`. */
const rewritten = (write: (value: string, line: string) => string) =>
  lineEdit((line) =>
    line.replace(/^([^:]*: +)(.+)$/, (_, key: string, value: string) => key + write(value, line)),
  )

/** Changes tokens of YAML: indentation, quotes, blocks, anchors, tags, comments, merge keys, documents, line breaks. */
const tokenEdit: fc.Arbitrary<Edit> = fc
  .tuple(
    share,
    fc.constantFrom<(where: number) => Edit>(
      lineEdit((line) => ` ${line}`),
      lineEdit((line) => `  ${line}`),
      lineEdit((line) => line.replace(/^ {1,2}/, '')),
      lineEdit((line) => line.replace(/^ +/, '\t')),
      rewritten((value) => `"${value}"`),
      rewritten((value) => `'${value}'`),
      rewritten((value) => `"${value}`),
      rewritten((value) => `'${value.replaceAll("'", "''")}'`),
      rewritten((value) => JSON.stringify(value)),
      rewritten((value, line) => `|-\n${indentationOf(line)}    ${value}`),
      rewritten((value, line) => `>\n${indentationOf(line)}    ${value}`),
      rewritten((value) => `&a ${value}`),
      rewritten(() => '*a'),
      rewritten((value) => `!!str ${value}`),
      rewritten((value) => `!!int ${value}`),
      rewritten((value) => `!a ${value}`),
      rewritten((value) => `[${value}]`),
      rewritten((value) => `{${value}}`),
      rewritten((value) => `${value} # why`),
      rewritten((value) => `${value}#why`),
      lineEdit((line) => `${indentationOf(line)}# why\n${line}`),
      lineEdit((line) => `${line}\n${indentationOf(line)}<<: *a`),
      lineEdit((line) => `${line}\n${indentationOf(line)}<<: { id: default }`),
      lineEdit((line) => `---\n${line}`),
      lineEdit((line) => `...\n${line}`),
      lineEdit((line) => `%YAML 1.2\n---\n${line}`),
      lineEdit((line) => `${line}\r`),
      lineEdit((line) => `${line}\u2028`),
      lineEdit((line) => `${line}\u0085`),
      lineEdit((line) => `${line}\n${line}`),
      lineEdit((line) => `${line}\n${indentationOf(line)}- ${line.trimStart()}`),
      lineEdit(() => ''),
      () => (text) => text.replaceAll('\n', '\r\n'),
      () => (text) => text.replaceAll('\n', '\r'),
      () => (text) => text.replaceAll('\n', '\u2029'),
      () => (text) => `\ufeff${text}`,
      () => (text) => text.replaceAll('  ', '\t'),
      () => (text) => text.trimEnd(),
    ),
  )
  .map(([where, edit]) => edit(where))

/** Values that no field accepts, or only another field. */
const foreign: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 1, -0, '', ' ', 'default', 'default\u200b', 'stage', [], {}, [[]], {
    key: 'a',
  }),
  fc.constantFrom<unknown>(
    'a'.repeat(129),
    'a'.repeat(1_001),
    'a b',
    'é\u0301',
    '\u202e',
    '\0',
    '🧾',
    '\ud83e',
  ),
  fc.constantFrom<unknown>(...FOREIGN),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 1, max: 40 }).map((depth) => {
    let value: unknown = 'deep'
    for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { header: value }
    return value
  }),
)
const name = fc.constantFrom(
  ...['id', 'description', 'url', 'header', 'key', 'value', 'secret', 'environments', 'stage', 'production'],
  ...['__proto__', 'constructor', 'headers', 'URL', '<<', '', 'webhooks', 'a b', '1'],
)

/** One place of a tree of plain values. `set` puts a copy there, because a tree that contains itself has no text. */
interface Slot {
  readonly get: () => unknown
  readonly set: (value: unknown) => void
  readonly rename: (name: string) => void
  readonly remove: () => void
}

function slotsOf(value: unknown): readonly Slot[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index): Slot[] => [
      {
        get: () => value[index],
        set: (other) => value.splice(index, 1, structuredClone(other)),
        rename: () => value.push(structuredClone(item)),
        remove: () => value.splice(index, 1),
      },
      ...slotsOf(item),
    ])
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]): Slot[] => [
    {
      get: () => Reflect.get(value, key),
      set: (other) => define(value, key, structuredClone(other)),
      rename: (other) => {
        Reflect.deleteProperty(value, key)
        define(value, other, item)
      },
      remove: () => Reflect.deleteProperty(value, key),
    },
    ...slotsOf(item),
  ])
}

/** `__proto__` is a key like any other. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

/** Parses the text, changes the tree and writes it again. A text that can't be parsed stays as it is. */
function treeEdit(change: (slots: readonly Slot[]) => void, write: (value: unknown) => string): Edit {
  return (text) => {
    // The library alone would take exponential time for some mutations.
    if (!parseSource(text).ok) return text
    const tree: unknown = parse(text)
    change(slotsOf(tree))
    return write(tree)
  }
}

const writer = fc.constantFrom<(value: unknown) => string>(
  (value) => JSON.stringify(value, null, 2) ?? '',
  (value) => stringify(value),
  (value) => stringify(value, { collectionStyle: 'flow' }),
  (value) =>
    stringify(value, { defaultStringType: 'QUOTE_SINGLE', indentSeq: false, aliasDuplicateObjects: false }),
)
const slotAt = (slots: readonly Slot[], where: number) =>
  slots[Math.min(slots.length - 1, Math.floor(where * slots.length))]

/** Changes the structure: swaps, replaces, renames or removes values. */
const structureEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(share, foreign, writer)
    .map(([where, value, write]) => treeEdit((slots) => slotAt(slots, where)?.set(value), write)),
  fc.tuple(share, share, writer).map(([from, to, write]) =>
    treeEdit((slots) => {
      const [a, b] = [slotAt(slots, from), slotAt(slots, to)]
      const [first, second] = structuredClone([a?.get(), b?.get()])
      a?.set(second)
      b?.set(first)
    }, write),
  ),
  fc
    .tuple(share, name, writer)
    .map(([where, to, write]) => treeEdit((slots) => slotAt(slots, where)?.rename(to), write)),
  fc.tuple(share, writer).map(([where, write]) => treeEdit((slots) => slotAt(slots, where)?.remove(), write)),
)

/** Joins the head of a text and the tail of another, cut anywhere or between lines. */
function spliceWith(other: string): fc.Arbitrary<Edit> {
  return fc.tuple(share, share, fc.boolean()).map(
    ([head, tail, isAtLine]): Edit =>
      (text) => {
        const cut = (of: string, where: number) =>
          isAtLine ? of.lastIndexOf('\n', at(of, where)) + 1 : at(of, where)
        return text.slice(0, cut(text, head)) + other.slice(cut(other, tail))
      },
  )
}

/** Texts made of marks and words alone. */
export const wordSalad: fc.Arbitrary<string> = fc
  .array(mark, { maxLength: 60 })
  .map((words) => words.join(''))

/**
 * Texts with one to three edits, which can splice another text in. Three of four start from a valid text: edits of an
 * invalid one hardly ever make it valid.
 */
export function mutated(valid: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> {
  const text = fc.oneof(
    { arbitrary: fc.constantFrom(...valid), weight: 3 },
    { arbitrary: fc.constantFrom(...wrong), weight: 1 },
  )
  const edit = fc.oneof(
    { arbitrary: tokenEdit, weight: 4 },
    { arbitrary: characterEdit, weight: 3 },
    { arbitrary: structureEdit, weight: 3 },
    { arbitrary: text.chain(spliceWith), weight: 1 },
  )
  return fc
    .tuple(text, fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map(([seed, edits]) => edits.reduce((before, change) => change(before), seed))
}

/** Texts up to the maximum size: many entries, values repeated by aliases, or marks. */
export const large: fc.Arbitrary<string> = fc
  .oneof(
    fc
      .tuple(fc.constantFrom('x,', '? ,', '{},', '"",', 'a: b,'), fc.constantFrom(6_900, 29_990, 30_010))
      .map(([entry, count]) => `webhooks: [${entry.repeat(count)}]\n`),
    fc
      .tuple(
        fc.constantFrom('x,', 'stage,'),
        fc.integer({ min: 1_000, max: 40_000 }),
        fc.integer({ min: 1, max: 20 }),
      )
      .map(
        ([entry, count, aliases]) => `a: &a [${entry.repeat(count)}]\nwebhooks: [${'*a,'.repeat(aliases)}]\n`,
      ),
    fc.tuple(mark, fc.integer({ min: 1_000, max: 100_000 })).map(([each, count]) => each.repeat(count)),
  )
  .filter((text) => Buffer.byteLength(text) <= MAX_FILE_BYTES)
