import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { differingIds } from '../../../src/plan/compare-webhooks.ts'
import { defaultFirst } from '../../../src/plan/default-first.ts'
import { idsOf, type Plan } from '../../../src/plan/plan.ts'
import { planChanges } from '../../../src/plan/plan-changes.ts'
import { desired, desiredWebhook, live, liveWebhook, type Sketch } from './webhooks.ts'

const HEADER = ['Authorization', 'Bearer tok-4f9a8b7c6d'] as const
const OTHER = ['Authorization', 'Bearer tok-0000000000'] as const
const UNSET = { why: '`TOKEN` is not available to this run' }
const MASKED = { why: 'Auco returns the live value masked' }
const MAIN = { id: 'default', header: HEADER } as const

/** A plan without any difference, but for the parts that a test is about. */
const plan = (different: Partial<Plan> = {}): Plan => ({
  environment: 'stage',
  changes: [],
  unchanged: ['default'],
  cannotCompare: [],
  cautions: [],
  ...different,
})

describe('one webhook that is both in the file and live', () => {
  type Update = Extract<Plan['changes'][number], { action: 'update' }>
  type Row = readonly [
    name: string,
    from: Partial<Sketch>,
    to: Partial<Sketch>,
    fields: Update['fields'],
    keptHeader?: Update['keptHeader'],
  ]
  const rows: readonly Row[] = [
    [
      'another description',
      { description: 'Main' },
      { description: 'Every event' },
      [{ field: 'description', from: 'Main', to: 'Every event' }],
    ],
    [
      'no description before',
      { description: '' },
      { description: 'Main' },
      [{ field: 'description', from: '', to: 'Main' }],
    ],
    [
      'space in the description',
      { description: 'Main' },
      { description: 'Main ' },
      [{ field: 'description', from: 'Main', to: 'Main ' }],
    ],
    [
      'another path',
      { url: 'https://a.example/x' },
      { url: 'https://a.example/y' },
      [{ field: 'url', from: 'https://a.example/x', to: 'https://a.example/y', hiddenPart: false }],
    ],
    [
      'a slash at the end',
      { url: 'https://a.example' },
      { url: 'https://a.example/' },
      [{ field: 'url', from: 'https://a.example', to: 'https://a.example/', hiddenPart: false }],
    ],
    [
      'another query value',
      { url: 'https://a.example/?key=first' },
      { url: 'https://a.example/?key=second' },
      [
        {
          field: 'url',
          from: 'https://a.example/?key=***',
          to: 'https://a.example/?key=***',
          hiddenPart: true,
        },
      ],
    ],
    [
      'another path and query value',
      { url: 'https://a.example/x?key=first' },
      { url: 'https://a.example/y?key=second' },
      [
        {
          field: 'url',
          from: 'https://a.example/x?key=***',
          to: 'https://a.example/y?key=***',
          hiddenPart: true,
        },
      ],
    ],
    [
      'a user no more',
      { url: 'https://user:password@a.example/' },
      { url: 'https://a.example/' },
      [{ field: 'url', from: 'https://***@a.example/', to: 'https://a.example/', hiddenPart: true }],
    ],
    [
      'a live URL that is none',
      { url: 'hooks', header: null },
      { url: 'https://a.example/', header: null },
      [{ field: 'url', from: '(not a URL)', to: 'https://a.example/', hiddenPart: true }],
      null,
    ],
    [
      'a header',
      { header: null },
      { header: HEADER },
      [{ field: 'header', header: { kind: 'added', key: 'Authorization' } }],
      null,
    ],
    [
      'a header whose value is not known',
      { header: null },
      { header: ['Authorization', UNSET] },
      [{ field: 'header', header: { kind: 'added', key: 'Authorization' } }],
      null,
    ],
    [
      'no header any more',
      { header: HEADER },
      { header: null },
      [{ field: 'header', header: { kind: 'removed', key: 'Authorization' } }],
      null,
    ],
    [
      'another header value',
      { header: OTHER },
      { header: HEADER },
      [
        {
          field: 'header',
          header: {
            kind: 'changed',
            fromKey: 'Authorization',
            toKey: 'Authorization',
            value: { result: 'changed' },
          },
        },
      ],
      null,
    ],
    [
      'another header key',
      { header: ['X-Token', HEADER[1]] },
      { header: HEADER },
      [
        {
          field: 'header',
          header: {
            kind: 'changed',
            fromKey: 'X-Token',
            toKey: 'Authorization',
            value: { result: 'unchanged' },
          },
        },
      ],
      null,
    ],
    [
      'a header key in other letters',
      { header: ['authorization', HEADER[1]] },
      { header: HEADER },
      [
        {
          field: 'header',
          header: {
            kind: 'changed',
            fromKey: 'authorization',
            toKey: 'Authorization',
            value: { result: 'unchanged' },
          },
        },
      ],
      null,
    ],
    [
      'another header key and value',
      { header: ['X-Token', OTHER[1]] },
      { header: HEADER },
      [
        {
          field: 'header',
          header: {
            kind: 'changed',
            fromKey: 'X-Token',
            toKey: 'Authorization',
            value: { result: 'changed' },
          },
        },
      ],
      null,
    ],
    [
      'everything else',
      { description: 'Old', url: 'https://a.example/', header: null },
      { description: 'New', url: 'https://b.example/' },
      [
        { field: 'description', from: 'Old', to: 'New' },
        { field: 'url', from: 'https://a.example/', to: 'https://b.example/', hiddenPart: false },
        { field: 'header', header: { kind: 'added', key: 'Authorization' } },
      ],
      null,
    ],
  ]

  const KEPT = { key: 'Authorization', value: { result: 'unchanged' } } as const

  it.each(
    rows.map(([name, from, to, fields, keptHeader = KEPT]) => ({ name, from, to, fields, keptHeader })),
  )('is updated to have $name', ({ from, to, fields, keptHeader }) => {
    const found = planChanges('stage', desired({ ...MAIN, ...to }), live({ ...MAIN, ...from }), null)
    expect(found).toEqual(
      plan({
        unchanged: [],
        changes: [{ action: 'update', id: 'default', origin: 'unknown', fields, keptHeader }],
      }),
    )
  })

  it.each([
    ['with a header', MAIN],
    ['without a header', { id: 'default' }],
    ['with a URL that hides something', { ...MAIN, url: 'https://user:password@a.example/?key=secret#part' }],
    ['with a URL that is none', { ...MAIN, url: 'hooks' }],
  ])('is unchanged %s', (_, sketch) => {
    const found = planChanges('production', desired(sketch), live(sketch), null)
    expect(found).toEqual(plan({ environment: 'production' }))
  })
})

