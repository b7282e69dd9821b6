import { describe, expect, it } from 'vitest'
import type { Change, Plan } from '../../../src/plan/plan.ts'
import {
  limitedDelivered,
  limitedIds,
  limitedPlanJson,
  MAX_IDS_BYTES,
  MAX_PLAN_BYTES,
} from '../../../src/report/limited-outputs.ts'
import { planJson } from '../../../src/report/plan-json.ts'
import { asIs, desiredWebhook } from '../plan/webhooks.ts'
import { emptyPlan } from './fixtures.ts'

const ids = (number: number, text = 'Office') =>
  Array.from({ length: number }, (_, index) => `${text} ${index}`)
const removal = (id: string): Change => ({
  action: 'remove',
  id,
  webhook: { description: `Events of ${id}`, url: 'https://office.example/auco', headerKey: null },
})
const planOf = (removed: readonly string[], unchanged: readonly string[] = []): Plan => ({
  ...emptyPlan,
  changes: removed.map(removal),
  unchanged,
  cautions: removed.length === 0 ? [] : [{ kind: 'removal', ids: removed }],
})

describe('a list of ids', () => {
  it('that fits is whole', () => {
    expect(limitedIds(['default', 'Ñandú'])).toEqual({ json: '["default","Ñandú"]', omitted: 0 })
    expect(limitedIds([])).toEqual({ json: '[]', omitted: 0 })
  })

  it.each([
    ['10,000 ids', ids(10_000), 4_000],
    ['ids of several bytes a character', ids(10_000, '文書'), 3_000],
    ['ids full of quotes', ids(10_000, '"""""'), 2_000],
  ])('that does not fit starts with as many as do: %s', (_, many, least) => {
    const { json, omitted } = limitedIds(many)
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_IDS_BYTES)
    const shown: unknown = JSON.parse(json)
    expect(shown).toEqual(many.slice(0, many.length - omitted))
    expect(many.length - omitted).toBeGreaterThan(least)
  })

  it('whose first id does not fit is empty', () => {
    expect(limitedIds(['x'.repeat(MAX_IDS_BYTES), 'y'])).toEqual({ json: '[]', omitted: 2 })
  })
})

describe('a plan', () => {
  it('that fits is whole, and says nothing of leaving out', () => {
    const plan = planOf(ids(3), ids(2))
    expect(limitedPlanJson(plan, 'live', {})).toBe(planJson(plan, 'live'))
  })

  it('says which other outputs were cut', () => {
    const plan = planOf(ids(1))
    const json = limitedPlanJson(plan, 'default-branch', { added: 7, removed: 0 })
    expect(JSON.parse(json)).toEqual({
      ...JSON.parse(planJson(plan, 'default-branch')),
      truncated: { added: 7 },
    })
  })

  it('of 10,000 removals has the first of each list, and counts the others', () => {
    const removed = ids(10_000)
    const json = limitedPlanJson(planOf(removed, ids(5)), 'live', { removed: 4_000 })
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_PLAN_BYTES)
    const { changes, unchanged, cautions, truncated } = JSON.parse(json)
    expect(changes.length).toBeGreaterThan(300)
    expect(changes).toEqual(removed.slice(0, changes.length).map(removal))
    expect(unchanged).toEqual(ids(5))
    expect(cautions).toEqual([{ kind: 'removal', ids: removed.slice(0, changes.length) }])
    const left = 10_000 - changes.length
    expect(truncated).toEqual({ removed: 4_000, changes: left, cautions: left })
  })

  it('has the first of every list, of one that is new and of one in a change, too', () => {
    const many = ids(10_000)
    const change: Change = {
      action: 'update',
      id: 'default',
      fields: many.map((text) => ({ field: 'description', from: text, to: '' })),
      keptHeader: null,
    }
    const plan = { ...planOf([]), changes: [change], unmanaged: many, brandNew: many }
    const json = limitedPlanJson(plan, 'live', {})
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_PLAN_BYTES)
    const { unmanaged, changes, brandNew, truncated } = JSON.parse(json)
    const [first] = changes
    expect([unmanaged, brandNew, first.fields.length]).toEqual([
      many.slice(0, unmanaged.length),
      unmanaged,
      unmanaged.length,
    ])
    const left = 10_000 - unmanaged.length
    expect(truncated).toEqual({ changes: left, unmanaged: left, brandNew: left })
  })

  it('counts no id twice that is left out here and in the output of that name', () => {
    const json = limitedPlanJson({ ...planOf([]), unmanaged: ids(10_000) }, 'live', { unmanaged: 6_000 })
    expect(JSON.parse(json).truncated.unmanaged).toBeLessThanOrEqual(10_000)
  })

  it('of one change that is too large is a plan without it', () => {
    const huge = planOf([`x${'y'.repeat(MAX_PLAN_BYTES)}`])
    expect(JSON.parse(limitedPlanJson(huge, 'live', {}))).toMatchObject({
      environment: 'stage',
      changes: [],
      truncated: { changes: 1, cautions: 1 },
    })
  })
})

it('what came of deliveries is an object, with as many as fit', () => {
  const delivered = (...outcomes: readonly (number | 'no-answer')[]) =>
    outcomes.map((outcome, index) => ({
      webhook: desiredWebhook({ id: index === 0 ? '__proto__' : `Öffice "${index}"` }),
      outcome: outcome === 'no-answer' ? outcome : { status: outcome, milliseconds: 9 },
    }))
  const json = limitedDelivered(delivered(204, 'no-answer'), asIs)
  expect(json).toBe('{"__proto__":204,"Öffice \\"1\\"":"no-answer"}')
  const many = limitedDelivered(delivered(...Array<number>(7_000).fill(204)), (id) => id.repeat(3))
  expect(Buffer.byteLength(many)).toBeLessThanOrEqual(MAX_IDS_BYTES)
  expect(Object.keys(JSON.parse(many)).length).toBeGreaterThan(1_000)
})
