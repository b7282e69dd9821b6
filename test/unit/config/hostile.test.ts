import { describe, expect, it } from 'vitest'
import { MAX_FILE_BYTES } from '../../../src/config/file-bytes.ts'
import { tellFigures } from '../../campaign/figures.ts'
import { sample } from '../../campaign/soak.ts'
import { readAlone as read } from './reading.ts'

/** The piece, repeated up to the maximum size of a file. */
const fill = (piece: string) => piece.repeat(Math.floor(MAX_FILE_BYTES / Buffer.byteLength(piece)))
const each = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => piece(index)).join('')
const indented = (levels: number, piece: string) => each(levels, (index) => `${' '.repeat(index)}${piece}`)

const valueIs = (value: string) =>
  `webhooks: [{ id: default, description: d, url: "https://a.example", header: { key: K, value: "${value}" } }]\n`
const urlIs = (url: string) => `webhooks: [{ id: default, description: d, url: "${url}" }]\n`
const webhook = (id: string, more = '') => `- {id: ${id},description: d,url: "https://a.bc"${more}}\n`

type Row = readonly [name: string, text: () => string, outcome: readonly string[] | 'accepted' | 'refused']

let files = 0
let slowest = { name: '', milliseconds: 0 }

/** Maximum CPU time for one file, in milliseconds: the largest take about two seconds. */
const MAX_MS = 10_000

/**
 * Defines a test for each text: it is accepted, or refused with exactly these codes (`refused`: with any). Nothing is
 * thrown, no prototype changes, and the time is limited.
 */
function survives(rows: readonly Row[]) {
  it.each(sample(rows, 9))('%s', { timeout: 60_000 }, (name, text, outcome) => {
    const before = Reflect.ownKeys(Object.prototype)
    const written = text()
    const start = process.threadCpuUsage()
    const result = read(written)
    const { user, system } = process.threadCpuUsage(start)
    const milliseconds = Math.ceil((user + system) / 1_000)
    if (milliseconds > slowest.milliseconds) slowest = { name, milliseconds }
    files += 1
    expect(milliseconds).toBeLessThan(MAX_MS)
    const codes = result.ok ? [] : [...new Set(result.problems.map(({ code }) => code))].toSorted()
    expect(result.ok ? 'accepted' : outcome === 'refused' ? 'refused' : codes).toEqual(outcome)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })
}

describe('nesting', () => {
  survives([
    ['brackets', () => fill('['), ['too-deep']],
    ['braces with keys', () => fill('{a: '), ['too-deep']],
    ['keys on one line', () => fill('a: '), ['too-deep']],
    ['brackets with anchors', () => fill('&a ['), ['too-deep']],
    ['block maps', () => indented(700, 'a:\n'), ['too-deep']],
    [
      'block maps down and up',
      () => `${indented(350, 'a:\n')}${each(350, (index) => `${' '.repeat(350 - index)}b: 1\n`)}`,
      ['too-deep'],
    ],
    [
      'as many levels as YAML may have, too many for a webhook',
      () => indented(20, 'a:\n'),
      ['missing', 'unknown-key'],
    ],
  ])
})

describe('anchors and aliases', () => {
  survives([
    ['a list in itself', () => '&a [*a]', ['many-aliases']],
    [
      'a webhook in itself',
      () => 'webhooks: [&a {id: *a, description: *a, url: *a, header: *a}]',
      ['many-aliases'],
    ],
    [
      'a header in itself',
      () => `webhooks:\n${webhook('default', ',header: &h {key: *h, value: *h}')}`,
      ['many-aliases'],
    ],
    [
      'a bomb of nine by nine',
      () =>
        each(9, (index) => `a${index}: &a${index} [${(index === 0 ? 'x,' : `*a${index - 1},`).repeat(9)}]\n`),
      ['many-aliases'],
    ],
    [
      'twenty aliases of a large list',
      () => `a: &a [${'x,'.repeat(50_000)}]\nwebhooks: [${'*a,'.repeat(20)}]\n`,
      ['many-entries'],
    ],
    [
      'aliases of aliases of a large list',
      () => `a: &a [${'x,'.repeat(50_000)}]\nb: &b [*a,*a,*a,*a]\nwebhooks: [*b,*b,*b,*b]\n`,
      ['many-entries'],
    ],
    [
      'aliases of a large text',
      () =>
        `x: &a "${'a'.repeat(200_000)}"\nwebhooks:\n- {id: *a,description: *a,url: *a,header: {key: *a,value: *a}}\n`,
      [
        'invalid-description',
        'invalid-id',
        'invalid-url',
        'invalid-value',
        'literal-secret',
        'no-default',
        'unknown-key',
      ],
    ],
    [
      'aliases of a value with 25,000 variables',
      () =>
        `webhooks:\n${webhook('default', `,header: {key: K,value: &v "${'${AUCO_TOKEN}'.repeat(25_000)}"}`)}${each(20, (index) => webhook(`w${index}`, ',header: {key: K,value: *v}'))}`,
      ['invalid-value'],
    ],
    [
      'twenty aliases of wrong environments',
      () =>
        `webhooks:\n${webhook('default', `,environments: &e [${'x,'.repeat(50_000)}]`)}${webhook('w', ',environments: *e').repeat(20)}`,
      'refused',
    ],
    ['aliases', () => `- &a x\n${fill('- *a\n')}`, ['many-aliases']],
    ['anchors', () => each(20_000, (index) => `- &a${index} x\n`), ['wrong-type']],
    ['the same anchor', () => fill('- &a x\n'), ['many-entries']],
    ['anchors on one node', () => fill('&a '), ['yaml-not-well-formed']],
  ])
})