describe('a header value that is not known', () => {
  const key = { key: 'Authorization', value: { result: 'cannot-compare' } } as const

  it.each([
    ['to this run', HEADER[1], UNSET, UNSET.why],
    ['because Auco masks it', MASKED, HEADER[1], MASKED.why],
    ['on either side, which names the one that a person can change', MASKED, UNSET, UNSET.why],
  ])('%s is neither changed nor proven equal', (_, from, to, why) => {
    const found = planChanges(
      'stage',
      desired({ id: 'default', header: ['Authorization', to] }),
      live({ id: 'default', header: ['Authorization', from] }),
      null,
    )
    expect(found).toEqual(plan({ cannotCompare: [{ id: 'default', why }] }))
  })

  it.each([
    [
      'X-Token',
      {
        kind: 'changed',
        fromKey: 'X-Token',
        toKey: 'Authorization',
        value: { result: 'cannot-compare', ...UNSET },
      },
    ],
    [
      'authorization',
      {
        kind: 'changed',
        fromKey: 'authorization',
        toKey: 'Authorization',
        value: { result: 'cannot-compare', ...UNSET },
      },
    ],
  ] as const)('still lets a change of the key %s be seen', (fromKey, header) => {
    const found = planChanges(
      'stage',
      desired({ id: 'default', header: ['Authorization', UNSET] }),
      live({ id: 'default', header: [fromKey, HEADER[1]] }),
      null,
    )
    expect(found).toEqual(
      plan({
        unchanged: [],
        changes: [
          {
            action: 'update',
            id: 'default',
            origin: 'unknown',
            fields: [{ field: 'header', header }],
            keptHeader: null,
          },
        ],
        cannotCompare: [{ id: 'default', ...UNSET }],
      }),
    )
  })

  it('still lets other fields be seen to change, and says that the header was not compared', () => {
    const found = planChanges(
      'stage',
      desired({ id: 'default', description: 'New', header: ['Authorization', UNSET] }),
      live({ ...MAIN, description: 'Old' }),
      null,
    )
    expect(found).toEqual(
      plan({
        unchanged: [],
        changes: [
          {
            action: 'update',
            id: 'default',
            origin: 'unknown',
            fields: [{ field: 'description', from: 'Old', to: 'New' }],
            keptHeader: { ...key, value: { ...key.value, ...UNSET } },
          },
        ],
        cannotCompare: [{ id: 'default', ...UNSET }],
      }),
    )
  })

  it('is of no matter for a webhook that is created or removed', () => {
    const found = planChanges(
      'stage',
      desired({ id: 'new', url: 'https://new.example/', header: ['Key', UNSET] }),
      live({ id: 'old', header: ['Key', MASKED] }),
      null,
    )
    expect(found.cannotCompare).toEqual([])
  })
})

