import { describe, expect, it } from 'vitest'
import type { LiveCompany } from '../../../src/core/webhook.ts'
import {
  legacyCaution,
  movedSecretCautions,
  newHostCautions,
  outsideChangeCautions,
  removalCautions,
} from '../../../src/plan/cautions.ts'
import type { Caution, Change, FieldChange, Origin } from '../../../src/plan/plan.ts'
import { planChanges } from '../../../src/plan/plan-changes.ts'
import {
  asIs,
  desired,
  desiredWebhook,
  KEY,
  live,
  liveWebhook,
  MAIN,
  MASKED,
  OTHER,
  type Sketch,
  TOKEN,
  UNSET,
} from './webhooks.ts'

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

describe('outside changes', () => {
  const webhook = { description: '', url: '', headerKey: null }
  const update = (id: string, origin: Origin, ...fields: readonly FieldChange[]): Change => ({
    action: 'update',
    id,
    origin,
    fields,
    keptHeader: null,
  })
  const description: FieldChange = { field: 'description', from: 'a', to: 'b' }
  const value = (fromKey: string): FieldChange => ({
    field: 'header',
    header: { kind: 'changed', fromKey, toKey: KEY, value: { result: 'changed' } },
  })

  it('are told apart if only a header value differs, which a rotated secret does too', () => {
    const changes: readonly Change[] = [
      update('value', 'outside', value(KEY)),
      { action: 'remove', id: 'removed', origin: 'outside', webhook },
      update('value and more', 'both', value(KEY), description),
      update('value of both', 'both', value(KEY)),
      update('header key', 'outside', value('X-Key')),
      update('added header', 'outside', { field: 'header', header: { kind: 'added', key: KEY } }),
      { action: 'create', id: 'created', origin: 'both', webhook },
      update('of the pull request', 'pull-request', description),
      update('unknown', 'unknown', value(KEY)),
    ]
    expect(outsideChangeCautions(changes)).toEqual([
      {
        kind: 'outside-change',
        valueOnly: false,
        ids: ['removed', 'value and more', 'header key', 'added header', 'created'],
      },
      { kind: 'outside-change', valueOnly: true, ids: ['value', 'value of both'] },
    ])
    expect(outsideChangeCautions(changes.slice(0, 1))).toEqual([
      { kind: 'outside-change', valueOnly: true, ids: ['value'] },
    ])
    expect(outsideChangeCautions(changes.slice(-2))).toEqual([])
  })
})

