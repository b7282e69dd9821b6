import { describe, expect, it } from 'vitest'
import type { LiveCompany } from '../../../src/core/webhook.ts'
import type { Caution } from '../../../src/plan/plan.ts'
import {
  KEY,
  live,
  MAIN,
  MASKED,
  OTHER,
  type PlanSketch,
  planOf,
  type Sketch,
  TOKEN,
  UNSET,
} from './webhooks.ts'

/** The cautions of a kind in a plan; by default Auco has the default branch's file. */
const cautionsOf = (kind: Caution['kind'], sketch: Omit<PlanSketch, 'now'> & Partial<PlanSketch>) =>
  planOf({ now: sketch.base ?? [], ...sketch }).cautions.filter((caution) => caution.kind === kind)

it('a removal is one caution for all removed webhooks', () => {
  expect(cautionsOf('removal', { file: [], now: [{ id: 'b' }, { id: 'a' }] })).toEqual([
    { kind: 'removal', ids: ['b', 'a'] },
  ])
})

describe('a rename is told once, not as a removal as well:', () => {
  const url = 'https://billing.example/auco'
  const removed: Sketch = { id: 'Billing', url, header: TOKEN }
  const renames = (from: readonly Sketch[], to: readonly Sketch[]) =>
    planOf({ file: to, now: from }).cautions.map((caution) => {
      if (caution.kind === 'rename') return `${caution.from} → ${caution.to}`
      return caution.kind === 'removal' ? `${caution.ids.join()} removed` : caution
    })

  it.each<[string, Partial<Sketch>, boolean]>([
    ['the same URL and header', {}, true],
    ['another header value', { header: OTHER }, true],
    ['an unknown header value', { header: [KEY, UNSET] }, true],
    ['a header key in another case', { header: ['AUTHORIZATION', TOKEN[1]] }, true],
    ['another URL', { url: 'https://billing.example/other' }, false],
    ['another header key', { header: ['X-Token', TOKEN[1]] }, false],
    ['no header', { header: null }, false],
  ])('with %s', (_, different, isRename) => {
    expect(renames([removed], [{ ...removed, id: 'Invoices', ...different }])).toEqual(
      isRename ? ['Billing → Invoices'] : ['Billing removed'],
    )
  })

  it('pairs each removed webhook with one created, in order', () => {
    const of = (ids: string) => [...ids].map((id) => ({ ...removed, id }))
    expect(renames(of('ab'), of('xyz'))).toEqual(['a → x', 'b → y'])
    expect(renames(of('ab'), of('x'))).toEqual(['b removed', 'a → x'])
  })
})

/** Webhooks that send variables: `id@host A,B` is a header with two of them, `id@host /A` a path with one. */
const sending = (...webhooks: readonly string[]): readonly Sketch[] =>
  webhooks.map((text) => {
    const [id = '', host = '', names = ''] = text.split(/[@ ]/)
    const url = `https://${host}/auco`
    if (!names.startsWith('/'))
      return { id, url, ...(names && { header: TOKEN, variables: names.split(',') }) }
    const variables = [names.slice(1)]
    return { id, url, writtenUrl: { text: `https://${host}/\${${variables}}`, variables, isSet: true } }
  })

interface FileChange {
  readonly base: readonly Sketch[] | null
  readonly file: readonly Sketch[]
  readonly elsewhere?: readonly Sketch[]
}

it.each<[string, Partial<FileChange>, readonly string[], to?: readonly string[]]>([
  ['the default branch uses it', { base: sending('a@x A') }, []],
  ['in a header', {}, ['A'], ['https://x']],
  ['in a URL', { file: sending('a@x /B', 'b@y A'), base: sending('b@y A') }, ['B'], ['https://x']],
  ['used by another webhook there', { base: sending('b@y A') }, []],
  ['used in the other environment only', { elsewhere: sending('a@x A') }, ['A'], ['https://x']],
  [
    'twice in a first file',
    { file: sending('a@x A,B', 'b@y A'), base: null },
    ['A', 'B'],
    ['https://x', 'https://y'],
  ],
])('a variable is new or not: %s', (_, change, variables, to = []) => {
  const sketch = { file: sending('a@x A'), base: [], ...change }
  const expected = variables.length === 0 ? [] : [{ kind: 'new-variables', variables, to }]
  expect(cautionsOf('new-variables', sketch)).toEqual(expected)
  expect(cautionsOf('new-variables', { ...sketch, base: undefined })).toEqual([])
})

