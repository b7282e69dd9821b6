import type { Secret } from '../core/secret.ts'
import type { LiveWebhook } from '../core/webhook.ts'
import type { ReviewedCommit } from '../github/branch-state.ts'
import { type Comment, updateComment } from '../github/comments.ts'
import { type EndOfPlan, withEnd } from '../report/comment-parts.ts'
import {
  type CommentIdentity,
  readSealedPlan,
  type SealedPlan,
  stateOf,
  withState,
} from '../report/marker.ts'
import type { Run } from './run-context.ts'
import { identityOf } from './run-report.ts'
import type { Currency } from './still-current.ts'

/** The plan comment of a merged pull request, and what it announced. */
export interface ReviewedPlan {
  readonly comment: Comment
  /** The plan is sealed for what was merged. Any other announces nothing, but its status tells how the apply ended. */
  readonly isSealed: boolean
  /** The plan was applied, so a webhook that reappears needs a new review. */
  readonly isApplied: boolean
  readonly announces: (webhook: LiveWebhook) => boolean
}

/** The plans that were reviewed since the last one that was applied, newest first. */
export interface Review {
  readonly plans: readonly ReviewedPlan[]
  /** Whether the newest commit has such a plan; if it doesn't, GitHub may not show its merge yet. */
  readonly isHeadReviewed: boolean
  /** Why that is unknown; `null` if it isn't. */
  readonly unavailable: string | null
  /** Whether a plan comment by another author was found: plan and apply have to use the same token. */
  readonly hasForeignPlan: boolean
}

const NO_REVIEW: Review = { plans: [], isHeadReviewed: false, unavailable: null, hasForeignPlan: false }

/**
 * What was reviewed for the commit that a run acts for; for one that isn't current, the plans of its own commit. Without
 * the public key nothing was, but the comments are found.
 */
export function reviewFor(run: Run, currency: Currency, key: Secret | null): Review {
  const { branch: name, repository } = run.context
  const { branch } = currency
  if (branch === null || name === null || repository === null) return NO_REVIEW
  const { owner, repo } = repository
  const reviewed = (commits: readonly ReviewedCommit[]) =>
    reviewOf(commits, name, `${owner}/${repo}`, identityOf(run), key)
  if (currency.state !== 'current')
    return reviewed([{ sha: run.context.sha, changesFile: false, pulls: branch.ownPulls }])
  const { reviews } = branch
  return reviews.ok ? reviewed(reviews.value) : { ...NO_REVIEW, unavailable: reviews.reason }
}

/**
 * The reviewed plans among these commits: the head, then those that changed the file, newest first. It ends at the first
 * commit that no pull request merged into this branch, whose plan isn't sealed for what was merged, or whose plan was
 * applied; that plan is in the list, because its status may still change.
 */
export function reviewOf(
  commits: readonly ReviewedCommit[],
  branch: string,
  repository: string,
  identity: CommentIdentity,
  key: Secret | null,
): Review {
  const plans = new Map<number, ReviewedPlan>()
  let isHeadReviewed = false
  let hasForeignPlan = false
  for (const [index, { pulls, changesFile }] of commits.entries()) {
    const pull = pulls.find(({ isMerged, baseBranch }) => isMerged && baseBranch === branch)
    const { number: pullRequest = 0, headSha = '', comments = [] } = pull ?? {}
    const expected = { repository, pullRequest, headSha, baseBranch: branch }
    const read = ({ body }: Comment) => (key === null ? null : readSealedPlan(body, identity, expected, key))
    const current = comments.filter(({ body }) => stateOf(body) !== 'replaced')
    const own = current.find(({ isOwn }) => isOwn)
    const plan = own === undefined ? null : reviewedPlan(own, read(own))
    if (plan !== null) plans.set(pullRequest, plan)
    if (plan?.isSealed === true) {
      isHeadReviewed ||= index === 0
      if (plan.isApplied) break
    } else if (changesFile) {
      hasForeignPlan = current.some((comment) => !comment.isOwn && read(comment) !== null)
      break
    }
    // A head that leaves the file alone need not have been planned.
  }
  return { plans: [...plans.values()], isHeadReviewed, unavailable: null, hasForeignPlan }
}

function reviewedPlan(comment: Comment, sealed: SealedPlan | null): ReviewedPlan {
  return {
    comment,
    isSealed: sealed !== null,
    // Without a seal anybody can have edited it, but all that depends on it is the status.
    isApplied: (sealed?.state ?? stateOf(comment.body)) === 'applied',
    announces: sealed?.announces ?? (() => false),
  }
}

/** True if a plan that wasn't applied yet announced the removal of this webhook, as it is. */
export function isReviewed({ plans }: Review, webhook: LiveWebhook): boolean {
  return plans.some(({ isApplied, announces }) => !isApplied && announces(webhook))
}

/** What became of an apply, for the plan comments. */
export interface PlanUpdate extends EndOfPlan {
  /** Whether live equals the file now. */
  readonly isLive: boolean
  /** Whether this run may have changed live; only then the status of an applied plan changes. */
  readonly hasWritten: boolean
}

/**
 * Updates the plan comments, and returns the URL of the first one, `null` without any. A failure is a notice, because it
 * must not change the run's result.
 */
export async function updatePlans(
  { log, askGitHub }: Run,
  { plans }: Review,
  key: Secret | null,
  { status, foldedUnder, isLive, hasWritten }: PlanUpdate,
): Promise<string | null> {
  if (askGitHub === null) return null
  const urls = await Promise.all(
    plans.map(async ({ comment, isApplied }) => {
      if (isApplied && !hasWritten) return comment.url
      const state = isLive || isApplied ? 'applied' : 'planned'
      // Only who has the key can seal another state.
      const marked = key === null ? comment.body : withState(comment.body, state, key)
      const body = withEnd(marked, {
        status: log.redactLines(status),
        foldedUnder,
      })
      if (body === comment.body) return comment.url
      const updated = await askGitHub((github) => updateComment(github, comment, body))
      if (updated.ok) return comment.url
      log.notice(`The status in the plan comment cannot be written. ${updated.reason}`)
      return null
    }),
  )
  return urls.find((url) => url !== null) ?? null
}