describe('a secret for a new host', () => {
  const before: Sketch = { ...MAIN, url: 'https://hooks.example.com/auco' }
  const url = 'https://hooks.example.net/auco'
  const caution = (
    to: string,
    from: string | null = 'https://hooks.example.com',
    id = 'default',
  ): Caution => ({
    kind: 'secret-to-new-host',
    id,
    secret: 'header',
    from,
    to,
  })
  const moved = [caution('https://hooks.example.net')]
  const againstBase = (file: readonly Sketch[], base: readonly Sketch[] = [before]) =>
    newHostCautions(desired(...file), desired(...base))
  const againstLive = (to: Partial<Sketch>, from: Partial<Sketch> = {}) =>
    movedSecretCautions([
      { id: 'default', from: liveWebhook({ ...before, ...from }), to: desiredWebhook({ ...before, ...to }) },
    ])

  it.each([
    ['another host', url, moved],
    ['a subdomain', 'https://a.hooks.example.com/auco', [caution('https://a.hooks.example.com')]],
    ['another port', 'https://hooks.example.com:8443/auco', [caution('https://hooks.example.com:8443')]],
    ['the default port, written out', 'https://hooks.example.com:443/auco', []],
    ['the same host in another case', 'https://HOOKS.example.com/auco', []],
    ['another path', 'https://hooks.example.com/other', []],
    ['another query', 'https://hooks.example.com/auco?key=1', []],
  ])('with a URL of %s', (_, to, expected) => {
    expect([againstLive({ url: to }), againstBase([{ ...before, url: to }])]).toEqual([expected, expected])
  })

  const rotated = { header: OTHER }
  const unset: Partial<Sketch> = { header: [KEY, UNSET] }
  const otherKey: Partial<Sketch> = { header: ['X-Token', TOKEN[1]] }
  const reworded: Partial<Sketch> = { header: [KEY, 'Token tok-4f9a8b7c6d'], written: 'Token ${AUCO_TOKEN}' }
  const otherVariable: Partial<Sketch> = { ...rotated, written: '${AUCO_NEW}', variables: ['AUCO_NEW'] }
  const literal: Partial<Sketch> = { header: [KEY, 'none'], written: 'none', variables: [] }
  it.each<[string, Partial<Sketch>, withoutBase: boolean, withBase: boolean]>([
    ['the same value', {}, true, true],
    ['an unknown value', unset, true, true],
    ['another key', otherKey, true, true],
    ['another value of the same variable', rotated, false, true],
    ['the same variable in other words', reworded, false, true],
    ['another variable', otherVariable, false, false],
    ['the same value, but no variable', { variables: [], written: 'auco' }, false, false],
    ['another value and no variable', literal, false, false],
    ['no header', { header: null }, false, false],
  ])('with a header of %s', (_, header, withoutBase, withBase) => {
    expect(againstLive({ url, ...header })).toEqual(withoutBase ? moved : [])
    expect(againstBase([{ ...before, url, ...header }])).toEqual(withBase ? moved : [])
  })

  it.each<[string, Partial<Sketch>, readonly Caution[]]>([
    ['a masked live value', { header: [KEY, MASKED] }, moved],
    ['no live header', { header: null }, []],
    ['an unparsable live URL', { url: 'hooks' }, [caution('https://hooks.example.net', '(not a URL)')]],
  ])('without a base branch, with %s', (_, from, expected) => {
    expect(againstLive({ url }, from)).toEqual(expected)
  })

  const bare: Sketch = { id: 'Audit', url, header: null }
  const audit: Sketch = { id: 'Audit', url, header: TOKEN }
  const there = caution('https://hooks.example.net', null, 'Audit')
  it.each<[string, readonly Sketch[], readonly Sketch[], readonly Caution[]]>([
    ['a new webhook', [before, audit], [before], [there]],
    ['an added header', [before, audit], [before, bare], [there]],
    [
      'a webhook that moves and gets a header',
      [before, audit],
      [before, { ...bare, url: before.url ?? '' }],
      [there],
    ],
    ['a new id for the same host', [before, { ...audit, url: before.url ?? '' }], [before], []],
    [
      'two webhooks that change places',
      [
        { ...before, url },
        { ...audit, url: before.url ?? '' },
      ],
      [before, audit],
      [],
    ],
    ['a variable that the base branch does not use', [audit], [{ ...before, variables: ['OLD'] }], []],
    ['no header in the base branch', [{ ...before, url }], [{ ...before, header: null }], []],
    ['no variable in a base branch', [audit], [], []],
    [
      'one of two variables',
      [{ ...before, variables: ['AUCO_TOKEN', 'NEW'], url }],
      [before, { id: 'b', url, header: TOKEN, variables: ['NEW'] }],
      moved,
    ],
  ])('against the base branch, by %s', (_, file, base, expected) => {
    expect(againstBase(file, base)).toEqual(expected)
  })

  const PATH = 'https://hooks.example.com/catch/${AUCO_PATH}'
  const hook = (url: string, written = PATH, isSet = true): Sketch => ({
    id: 'default',
    url,
    writtenUrl: { text: written, variables: ['AUCO_PATH'], isSet },
  })
  const before12 = hook('https://hooks.example.com/catch/12345x')
  const elsewhere = 'https://hooks.example.net/catch/${AUCO_PATH}'
  const movedUrl = [{ ...caution('https://hooks.example.net'), secret: 'url' }]
  it.each<[string, readonly Sketch[], readonly Sketch[], readonly object[]]>([
    ['moves', [hook('https://hooks.example.net/catch/12345x', elsewhere)], [before12], movedUrl],
    [
      'gets another value at the same host',
      [hook('https://hooks.example.com/catch/6', PATH)],
      [before12],
      [],
    ],
    [
      'gets a second webhook elsewhere',
      [before12, { ...hook('https://hooks.example.net/catch/12345x', elsewhere), id: 'b' }],
      [before12],
      [{ ...caution('https://hooks.example.net', null, 'b'), secret: 'url' }],
    ],
    [
      'is one that a header sent before',
      [hook('https://hooks.example.net/catch/tok', elsewhere)],
      [{ ...MAIN, variables: ['AUCO_PATH'] }],
      movedUrl,
    ],
    [
      'goes into a header elsewhere',
      [before12, { id: 'b', url, header: TOKEN, variables: ['AUCO_PATH'] }],
      [before12],
      [caution('https://hooks.example.net', null, 'b')],
    ],
  ])('in a URL, against the base branch, that %s', (_, file, base, expected) => {
    expect(againstBase(file, base)).toEqual(expected)
  })

  it.each<[string, Sketch, readonly object[]]>([
    ['with the same value', hook('https://hooks.example.net/in/12345x', elsewhere), movedUrl],
    ['with another value', hook('https://hooks.example.net/in/67890y', elsewhere), []],
    ['with an unknown value', hook('https://hooks.example.net/in/67890y', elsewhere, false), movedUrl],
    ['to the same host', hook('https://hooks.example.com/other/12345x'), []],
    ['without a variable', { id: 'default', url: 'https://hooks.example.net/in/12345x' }, []],
  ])('in a URL, without a base branch, that moves %s', (_, to, expected) => {
    const from = liveWebhook({ id: 'default', url: 'https://hooks.example.com/catch/12345x' })
    expect(movedSecretCautions([{ id: 'default', from, to: desiredWebhook(to) }])).toEqual(expected)
  })

  it('whatever is live', () => {
    const secretCautions = (now: Sketch) =>
      planChanges('stage', desired({ ...before, url }), live(now), desired(before), asIs).cautions.filter(
        ({ kind }) => kind === 'secret-to-new-host',
      )
    const outside = { ...before, url: 'https://else.example.com/' }
    for (const now of [before, { ...before, url }, { ...before, header: null }, outside])
      expect(secretCautions(now)).toEqual(moved)
    // Undoing an outside change sends nothing to a new host.
    const undone = planChanges('stage', desired(before), live(outside), desired(before), asIs)
    expect(undone.cautions.map(({ kind }) => kind)).toEqual(['outside-change'])
  })

  it.each([
    ['a pull request whose base branch cannot be read', 'unknown', ['secret-to-new-host']],
    ['a pull request that adds the file', 'new', ['secret-to-new-host']],
    ['no pull request, as in a drift check: live was moved, not the file', null, []],
  ] as const)('against live, in %s', (_, base, kinds) => {
    const outside = { ...before, url: 'https://else.example.com/' }
    const plan = planChanges('stage', desired(before), live(outside), base, asIs)
    expect(plan.cautions.map(({ kind }) => kind)).toEqual(kinds)
  })
})