it.each<[string, FileChange, readonly string[]]>([
  ['another host', { base: sending('a@x A'), file: sending('a@y A') }, ['a: A → https://y']],
  ['a subdomain', { base: sending('a@x A'), file: sending('a@b.x A') }, ['a: A → https://b.x']],
  ['another port', { base: sending('a@x A'), file: sending('a@x:8443 A') }, ['a: A → https://x:8443']],
  ['the default port', { base: sending('a@x A'), file: sending('a@X:443 A') }, []],
  ['another path', { base: sending('a@x A'), file: sending('a@x/other A') }, []],
  ['a new webhook', { base: sending('a@x A'), file: sending('a@x A', 'b@y A') }, ['b: A → https://y']],
  [
    'an added header',
    { base: sending('a@x A', 'b@y'), file: sending('a@x A', 'b@y A') },
    ['b: A → https://y'],
  ],
  ['a new id for the same host', { base: sending('a@x A'), file: sending('b@x A') }, []],
  ['two that change places', { base: sending('a@x A', 'b@y A'), file: sending('a@y A', 'b@x A') }, []],
  [
    'a URL, sent by a header before',
    { base: sending('a@x A'), file: sending('a@y /A') },
    ['a: A → https://y'],
  ],
  ['both variables', { base: sending('a@x A,B'), file: sending('a@y A,B') }, ['a: A,B → https://y']],
  ['one of two', { base: sending('a@x A', 'b@y B'), file: sending('a@y A,B') }, ['a: A → https://y']],
  ['a variable that is new', { base: sending('a@x B'), file: sending('a@x A', 'b@y A') }, []],
  [
    'a variable of the other environment',
    { base: sending('a@x'), file: sending('a@x A'), elsewhere: sending('a@y A') },
    ['a: A → https://x'],
  ],
  [
    'a host of the other environment',
    { base: sending('a@x A'), file: sending('a@x A', 'b@y A'), elsewhere: sending('b@y A') },
    [],
  ],
  ['no variable', { base: sending('a@x A'), file: sending('a@y') }, []],
  ['a first file', { base: null, file: sending('a@x A') }, []],
])('a secret goes to a new host or not: %s', (_, sketch, found) => {
  // What Auco has doesn't matter.
  for (const now of [[], sketch.file, sending('a@else')]) {
    const cautions = cautionsOf('secret-to-new-host', { ...sketch, now })
    expect(
      cautions.map((one) => one.kind === 'secret-to-new-host' && `${one.id}: ${one.variables} → ${one.to}`),
    ).toEqual(found)
  }
})

describe('a difference from the default branch', () => {
  const changed: Sketch = { ...MAIN, description: 'New' }
  const other: Sketch = { ...MAIN, description: 'Other' }
  it.each<[string, PlanSketch, readonly string[]]>([
    ['none, by what the pull request changes', { file: [changed], now: [MAIN], base: [MAIN] }, []],
    ['a changed webhook', { file: [MAIN], now: [other], base: [MAIN] }, ['default']],
    ['also changed by the pull request', { file: [changed], now: [other], base: [MAIN] }, ['default']],
    ['none, where the pull request adopts it', { file: [other], now: [other], base: [MAIN] }, []],
    ['a removed webhook', { file: [MAIN, { id: 'a' }], now: [MAIN], base: [MAIN, { id: 'a' }] }, ['a']],
    ['one that should be gone', { file: [MAIN], now: [MAIN, { id: 'a' }], base: [MAIN] }, ['a']],
    ['none, by a removal', { file: [MAIN], now: [MAIN, { id: 'a' }], base: [MAIN, { id: 'a' }] }, []],
    ['none, by a webhook that the file adopts', { file: [MAIN, changed], now: [MAIN], base: [] }, []],
    ['none, by a value that cannot be compared', unsetEverywhere(), []],
    ['none, where the branch has no file', { file: [MAIN], now: [other], base: null }, []],
  ])('%s', (_, sketch, ids) => {
    expect(cautionsOf('differs-from-branch', sketch)).toEqual(
      ids.length === 0 ? [] : [{ kind: 'differs-from-branch', ids, branch: 'main' }],
    )
  })

  function unsetEverywhere(): PlanSketch {
    const unset: Sketch = { ...MAIN, header: [KEY, UNSET] }
    return { file: [{ ...unset, description: 'New' }], now: [{ ...MAIN, header: OTHER }], base: [unset] }
  }
})

