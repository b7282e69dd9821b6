import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { FileResult } from '../../../src/config/webhooks-file.ts'
import { isSecretUrl } from '../../../src/core/looks-secret.ts'
import { runs } from '../../campaign/soak.ts'
import { mutated, wordSalad } from '../../fuzz/mutations.ts'
import { VALID_FILES, WRONG_FILES } from '../../fuzz/seeds.ts'
import { becomes, opened, read, VARIABLES } from './reading.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  wordSalad,
  mutated(VALID_FILES, WRONG_FILES),
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify({ webhooks: [value] })),
  fc.jsonValue().map((value) => stringify({ webhooks: value })),
)

/** A secret of letters and digits that no message contains otherwise: any piece of it in a message is a leak. */
const secret = fc.string({ unit: fc.constantFrom(...'QZXJ0123456789'), minLength: 12, maxLength: 40 })

const problemsOf = (result: FileResult) => (result.ok ? result.warnings : result.problems)

/** Whether a piece of six characters of the secret is in the text. */
const repeats = (text: string, value: string) =>
  Array.from({ length: value.length - 5 }, (_, from) => value.slice(from, from + 6)).some((piece) =>
    text.includes(piece),
  )

// What holds for every file is checked on many more texts by the fuzzer: test/fuzz/judge.ts.

it('any text is accepted or refused as the published schema says, and again the same', () => {
  const run = fc.record({
    environment: fc.constantFrom('stage', 'production'),
    unset: fc.constantFrom('error', 'allowed'),
  })
  fc.assert(
    fc.property(anyText, run, (text, options) => {
      expect(becomes(text, options)).toEqual(becomes(text, options))
    }),
    runs(200, 10_000),
  )
})

it('no message repeats a piece of a variable, whatever its value', () => {
  const value = fc
    .tuple(secret, fc.constantFrom('', '\n', '\r\n', ' ', '\0', '\u001b[31m', 'prk_9s8d7f6g5h'), secret)
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(mutated(VALID_FILES, WRONG_FILES), value, value, (text, first, second) => {
      const result = read(text, { variables: { AUCO_TOKEN: first, AUCO_USER_NAME: second } })
      const said = JSON.stringify(problemsOf(result))
      expect([first, second].filter((each) => repeats(said, each))).toEqual([])
    }),
    runs(200, 5_000),
  )
})

describe('a valid file', () => {
  /** Characters that YAML allows as they are, without those that an id may not have. */
  const printable = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  /** Every character but lone surrogates: only escapes can write them all. */
  const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })

  const isPublic = (host: string) =>
    host.length <= 253 &&
    !/(?:^|\.)(?:alt|corp|home|home\.arpa|in-addr\.arpa|internal|intranet|invalid|ip6\.arpa|lan|local|localdomain|localhost|onion|private)$/.test(
      host,
    )
  const hostName = fc.domain().filter(isPublic)
  const url = fc
    .webUrl({
      validSchemes: ['https'],
      authoritySettings: {},
      withFragments: true,
      withQueryParameters: true,
    })
    .filter((text) => URL.canParse(text) && isPublic(new URL(text).hostname) && !isSecretUrl(new URL(text)))
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
    { variable: 'AUCO_TOKEN' },
    { variable: 'AUCO_USER_NAME' },
    { variable: 'AUCO_PASS_WORD' },
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
      runs(200, 5_000),
    )
  })
})