describe('aliases of large values', () => {
  it.each([1_000, 4_000, 6_000, 12_000, 40_000])(
    'lose no webhook, or are refused: %i environments',
    (count) => {
      const ids = ['default', 'first', ...Array.from({ length: 12 }, (_, index) => `w${index}`), 'last']
      const environmentsOf = (id: string) =>
        id === 'default' || id === 'last'
          ? ''
          : `,environments: ${id === 'first' ? `&e [${'stage,'.repeat(count)}]` : '*e'}`
      const result = read(`webhooks:\n${ids.map((id) => webhook(id, environmentsOf(id))).join('')}`)
      const outcome = result.ok
        ? result.webhooks.map(({ id }) => id)
        : [...new Set(result.problems.map(({ code }) => code))]
      expect(outcome).toEqual(result.ok ? ids : ['many-entries'])
    },
  )
})

describe('tags and directives', () => {
  survives([
    ['unknown tags', () => fill('- !a\n'), ['yaml-tag-resolve-failed']],
    ['known tags', () => fill('- !!str\n'), ['many-entries']],
    ['tags and anchors on one node', () => `${'&a !!str '.repeat(25_000)}x`, ['yaml-not-well-formed']],
    ['binary data', () => `webhooks: !!binary ${'A'.repeat(250_000)}`, ['wrong-type']],
    [
      'merge keys',
      () => `a: &a {b: c}\nwebhooks:\n${'- <<: *a\n'.repeat(20)}`,
      ['missing', 'no-default', 'unknown-key'],
    ],
    ['%YAML lines', () => `${fill('%YAML 1.2\n')}---\na`, ['wrong-type']],
    ['percent signs', () => fill('%\n'), ['yaml-not-well-formed']],
  ])
})

describe('lists, maps and separators', () => {
  survives([
    ['250,000 commas in a list', () => `[${','.repeat(250_000)}]`, ['yaml-unexpected-token']],
    ['entries of a list', () => `[${fill('a,')}]`, ['many-entries']],
    ['the same key on lines', () => fill('k: a\n'), ['repeated-key']],
    ['different keys on lines', () => each(20_000, (index) => `k${index}: a\n`), ['missing', 'unknown-key']],
    ['colons in a list', () => `[${fill(': ')}]`, ['yaml-unexpected-token']],
    ['texts without commas on lines of a list', () => `[${fill('"a"\n')}]`, ['yaml-missing-char']],
    ['colons', () => fill(':'), ['yaml-not-well-formed']],
    ['closing brackets', () => fill(']'), ['yaml-unexpected-token']],
    ['empty maps', () => fill('{}'), ['yaml-unexpected-token']],
    ['a long explicit key', () => `? ${'a'.repeat(250_000)}\n: b`, ['missing', 'unknown-key']],
  ])
})

describe('lines', () => {
  survives([
    ['nothing', () => '', ['empty-file']],
    ['line feeds', () => fill('\n'), ['empty-file']],
    ['carriage returns', () => fill('\r'), ['wrong-type']],
    ['line separators', () => fill('\u2028'), ['wrong-type']],
    ['a long comment', () => `#${'a'.repeat(250_000)}`, ['empty-file']],
    ['comments in a flow list', () => `[${fill('#\n')}]`, ['yaml-missing-char']],
    ['blank lines further and further in', () => `${indented(700, '\n')}a: b`, ['missing', 'unknown-key']],
    ['documents', () => fill('---\n'), ['several-documents']],
    ['tabs as indentation', () => fill('a:\n\tb\n'), ['yaml-tab-as-indent']],
    ['wrong indentation', () => fill('  a: b\n c: d\n'), ['yaml-unexpected-token']],
    ['lines without colons', () => fill('a\nb: c\n'), ['yaml-missing-char', 'yaml-multiline-implicit-key']],
  ])
})