describe('unmanaged webhooks', () => {
  const kept = (file: readonly Sketch[], now: LiveCompany) =>
    planOf({ file, now, unlisted: 'unmanaged', base: [MAIN] }).cautions
  const changed = { ...MAIN, description: 'New' }

  it('are no difference', () => {
    expect(kept([MAIN], live({ id: 'b' }, MAIN, { id: 'a', header: OTHER }))).toEqual([])
  })

  const hidden = live(MAIN, { id: 'a', header: [KEY, '****9fK2'] }, { id: 'b', header: TOKEN })
  it.each<[string, readonly Sketch[], readonly Caution[]]>([
    ['a write', [changed], [{ kind: 'cannot-keep', ids: ['a'] }]],
    ['none', [MAIN], []],
  ])('with a value that Auco hides stand in the way of %s', (_, file, expected) => {
    expect(kept(file, hidden)).toEqual(expected)
  })

  it('lose unknown fields in a write', () => {
    const now = { ...live(MAIN, { id: 'a' }), unknownFields: [{ id: 'a', fields: ['events'], unnamed: 0 }] }
    const told = [{ kind: 'unknown-fields', ids: ['a'], fields: ['events'], unnamed: 0 }]
    expect([kept([changed], now), kept([MAIN], now)]).toEqual([told, []])
  })
})

describe('fields that the file cannot declare', () => {
  const company = {
    ...live(MAIN, { id: 'a' }, { id: 'b' }, { id: 'gone' }),
    unknownFields: [
      { id: 'default', fields: ['events', 'retries'], unnamed: 0 },
      { id: 'a', fields: ['header.prefix'], unnamed: 0 },
      { id: 'b', fields: ['retries', 'events'], unnamed: 0 },
      { id: 'gone', fields: ['events'], unnamed: 0 },
    ],
  }
  const cautions = (...file: readonly Sketch[]) => cautionsOf('unknown-fields', { file, now: company })

  it('are told of all webhooks that stay, by their set of fields', () => {
    expect(cautions({ ...MAIN, description: 'New' }, { id: 'a' }, { id: 'b' })).toEqual([
      { kind: 'unknown-fields', ids: ['default', 'b'], fields: ['events', 'retries'], unnamed: 0 },
      { kind: 'unknown-fields', ids: ['a'], fields: ['header.prefix'], unnamed: 0 },
    ])
  })

  it('are not told if nothing is written', () => {
    expect(cautions(MAIN, { id: 'a' }, { id: 'b' }, { id: 'gone' })).toEqual([])
  })

  it('are told if a value is written again because Auco hides it', () => {
    const hidden = {
      ...live({ ...MAIN, header: [KEY, MASKED] }),
      unknownFields: [{ id: 'default', fields: ['events'], unnamed: 0 }],
    }
    expect(planOf({ file: [MAIN], now: hidden }).cautions).toEqual([
      { kind: 'unknown-fields', ids: ['default'], fields: ['events'], unnamed: 0 },
    ])
  })
})

it.each([
  [true, [], [{ kind: 'legacy-webhook' }]],
  [true, [MAIN], []],
  [false, [], []],
])('a legacy webhook, set: %s, beside %j', (hasLegacyWebhook, webhooks, expected) => {
  const now = { ...live(...webhooks), hasLegacyWebhook }
  expect(cautionsOf('legacy-webhook', { file: [MAIN], now })).toEqual(expected)
})
