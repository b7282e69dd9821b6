import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../campaign/soak.ts'
import { disagreement, isAbout, readByEditor, schemaAccepts, UNSAYABLE } from './agreement.ts'
import { COLLECTIONS } from './files.ts'
import { OWN_KEYS, readAlone, VARIABLES } from './reading.ts'

// That the schema and the validator agree on every file of the other tests is checked where those files are read.

describe('what a schema cannot say', () => {
  const variables = { ...VARIABLES, AUCO_OWN_KEY: OWN_KEYS[0] ?? '' }
  const files = COLLECTIONS.flatMap(({ cases }) => cases).flatMap(({ text, options }) => {
    const [start, first, ...entries] = text.split('\n')
    return options.apart
      ? entries.map((entry) => ({ text: [start, first, entry, ''].join('\n'), options }))
      : [{ text, options }]
  })
  const read = files.map(({ text, options }) => ({
    text,
    result: readAlone(text, { variables: options.variables ?? variables }),
  }))

  // For 30,000 entries, no editor is asked.
  const rules = UNSAYABLE.filter(([code]) => code !== 'many-entries')
  it.each(rules.map((rule) => [rule.join(' '), rule] as const))(
    'is not more than it must be: %s',
    (_, rule) => {
      // It breaks this rule and no other. What is no YAML of one document is refused by every editor, with or without a schema.
      const found = read.find(({ text, result }) => {
        const problems = result.ok ? result.warnings : result.problems
        const isOnlyAbout = problems.length > 0 && problems.every((problem) => isAbout(rule, problem))
        return isOnlyAbout && (readByEditor(text) === null || schemaAccepts(text))
      })
      expect(found).toBeDefined()
    },
  )
})

describe('a URL that Auco cannot reach, as people write it', () => {
  const rests = [
    '10.0.0.1/x 127.0.0.1 192.168.1.1:8443/a 172.16.0.1 172.31.255.255 169.254.169.254 100.64.0.1 198.18.0.1',
    '192.0.2.1 203.0.113.9 224.0.0.1 255.255.255.255 0.0.0.0 192.88.99.1 [3fff::1] [2002:808:808::]',
    '[::1]/ [::] [fd00::1] [FE80::1]:443 [2001:db8::1] my_host/x -a/x a.example.com:abc a.example.com:99999',
    'a.b:65536 a..example.com a.lan a.invalid:8443 a.onion/x router.home.arpa /a.example ex%61mple.com',
    '${HOST}.example a.example../ ?x a<b.example/ @10.0.0.1',
  ]
  it.each(rests.join(' ').split(' '))('is refused by the schema, too: https://%s', (rest) => {
    const file = JSON.stringify({
      webhooks: [{ id: 'default', description: 'All', url: `https://${rest}` }],
    })
    expect([readAlone(file).ok, schemaAccepts(file)]).toEqual([false, false])
  })
})

