import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { FileResult } from '../../../src/config/webhooks-file.ts'
import { runs } from '../../campaign/soak.ts'
import { becomes, opened, read, VARIABLES } from './reading.ts'

const RUNS = runs(150, 5_000)

/** A secret of letters and digits that no message of ours is made of: any piece of it in a message is a leak. */
const secret = fc.string({ unit: fc.constantFrom(...'QZXJ0123456789'), minLength: 12, maxLength: 40 })

/** A valid file with two secrets written into it, where a linter or a hurried person would put them. */
const fileWith = (first: string, second: string) => `webhooks:
  - id: default
    description: Main
    url: { stage: "https://stage.example.com", production: "https://live.example.com" }
    header:
      key: Authorization
      value: Bearer ${first}
  - id: Billing
    description: 'It''s for: invoices'
    url: https://billing.example.com
    environments: [stage, production]
    header: { "key": X-Source, "value": "\${TOKEN} ${second}", "secret": false }
`
const VALID = fileWith('${USER_NAME}', 'auco')

/** Words and marks that mean something to YAML, to the schema or to variables. */
const yamlWord = fc.constantFrom(
  ...[
    'webhooks',
    'id',
    'description',
    'url',
    'header',
    'key',
    'value',
    'secret',
    'environments',
    'stage',
    'default',
  ],
  ...[
    '__proto__',
    'constructor',
    '<<',
    'yes',
    'null',
    '~',
    '1',
    '.nan',
    '0x1f',
    '2026-01-01',
    'https://a.example',
  ],
  ...[
    ':',
    ': ',
    '- ',
    '? ',
    '\n',
    '\n  ',
    '\n    ',
    '\r\n',
    ' ',
    '\t',
    ',',
    '[',
    ']',
    '{',
    '}',
    '#',
    ' #',
    '|',
    '>',
    '|-\n',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\\n',
    '\\x',
    '&a ',
    '*a ',
    '!a ',
    '!!str ',
    '!!binary ',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '@',
    '`',
  ],
  ...[
    '${',
    '$${',
    '${TOKEN}',
    '${GITHUB_TOKEN}',
    '${UNSET}',
    '}',
    '\u0000',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\ud800',
    '😀',
  ],
)
const yamlish = fc.array(yamlWord, { maxLength: 60 }).map((words) => words.join(''))

/** One to eight edits anywhere in a text: something put in, taken out, or moved to another place. */
function edited(text: string) {
  const at = fc.nat({ max: text.length })
  const edit = fc.oneof(
    fc.record({ at, length: fc.constant(0), insert: yamlWord }),
    fc.record({ at, length: fc.nat({ max: 30 }), insert: fc.constant('') }),
    fc.record({ at, length: fc.nat({ max: 5 }), insert: fc.string({ unit: 'binary', maxLength: 5 }) }),
    fc.tuple(at, at).map(([from, to]) => ({ at: to, length: 0, insert: text.slice(from, from + 25) })),
  )
  return fc
    .array(edit, { minLength: 1, maxLength: 8 })
    .map((edits) =>
      edits.reduce(
        (before, { at, length, insert }) => before.slice(0, at) + insert + before.slice(at + length),
        text,
      ),
    )
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  yamlish,
  edited(VALID),
  edited(
    JSON.stringify(
      { webhooks: [{ id: 'default', description: 'Main', url: 'https://hooks.example.com' }] },
      null,
      2,
    ),
  ),
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify({ webhooks: [value] })),
  fc.jsonValue().map((value) => stringify({ webhooks: value })),
)

const problemsOf = (result: FileResult) => (result.ok ? result.warnings : result.problems)

/** Whether a piece of six characters of the secret is in the text. */
const repeats = (text: string, value: string) =>
  Array.from({ length: value.length - 5 }, (_, from) => value.slice(from, from + 6)).some((piece) =>
    text.includes(piece),
  )

