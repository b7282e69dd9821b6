import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import fc from 'fast-check'
import { stringify } from 'yaml'
import * as z from 'zod'

/**
 * `marks`: marks and words with a meaning to YAML or the file, and every kind of line break. The others are parts of URLs and
 * of header values, and ids or descriptions.
 */
const Words = z.record(z.enum(['marks', 'foreign', 'hosts', 'ends', 'values', 'texts']), z.array(z.string()))
const WORDS = Words.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'words.json'), 'utf8')))
const mark = fc.constantFrom(...WORDS.marks)

/** Texts that break programs. */
const list = createRequire(import.meta.url).resolve('big-list-of-naughty-strings')
const naughty = fc.constantFrom(...z.array(z.string()).parse(JSON.parse(readFileSync(list, 'utf8'))))

/** Changes a text, at a place given as a share of its length from 0 to 1. */
type Edit = (text: string) => string

/** Made of integers: `fc.double` gives every exponent the same chance, so nearly all shares would be 0. */
const share = fc.nat({ max: 9_999 }).map((part) => part / 10_000)
const at = (text: string, where: number) => Math.floor(where * text.length)
const splice = (text: string, from: number, length: number, insert: string) =>
  text.slice(0, from) + insert + text.slice(from + length)

/** Inserts, removes, replaces or repeats characters. */
const characterEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(
      share,
      fc.oneof(fc.constant(0), fc.nat({ max: 20 })),
      fc.oneof(mark, fc.constant(''), fc.string({ unit: 'binary', maxLength: 4 })),
    )
    .map(
      ([where, length, insert]): Edit =>
        (text) =>
          splice(text, at(text, where), length, insert),
    ),
  fc.tuple(share, share, fc.nat({ max: 60 })).map(
    ([from, to, length]): Edit =>
      (text) =>
        splice(text, at(text, to), 0, text.slice(at(text, from), at(text, from) + length)),
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
    { arbitrary: text.chain(spliceWith), weight: 1 },
  )
  return fc
    .tuple(text, fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map(([seed, edits]) => edits.reduce((before, change) => change(before), seed))
}

/** Values that no field accepts, or only another field. */
const foreign: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 1, -0, [], {}, [[]], ['stage'], { stage: 'https://a.example' }),
  fc.constantFrom(...WORDS.foreign),
  naughty,
  fc.jsonValue({ maxDepth: 3 }),
)
const text = fc.oneof(
  fc.constantFrom(...WORDS.texts),
  naughty,
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const url = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('https://', 'https://', 'HTTPS://', 'http://', 'https:/', 'https:///', ''),
      fc.constantFrom('', '', '', '', 'u@', ':@', '@', 'u:p@', ':p@', '::@', '@@'),
      fc.constantFrom(...WORDS.hosts),
      fc.oneof(fc.constantFrom(...WORDS.ends), naughty),
    )
    .map((parts) => parts.join('')),
  fc.webUrl({ validSchemes: ['https'], withFragments: true, withQueryParameters: true }),
)
const environments = fc.array(fc.constantFrom('stage', 'production', 'production', 'prod'), { maxLength: 3 })
const values = fc.oneof(naughty, fc.string({ unit: fc.constantFrom(...WORDS.values), maxLength: 5 }))
const key = fc.oneof(
  fc.constantFrom('Authorization', 'a b', 'X:', ''),
  fc.string({ unit: fc.constantFrom(..."!#$%&'*+-.^_`|~019azAZ"), minLength: 1, maxLength: 20 }),
)
const header = fc.record(
  {
    key: fc.oneof(key, foreign),
    value: fc.oneof(values, foreign),
    secret: fc.oneof(fc.boolean(), foreign),
    more: fc.constant(1),
  },
  { requiredKeys: [] },
)
const wholeHeader = fc.record(
  { key, value: values, secret: fc.constant(false) },
  { requiredKeys: ['key', 'value'] },
)
const unknown = fc.constantFrom(
  '__proto__',
  'constructor',
  'headers',
  'URL',
  '<<',
  '',
  'webhooks',
  'key',
  '1',
)

/** One part of a webhook that is right otherwise: two mistakes would hide each other. */
const change = fc.oneof<fc.Arbitrary<object>[]>(
  fc.record({ id: fc.oneof(text, foreign) }),
  fc.record({ description: fc.oneof(text, foreign) }),
  fc.record({ url: fc.oneof(url, foreign) }),
  fc.record({ url: fc.record({ stage: url, production: url }, { requiredKeys: [] }), environments }),
  fc.record({ environments: fc.oneof(environments, foreign) }),
  fc.record({ header: fc.oneof(wholeHeader, header, foreign) }),
  fc.oneof(unknown, naughty).map((name) => Object.fromEntries([[name, 1]])),
  fc.record({ url: fc.constant(undefined) }),
)
const webhooks = ['default', 'Billing'].map((id) => ({
  id,
  description: 'Main',
  url: { stage: 'https://a.example', production: 'https://b.example' },
}))

/** YAML 1.1's words in quotes, because the file may not have them without. */
const COMPATIBLE = { compat: 'yaml-1.1' } as const
const write = fc.constantFrom<(value: unknown) => string>(
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, '\t'),
  (value) =>
    JSON.stringify(value).replace(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  (value) => stringify(value, { ...COMPATIBLE, lineWidth: 40 }),
  (value) => stringify(value, COMPATIBLE).replaceAll('\n', '\r\n'),
  (value) => stringify(value, { ...COMPATIBLE, collectionStyle: 'flow' }),
  (value) => stringify(value, { ...COMPATIBLE, defaultStringType: 'QUOTE_SINGLE', indentSeq: false }),
)

/** Files with one part that can be anything, as each writer writes them. */
export const written: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(0, 1), change, write)
  .map(([changed, by, toText]) =>
    toText({
      webhooks: webhooks.map((webhook, index) => (index === changed ? { ...webhook, ...by } : webhook)),
    }),
  )
