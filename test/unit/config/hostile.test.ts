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
  it.each(sample(rows, 18))('%s', { timeout: 60_000 }, (name, text, outcome) => {
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
    ['500 question marks', () => '? '.repeat(500), ['too-deep']],
    ['question marks', () => fill('? '), ['too-deep']],
    ['5,000 brackets', () => '['.repeat(5_000), ['too-deep']],
    ['brackets', () => fill('['), ['too-deep']],
    ['brackets that close', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, ['too-deep']],
    ['250,000 braces', () => '{'.repeat(250_000), ['too-deep']],
    ['braces with keys', () => fill('{a: '), ['too-deep']],
    ['JSON', () => `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`, ['too-deep']],
    ['120,000 dashes', () => '- '.repeat(120_000), ['too-deep']],
    ['dashes with question marks', () => fill('- ? '), ['too-deep']],
    ['question marks with dashes', () => fill('? - '), ['too-deep']],
    ['braces with question marks', () => fill('{? '), ['too-deep']],
    ['brackets with question marks', () => fill('[? '), ['too-deep']],
    ['keys on one line', () => fill('a: '), ['too-deep']],
    ['brackets with anchors', () => fill('&a ['), ['too-deep']],
    ['braces with tags', () => fill('!!map {'), ['too-deep']],
    ['block maps', () => indented(700, 'a:\n'), ['too-deep']],
    ['block lists', () => indented(700, '-\n'), ['too-deep']],
    ['block maps with explicit keys', () => indented(700, '?\n'), ['too-deep']],
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
    ['a map in itself', () => '&a {b: *a}', ['many-aliases']],
    ['webhooks in themselves', () => 'webhooks: &a [*a]', ['many-aliases']],
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
      'a bomb of twenty doublings',
      () =>
        each(
          20,
          (index) => `a${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1},*a${index - 1}`}]\n`,
        ),
      ['many-aliases'],
    ],
    [
      'twenty aliases of a large list',
      () => `a: &a [${'x,'.repeat(50_000)}]\nwebhooks: [${'*a,'.repeat(20)}]\n`,
      ['many-entries'],
    ],
    [
      'twenty aliases of all webhooks',
      () => `a: &a\n${each(4_000, (index) => webhook(`w${index}`))}webhooks: [${'*a,'.repeat(20)}]\n`,
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
    [
      'twenty aliases of unknown keys',
      () =>
        `webhooks:\n${webhook('default', `,header: &h {${each(10_000, (index) => `k${index},`)}}`)}${webhook('w', ',header: *h').repeat(20)}`,
      ['many-entries'],
    ],
    ['aliases', () => `- &a x\n${fill('- *a\n')}`, ['many-aliases']],
    ['aliases without an anchor', () => fill('- *a\n'), ['many-aliases', 'unknown-alias']],
    ['aliases in a flow list', () => `[${fill('*a,')}]`, ['many-aliases', 'unknown-alias']],
    ['anchors', () => each(20_000, (index) => `- &a${index} x\n`), ['wrong-type']],
    [
      'anchors and twenty aliases',
      () => `${each(18_000, (index) => `- &a${index} x\n`)}${'- *a1\n'.repeat(20)}`,
      ['wrong-type'],
    ],
    ['the same anchor', () => fill('- &a x\n'), ['many-entries']],
    ['anchors on one node', () => fill('&a '), ['yaml-not-well-formed']],
    ['a long anchor', () => `&${'a'.repeat(250_000)} b`, ['wrong-type']],
    ['keys with anchors', () => fill('&a a: *a\n'), ['repeated-key']],
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
    ['unknown tags on one line', () => `[${fill('!!x a,')}]`, ['yaml-tag-resolve-failed']],
    ['known tags', () => fill('- !!str\n'), ['many-entries']],
    ['tags on one node', () => fill('!a '), ['yaml-not-well-formed']],
    ['a long tag', () => `!${'a'.repeat(250_000)} b`, ['yaml-tag-resolve-failed']],
    ['tags and anchors on one node', () => `${'&a !!str '.repeat(25_000)}x`, ['yaml-not-well-formed']],
    ['binary data', () => `webhooks: !!binary ${'A'.repeat(250_000)}`, ['wrong-type']],
    [
      'merge keys',
      () => `a: &a {b: c}\nwebhooks:\n${'- <<: *a\n'.repeat(20)}`,
      ['missing', 'no-default', 'unknown-key'],
    ],
    ['a tagged merge key', () => `a: &a {b: c}\nwebhooks:\n- !!merge <<: *a\n`, ['yaml-non-string-key']],
    ['%YAML lines', () => `${fill('%YAML 1.2\n')}---\na`, ['wrong-type']],
    ['%TAG lines', () => `${fill('%TAG ! !\n')}---\na`, ['wrong-type']],
    ['percent signs', () => fill('%\n'), ['yaml-not-well-formed']],
  ])
})

describe('lists, maps and separators', () => {
  survives([
    ['250,000 commas in a list', () => `[${','.repeat(250_000)}]`, ['yaml-unexpected-token']],
    ['commas in a list that does not close', () => `[${fill(',')}`, ['yaml-missing-char']],
    ['commas in a map', () => `{${fill(',')}}`, ['yaml-unexpected-token']],
    ['entries of a list', () => `[${fill('a,')}]`, ['many-entries']],
    ['keys of a map', () => `{${each(40_000, (index) => `a${index},`)}}`, ['many-entries']],
    ['the same key of a map', () => `{${fill('a: b,')}}`, ['repeated-key']],
    ['the same key on lines', () => fill('k: a\n'), ['repeated-key']],
    ['prototype keys', () => fill('__proto__: a\n'), ['repeated-key']],
    ['different keys on lines', () => each(20_000, (index) => `k${index}: a\n`), ['missing', 'unknown-key']],
    ['pairs in a list', () => `[${fill('a: b,')}]`, ['many-entries']],
    ['empty pairs in a list', () => `[${fill('?,')}]`, ['many-entries']],
    ['colons in a list', () => `[${fill(': ')}]`, ['yaml-unexpected-token']],
    ['colons and commas in a map', () => `{${fill(':,')}}`, ['repeated-key']],
    ['texts without commas in a list', () => `[${fill('"a" ')}]`, ['yaml-missing-char']],
    ['texts without commas in a map', () => `{${fill('"a" ')}}`, ['yaml-missing-char']],
    ['texts without commas on lines of a list', () => `[${fill('"a"\n')}]`, ['yaml-missing-char']],
    ['colons', () => fill(':'), ['yaml-not-well-formed']],
    ['colons and spaces', () => fill(': '), ['too-deep']],
    ['closing brackets', () => fill(']'), ['yaml-unexpected-token']],
    ['closing braces', () => fill('}'), ['yaml-unexpected-token']],
    ['empty maps', () => fill('{}'), ['yaml-unexpected-token']],
    ['empty lists on lines', () => fill('[]\n'), ['yaml-unexpected-token']],
    ['explicit keys', () => fill('?\n'), ['repeated-key']],
    ['a long key', () => `${'a'.repeat(250_000)}: b`, ['yaml-not-well-formed']],
    ['a long explicit key', () => `? ${'a'.repeat(250_000)}\n: b`, ['missing', 'unknown-key']],
  ])
})

describe('lines', () => {
  survives([
    ['nothing', () => '', ['empty-file']],
    ['spaces', () => fill(' '), ['empty-file']],
    ['tabs', () => fill('\t'), ['empty-file']],
    ['line feeds', () => fill('\n'), ['empty-file']],
    ['CRLF', () => fill('\r\n'), ['empty-file']],
    ['carriage returns', () => fill('\r'), ['wrong-type']],
    ['byte order marks', () => fill('\uFEFF'), ['wrong-type']],
    ['next lines', () => fill('\u0085'), ['wrong-type']],
    ['line separators', () => fill('\u2028'), ['wrong-type']],
    ['emoji', () => fill('😀'), ['wrong-type']],
    ['comments', () => fill('#\n'), ['empty-file']],
    ['a long comment', () => `#${'a'.repeat(250_000)}`, ['empty-file']],
    ['comments in a list', () => `webhooks:\n${fill(' #\n')}`, ['wrong-type']],
    ['comments in a flow list', () => `[${fill('#\n')}]`, ['yaml-missing-char']],
    ['comments after values', () => fill('a: b #c\n'), ['repeated-key']],
    ['comments further and further in', () => indented(700, '#\n'), ['empty-file']],
    ['blank lines further and further in', () => `${indented(700, '\n')}a: b`, ['missing', 'unknown-key']],
    ['documents', () => fill('---\n'), ['several-documents']],
    ['document ends', () => fill('...\n'), ['several-documents']],
    ['documents with a text', () => fill('--- a\n'), ['several-documents']],
    ['texts', () => fill('a\n'), ['wrong-type']],
    ['tabs as indentation', () => fill('a:\n\tb\n'), ['yaml-tab-as-indent']],
    ['tabs after dashes', () => fill('-\ta\n'), ['many-entries']],
    ['wrong indentation', () => fill('  a: b\n c: d\n'), ['yaml-unexpected-token']],
    ['lines without colons', () => fill('a\nb: c\n'), ['yaml-missing-char', 'yaml-multiline-implicit-key']],
  ])
})

