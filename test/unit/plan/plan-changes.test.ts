import { describe, expect, it } from 'vitest'
import { idsOf, type Plan } from '../../../src/plan/plan.ts'
import { planChanges } from '../../../src/plan/plan-changes.ts'
import { asIs, desired, KEY, live, MAIN, MASKED, OTHER, type Sketch, TOKEN, UNSET } from './webhooks.ts'

const plan = (file: readonly Sketch[], now: readonly Sketch[], base: readonly Sketch[] | null = null): Plan =>
  planChanges('stage', desired(...file), live(...now), base && desired(...base), asIs)
const empty: Plan = {
  environment: 'stage',
  changes: [],
  unchanged: [],
  kept: [],
  cannotCompare: [],
  cautions: [],
}

describe('a plan', () => {
  it('removes, updates and creates, and shows nothing that may be secret', () => {
    const old: Sketch = {
      id: 'old',
      description: 'Old',
      url: 'https://old.example/?key=secret',
      header: OTHER,
    }
    const fresh: Sketch = {
      id: 'new',
      description: 'New',
      url: 'https://new.example/',
      header: ['X-Key', UNSET],
    }
    expect(plan([{ ...MAIN, description: 'New' }, fresh], [MAIN, old])).toEqual({
      ...empty,
      changes: [
        {
          action: 'remove',
          id: 'old',
          origin: 'unknown',
          webhook: { description: 'Old', url: 'https://old.example/?key=***', headerKey: KEY },
        },
        {
          action: 'update',
          id: 'default',
          origin: 'unknown',
          fields: [{ field: 'description', from: 'Main', to: 'New' }],
          keptHeader: { key: KEY, value: { result: 'unchanged' } },
        },
        {
          action: 'create',
          id: 'new',
          origin: 'unknown',
          webhook: { description: 'New', url: 'https://new.example/', headerKey: 'X-Key' },
        },
      ],
      cautions: [{ kind: 'removal', ids: ['old'] }],
    })
  })

  it('without a difference is empty, in any order', () => {
    const found = planChanges('production', desired({ id: 'b' }, MAIN), live(MAIN, { id: 'b' }), null, asIs)
    expect(found).toEqual({ ...empty, environment: 'production', unchanged: ['b', 'default'] })
  })

  it('lists header values that cannot be compared, whether the webhook changes or not', () => {
    const found = plan(
      [
        { id: 'a', header: [KEY, UNSET] },
        { id: 'b', description: 'New', header: TOKEN },
        { id: 'new', url: 'https://new.example/', header: [KEY, UNSET] },
      ],
      [
        { id: 'a', header: TOKEN },
        { id: 'b', header: [KEY, MASKED] },
        { id: 'old', header: [KEY, MASKED] },
      ],
    )
    expect([found.unchanged, idsOf(found, 'update'), found.cannotCompare]).toEqual([
      [],
      ['b'],
      [
        { id: 'a', field: 'header', ...UNSET },
        { id: 'b', field: 'header', ...MASKED },
      ],
    ])
  })

  it('creates everything if nothing is live', () => {
    const found = plan([MAIN, { id: 'a' }], [])
    expect([idsOf(found, 'create'), found.unchanged, found.cautions]).toEqual([['default', 'a'], [], []])
  })

  it('distinguishes ids by case', () => {
    const found = plan([MAIN, { id: 'Billing' }], [MAIN, { id: 'billing', url: 'https://b.example' }])
    expect([idsOf(found, 'remove'), idsOf(found, 'create')]).toEqual([['billing'], ['Billing']])
  })

  it.each(['__proto__', 'constructor', 'toString', ''])('may have the id %j', (id) => {
    expect([
      idsOf(plan([MAIN, { id }], [MAIN]), 'create'),
      idsOf(plan([MAIN], [MAIN, { id }]), 'remove'),
      plan([{ id }], [{ id }]).unchanged,
    ]).toEqual([[id], [id], [id]])
  })

  it('has removals in the order of live, then updates and creations in the order of the file', () => {
    const at = (id: string, description = id): Sketch => ({ id, description, url: `https://${id}.example/` })
    const found = plan(
      [at('c1'), at('u2', 'new'), at('same2'), at('u1', 'new'), at('c0'), at('same1')],
      [at('r2'), at('same1'), at('u1'), at('r1'), at('same2'), at('u2')],
    )
    expect([found.changes.map(({ action, id }) => `${action} ${id}`), found.unchanged]).toEqual([
      ['remove r2', 'remove r1', 'update u2', 'update u1', 'create c1', 'create c0'],
      ['same2', 'same1'],
    ])
  })

  it('has the origin of every change, and all cautions in order', () => {
    const billing: Sketch = { id: 'Billing', url: 'https://billing.example/', header: TOKEN }
    const moved: Sketch = { ...MAIN, url: 'https://hooks.example.net/auco' }
    const outside: Sketch = { id: 'outside' }
    const found = plan(
      [moved, { ...billing, id: 'Invoices' }, outside],
      [MAIN, billing, { ...outside, description: 'Changed' }],
      [MAIN, billing, outside],
    )
    expect(found.changes.map(({ id, origin }) => `${id}: ${origin}`)).toEqual([
      'Billing: pull-request',
      'default: pull-request',
      'outside: outside',
      'Invoices: pull-request',
    ])
    expect(found.cautions).toEqual([
      { kind: 'rename', from: 'Billing', to: 'Invoices' },
      { kind: 'outside-change', ids: ['outside'], valueOnly: false },
      {
        kind: 'secret-to-new-host',
        secret: 'header',
        id: 'default',
        from: 'https://hooks.example.com',
        to: 'https://hooks.example.net',
      },
    ])
  })

  it('has no rename if the old id stays', () => {
    expect(plan([MAIN, { ...MAIN, id: 'copy' }], [MAIN]).cautions).toEqual([])
  })

  it('cautions about a legacy webhook', () => {
    const company = { webhooks: [], hasLegacyWebhook: true, unknownFields: [] }
    expect(planChanges('stage', desired(MAIN), company, null, asIs).cautions).toEqual([
      { kind: 'legacy-webhook' },
    ])
  })
})