describe('a first file', () => {
  const kinds = (file: readonly Sketch[], base: readonly Sketch[] | 'new' | null) =>
    planChanges('stage', desired(...file), live(MAIN, { id: 'a' }, { id: 'b' }), declared(base), asIs)
      .cautions
  const declared = (base: readonly Sketch[] | 'new' | null) =>
    base === null || base === 'new' ? base : desired(...base)

  it('that lists only some of the live webhooks: that is said before the removals', () => {
    expect(kinds([MAIN, { id: 'c', url: 'https://other.example/' }], 'new').slice(0, 2)).toEqual([
      { kind: 'partial-first-file', listed: 1, live: 3 },
      { kind: 'removal', ids: ['a', 'b'] },
    ])
  })

  it.each<[string, readonly Sketch[], readonly Sketch[] | 'new' | null]>([
    ['that lists all of them', [MAIN, { id: 'a' }, { id: 'b' }], 'new'],
    ['is none if the base branch has one', [MAIN], [MAIN]],
    ['is none if that is unknown', [MAIN], null],
  ])('%s', (_, file, base) => {
    expect(kinds(file, base).map(({ kind }) => kind)).not.toContain('partial-first-file')
  })
})

describe('kept webhooks', () => {
  const kept = (file: readonly Sketch[], now: LiveCompany, base: readonly Sketch[] | null = null) =>
    planChanges('stage', desired(...file), now, base && desired(...base), asIs, 'kept')
  const changed = { ...MAIN, description: 'New' }

  it('are neither changes nor outside changes, in the order of live', () => {
    const found = kept([MAIN], live({ id: 'b' }, MAIN, { id: 'a', header: OTHER }), [MAIN])
    expect(found).toMatchObject({ changes: [], unchanged: ['default'], kept: ['b', 'a'], cautions: [] })
  })

  it('are told if the base branch lists them', () => {
    expect(kept([MAIN], live(MAIN, { id: 'a' }, { id: 'b' }), [MAIN, { id: 'b' }]).cautions).toEqual([
      { kind: 'no-longer-listed', ids: ['b'] },
    ])
  })

  const hidden = live(MAIN, { id: 'a', header: [KEY, '****9fK2'] }, { id: 'b', header: TOKEN })
  it.each<[string, readonly Sketch[], readonly Caution[]]>([
    ['a write', [changed], [{ kind: 'cannot-keep', ids: ['a'] }]],
    ['none', [MAIN], []],
  ])('with a value that Auco does not return stand in the way of %s', (_, file, expected) => {
    expect(kept(file, hidden).cautions).toEqual(expected)
  })

  it('lose unknown fields in a write', () => {
    const now = {
      ...live(MAIN, { id: 'a' }),
      unknownFields: [{ id: 'a', fields: ['events'], unnamed: 0 }],
    }
    const told = [{ kind: 'unknown-fields', ids: ['a'], fields: ['events'], unnamed: 0 }]
    expect([kept([changed], now).cautions, kept([MAIN], now).cautions]).toEqual([told, []])
  })

  it('can look like one of the file', () => {
    expect(kept([MAIN], live(MAIN, { id: 'default\u200b' })).cautions).toEqual([
      { kind: 'similar-ids', ids: ['default', 'default\u200b'] },
    ])
  })
})