describe('webhooks that are in one place only', () => {
  const old = {
    id: 'old',
    description: 'Old',
    url: 'https://old.example/?key=secret',
    header: OTHER,
  } as const
  const fresh = {
    id: 'new',
    description: 'New',
    url: 'https://new.example/',
    header: ['X-Key', UNSET],
  } as const

  it('are created and removed, shown without what may be secret', () => {
    expect(planChanges('stage', desired(MAIN, fresh), live(MAIN, old), null)).toEqual(
      plan({
        changes: [
          {
            action: 'remove',
            id: 'old',
            origin: 'unknown',
            webhook: { description: 'Old', url: 'https://old.example/?key=***', headerKey: 'Authorization' },
          },
          {
            action: 'create',
            id: 'new',
            origin: 'unknown',
            webhook: { description: 'New', url: 'https://new.example/', headerKey: 'X-Key' },
          },
        ],
        cautions: [{ kind: 'removal', ids: ['old'] }],
      }),
    )
  })

  it('are told apart by the letters of their ids', () => {
    const found = planChanges(
      'stage',
      desired(MAIN, { ...fresh, id: 'Billing' }),
      live(MAIN, { ...old, id: 'billing' }),
      null,
    )
    expect([idsOf(found, 'remove'), idsOf(found, 'create')]).toEqual([['billing'], ['Billing']])
  })

  it.each(['__proto__', 'constructor', 'toString', ''])('may be called %j', (id) => {
    expect(planChanges('stage', desired(MAIN, { id }), live(MAIN), null).changes).toMatchObject([
      { action: 'create', id },
    ])
    expect(planChanges('stage', desired(MAIN), live(MAIN, { id }), null).changes).toMatchObject([
      { action: 'remove', id },
    ])
    expect(planChanges('stage', desired(MAIN, { id }), live(MAIN, { id }), null)).toEqual(
      plan({ unchanged: ['default', id] }),
    )
  })

  it('are all created where nothing is live', () => {
    const found = planChanges('stage', desired(MAIN, fresh), live(), null)
    expect([idsOf(found, 'create'), found.unchanged, found.cautions]).toEqual([['default', 'new'], [], []])
  })
})

