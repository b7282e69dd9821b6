import type { Secret } from '../core/secret.ts'
import type { AskGitHub } from '../github/client.ts'
import { type Comment, findComments, updateComment } from '../github/comment.ts'
import { mergedPullRequests } from '../github/repository.ts'
import { isAppliedStatus } from '../report/apply-words.ts'
import { announcedRemovals, isMarked } from '../report/marker.ts'
import { statusIn, withStatus } from '../report/status-line.ts'
import type { ValidRun } from './run-context.ts'
import { identityOf } from './run-report.ts'

/** The plan comment of a merged pull request, and what it announced. */
interface ReviewedPlan {
  readonly askGitHub: AskGitHub
  readonly comment: Comment
  /** The plan was applied, so a webhook that reappears needs a new review. */
  readonly isApplied: boolean
  readonly announced: (id: string) => boolean
}

/** What was reviewed before this push; `unavailable` says why that is unknown. */
export interface Review {
  readonly plans: readonly ReviewedPlan[]
  readonly unavailable: string | null
}

/** Finds the plan comments, with the run's title, file and environment, of the pull requests that this push merged. */
export async function findReview(run: ValidRun, publicKey: Secret): Promise<Review> {
  const { context, askGitHub } = run
  const { branch } = context
  if (context.eventName !== 'push' || branch === null || askGitHub === null) {
    return { plans: [], unavailable: null }
  }
  const identity = identityOf(run)
  const plans = await askGitHub(async (github) => {
    const { owner, repo } = github.repository
    const merged = await mergedPullRequests(github, branch, new Set([context.sha, ...context.pushedShas]))
    const found = await Promise.all(
      merged.map(async ({ number, headSha }): Promise<readonly ReviewedPlan[]> => {
        const [comment] = await findComments(github, number, (body) => isMarked(body, identity))
        if (comment === undefined) return []
        const expected = { repository: `${owner}/${repo}`, pullRequest: number, headSha }
        const announced = announcedRemovals(comment.body, identity, expected, publicKey)
        return [{ askGitHub, comment, isApplied: isAppliedStatus(statusIn(comment.body)), announced }]
      }),
    )
    return found.flat()
  })
  return plans.ok ? { plans: plans.value, unavailable: null } : { plans: [], unavailable: plans.reason }
}

/**
 * Updates the status in the plan comments, and returns the URL of the first one, `null` without any. A run that wrote
 * nothing leaves the status of an applied plan. A failure is a notice, because it must not change the run's result.
 */
export async function updateStatus(
  { log }: ValidRun,
  { plans }: Review,
  status: string,
  hasWritten: boolean,
): Promise<string | null> {
  const urls: string[] = []
  for (const { askGitHub, comment, isApplied } of plans) {
    const body = isApplied && !hasWritten ? comment.body : withStatus(comment.body, log.redactLines(status))
    const updated = await askGitHub(async (github) => {
      if (body !== comment.body) await updateComment(github, comment, body)
    })
    if (updated.ok) urls.push(comment.url)
    else log.notice(`The status in the plan comment cannot be written. ${updated.reason}`)
  }
  return urls[0] ?? null
}
