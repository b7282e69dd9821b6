import { expect, it } from 'vitest'
import type { Change, Plan } from '../../../src/plan/plan.ts'
import { appliedCounts, planStatus } from '../../../src/report/plan-counts.ts'
import { emptyPlan, names } from './fixtures.ts'

const webhook = { description: '', url: '', headerKey: null }
const create: Change = { action: 'create', id: 'a', webhook }
const remove: Change = { action: 'remove', id: 'b', webhook }
const update: Change = { action: 'update', id: 'c', fields: [], keptHeader: null }

it.each<[Partial<Plan>, status: string, applied: string]>([
  [{ changes: [create] }, '**Plan:** 1 to create', '1 created'],
  [
    { changes: [create, update, remove, remove], unchanged: ['d'] },
    '**Plan:** 2 to remove · 1 to update · 1 to create · 1 unchanged',
    '2 removed · 1 updated · 1 created',
  ],
  [
    { changes: names(1234).map(() => create), unchanged: names(2000) },
    '**Plan:** 1,234 to create · 2,000 unchanged',
    '1,234 created',
  ],
  [{ changes: [update], unmanaged: names(2) }, '**Plan:** 1 to update', '1 updated'],
  [
    { changes: [update], unmanaged: names(2), changedSince: names(1) },
    '**Plan:** 1 to update · 1 stays',
    '1 updated',
  ],
  [{ unmanaged: names(2), changedSince: names(2) }, '**Plan:** 2 stay', ''],
  [{ unchanged: ['default'], unmanaged: ['a'] }, '**No changes**', ''],
  [
    {
      deferred: [
        { id: 'a', field: 'url' },
        { id: 'a', field: 'header' },
      ],
    },
    '**No visible changes** · 2 secrets compared when applied',
    '',
  ],
  [
    { unchanged: ['default'], cannotCompare: [{ id: 'a', field: 'header', why: 'Masked' }] },
    '**No visible changes** · 1 not comparable',
    '',
  ],
])('counts of plan %#', (parts, status, applied) => {
  const plan = { ...emptyPlan, ...parts }
  expect([planStatus(plan), appliedCounts(plan)]).toEqual([status, applied])
})