describe('order', () => {
  const at = (id: string, description = id): Sketch => ({ id, description, url: `https://${id}.example/` })

  it('is removals as they are live, then updates and creations as they are in the file', () => {
    const found = planChanges(
      'stage',
      desired(at('c1'), at('u2', 'new'), at('same2'), at('u1', 'new'), at('c0'), at('same1')),
      live(at('r2'), at('same1'), at('u1'), at('r1'), at('same2'), at('u2')),
      null,
    )
    expect(found.changes.map(({ action, id }) => `${action} ${id}`)).toEqual([
      'remove r2',
      'remove r1',
      'update u2',
      'update u1',
      'create c1',
      'create c0',
    ])
    expect(found.unchanged).toEqual(['same2', 'same1'])
    expect(found.cautions).toEqual([{ kind: 'removal', ids: ['r2', 'r1'] }])
  })

  it('of the webhooks makes no difference', () => {
    expect(planChanges('stage', desired(at('b'), MAIN, at('a')), live(at('a'), at('b'), MAIN), null)).toEqual(
      plan({ unchanged: ['b', 'default', 'a'] }),
    )
  })

  it.each([
    [['default'], ['default']],
    [
      ['b', 'default', 'a'],
      ['default', 'b', 'a'],
    ],
    [
      ['b', 'a', 'default'],
      ['default', 'b', 'a'],
    ],
    [
      ['b', 'Default', 'a'],
      ['b', 'Default', 'a'],
    ],
    [[], []],
  ])('of sending %j is %j: default first, then as in the file', (ids, sent) => {
    expect(defaultFirst(ids.map((id) => desiredWebhook({ id }))).map(({ id }) => id)).toEqual(sent)
  })
})

describe('the caution about a rename', () => {
  const from = { id: 'Billing', url: 'https://billing.example/auco', header: HEADER } as const
  const cautions = (to: readonly Sketch[], before: readonly Sketch[] = [from]) =>
    planChanges('stage', desired(MAIN, ...to), live(MAIN, ...before), null).cautions.filter(
      ({ kind }) => kind === 'rename',
    )
  const rename = { kind: 'rename', from: 'Billing', to: 'Invoices' }

  it.each([
    ['its URL and header', {}, [rename]],
    ['its URL and header, but another description', { description: 'Other' }, [rename]],
    ['its URL and header key, but another value', { header: OTHER }, [rename]],
    ['its URL and header key, but a value that is not known', { header: ['Authorization', UNSET] }, [rename]],
    ['its URL and header key in other letters', { header: ['AUTHORIZATION', HEADER[1]] }, [rename]],
    ['another URL', { url: 'https://billing.example/other' }, []],
    ['a URL that differs in a hidden part', { url: 'https://billing.example/auco?key=1' }, []],
    ['another header key', { header: ['X-Token', HEADER[1]] }, []],
    ['no header', { header: null }, []],
  ] as const)('depends on what comes back: %s', (_, different, expected) => {
    expect(cautions([{ ...from, id: 'Invoices', ...different }])).toEqual(expected)
  })

  it('is given for a webhook without a header', () => {
    expect(cautions([{ id: 'Invoices', url: from.url }], [{ id: 'Billing', url: from.url }])).toEqual([
      rename,
    ])
  })

  it('is not given where only a hidden part of the URL differs', () => {
    const url = 'https://billing.example/auco?key='
    expect(cautions([{ id: 'Invoices', url: `${url}1` }], [{ id: 'Billing', url: `${url}2` }])).toEqual([])
  })

  it('pairs each removed webhook with one created, in order', () => {
    const to = ['x', 'y', 'z'].map((id) => ({ ...from, id }))
    const before = ['a', 'b'].map((id) => ({ ...from, id }))
    expect(cautions(to, before)).toEqual([
      { kind: 'rename', from: 'a', to: 'x' },
      { kind: 'rename', from: 'b', to: 'y' },
    ])
    expect(cautions(to.slice(0, 1), before)).toEqual([{ kind: 'rename', from: 'a', to: 'x' }])
  })

  it('is not given where the old id stays', () => {
    expect(cautions([from, { ...from, id: 'Invoices' }])).toEqual([])
  })

  it('stands beside the caution about the removal', () => {
    const found = planChanges('stage', desired(MAIN, { ...from, id: 'Invoices' }), live(MAIN, from), null)
    expect(found.cautions).toEqual([{ kind: 'removal', ids: ['Billing'] }, rename])
  })
})

