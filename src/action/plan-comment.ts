import type { AskGitHub } from '../github/client.ts'
import { type Comment, createComment, deleteComment, updateComment } from '../github/comments.ts'
import type { PullRequestState } from '../github/pull-request-state.ts'
import { withoutFooter } from '../report/comment-parts.ts'
import { type Announcement, announcesMore, renderMarker, stateOf } from '../report/marker.ts'
import { type Report, renderComment } from '../report/render-report.ts'
import { replacedComment } from '../report/replaced-comment.ts'
import { askPullRequest, type PullRequestAnswer } from './pull-request.ts'
import { MAX_READ_AGE_MS } from './read-live.ts'
import type { Run } from './run-context.ts'
import { identityOf } from './run-report.ts'

/** Where the plan comment goes, and the comments of earlier runs. */
export interface CommentPlace {
  readonly askGitHub: AskGitHub
  /** `owner/repo` */
  readonly repository: string
  readonly pullRequest: number
  readonly baseBranch: string
  /** The newest one counts; others are left of first plans that were made at once. */
  readonly existing: Comment | null
  readonly duplicates: readonly Comment[]
  /** When GitHub said that the plan is current, in milliseconds since the epoch. */
  readonly currentAt: number
}

/** Why a plan leaves the comment alone: nobody would review what it announces. */
type Outdated = 'closed' | 'pushed'

/**
 * Finds the place for the comment; `null` if the pull request is closed or has a newer head, if no comment is wanted, or
 * if the token may not read comments.
 */
export async function findPlace(
  run: Run,
  asking: Promise<PullRequestAnswer | null>,
): Promise<CommentPlace | null> {
  const { inputs, context, log, askGitHub } = run
  const { pullRequest, repository } = context
  if (inputs.comment === 'never' || pullRequest === null) return null
  if (askGitHub === null || repository === null) {
    log.notice('Without `github-token` there is no comment; the summary has everything.')
    return null
  }
  const answer = await untilPushSeen(run, await asking)
  if (answer === null) return null
  const { pull, at: currentAt } = answer
  if (!pull.ok) {
    log.notice(`The comments cannot be read. ${pull.reason} The summary has everything.`)
    return null
  }
  const outdated = outdatedBy(run, pull.value)
  if (outdated !== null) {
    noticeOutdated(run, outdated)
    return null
  }
  const own = pull.value.comments.filter(({ isOwn, body }) => isOwn && stateOf(body) !== 'replaced')
  const [existing = null, ...duplicates] = own
  const { owner, repo } = repository
  return {
    askGitHub,
    repository: `${owner}/${repo}`,
    pullRequest: pullRequest.number,
    baseBranch: pull.value.baseBranch,
    existing,
    duplicates,
    currentAt,
  }
}

/**
 * Writes the comment: updates the existing one, or creates one if there is none or if people have to be notified. Leaves
 * it alone if only its footer would change. Returns its URL, `null` without a comment. A failure is a notice.
 */
export async function writeComment(
  run: Run,
  place: CommentPlace,
  report: Report,
  announcement: Pick<Announcement, 'headSha' | 'removals'> | null,
): Promise<string | null> {
  const { inputs, log, clock } = run
  const { askGitHub, repository, pullRequest, baseBranch, existing, currentAt } = place
  if (existing === null && inputs.comment === 'changes' && !isWorthAComment(report)) return null

  const identity = identityOf(run)
  const whole = announcement === null ? null : { repository, pullRequest, baseBranch, ...announcement }
  const body = renderComment(report, renderMarker(identity, whole, inputs.publicKey), log.redactLines)
  // It may have been merged or pushed to while Auco was slow.
  const again = clock.now() - currentAt > MAX_READ_AGE_MS ? await askPullRequest(run) : null
  const outdated = again?.pull.ok === true ? outdatedBy(run, again.pull.value) : null
  if (outdated !== null) {
    noticeOutdated(run, outdated)
    return null
  }
  const written = await askGitHub(async (github): Promise<Written> => {
    if (existing === null) return { did: 'written', url: await createComment(github, pullRequest, body) }
    const { url } = existing
    if (withoutFooter(existing.body) === withoutFooter(body)) return { did: 'up to date', url }
    if (
      whole !== null &&
      inputs.publicKey !== null &&
      announcesMore(existing.body, identity, whole, inputs.publicKey)
    ) {
      return { did: 'written', url: await createComment(github, pullRequest, body), replaces: existing }
    }
    await updateComment(github, existing, body)
    return { did: 'updated', url }
  })
  if (!written.ok) {
    log.notice(`The comment cannot be written. ${written.reason} The summary has everything.`)
    return null
  }
  const result = written.value
  log.info(`The comment is ${result.did}: ${result.url}`)
  await removeOthers(run, place, result)
  return result.url
}

/** What became of the comment. `replaces`: the older comment whose place it takes. */
interface Written {
  readonly did: 'written' | 'updated' | 'up to date'
  readonly url: string
  readonly replaces?: Comment
}

/** Marks the comment that was replaced, and deletes duplicates. A failure is a notice: the newest comment counts anyway. */
async function removeOthers(
  run: Run,
  { askGitHub, duplicates }: CommentPlace,
  { url, replaces }: Written,
): Promise<void> {
  const removed = await askGitHub(async (github) => {
    const { publicKey } = run.inputs
    if (replaces !== undefined && publicKey !== null) {
      await updateComment(github, replaces, replacedComment(replaces.body, url, publicKey))
    }
    for (const duplicate of duplicates) await deleteComment(github, duplicate)
  })
  if (!removed.ok) {
    run.log.notice(`An older comment of this plan stays as it is; the newest one counts. ${removed.reason}`)
  }
}

/** Pauses before asking GitHub again when its answer is older than the push, in milliseconds. */
const PAUSES = [1_000, 2_000]

/** The answer, or a newer one: right after a push GitHub may still return the commit before it. */
async function untilPushSeen(run: Run, first: PullRequestAnswer | null): Promise<PullRequestAnswer | null> {
  const { context, clock, cancelled } = run
  let answer = first
  for (const pause of PAUSES) {
    const isStale = answer?.pull.ok === true && answer.pull.value.headSha === context.pushedFrom
    if (!isStale || context.pushedFrom === context.sha) break
    await clock.sleep(pause, cancelled)
    answer = await askPullRequest(run)
  }
  return answer
}

/** Why this plan is no longer the one to review; `null` while its commit is the head of an open pull request. */
function outdatedBy({ context }: Run, { isOpen, headSha }: PullRequestState): Outdated | null {
  if (!isOpen) return 'closed'
  return headSha === context.sha ? null : 'pushed'
}

const OUTDATED = {
  closed: 'The pull request is closed',
  pushed: 'This commit is no longer the head of the pull request',
} as const

function noticeOutdated({ log }: Run, outdated: Outdated): void {
  log.notice(`${OUTDATED[outdated]}: its comment stays as it is, and nothing is announced.`)
}

function isWorthAComment({ plan, problems }: Report): boolean {
  return problems.length > 0 || (plan !== null && plan.changes.length + plan.cautions.length > 0)
}
