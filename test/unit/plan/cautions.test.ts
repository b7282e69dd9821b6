import { describe, expect, it } from 'vitest'
import type { LiveCompany } from '../../../src/core/webhook.ts'
import { legacyCaution, removalCautions } from '../../../src/plan/cautions.ts'
import type { Caution } from '../../../src/plan/plan.ts'
import {
  KEY,
  live,
  liveWebhook,
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

describe('a removal', () => {
  it('is one caution for all removed webhooks, and none without any', () => {
    expect(removalCautions([], [])).toEqual([])
    expect(removalCautions([{ id: 'b' }, { id: 'a' }].map(liveWebhook), [])).toEqual([
      { kind: 'removal', ids: ['b', 'a'] },
    ])
  })
})

describe('a rename is told once, not as a removal as well:', () => {
  const url = 'https://billing.example/auco'
  const removed: Sketch = { id: 'Billing', url, header: TOKEN }
  const renames = (from: readonly Sketch[], to: readonly Sketch[]) =>
    removalCautions(from.map(liveWebhook), to.map(liveWebhook)).map((caution) => {
      if (caution.kind === 'rename') return `${caution.from} → ${caution.to}`
      return caution.kind === 'removal' ? `${caution.ids.join()} removed` : caution
    })

  it.each<[string, Partial<Sketch>, boolean]>([
    ['the same URL and header', {}, true],
    ['another description', { description: 'Other' }, true],
    ['another header value', { header: OTHER }, true],
    ['an unknown header value', { header: [KEY, UNSET] }, true],
    ['a header key in another case', { header: ['AUTHORIZATION', TOKEN[1]] }, true],
    ['another URL', { url: 'https://billing.example/other' }, false],
    ['another hidden part of the URL', { url: `${url}?key=1` }, false],
    ['another header key', { header: ['X-Token', TOKEN[1]] }, false],
    ['no header', { header: null }, false],
  ])('with %s', (_, different, isRename) => {
    expect(renames([removed], [{ ...removed, id: 'Invoices', ...different }])).toEqual(
      isRename ? ['Billing → Invoices'] : ['Billing removed'],
    )
  })

  it.each<[string, string, boolean]>([
    ['the same URL', '', true],
    ['another hidden part of the URL', '2', false],
  ])('without a header, with %s', (_, end, isRename) => {
    const secret = `${url}?key=`
    expect(renames([{ id: 'a', url: secret }], [{ id: 'b', url: secret + end }])).toEqual(
      isRename ? ['a → b'] : ['a removed'],
    )
  })

  it('pairs each removed webhook with one created, in order', () => {
    const [from, to] = [
      ['a', 'b'],
      ['x', 'y', 'z'],
    ].map((ids) => ids.map((id) => ({ ...removed, id })))
    expect(renames(from ?? [], to ?? [])).toEqual(['a → x', 'b → y'])
    expect(renames(from ?? [], to?.slice(0, 1) ?? [])).toEqual(['b removed', 'a → x'])
  })
})

describe('a variable', () => {
  const url = 'https://hooks.example.net/auco'
  const inUrl = (id: string, at: string): Sketch => ({
    id,
    url: `${at}/catch/1`,
    writtenUrl: { text: `${at}/catch/\${AUCO_PATH}`, variables: ['AUCO_PATH'], isSet: true },
  })

  it.each<[string, Omit<PlanSketch, 'now'>, readonly string[] | null, to?: string]>([
    ['that the default branch uses', { file: [MAIN], base: [MAIN] }, null],
    ['in a header', { file: [MAIN], base: [{ id: 'default' }] }, ['AUCO_TOKEN']],
    [
      'in a URL, to another host',
      { file: [inUrl('a', 'https://a.example')], base: [MAIN] },
      ['AUCO_PATH'],
      'https://a.example',
    ],
    [
      'used by another webhook there',
      { file: [MAIN, { id: 'a', header: TOKEN }], base: [{ ...MAIN, id: 'b' }] },
      null,
    ],
    [
      'used in the other environment only',
      { file: [MAIN], base: [{ id: 'default' }], elsewhere: [MAIN] },
      ['AUCO_TOKEN'],
    ],
    ['used twice in a first file', { file: [MAIN, { ...MAIN, id: 'a' }], base: null }, ['AUCO_TOKEN']],
    ['of an unknown default branch', { file: [MAIN] }, null],
  ])('is new or not: %s', (_, sketch, variables, to = 'https://hooks.example.com') => {
    expect(cautionsOf('new-variables', sketch)).toEqual(
      variables === null ? [] : [{ kind: 'new-variables', variables, to: [to] }],
    )
  })

  it.each([
    ['another host', url, 'https://hooks.example.net'],
    ['a subdomain', 'https://a.hooks.example.com/auco', 'https://a.hooks.example.com'],
    ['another port', 'https://hooks.example.com:8443/auco', 'https://hooks.example.com:8443'],
    ['the default port, written out', 'https://hooks.example.com:443/auco', null],
    ['the same host in another case', 'https://HOOKS.example.com/auco', null],
    ['another path', 'https://hooks.example.com/other', null],
  ])('goes to a new host or not: %s', (_, to, origin) => {
    expect(cautionsOf('secret-to-new-host', { file: [{ ...MAIN, url: to }], base: [MAIN] })).toEqual(
      origin === null
        ? []
        : [{ kind: 'secret-to-new-host', id: 'default', variables: ['AUCO_TOKEN'], to: origin }],
    )
  })

  const moved: Sketch = { ...MAIN, url }
  const audit: Sketch = { id: 'Audit', url, header: TOKEN }
  const home = 'https://hooks.example.com'
  it.each<[string, Omit<PlanSketch, 'now'>, readonly string[]]>([
    ['a new webhook', { file: [MAIN, audit], base: [MAIN] }, ['Audit: AUCO_TOKEN']],
    [
      'an added header',
      { file: [MAIN, audit], base: [MAIN, { ...audit, header: null }] },
      ['Audit: AUCO_TOKEN'],
    ],
    ['a new id for the same host', { file: [MAIN, { ...MAIN, id: 'b' }], base: [MAIN] }, []],
    ['two webhooks that change places', { file: [moved, { ...MAIN, id: 'Audit' }], base: [MAIN, audit] }, []],
    [
      'a header in other words, unset',
      { file: [{ ...moved, header: [KEY, UNSET], written: 'Token ${AUCO_TOKEN}' }], base: [MAIN] },
      ['default: AUCO_TOKEN'],
    ],
    ['a URL', { file: [inUrl('a', 'https://b.example')], base: [inUrl('a', home)] }, ['a: AUCO_PATH']],
    [
      'a URL, sent by a header before',
      { file: [inUrl('a', 'https://b.example')], base: [{ ...MAIN, variables: ['AUCO_PATH'] }] },
      ['a: AUCO_PATH'],
    ],
    [
      'both of its variables, each once',
      {
        file: [{ ...inUrl('a', 'https://b.example'), header: TOKEN, variables: ['AUCO_A', 'AUCO_PATH'] }],
        base: [{ ...inUrl('a', home), header: TOKEN, variables: ['AUCO_A'] }],
      },
      ['a: AUCO_PATH,AUCO_A'],
    ],
    [
      'one of two variables',
      {
        file: [{ ...moved, variables: ['AUCO_TOKEN', 'AUCO_B'] }],
        base: [MAIN, { ...audit, variables: ['AUCO_B'] }],
      },
      ['default: AUCO_TOKEN'],
    ],
    ['a variable that is new', { file: [MAIN, audit], base: [{ ...MAIN, variables: ['AUCO_OLD'] }] }, []],
    [
      'a variable of the other environment',
      { file: [MAIN], base: [{ id: 'default' }], elsewhere: [audit] },
      ['default: AUCO_TOKEN'],
    ],
    [
      'a host that gets it in the other environment',
      { file: [MAIN, audit], base: [MAIN], elsewhere: [audit] },
      [],
    ],
    ['no variable', { file: [{ ...moved, variables: [] }], base: [MAIN] }, []],
    ['a first file', { file: [moved], base: null }, []],
  ])('goes to a new host or not, by %s', (_, sketch, found) => {
    // What Auco has doesn't matter.
    for (const now of [[], sketch.file, [{ ...MAIN, url: 'https://else.example/' }]]) {
      expect(
        cautionsOf('secret-to-new-host', { ...sketch, now }).map(
          (caution) => caution.kind === 'secret-to-new-host' && `${caution.id}: ${caution.variables}`,
        ),
      ).toEqual(found)
    }
  })
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
    planOf({ file, now, unlisted: 'foreign', base: [MAIN] }).cautions
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

describe('a legacy webhook', () => {
  it.each([
    [true, [], [{ kind: 'legacy-webhook' }]],
    [true, [MAIN], []],
    [false, [], []],
  ])('set: %s, beside %j', (hasLegacyWebhook, webhooks, expected) => {
    expect(legacyCaution({ ...live(...webhooks), hasLegacyWebhook })).toEqual(expected)
  })
})