describe('the caution about a secret that goes to a new host', () => {
  const before = { ...MAIN, url: 'https://hooks.example.com/auco' } as const
  const caution = (to: string) => [
    { kind: 'secret-to-new-host', id: 'default', from: 'https://hooks.example.com', to },
  ]
  const cautions = (to: Partial<Sketch>, from: Partial<Sketch> = {}, base: readonly Sketch[] | null = null) =>
    planChanges(
      'stage',
      desired({ ...before, ...to }),
      live({ ...before, ...from }),
      base && desired(...base),
    ).cautions.filter(({ kind }) => kind === 'secret-to-new-host')

  it.each([
    ['another host', 'https://hooks.example.net/auco', caution('https://hooks.example.net')],
    ['a host below', 'https://a.hooks.example.com/auco', caution('https://a.hooks.example.com')],
    ['another port', 'https://hooks.example.com:8443/auco', caution('https://hooks.example.com:8443')],
    ['the same port, written out', 'https://hooks.example.com:443/auco', []],
    ['the same host in other letters', 'https://HOOKS.example.com/auco', []],
    ['another path', 'https://hooks.example.com/other', []],
    ['another query', 'https://hooks.example.com/auco?key=1', []],
  ])('depends on where the URL goes: %s', (_, url, expected) => {
    expect(cautions({ url })).toEqual(expected)
    expect(cautions({ url }, {}, [before])).toEqual(expected)
  })

  const url = 'https://hooks.example.net/auco'
  const moved = caution('https://hooks.example.net')

  it.each([
    ['stays', {}, moved],
    ['cannot be compared', { header: ['Authorization', UNSET] }, moved],
    ['comes under another key', { header: ['X-Token', HEADER[1]] }, moved],
    ['is another one', { header: OTHER }, []],
    ['has no variable, so is no secret', { variables: [], written: 'auco' }, []],
    ['is gone', { header: null }, []],
  ] as const)('depends on the header without a base branch: it %s', (_, to, expected) => {
    expect(cautions({ url, ...to })).toEqual(expected)
  })

  it.each([
    ['the same variables', {}, moved],
    ['the same variables, rotated', { header: OTHER }, moved],
    ['the same variables, not available here', { header: ['Authorization', UNSET] }, moved],
    ['the same variables under another key', { header: ['X-Token', HEADER[1]] }, moved],
    [
      'the same variables in other words',
      { header: ['Authorization', 'Token tok-4f9a8b7c6d'], written: 'Token ${TOKEN}' },
      moved,
    ],
    ['another variable', { header: OTHER, written: 'Bearer ${NEW_TOKEN}', variables: ['NEW_TOKEN'] }, []],
    ['no variable', { header: ['Authorization', 'none'], written: 'none', variables: [] }, []],
    ['no header', { header: null }, []],
  ] as const)('depends on the header that the base branch has: %s', (_, to, expected) => {
    expect(cautions({ url, ...to }, {}, [before])).toEqual(expected)
  })

  it('is given when Auco masks the live value', () => {
    expect(cautions({ url }, { header: ['Authorization', MASKED] })).toEqual(moved)
  })

  it('is not given for a webhook that has had no header so far', () => {
    expect(cautions({ url }, { header: null }, [{ ...before, header: null }])).toEqual([])
  })

  it('names a live URL that is none', () => {
    expect(cautions({ url }, { url: 'hooks' })).toEqual([
      { kind: 'secret-to-new-host', id: 'default', from: '(not a URL)', to: 'https://hooks.example.net' },
    ])
  })
})

describe('the caution about a legacy webhook', () => {
  it.each([
    [true, [], [{ kind: 'legacy-webhook' }]],
    [true, [MAIN], []],
    [false, [], []],
  ])('with a legacy webhook %s and live webhooks %j is %j', (hasLegacyWebhook, webhooks, expected) => {
    const company = { ...live(...webhooks), hasLegacyWebhook }
    expect(planChanges('stage', desired(MAIN), company, null).cautions).toEqual(expected)
  })
})

