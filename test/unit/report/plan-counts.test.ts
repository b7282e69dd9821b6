import { expect, it } from 'vitest'
import type { Change, Plan } from '../../../src/plan/plan.ts'
import { appliedCounts, planStatus } from '../../../src/report/plan-counts.ts'
import { emptyPlan, names } from './fixtures.ts'

const webhook = { description: '', url: '', headerKey: null }
const create = (origin: Change['origin']): Change => ({ action: 'create', id: 'a', origin, webhook })
const remove: Change = { action: 'remove', id: 'b', origin: 'outside', webhook }
const update: Change = { action: 'update', id: 'c', origin: 'both', fields: [], keptHeader: null }

it.each<[Partial<Plan>, status: string, applied: string]>([
  [{ changes: [create('unknown')] }, '**Plan:** 1 to create', '1 created'],
  [
    { changes: [create('both'), update, remove, remove], unchanged: ['d'] },
    '**Plan:** 2 to remove · 1 to update · 1 to create · 1 unchanged',
    '2 removed · 1 updated · 1 created',
  ],
  [
    { changes: names(1234).map(() => create('pull-request')), unchanged: names(2000) },
    '**Plan:** 1,234 to create · 2,000 unchanged',
    '1,234 created',
  ],
  [{ changes: [update], kept: names(2) }, '**Plan:** 1 to update · 2 kept', '1 updated'],
  [{ unchanged: ['default'], kept: ['a'] }, '**No changes:** live equals the file · 1 kept', ''],
  [{ unchanged: ['default'] }, '**No changes:** live equals the file', ''],
  [
    { unchanged: ['default'], cannotCompare: [{ id: 'a', field: 'header', why: 'Masked' }] },
    '**No changes that can be seen:** 1 unchanged · 1 not comparable',
    '',
  ],
])('counts of plan %#', (parts, status, applied) => {
  const plan = { ...emptyPlan, ...parts }
  expect([planStatus(plan), appliedCounts(plan)]).toEqual([status, applied])
})
