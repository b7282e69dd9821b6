import { expect, it } from 'vitest'
import type { Plan } from '../../../src/plan/plan.ts'
import { planJson } from '../../../src/report/plan-json.ts'
import { emptyPlan } from './fixtures.ts'

const plan: Plan = {
  ...emptyPlan,
  changes: [
    {
      action: 'remove',
      id: 'Billing',
      webhook: { description: 'Bill\u202eing', url: 'https://billing.example/auco', headerKey: null },
    },
  ],
  deferred: [{ id: 'Crm', field: 'header' }],
}
const json =
  '{"environment":"stage","against":"live","changes":[{"action":"remove","id":"Billing","webhook":{"description":"Bill\\u202eing","url":"https://billing.example/auco","headerKey":null}}],"unchanged":[],"unmanaged":[],"changedSince":[],"removalsUnknown":null,"deferred":[{"id":"Crm","field":"header"}],"cannotCompare":[],"cautions":[]}'

it('the plan as JSON says what it is about first, and escapes invisible characters', () => {
  expect(planJson(plan, 'live')).toBe(json)
  expect(planJson(plan, 'default-branch')).toBe(json.replace('"live"', '"default-branch"'))
})
