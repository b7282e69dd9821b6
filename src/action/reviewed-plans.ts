import { UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import { type GitHub, optional } from '../github/client.ts'
import { type Comment, findComment, updateComment } from '../github/comment.ts'
import { mergedPullRequests } from '../github/repository.ts'
import { idsOf, type Plan } from '../plan/plan.ts'
import { idList } from '../report/id-list.ts'
import { announcedRemovals, isMarked } from '../report/marker.ts'
import { statusIn, withStatus } from '../report/status-line.ts'
import { identityOf, type ValidRun } from './run-context.ts'

/** The plan comment of a pull request that was merged, and what it announced. */
interface ReviewedPlan {
  readonly github: GitHub
  readonly comment: Comment
  /** Whether live was what it asked for before: what is live again since then, under whatever id, nobody has reviewed. */
  readonly isSpent: boolean
  readonly announced: (id: string) => boolean
}

/** What was reviewed before this push; `unavailable` says why that could not be found out. */
export interface Review {
  readonly plans: readonly ReviewedPlan[]
  readonly unavailable: string | null
}

/** The plan comments of the pull requests that this push merged, of the same title, file and environment. */
export async function findReview(run: ValidRun, publicKey: Secret): Promise<Review> {
  const { context, cancelled } = run
  const branch = /^refs\/heads\/(.+)$/.exec(context.ref)?.[1]
  // A connection that is begun has to be waited for: its failure would end the process in Node's words.
  const connecting = context.eventName === 'push' && branch !== undefined ? run.connectGitHub() : null
  if (connecting === null || branch === undefined) return { plans: [], unavailable: null }
  const identity = identityOf(run)
  let unavailable: string | null = null
  const plans = await optional(
    async () => {
      const github = await connecting
      const { owner, repo } = github.repository
      const merged = await mergedPullRequests(github, branch, new Set([context.sha, ...context.pushedShas]))
      const found = await Promise.all(
        merged.map(async ({ number, headSha }) => {
          const comment = await findComment(github, number, (body) => isMarked(body, identity))
          if (comment === null) return []
          const expected = {
            repository: `${owner}/${repo}`,
            pullRequest: number,
            headSha,
          }
          const announced = announcedRemovals(comment.body, identity, expected, publicKey)
          const isSpent = isSpentBy(statusIn(comment.body))
          return [{ github, comment, isSpent, announced }]
        }),
      )
      return found.flat()
    },
    cancelled,
    (reason) => {
      unavailable = reason
    },
  )
  return { plans: plans ?? [], unavailable }
}

/** `removals: reviewed`: the error if the plan removes what no reviewed plan announced, else `null`. */
export function unreviewedRemovals(run: ValidRun, plan: Plan, review: Review): UserError | null {
  if (run.inputs.removals !== 'reviewed') return null
  const unreviewed = idsOf(plan, 'remove').filter(
    (id) => !review.plans.some(({ announced, isSpent }) => !isSpent && announced(id)),
  )
  if (unreviewed.length === 0) return null
  const why =
    review.unavailable !== null
      ? `The plan comment could not be read. ${review.unavailable}`
      : run.context.eventName !== 'push'
        ? 'A manual run has no reviewed plan.'
        : review.plans.length === 0
          ? 'No merged pull request with a plan comment belongs to this commit.'
          : review.plans.some(({ isSpent }) => isSpent)
            ? 'The plan of the merged pull request was applied before, and what came back since then was in no plan.'
            : 'The plan comment of the merged pull request does not announce it for the merged commit.'
  return new UserError(
    'unreviewed-removals',
    `Nobody reviewed the removal of ${idList(unreviewed)}. ${why}`,
    'Nothing was written. Put the webhooks into the file, or open a pull request whose plan announces the removal; `removals: allow` removes them in one run without a review.',
  )
}

/** How the status of a plan begins that is live; a later run that wrote nothing leaves it there. */
export const APPLIED = 'Applied and verified'
export const NOTHING_TO_DO = 'Nothing to do'

function isSpentBy(status: string): boolean {
  return status.startsWith(APPLIED) || status.startsWith(NOTHING_TO_DO)
}

/**
 * Rewrites the status line of the plan comments, and gives the first one's URL. A failure is a notice: it never changes
 * the run's result.
 */
export async function tellStatus(
  run: ValidRun,
  review: Review,
  status: string,
  hasWritten: boolean,
): Promise<string | null> {
  const { runner, cancelled } = run
  let url: string | null = null
  for (const { github, comment } of review.plans) {
    const isKept = !hasWritten && isSpentBy(statusIn(comment.body))
    const body = isKept ? comment.body : withStatus(comment.body, status)
    const written = await optional(
      async () => {
        if (body !== comment.body) await updateComment(github, comment, body)
        return comment.url
      },
      cancelled,
      (reason) => runner.notice(`The status in the plan comment cannot be written. ${reason}`),
    )
    url ??= written
  }
  return url
}
