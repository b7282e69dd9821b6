import { describe, expect, it } from 'vitest'
import { isReviewed, reviewOf } from '../../../src/action/reviewed-plans.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { ReviewedCommit, ReviewedPull } from '../../../src/github/branch-state.ts'
import type { Comment } from '../../../src/github/comments.ts'
import { type PlanState, type Reviewed, renderMarker, withState } from '../../../src/report/marker.ts'
import { liveWebhook } from '../plan/webhooks.ts'

const identity = { title: 'Auco webhooks · stage', config: 'webhooks.yaml', environment: 'stage' }
const repository = 'acme/webhooks'
const key = new Secret('puk_7Hq2LrX9wTzB4nVdKc8sYfMj')

/** A merged pull request; its plan announced the removal of these ids. */
interface Merge extends Partial<ReviewedPull> {
  readonly removes?: readonly string[]
  readonly state?: PlanState
  /** Differences to what the plan should be sealed for. */
  readonly sealed?: Partial<Reviewed>
  /** Another key than that of the apply. */
  readonly sealedWith?: Secret
  readonly isOwn?: boolean
}

function pullOf(number: number, merge: Merge = {}): ReviewedPull {
  const { removes = [], state = 'planned', sealed = {}, sealedWith = key, isOwn = true, ...pull } = merge
  const whole = {
    number,
    isMerged: true,
    baseBranch: 'main',
    headSha: `${number}`.repeat(40),
    comments: [],
    ...pull,
  }
  const { headSha, baseBranch, comments } = whole
  const announcement = { repository, pullRequest: number, headSha, baseBranch, ...sealed }
  const removals = removes.map((id) => liveWebhook({ id }))
  const marker = renderMarker(identity, { ...announcement, removals }, sealedWith)
  const plan: Comment = { id: number, body: withState(marker, state, sealedWith), url: `#${number}`, isOwn }
  return { ...whole, comments: [...comments, plan] }
}

const unsealed = (id: number, isOwn = true): Comment => ({
  id,
  body: renderMarker(identity, null, null),
  url: `#${id}`,
  isOwn,
})

/** A commit that changed the file, with the pull requests that GitHub names for it. */
const change = (...pulls: readonly ReviewedPull[]): ReviewedCommit => ({
  sha: 'c'.repeat(40),
  changesFile: true,
  pulls,
})
/** A head that left the file alone. */
const unrelated = (...pulls: readonly ReviewedPull[]): ReviewedCommit => ({
  ...change(...pulls),
  changesFile: false,
})

const one = pullOf(1, { removes: ['One'] })
const two = pullOf(2, { removes: ['Two'] })
const applied = pullOf(3, { removes: ['Three'], state: 'applied' })

/** The pull requests in the review, and the ids whose removal was reviewed. */
function read(commits: readonly ReviewedCommit[]) {
  const review = reviewOf(commits, 'main', repository, identity, key)
  return {
    plans: review.plans.map(({ comment }) => comment.id),
    removes: ['One', 'Two', 'Three'].filter((id) => isReviewed(review, liveWebhook({ id }))),
    hasForeignPlan: review.hasForeignPlan,
  }
}

const none = { plans: [], removes: [], hasForeignPlan: false }
const onlyTwo = { ...none, plans: [2], removes: ['Two'] }

