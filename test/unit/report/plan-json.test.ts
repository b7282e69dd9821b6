import { expect, it } from 'vitest'
import type { Plan } from '../../../src/plan/plan.ts'
import { planJson } from '../../../src/report/plan-json.ts'

const plan: Plan = {
  cautions: [{ kind: 'removal', ids: ['Billing'] }],
  cannotCompare: [{ id: 'Crm', field: 'header', why: 'Auco returns the live value masked' }],
  kept: ['Partner'],
  unchanged: ['default'],
  changes: [
    {
      action: 'remove',
      id: 'Billing',
      origin: 'outside',
      webhook: { description: 'Bill\u202eing', url: 'https://billing.example/auco', headerKey: null },
    },
  ],
  environment: 'production',
}
const json =
  '{"environment":"production","against":"live","changes":[{"action":"remove","id":"Billing","origin":"outside","webhook":{"description":"Bill\\u202eing","url":"https://billing.example/auco","headerKey":null}}],"unchanged":["default"],"kept":["Partner"],"cannotCompare":[{"id":"Crm","field":"header","why":"Auco returns the live value masked"}],"cautions":[{"kind":"removal","ids":["Billing"]}]}'

it('the plan as JSON has a fixed order, and escapes invisible characters', () => {
  expect(planJson(plan, 'live')).toBe(json)
  expect(planJson(plan, 'base')).toBe(json.replace('"live"', '"base"'))
})
