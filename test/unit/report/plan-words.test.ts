import { expect, it } from 'vitest'
import type { Change, Plan } from '../../../src/plan/plan.ts'
import { failedPlanStatus } from '../../../src/report/failure-text.ts'
import {
  driftError,
  driftUnknownError,
  limitedPlanStatus,
  mergeEffect,
  notComparedNote,
  removalsUnknownNote,
  unknownBranchNote,
} from '../../../src/report/plan-words.ts'
import { emptyPlan } from './fixtures.ts'

const webhook = { description: '', url: '', headerKey: null }
const create: Change = { action: 'create', id: 'New', webhook }
const planOf = (...changes: readonly Change[]): Plan => ({ ...emptyPlan, changes })

it.each<[string, Plan | null, string]>([
  ['no file to compare with', null, '**The file is valid**'],
  ['no changes', planOf(), '**No changes** against the default branch'],
  ['changes', planOf(create), '**Plan against the default branch:** 1 to create'],
])('the status without Auco: %s', (_, plan, status) => {
  expect(limitedPlanStatus(plan)).toBe(status)
})

it.each([
  ['notComparedNote', notComparedNote(false, 'Why.'), 'no `public-key`'],
  ['notComparedNote of a fork', notComparedNote(true, 'Why.'), 'not used for forks'],
  ['unknownBranchNote', unknownBranchNote('Why.'), 'new host'],
  ['removalsUnknownNote', removalsUnknownNote({ ...emptyPlan, unmanaged: ['Crm'] }, 'Why.'), '`Crm`'],
])('%s says what the plan could not compare, and why', (_, text, what) => {
  expect(text).toMatch(/^> \[!NOTE\]\n> .* Why\.$/)
  expect(text).toContain(what)
})

const otherBase = { base: 'release', defaultBranch: 'main' }
it.each<[string, Plan, typeof otherBase | null, string | null]>([
  ['a creation', planOf(create), null, null],
  ['no changes', planOf(), null, null],
  ['another branch than the default one', planOf(create), otherBase, 'nothing at Auco yet: `release` is not'],
  [
    'a webhook that cannot be kept',
    { ...planOf(create), cautions: [{ kind: 'cannot-keep', ids: ['a'] }] },
    null,
    'nothing, because the apply is refused.',
  ],
])('what the merge does, if it is not the obvious: %s', (_, plan, base, effect) => {
  expect(mergeEffect(plan, base)).toEqual(effect === null ? null : expect.stringContaining(effect))
})

it('the status of a plan that fails says why, and leads to the explanation', () => {
  const error = driftError({ ...planOf(create), changedSince: ['Crm'] })
  expect(error).toMatchObject({ code: 'changes-found', reason: 'Auco differs from the file: `New`, `Crm`.' })
  expect(failedPlanStatus(error, 'https://docs.example')).toBe(
    `❌ **Plan failed:** ${error.reason} ${error.fix} [How to fix this](https://docs.example#changes-found)`,
  )
})

it('`fail-on-changes` without a key fails, because nobody knows whether anything differs', () => {
  expect(driftUnknownError().code).toBe('missing-key')
})