describe('ids that look alike', () => {
  it.each<[string, readonly string[], readonly string[], readonly (readonly [string, string])[]]>([
    ['an invisible character', ['default'], ['default', 'default\u200b'], [['default', 'default\u200b']]],
    ['composed and decomposed', ['caf\u00e9'], ['cafe\u0301'], [['caf\u00e9', 'cafe\u0301']]],
    ['both only live', ['default'], ['caf\u00e9', 'cafe\u0301'], [['caf\u00e9', 'cafe\u0301']]],
    [
      'three',
      ['a'],
      ['a\u200b', 'a\u200c'],
      [
        ['a', 'a\u200b'],
        ['a', 'a\u200c'],
      ],
    ],
    [
      'an invisible character between what is composed',
      ['caf\u00e9'],
      ['cafe\u200b\u0301'],
      [['caf\u00e9', 'cafe\u200b\u0301']],
    ],
    ['both in the file, whose warnings tell', ['a', 'a\u200b'], ['a', 'a\u200b'], []],
    ['another case', ['Billing'], ['billing'], []],
    ['another letter', ['a'], ['\u0430'], []],
  ])('are told: %s', (_, file, now, expected) => {
    const webhooks = (ids: readonly string[]) =>
      ids.map((id) => ({ id, url: `https://${encodeURIComponent(id).replaceAll('%', '')}.example` }))
    const { cautions } = planChanges('stage', desired(...webhooks(file)), live(...webhooks(now)), null, asIs)
    expect(cautions.filter(({ kind }) => kind === 'similar-ids')).toEqual(
      expected.map((ids) => ({ kind: 'similar-ids', ids })),
    )
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
  const cautions = (...file: readonly Sketch[]) =>
    planChanges('stage', desired(...file), company, null, asIs).cautions.filter(
      ({ kind }) => kind === 'unknown-fields',
    )

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
    expect(planChanges('stage', desired(MAIN), hidden, null, asIs).cautions).toEqual([
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
