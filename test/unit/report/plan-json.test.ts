import { describe, expect, it } from 'vitest'
import type { Change, Plan } from '../../../src/plan/plan.ts'
import {
  limitedDelivered,
  limitedIds,
  limitedPlanJson,
  MAX_IDS_BYTES,
  MAX_PLAN_BYTES,
  planJson,
} from '../../../src/report/plan-json.ts'
import { asIs, desiredWebhook } from '../plan/webhooks.ts'
import { emptyPlan, names } from './fixtures.ts'

const removal = (id: string): Change => ({
  action: 'remove',
  id,
  webhook: { description: `Events of ${id}`, url: 'https://office.example/auco', headerKey: null },
})
const removing = (ids: readonly string[]): Plan => ({
  ...emptyPlan,
  changes: ids.map(removal),
  unchanged: ['default'],
  cautions: [{ kind: 'removal', ids }],
})

describe('a list of ids', () => {
  it.each([
    ['none', [], 0],
    ['10,000 ids', names(10_000), 4_000],
    ['ids of several bytes a character', names(10_000).map((id) => `文書${id}`), 3_000],
    ['ids full of quotes', names(10_000).map((id) => `"""""${id}`), 2_000],
    ['a first id that does not fit', ['x'.repeat(MAX_IDS_BYTES), 'y'], 0],
  ])('has as many as fit: %s', (_, ids, least) => {
    const { json, omitted } = limitedIds(ids)
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_IDS_BYTES)
    expect(JSON.parse(json)).toEqual(ids.slice(0, ids.length - omitted))
    expect(ids.length - omitted).toBeGreaterThanOrEqual(least)
  })
})

describe('a plan', () => {
  it('that fits is whole, and says which other outputs were cut, if some were', () => {
    const plan = removing(names(3))
    expect(limitedPlanJson(plan, 'live', { added: 0 })).toBe(planJson(plan, 'live'))
    expect(JSON.parse(limitedPlanJson(plan, 'default-branch', { added: 7, removed: 0 }))).toEqual({
      ...JSON.parse(planJson(plan, 'default-branch')),
      truncated: { added: 7 },
    })
  })

  it('that is too long has the first of every list, of one that is new and of one in a change, too', () => {
    const many = names(10_000)
    const fields = many.map((text) => ({ field: 'description', from: text, to: '' }) as const)
    const change: Change = { action: 'update', id: 'default', fields, keptHeader: null }
    const plan = { ...emptyPlan, changes: [change], unmanaged: many, brandNew: many }
    const json = limitedPlanJson(plan, 'live', { removed: 4_000 })
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_PLAN_BYTES)
    expect(Buffer.byteLength(json)).toBeGreaterThan(MAX_PLAN_BYTES / 3)
    const { unmanaged, changes, brandNew, truncated } = JSON.parse(json)
    expect(unmanaged).toEqual(many.slice(0, unmanaged.length))
    expect([brandNew, changes[0].fields.length]).toEqual([unmanaged, unmanaged.length])
    const left = 10_000 - unmanaged.length
    expect(truncated).toEqual({ removed: 4_000, changes: left, unmanaged: left, brandNew: left })
  })

  it('counts no id twice that is left out here and in the output of that name', () => {
    const long = names(10_000).map((id) => id.padEnd(20))
    const json = limitedPlanJson({ ...emptyPlan, unmanaged: long }, 'live', { unmanaged: 6_000 })
    const { unmanaged, truncated } = JSON.parse(json)
    expect(truncated.unmanaged).toBe(Math.max(6_000, 10_000 - unmanaged.length))
  })

  it('of one change that is too large is a plan without it', () => {
    expect(JSON.parse(limitedPlanJson(removing(['x'.repeat(MAX_PLAN_BYTES)]), 'live', {}))).toMatchObject({
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
  expect(limitedDelivered(delivered(204, 'no-answer'), asIs)).toBe(
    '{"__proto__":204,"Öffice \\"1\\"":"no-answer"}',
  )
  const many = limitedDelivered(delivered(...Array<number>(7_000).fill(204)), (id) => id.repeat(3))
  expect(Buffer.byteLength(many)).toBeLessThanOrEqual(MAX_IDS_BYTES)
  expect(Object.keys(JSON.parse(many)).length).toBeGreaterThan(1_000)
})
