import { expect, it } from 'vitest'
import type { Change, Plan } from '../../../src/plan/plan.ts'
import { appliedCounts, planVerdict } from '../../../src/report/plan-counts.ts'
import { emptyPlan, names } from './fixtures.ts'

const webhook = { description: '', url: '', headerKey: null }
const create = (origin: Change['origin']): Change => ({ action: 'create', id: 'a', origin, webhook })
const remove: Change = { action: 'remove', id: 'b', origin: 'outside', webhook }
const update: Change = { action: 'update', id: 'c', origin: 'both', fields: [], keptHeader: null }

it.each<[Partial<Plan>, verdict: string, applied: string]>([
  [{ changes: [create('unknown')] }, '**1 to create** · 0 unchanged', '1 created'],
  [
    { changes: [create('both'), update, remove, remove], unchanged: ['d'] },
    '**2 to remove · 1 to update · 1 to create** · 2 of them an outside change · 1 unchanged',
    '2 removed · 1 updated · 1 created',
  ],
  [
    { changes: names(1234).map(() => create('pull-request')), unchanged: names(2000) },
    '**1,234 to create** · 2,000 unchanged',
    '1,234 created',
  ],
  [{ changes: [update], kept: names(2) }, '**1 to update** · 0 unchanged · 2 kept', '1 updated'],
  [{ unchanged: ['default'], kept: ['a'] }, '**No changes.** Live equals the file: 1 webhook · 1 kept.', ''],
  [{ unchanged: ['default'] }, '**No changes.** Live equals the file: 1 webhook.', ''],
  [
    { unchanged: ['default'], cannotCompare: [{ id: 'a', field: 'header', why: 'Masked' }] },
    '**No changes that can be seen.** 2 webhooks, of which the header value of 1 cannot be compared.',
    '',
  ],
])('counts of plan %#', (parts, verdict, applied) => {
  const plan = { ...emptyPlan, ...parts }
  expect([planVerdict(plan), appliedCounts(plan)]).toEqual([verdict, applied])
})