describe('any text', () => {
  const run = fc.record({
    environment: fc.constantFrom('stage', 'production'),
    unset: fc.constantFrom('error', 'warning'),
  })

  it('is read or refused, and nothing is thrown', () => {
    const before = Reflect.ownKeys(Object.prototype)
    fc.assert(
      fc.property(anyText, run, (text, options) => {
        const result = read(text, options)
        expect(problemsOf(result).some(({ severity }) => severity === 'error')).toBe(!result.ok)
      }),
      runs(200, 10_000),
    )
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })

  it('has each of its problems at a place inside of it', () => {
    fc.assert(
      fc.property(anyText, run, (text, options) => {
        const lines = text.split('\n')
        for (const { place } of problemsOf(read(text, options))) {
          expect(place.line).toBeGreaterThanOrEqual(1)
          expect(place.line).toBeLessThanOrEqual(lines.length)
          expect(place.column).toBeGreaterThanOrEqual(1)
          expect(place.column).toBeLessThanOrEqual((lines[place.line - 1] ?? '').length + 1)
          expect([place.endLine, place.endColumn].every(Number.isSafeInteger)).toBe(true)
          const isForward =
            place.endLine === place.line ? place.endColumn >= place.column : place.endLine > place.line
          expect(isForward).toBe(true)
        }
      }),
      runs(200, 10_000),
    )
  })

  it('has its problems in file order', () => {
    fc.assert(
      fc.property(anyText, run, (text, options) => {
        const places = problemsOf(read(text, options)).map(({ place }) => place)
        expect(places).toEqual(places.toSorted((a, b) => a.line - b.line || a.column - b.column))
      }),
      runs(200, 10_000),
    )
  })

  it('says the same when it is read again', () => {
    fc.assert(
      fc.property(anyText, run, (text, options) => {
        expect(becomes(text, options)).toEqual(becomes(text, options))
      }),
      RUNS,
    )
  })
})

describe('messages', () => {
  /** What names a key or an id by design: edits can make a key or an id of the line that was a value. */
  const QUOTING = ['unknown-key', 'repeated-id', 'similar-id']

  it('repeat no piece of a value that is written in the file, whatever happens to the rest of it', () => {
    const sample = fc.tuple(secret, secret).chain(([first, second]) =>
      fc.record({
        first: fc.constant(first),
        second: fc.constant(second),
        text: editedAround(first, second),
      }),
    )
    fc.assert(
      fc.property(sample, ({ first, second, text }) => {
        const said = JSON.stringify(problemsOf(read(text)).filter(({ code }) => !QUOTING.includes(code)))
        expect([first, second].filter((value) => repeats(said, value))).toEqual([])
      }),
      runs(200, 10_000),
    )
  })

  it('repeat no piece of a variable, whatever its value', () => {
    const value = fc
      .tuple(secret, fc.constantFrom('', '\n', '\r\n', ' ', '\0', '\u001b[31m', 'prk_9s8d7f6g5h'), secret)
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(edited(VALID), value, value, (text, first, second) => {
        const said = JSON.stringify(
          problemsOf(read(text, { variables: { TOKEN: first, USER_NAME: second } })),
        )
        expect([first, second].filter((each) => repeats(said, each))).toEqual([])
      }),
      runs(200, 5_000),
    )
  })

  /** Edits anywhere but in the secrets themselves: a secret that was torn apart is not the file's value any more. */
  function editedAround(first: string, second: string) {
    const [before = '', between = '', after = ''] = fileWith('\u0001', '\u0001').split('\u0001')
    return fc.tuple(edited(before), edited(between), edited(after)).map((parts) => {
      const [head, middle, tail] = parts
      return `${head}${first}${middle}${second}${tail}`
    })
  }
})