describe('the plans that were reviewed', () => {
  it.each<[string, readonly ReviewedCommit[], ReturnType<typeof read>]>([
    ['no commit', [], none],
    ['one merge', [change(one)], { ...none, plans: [1], removes: ['One'] }],
    ['two merges', [change(two), change(one)], { ...none, plans: [2, 1], removes: ['One', 'Two'] }],
    ['a rebase of several commits', [change(two), change(two), change(two)], onlyTwo],
    [
      'a merge commit, and the commits that it merged',
      [unrelated(two), change(two), change(one)],
      { ...none, plans: [2, 1], removes: ['One', 'Two'] },
    ],
    [
      'a head that left the file alone, whose plan announced nothing',
      [unrelated(pullOf(4)), change(two)],
      { ...none, plans: [4, 2], removes: ['Two'] },
    ],
    [
      'a head that left the file alone, without a plan',
      [unrelated({ ...pullOf(4), comments: [] }), change(two)],
      onlyTwo,
    ],
    ['a head that was pushed, but left the file alone', [unrelated(), change(two)], onlyTwo],
    [
      'until a plan that was applied',
      [change(two), change(applied), change(one)],
      { ...none, plans: [2, 3], removes: ['Two'] },
    ],
    ['not that of a head that was applied', [change(applied), change(one)], { ...none, plans: [3] }],
    ['until a direct push', [change(two), change(), change(one)], onlyTwo],
    ['none below a direct push', [change(), change(one)], none],
    [
      'until a merge into another branch',
      [change(two), change(pullOf(4, { baseBranch: 'release' })), change(one)],
      onlyTwo,
    ],
    [
      'until a pull request that is only open',
      [change(two), change(pullOf(4, { isMerged: false })), change(one)],
      onlyTwo,
    ],
    [
      'of a stacked pull request, by the one that brought it into this branch',
      [change(pullOf(4, { baseBranch: 'feature' }), two)],
      onlyTwo,
    ],
    [
      'until a merge without a plan',
      [change(two), change({ ...pullOf(4), comments: [] }), change(one)],
      onlyTwo,
    ],
    [
      'of a head, until its commits turn out to be unsealed',
      [
        unrelated(pullOf(4, { sealed: { headSha: 'f'.repeat(40) } })),
        change(pullOf(4, { sealed: { headSha: 'f'.repeat(40) } })),
        change(one),
      ],
      { ...none, plans: [4] },
    ],
  ])('%s', (_, commits, expected) => {
    expect(read(commits)).toEqual(expected)
  })

  it.each<[string, Merge]>([
    ['for an older head', { sealed: { headSha: 'f'.repeat(40) } }],
    ['for another base branch', { sealed: { baseBranch: 'release' } }],
    ['for another pull request', { sealed: { pullRequest: 9 } }],
    ['for another repository', { sealed: { repository: 'acme/other' } }],
    ['with another key', { sealedWith: new Secret('puk_other') }],
  ])('until one that is sealed %s: that one gets a status, and announces nothing', (_, merge) => {
    const wrong = pullOf(4, { removes: ['Three'], ...merge })
    expect(read([change(two), change(wrong), change(one)])).toEqual({ ...onlyTwo, plans: [2, 4] })
  })

  it.each<[string, readonly Comment[], ReturnType<typeof read>]>([
    ['newer than the plan, without a seal: it counts', [unsealed(9)], { ...none, plans: [9] }],
    [
      'newer, but replaced',
      [{ ...unsealed(9), body: withState(unsealed(9).body, 'replaced', key) }],
      onlyTwo,
    ],
    ['newer, of another author', [unsealed(9, false)], onlyTwo],
  ])('with another comment, %s', (_, comments, expected) => {
    expect(read([change(pullOf(2, { removes: ['Two'], comments }))])).toEqual(expected)
  })

  it('not what a comment announced that was replaced', () => {
    expect(read([change(pullOf(2, { removes: ['Two'], state: 'replaced' })), change(one)])).toEqual(none)
  })

  it.each<[string, Merge, boolean]>([
    ['sealed', {}, true],
    ['not sealed', { sealedWith: new Secret('puk_other') }, false],
    ['replaced', { state: 'replaced' }, false],
  ])('not that of another account; it is told if it is %s', (_, merge, hasForeignPlan) => {
    const foreign = pullOf(4, { removes: ['Three'], isOwn: false, ...merge })
    expect(read([change(two), change(foreign), change(one)])).toEqual({ ...onlyTwo, hasForeignPlan })
  })

  it('announce a webhook as it was', () => {
    const review = reviewOf([change(one)], 'main', repository, identity, key)
    expect(isReviewed(review, liveWebhook({ id: 'One', description: 'Other' }))).toBe(false)
  })
})