describe('texts', () => {
  survives([
    ['a long text', () => fill('a'), ['wrong-type']],
    ['double quotes', () => fill('"'), ['yaml-unexpected-token']],
    ['a double quote that does not close', () => `"${fill('a\n')}`, ['yaml-missing-char']],
    ['unfinished escapes', () => `"${fill('\\x')}"`, ['yaml-bad-dq-escape']],
    ['unknown escapes', () => `"${fill('\\q')}"`, ['yaml-bad-dq-escape']],
    ['escaped surrogates', () => `id: "${'\\ud800'.repeat(40_000)}"`, ['unprintable']],
    ['a lone high surrogate', () => urlIs('https://a.example/\ud800'), ['unprintable']],
    ['a literal text', () => `|\n${fill(' a\n')}`, ['wrong-type']],
    ['a long block header', () => `|${fill('9')}`, ['yaml-unexpected-token']],
    ['backticks', () => fill('`'), ['yaml-bad-scalar-start']],
  ])

  it.each(Array.from({ length: 32 }, (_, code) => code).filter((code) => ![0x09, 0x0a, 0x0d].includes(code)))(
    'refuse the control character %i anywhere',
    (code) => {
      const character = String.fromCharCode(code)
      for (const [before, after] of [
        ['', 'a'],
        ['a: "', '"'],
        ['# ', ''],
        ['a', ': b'],
        ['a: |\n ', '\n'],
      ] as const) {
        const line = before.split('\n').length
        const column = before.length - before.lastIndexOf('\n')
        const place = { line, column, endLine: line, endColumn: column + 1 }
        const problems = [{ code: 'unprintable', severity: 'error', place }]
        expect(read(`${before}${character}${after}`)).toMatchObject({ ok: false, problems })
      }
    },
  )
})

describe('webhooks', () => {
  survives([
    [
      '5,000',
      () => `webhooks:\n${webhook('default')}${each(5_000, (index) => webhook(`w${index}`))}`,
      'accepted',
    ],
    ['with the same id', () => `webhooks:\n${webhook('default').repeat(5_000)}`, ['repeated-id']],
    [
      'with ids that differ in case',
      () =>
        `webhooks:\n${webhook('default')}${each(4_096, (index) => webhook(index.toString(2).padStart(12, '0').replaceAll('0', 'x').replaceAll('1', 'X')))}`,
      'accepted',
    ],
    ['that are empty maps', () => `webhooks: [${'{},'.repeat(50_000)}]`, ['many-entries']],
    ['one more than the maximum', () => `webhooks: [${'a,'.repeat(29_999)}]`, ['many-entries']],
    ['exactly the maximum', () => `webhooks: [${'{},'.repeat(29_998)}]`, ['missing', 'no-default']],
    [
      'as many of the shortest as a file has room for',
      () => {
        const shortest = (index: number) => `{id: ${1_000 + index}a,description: d,url: https://a.b},`
        const text = `webhooks: [{id: default,description: d,url: https://a.b},${each(5_940, shortest)}]`
        expect(Math.abs(MAX_FILE_BYTES - Buffer.byteLength(text))).toBeLessThan(1_000)
        return text
      },
      'accepted',
    ],
    [
      'with unknown keys',
      () => `webhooks:\n${'- {a: 1, b: 2, c: 3}\n'.repeat(7_000)}`,
      ['missing', 'no-default', 'unknown-key'],
    ],
    [
      'with every rule broken',
      () =>
        `webhooks:\n${each(2_500, (index) => `- {id: " w${index}",description: "",url: "http://a",header: {key: a b,value: "\${a}"},x: y}\n`)}`,
      [
        'invalid-description',
        'invalid-id',
        'invalid-key',
        'invalid-url',
        'malformed-variable',
        'no-default',
        'unknown-key',
      ],
    ],
    [
      'with 29,000 unknown environments',
      () => `webhooks:\n${webhook('default', `,environments: [${'stag,'.repeat(29_000)}]`)}`,
      ['default-not-everywhere', 'unknown-environment'],
    ],
    [
      'with an id of spaces',
      () => `webhooks:\n${webhook(`"a${' '.repeat(250_000)}b"`)}`,
      ['invalid-id', 'no-default'],
    ],
    [
      'with a description of spaces',
      () => `webhooks: [{ id: default, description: "${' '.repeat(250_000)}", url: "https://a.bc" }]`,
      ['invalid-description'],
    ],
    ['with a value of unfinished variables', () => valueIs('${'.repeat(130_000)), 'refused'],
    [
      'with a value of malformed variables',
      () => valueIs('${a}'.repeat(65_000)),
      ['invalid-value', 'malformed-variable'],
    ],
    ['with a value of variables', () => valueIs('${AUCO_TOKEN}'.repeat(32_000)), ['invalid-value']],
    [
      'with a value of escaped variables',
      () => valueIs('$${'.repeat(85_000)),
      ['invalid-value', 'literal-secret'],
    ],
    ['with a host of digits', () => urlIs(`https://${'1'.repeat(250_000)}`), ['invalid-url']],
    [
      'with a host of international letters',
      () => urlIs(`https://${'é'.repeat(100_000)}.com`),
      ['invalid-url'],
    ],
    ['with 250,000 at signs', () => urlIs(`https://${'@'.repeat(250_000)}a.bc`), ['invalid-url']],
    ['with a path of parents', () => urlIs(`https://a.bc/${'a/../'.repeat(50_000)}`), ['invalid-url']],
    ['with 80,000 query parameters', () => urlIs(`https://a.bc?${'a=&'.repeat(80_000)}`), ['invalid-url']],
  ])
})

tellFigures('Hostile files', () => [
  ['files', files],
  ['slowest', `${slowest.milliseconds} ms (${slowest.name})`],
])