describe('who made a difference', () => {
  const old = { id: 'Billing', description: 'Old', url: 'https://billing.example/' } as const
  const fresh = { ...old, description: 'New' } as const
  const third = { ...old, description: 'Third' } as const
  const cautionAbout = (id: string, valueOnly = false) => [{ kind: 'outside-change', ids: [id], valueOnly }]
  const removal = { kind: 'removal', ids: ['Billing'] }

  it.each([
    ['changed by the pull request', [fresh], [old], [old], ['update pull-request'], []],
    ['changed outside', [old], [fresh], [old], ['update outside'], cautionAbout('Billing')],
    ['changed by both', [fresh], [third], [old], ['update both'], cautionAbout('Billing')],
    ['changed outside to what the pull request has', [fresh], [fresh], [old], [], []],
    ['created by the pull request', [old], [], [], ['create pull-request'], []],
    ['removed by the pull request', [], [old], [old], ['remove pull-request'], [removal]],
    ['created outside', [], [old], [], ['remove outside'], [removal, ...cautionAbout('Billing')]],
    ['removed outside', [old], [], [old], ['create outside'], cautionAbout('Billing')],
    ['removed outside and changed here', [fresh], [], [old], ['create both'], cautionAbout('Billing')],
    [
      'changed outside and removed here',
      [],
      [fresh],
      [old],
      ['remove both'],
      [removal, ...cautionAbout('Billing')],
    ],
    ['created on both sides', [fresh], [third], [], ['update both'], cautionAbout('Billing')],
  ] as const)('is seen by the base branch: %s', (_, to, now, base, changes, cautions) => {
    const found = planChanges('stage', desired(MAIN, ...to), live(MAIN, ...now), desired(MAIN, ...base))
    expect(found.changes.map(({ action, origin }) => `${action} ${origin}`)).toEqual(changes)
    expect(found.cautions).toEqual(cautions)
  })

  it('is unknown without a base branch', () => {
    const found = planChanges('stage', desired(MAIN, fresh), live(MAIN, old), null)
    expect(found.changes.map(({ origin }) => origin)).toEqual(['unknown'])
    expect(found.cautions).toEqual([])
  })

  it('is told apart where only a header value differs, which a rotated secret does too', () => {
    const found = planChanges(
      'stage',
      desired(MAIN, old),
      live({ ...MAIN, header: OTHER }, fresh),
      desired(MAIN, old),
    )
    expect(found.cautions).toEqual([
      { kind: 'outside-change', ids: ['Billing'], valueOnly: false },
      { kind: 'outside-change', ids: ['default'], valueOnly: true },
    ])
  })

  it('is the pull request too where it writes another variable, whatever the values', () => {
    const before = { ...MAIN, written: 'Bearer ${OLD}', variables: ['OLD'] }
    const now = live({ ...MAIN, description: 'Changed outside' })
    const origins = (to: Sketch) =>
      planChanges('stage', desired(to), now, desired(before)).changes.map(({ origin }) => origin)
    expect(origins({ ...before, written: 'Bearer ${NEW}', variables: ['NEW'] })).toEqual(['both'])
    expect(origins(before)).toEqual(['outside'])
    // A value that differs although the file writes the same is no change of the pull request.
    expect(origins({ ...before, header: OTHER })).toEqual(['outside'])
  })

  it('is not laid to somebody outside where a value cannot be compared', () => {
    const unset = { ...MAIN, header: ['Authorization', UNSET] } as const
    const found = planChanges(
      'stage',
      desired({ ...unset, description: 'New' }),
      live({ ...MAIN, header: OTHER }),
      desired(unset),
    )
    expect(found.changes.map(({ origin }) => origin)).toEqual(['pull-request'])
    expect(found.cautions).toEqual([])
  })
})