describe('texts', () => {
  survives([
    ['a long text', () => fill('a'), ['wrong-type']],
    ['double quotes', () => fill('"'), ['yaml-unexpected-token']],
    ['single quotes', () => fill("'"), ['wrong-type']],
    ['a double quote that does not close', () => `"${fill('a\n')}`, ['yaml-missing-char']],
    ['a single quote that does not close', () => `'${fill('\n')}`, ['yaml-missing-char']],
    ['unfinished escapes', () => `"${fill('\\x')}"`, ['yaml-bad-dq-escape']],
    ['unknown escapes', () => `"${fill('\\q')}"`, ['yaml-bad-dq-escape']],
    ['unknown escapes on lines', () => `"${fill('\\q\n')}"`, ['yaml-bad-dq-escape']],
    ['escaped surrogates', () => `id: "${'\\ud800'.repeat(40_000)}"`, ['unprintable']],
    ['a lone high surrogate', () => urlIs('https://a.example/\ud800'), ['unprintable']],
    ['a lone low surrogate', () => urlIs('https://a.example/\udc00'), ['unprintable']],
    ['a literal text', () => `|\n${fill(' a\n')}`, ['wrong-type']],
    ['a folded text', () => `>\n${fill(' a\n')}`, ['wrong-type']],
    ['a folded text of blank lines', () => `>\n${fill('\n')} a`, ['wrong-type']],
    ['literal texts', () => fill('- |\n'), ['many-entries']],
    ['a long block header', () => `|${fill('9')}`, ['yaml-unexpected-token']],
    ['at signs', () => fill('@ '), ['yaml-bad-scalar-start']],
    ['backticks', () => fill('`'), ['yaml-bad-scalar-start']],
    ['NUL', () => fill('\0'), ['unprintable']],
    ['NUL at the end', () => 'webhooks: []\0', ['unprintable']],
  ])

  it.each(Array.from({ length: 32 }, (_, code) => code).filter((code) => ![0x09, 0x0a, 0x0d].includes(code)))(
    'refuse the control character %i anywhere',
    (code) => {
      const character = String.fromCharCode(code)
      const name = code.toString(16).toUpperCase().padStart(4, '0')
      const message = `The file contains a character that YAML doesn't allow (U+${name}). Remove it, or write it as an escape in double quotes.`
      for (const [before, after] of [
        ['', 'a'],
        ['a: "', '"'],
        ['# ', ''],
        ['a', ': b'],
        ['a: |\n ', '\n'],
      ] as const) {
        const line = before.split('\n').length
        const column = before.length - before.lastIndexOf('\n')
        expect(read(`${before}${character}${after}`)).toEqual({
          ok: false,
          problems: [
            {
              code: 'unprintable',
              severity: 'error',
              message,
              place: { line, column, endLine: line, endColumn: column + 1 },
            },
          ],
        })
      }
    },
  )

  it.each(['\t', '\n', '\r', '\r\n'])('with %j in any place are refused', (character) => {
    for (const [before, after] of [
      ['', 'a'],
      ['a: "', '"'],
      ['# ', ''],
      ['a', ': b'],
      ['a: |\n ', '\n'],
      ['webhooks:', '- a'],
    ] as const) {
      expect(read(`${before}${character}${after}`).ok).toBe(false)
    }
  })
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
    ['that are maps of an unknown key', () => `webhooks: [${'a: b,'.repeat(50_000)}]`, ['many-entries']],
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
    ['that are texts', () => `webhooks: [${'a,'.repeat(50_000)}]`, ['many-entries']],
    ['that are nothing', () => `webhooks:\n${'-\n'.repeat(50_000)}`, ['many-entries']],
    [
      'one of 29,000 unknown keys',
      () => `webhooks:\n- {${each(29_000, (index) => `k${index},`)}}`,
      ['missing', 'no-default', 'unknown-key'],
    ],
    [
      'with unknown keys',
      () => `webhooks:\n${'- {a: 1, b: 2, c: 3}\n'.repeat(7_000)}`,
      ['missing', 'no-default', 'unknown-key'],
    ],
    [
      'with mistyped keys',
      () => `webhooks:\n${each(7_000, (index) => `- {descriptioX${index}: 1}\n`)}`,
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
      'with 24,000 environments',
      () => `webhooks:\n${webhook('default', `,environments: [${'stage,production,'.repeat(12_000)}]`)}`,
      'accepted',
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
    ['with a value of malformed variables that do not close', () => valueIs('${a'.repeat(85_000)), 'refused'],
    ['with a value of variables', () => valueIs('${AUCO_TOKEN}'.repeat(32_000)), ['invalid-value']],
    ['with a value of unset variables', () => valueIs('${AUCO_U}'.repeat(65_000)), ['invalid-value']],
    ['with a value of dollars', () => valueIs('$'.repeat(250_000)), ['invalid-value', 'literal-secret']],
    [
      'with a value of escaped variables',
      () => valueIs('$${'.repeat(85_000)),
      ['invalid-value', 'literal-secret'],
    ],
    [
      'with a value of spaces',
      () => valueIs(`a${' '.repeat(250_000)}b`),
      ['invalid-value', 'literal-secret'],
    ],
    [
      'with a value of line breaks',
      () => valueIs(`a${'\\n'.repeat(125_000)}b`),
      ['invalid-value', 'literal-secret'],
    ],
    ['with a host of digits', () => urlIs(`https://${'1'.repeat(250_000)}`), ['invalid-url']],
    [
      'with a host of international letters',
      () => urlIs(`https://${'é'.repeat(100_000)}.com`),
      ['invalid-url'],
    ],
    ['with a host of colons', () => urlIs(`https://[${':'.repeat(250_000)}]`), ['invalid-url']],
    ['with 250,000 at signs', () => urlIs(`https://${'@'.repeat(250_000)}a.bc`), ['invalid-url']],
    ['with a path of parents', () => urlIs(`https://a.bc/${'a/../'.repeat(50_000)}`), ['invalid-url']],
    ['with 80,000 query parameters', () => urlIs(`https://a.bc?${'a=&'.repeat(80_000)}`), ['invalid-url']],
  ])
})

tellFigures('Hostile files', () => [
  ['files', files],
  ['slowest', `${slowest.milliseconds} ms (${slowest.name})`],
])