describe('a valid file', () => {
  /** Characters that YAML allows as they are, without those that an id may not have. */
  const printable = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  /** Every character but lone surrogates: only escapes can write them all. */
  const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })

  const hostName = fc.domain().filter((name) => !/(?:^|\.)(?:localhost|local|internal)$/.test(name))
  const url = fc
    .webUrl({
      validSchemes: ['https'],
      authoritySettings: {},
      withFragments: true,
      withQueryParameters: true,
    })
    .filter((text) => URL.canParse(text) && !/\.(?:localhost|local|internal)$/.test(new URL(text).hostname))
  const publicAddress = fc
    .constantFrom('8.8.8.8', '172.32.0.1', '[2606:4700::1111]')
    .map((host) => `https://${host}/auco`)
  const anyUrl = fc.oneof(
    url,
    publicAddress,
    hostName.map((host) => `https://${host}`),
  )

  type Part = string | { readonly variable: keyof typeof VARIABLES }
  const variable = fc.constantFrom<Part>(
    { variable: 'TOKEN' },
    { variable: 'USER_NAME' },
    { variable: 'PASS_WORD' },
  )
  // A `$` before a variable would make it an escaped one, so a point ends every literal.
  const literal = fc.constantFrom<Part>('Bearer.', 'a b.', ':.', '$.', '{.', '$$.')
  const template = fc
    .tuple(fc.array(fc.oneof(variable, literal), { maxLength: 5 }), variable)
    .map(([parts, last]): readonly Part[] => [...parts, last])
  const header = fc.record({
    key: fc.string({ unit: fc.constantFrom(..."!#$%&'*+-.^_`|~019azAZ"), minLength: 1, maxLength: 20 }),
    template,
  })

  const webhooksOf = (text: fc.Arbitrary<string>) => {
    const id = text.filter((each) => each.trim() === each && each.length <= 128 && !/\p{Cc}/u.test(each))
    const webhook = fc.record({
      id,
      description: text.filter((each) => each.trim() !== ''),
      stage: anyUrl,
      production: fc.option(anyUrl),
      environments: fc.option(fc.subarray(['stage', 'production'] as const, { minLength: 1 })),
      header: fc.option(header),
    })
    return fc
      .record({
        main: webhook.map((each) => ({ ...each, id: 'default', environments: null })),
        others: fc.uniqueArray(
          webhook.filter((each) => each.id !== 'default'),
          { maxLength: 6, selector: (each) => each.id },
        ),
        position: fc.nat({ max: 6 }),
      })
      .map(({ main, others, position }) => others.toSpliced(position, 0, main))
  }
  type Generated = ReturnType<typeof webhooksOf> extends fc.Arbitrary<infer T> ? T : never

  const written = (webhooks: Generated) => ({
    webhooks: webhooks.map(({ id, description, stage, production, environments, header: its }) => ({
      id,
      description,
      url: production === null ? stage : { stage, production },
      ...(environments !== null && { environments }),
      ...(its !== null && {
        header: {
          key: its.key,
          value: its.template
            .map((part) => (typeof part === 'string' ? part : `\${${part.variable}}`))
            .join(''),
        },
      }),
    })),
  })
  const expected = (webhooks: Generated, environment: 'stage' | 'production') =>
    webhooks
      .filter(({ environments }) => environments?.includes(environment) ?? true)
      .map(({ id, description, stage, production, header: its }) => ({
        id,
        description,
        url: environment === 'production' ? (production ?? stage) : stage,
        header: its && {
          key: its.key,
          value: its.template
            .map((part) => (typeof part === 'string' ? part : VARIABLES[part.variable]))
            .join(''),
        },
        variables: [
          ...new Set(
            (its?.template ?? []).flatMap((part) => (typeof part === 'string' ? [] : [part.variable])),
          ),
        ],
      }))

  const escaped = (text: string) =>
    text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

  const writers = [
    ['JSON', printable, (value: unknown) => JSON.stringify(value)],
    ['JSON indented with spaces', printable, (value: unknown) => JSON.stringify(value, null, 2)],
    ['JSON indented with tabs', printable, (value: unknown) => JSON.stringify(value, null, '\t')],
    ['JSON with escapes', anything, (value: unknown) => escaped(JSON.stringify(value))],
    ['YAML', printable, (value: unknown) => stringify(value, { compat: 'yaml-1.1', lineWidth: 0 })],
    [
      'YAML with folded lines',
      printable,
      (value: unknown) => stringify(value, { compat: 'yaml-1.1', lineWidth: 40 }),
    ],
    [
      'YAML with CRLF',
      printable,
      (value: unknown) => stringify(value, { compat: 'yaml-1.1' }).replaceAll('\n', '\r\n'),
    ],
    [
      'YAML in flow style',
      printable,
      (value: unknown) => stringify(value, { compat: 'yaml-1.1', collectionStyle: 'flow' }),
    ],
  ] as const

  it.each(writers)('written as %s becomes exactly its webhooks', (_, text, write) => {
    fc.assert(
      fc.property(webhooksOf(text), fc.constantFrom('stage', 'production'), (webhooks, environment) => {
        const result = read(write(written(webhooks)), { environment })
        const got = result.ok
          ? result.webhooks.map((webhook) => {
              const { line: _line, ...rest } = opened(webhook)
              return rest
            })
          : result.problems
        expect(got).toEqual(expected(webhooks, environment))
        expect(problemsOf(result).filter(({ code }) => code !== 'similar-id')).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