describe('ids', () => {
  it('of a plan are those of one kind of change', () => {
    const found = planChanges(
      'stage',
      desired({ id: 'a', description: 'New' }, { id: 'b' }, { id: 'c' }),
      live({ id: 'd' }, { id: 'a' }, { id: 'c' }),
      null,
    )
    expect(idsOf(found, 'remove')).toEqual(['d'])
    expect(idsOf(found, 'update')).toEqual(['a'])
    expect(idsOf(found, 'create')).toEqual(['b'])
  })

  it.each([
    ['equal sets', [MAIN], [MAIN], []],
    ['empty sets', [], [], []],
    ['an order that differs', [MAIN, { id: 'b' }], [{ id: 'b' }, MAIN], []],
    ['a description', [MAIN], [{ ...MAIN, description: 'x' }], ['default']],
    [
      'a hidden part of a URL',
      [{ id: 'a', url: 'https://a.example/?k=1' }],
      [{ id: 'a', url: 'https://a.example/?k=2' }],
      ['a'],
    ],
    [
      'the spelling of a URL',
      [{ id: 'a', url: 'https://a.example' }],
      [{ id: 'a', url: 'https://a.example/' }],
      ['a'],
    ],
    ['a header value', [MAIN], [{ ...MAIN, header: OTHER }], ['default']],
    ['a header value that cannot be compared', [MAIN], [{ ...MAIN, header: ['Authorization', MASKED] }], []],
    ['a header', [MAIN], [{ id: 'default' }], ['default']],
    ['what is in one set only', [{ id: 'a' }, MAIN], [MAIN, { id: 'z' }], ['a', 'z']],
  ] as const)('in which two sets differ: %s', (_, a, b, ids) => {
    expect(differingIds(a.map(liveWebhook), b.map(liveWebhook))).toEqual(ids)
    expect(differingIds(b.map(liveWebhook), a.map(liveWebhook)).toSorted()).toEqual(ids)
  })
})

describe('what may be secret', () => {
  const secrets = [
    'live-h3ader',
    'file-h3ader',
    'base-h3ader',
    'us3r',
    'p4ssword',
    'qu3ry-value',
    'fr4gment',
    'wr1tten',
  ]
  const url = 'https://us3r:p4ssword@hooks.example.com/auco?key=qu3ry-value#fr4gment'
  const from = { id: 'default', url, header: ['Key', 'live-h3ader'] } as const
  const to = {
    id: 'default',
    url: `${url}2`,
    header: ['Key', 'file-h3ader'],
    written: 'wr1tten ${TOKEN}',
  } as const
  const things = {
    'a plan': planChanges(
      'stage',
      desired(to, { ...to, id: 'new' }),
      live(from, { ...from, id: 'old' }),
      desired({ ...to, header: ['Key', 'base-h3ader'] }),
    ),
    'webhooks of the file': desired(to),
    'a live company': live(from),
    'a header': desiredWebhook(to).header,
    'a URL': desiredWebhook(to).url,
  }
  const prints = {
    'JSON.stringify': (value: unknown) => JSON.stringify(value),
    'JSON.stringify with indentation': (value: unknown) => JSON.stringify([value], null, 2),
    'util.inspect': (value: unknown) => inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
    'util.inspect with getters and without custom inspection': (value: unknown) =>
      inspect(value, {
        depth: Number.POSITIVE_INFINITY,
        showHidden: true,
        getters: true,
        customInspect: false,
        showProxy: true,
      }),
    'a template': (value: unknown) => `${value}`,
    'an error': (value: unknown) =>
      inspect(new Error('Failed', { cause: value }), { depth: Number.POSITIVE_INFINITY }),
    'structuredClone of its JSON': (value: unknown) =>
      inspect(structuredClone(JSON.parse(JSON.stringify(value)))),
    'its properties, one by one': (value: unknown) =>
      inspect(Object.values(Object.getOwnPropertyDescriptors(value)), {
        depth: Number.POSITIVE_INFINITY,
        showHidden: true,
      }),
  }

  it.each(Object.keys(things).flatMap((thing) => Object.keys(prints).map((print) => [thing, print])))(
    'is not in %s as %s',
    (thing, print) => {
      const value = Object.entries(things).find(([name]) => name === thing)?.[1]
      const text = Object.entries(prints).find(([name]) => name === print)?.[1](value) ?? ''
      expect(text).not.toBe('')
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    },
  )

  it('comes out where it is asked for, or these tests would prove nothing', () => {
    expect(desiredWebhook(to).url.reveal()).toBe(`${url}2`)
    expect(desiredWebhook(to).header?.written.reveal()).toBe('wr1tten ${TOKEN}')
  })
})
