import { describe, expect, it } from 'vitest'
import type { Change, Plan } from '../../../src/plan/plan.ts'
import { failedPlanStatus } from '../../../src/report/failure-text.ts'
import {
  driftError,
  driftUnknownError,
  limitedPlanStatus,
  type MergeFacts,
  mergeEffect,
  notComparedNote,
  unknownBaseNote,
} from '../../../src/report/plan-words.ts'
import { emptyPlan, names } from './fixtures.ts'

const webhook = { description: '', url: '', headerKey: null }
const create: Change = { action: 'create', id: 'New', origin: 'unknown', webhook }
const removals = (count: number): readonly Change[] =>
  names(count).map((id) => ({ action: 'remove', id, origin: 'unknown', webhook }))
const planOf = (...changes: readonly Change[]): Plan => ({ ...emptyPlan, changes })

it.each([
  ['no base file', null, '**The file is valid**'],
  ['no changes', planOf(), '**No changes:** the file declares what the base branch declares'],
  [
    'a webhook that stays although the file drops it',
    { ...planOf(), unchanged: ['default'], kept: ['a'] },
    '**The file is valid**, and no longer lists 1 webhook of the base branch',
  ],
  ['changes', planOf(create), '**Plan against the base branch:** 1 to create'],
])('the status without live: %s', (_, plan, status) => {
  expect(limitedPlanStatus(plan)).toBe(status)
})

it('notes say what a plan could not compare', () => {
  const limit =
    '> [!NOTE]\n> **Not compared with what is live:** this run has no `public-key`, as runs of forks never have.'
  expect(notComparedNote('')).toBe(limit)
  expect(notComparedNote('Why.')).toBe(`${limit} Why.`)
  expect(unknownBaseNote('Why.')).toBe(
    '> [!NOTE]\n> Changes from outside the repository cannot be told apart. Why.',
  )
})

describe('what the merge does, if it is not the obvious', () => {
  const facts: MergeFacts = {
    plan: planOf(create),
    removals: 'reviewed',
    isAnnounced: true,
    otherBase: null,
  }
  const onlyAnnounced = 'everything above. It removes only what is announced here.'
  const unannounced =
    'nothing. This run writes no comment, so the removals are not announced, and the apply refuses them.'
  const tooMany =
    'nothing. More than 1,000 removals cannot be announced: split them, or run once with `removals: allow`.'
  const one = planOf(...removals(1))
  const many = planOf(...removals(1_001))

  it.each<[string, Partial<MergeFacts>, string | null]>([
    ['a creation', {}, null],
    ['no changes', { plan: planOf() }, null],
    ['a creation without a comment', { isAnnounced: false }, null],
    ['a creation, deny', { removals: 'deny' }, null],
    [
      'a removal, into another branch than the default one',
      { plan: one, otherBase: { base: 'release', defaultBranch: 'main' } },
      'nothing at Auco: `release` is not the default branch, and only a merge into `main` is applied.',
    ],
    ['a removal', { plan: one }, onlyAnnounced],
    ['a removal, allow', { plan: one, removals: 'allow', isAnnounced: false }, null],
    [
      'a removal, deny',
      { plan: one, removals: 'deny' },
      'nothing. `removals` is `deny`, so the apply is refused.',
    ],
    ['a removal without a comment', { plan: one, isAnnounced: false }, unannounced],
    ['as many removals as fit', { plan: planOf(...removals(1_000)) }, onlyAnnounced],
    ['more removals than fit', { plan: many }, tooMany],
    ['a creation, keep', { plan: { ...planOf(create), kept: names(3) }, removals: 'keep' }, null],
    [
      'a creation, beside a webhook that cannot be kept',
      {
        plan: { ...planOf(create), kept: ['a'], cautions: [{ kind: 'cannot-keep', ids: ['a'] }] },
        removals: 'keep',
      },
      "nothing. `removals` is `keep`, and a header value that Auco doesn't return can't be kept, so the apply is refused.",
    ],
    ['more removals than fit, allow', { plan: many, removals: 'allow' }, null],
  ])('%s', (_, change, effect) => {
    expect(mergeEffect({ ...facts, ...change })).toBe(effect)
  })
})

it('the status of a plan that fails says why, and leads to the explanation', () => {
  expect(failedPlanStatus(driftError(planOf(create)), 'https://docs.example')).toBe(
    '❌ **Plan failed:** Live differs from the file: `New`. Nothing was written. Bring the file up to date in a pull request, or apply it to undo the change. [How to fix this](https://docs.example#changes-found)',
  )
})

it('the errors of `fail-on-changes`', () => {
  expect(driftUnknownError()).toMatchObject({
    code: 'missing-key',
    reason:
      '`fail-on-changes` needs `public-key`, which this run does not have: whether live differs from the file is unknown.',
    fix: 'Pass the secret to the step (does the job name its `environment:`?), or remove `fail-on-changes`.',
  })
  expect(driftError(planOf(create))).toMatchObject({
    code: 'changes-found',
    reason: 'Live differs from the file: `New`.',
    fix: 'Nothing was written. Bring the file up to date in a pull request, or apply it to undo the change.',
  })
})