describe('the schema and the validator', () => {
  const unit = fc.constantFrom('a', '🧾', ' ', '\u00a0', '\u2028', '\u0085', '\n', '\ufeff', '${AUCO_TOKEN}')
  const long = fc
    .tuple(fc.constantFrom('i', '🧾'), fc.constantFrom(127, 128, 129, 1_000, 1_001))
    .map(([each, length]) => each.repeat(length))
  const otherType = fc.constantFrom<unknown>(1, true, null, [], {}, ['stage'], { stage: 'https://a.example' })
  const text = fc.oneof(fc.string({ unit, maxLength: 3 }), long, otherType, fc.constant('default'))

  const HOSTS = [
    'hooks.example.com 8.8.8.8 134744072 [2606:4700::1] ñ.example a..b hooks a1 1a a-b a%2eb',
    'localhost a.LocalHost localhost.example 9.255.255.255 11.0.0.0 100.63.0.1 100.128.0.1',
    '172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1 223.0.0.1 [::ffff:8.8.8.8] [2001::1]',
    'ex%61mple.com ｅx.example a\u200bb.example bücher.example xn--bcher-kva.example [3fff::1]',
    '[3fff:fff::1] [3fff:1000::1] [2002:808:808::] [64:ff9b:1::1] 192.88.99.1 a.invalid a.onion',
    'a.lan a.home.arpa home.arpa lan.example a.arpa ${A}.example my_host my_host.example.com',
    '-a.example [fd00::1] 10.0.0.1 a<b.example a.local. x.internal internal local.example',
    '127.0.0.1.example.com',
  ]
  const url = fc
    .tuple(
      fc.constantFrom('https://', 'https://', 'HTTPS://', 'http://', 'https:/', 'https:///', ''),
      fc.constantFrom('', '', '', 'u@', ':@', '@', 'u:p@', ':p@', '::@', '@@'),
      fc.oneof(
        fc.constantFrom(...HOSTS.join(' ').split(' ')),
        fc.constantFrom(
          `${'a'.repeat(63)}.example`,
          `${'a'.repeat(64)}.example`,
          `${'a.'.repeat(123)}example`,
        ),
      ),
      fc.constantFrom(
        '',
        '',
        ':8443',
        '.',
        '..',
        '/',
        '/a@b',
        '?a@b',
        '#a@b',
        '/a b',
        '\\',
        '\t',
        ':99999',
        ':65535',
        ':',
        ':x',
      ),
    )
    .map((parts) => parts.join(''))
  const urls = fc.record({ stage: url, production: url }, { requiredKeys: [] })
  const environments = fc.array(fc.constantFrom('stage', 'production', 'production', 'prod'), {
    maxLength: 3,
  })

  const part = fc.oneof(
    fc.constantFrom(
      '${AUCO_TOKEN}',
      '${token}',
      '${GITHUB_TOKEN}',
      '${AUCO_PUBLIC_KEY}',
      '${AUCO_PRIVATE_KEY_2}',
      '${AUCO_}',
      '${AUCO_1}',
    ),
    fc.constantFrom('${UNSET', '${}', '$', '{', '}', '$${', 'a', 'AUCO_A}', `AUCO_${'B'.repeat(250)}`),
    fc.constantFrom(' ', '\u00a0', 'ÿ', 'Ā', '\t', '\n', '\u007f', '\u0000'),
  )
  const value = fc.oneof(fc.string({ unit: part, maxLength: 5 }), otherType)
  const key = fc.oneof(fc.constantFrom('Authorization', 'a b', 'X:', '', "!#$%&'*+-.^_`|~09azAZ"), otherType)
  const header = fc.record(
    { key, value, secret: fc.oneof(fc.boolean(), otherType), more: fc.constant(1) },
    { requiredKeys: [] },
  )
  const secretHeader = fc.record({ key: fc.constant('Key'), value }, { requiredKeys: ['key', 'value'] })
  const plainHeader = secretHeader.map((each) => ({ ...each, secret: false }))

  /** One part of a webhook that is right otherwise: two mistakes would hide each other. */
  const change = fc.oneof<fc.Arbitrary<object>[]>(
    fc.record({ id: text }),
    fc.record({ description: text }),
    fc.record({ url: fc.oneof(url, otherType) }),
    fc.record({ url: urls, environments }),
    fc.record({ environments: fc.oneof(environments, otherType) }),
    fc.record({ header: fc.oneof(header, secretHeader, plainHeader, otherType) }),
    fc.record({ events: fc.constant(1) }),
    fc.record({ url: fc.constant(undefined) }),
  )
  const webhooks = ['default', 'Billing'].map((id) => ({
    id,
    description: 'Main',
    url: { stage: 'https://a.example', production: 'https://b.example' },
  }))
  const file = fc.tuple(fc.constantFrom(0, 1), change).map(([changed, by]) => ({
    webhooks: webhooks.map((webhook, index) => (index === changed ? { ...webhook, ...by } : webhook)),
  }))

  it('agree on files with one part that can be anything', { timeout: 600_000 }, () => {
    const seen = { accepted: 0, refused: 0 }
    fc.assert(
      fc.property(file, (content) => {
        const written = JSON.stringify(content)
        const result = readAlone(written, { unset: 'allowed' })
        seen[result.ok ? 'accepted' : 'refused'] += 1
        expect(disagreement(written, result)).toBe(null)
      }),
      runs(500, 100_000),
    )
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(30)
  })
})
