import type { AskGitHub, GitHub } from '../github/client.ts'
import { type Comment, createComment, deleteComment, findComments, updateComment } from '../github/comment.ts'
import { readPullRequest } from '../github/repository.ts'
import { withoutFooter } from '../report/footer.ts'
import { type Announcement, announcesMore, isMarked, renderMarker } from '../report/marker.ts'
import { type Report, renderComment } from '../report/render-report.ts'
import { replacedComment } from '../report/replaced-comment.ts'
import { MAX_READ_AGE_MS } from './read-live.ts'
import type { ValidRun } from './run-context.ts'
import { identityOf } from './run-report.ts'

/** Where the plan comment goes, and the comments of earlier runs. */
export interface CommentPlace {
  readonly askGitHub: AskGitHub
  /** `owner/repo` */
  readonly repository: string
  readonly pullRequest: number
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
export async function findPlace(run: ValidRun): Promise<CommentPlace | null> {
  const { inputs, context, log, clock, askGitHub } = run
  const { pullRequest } = context
  if (inputs.comment === 'never' || pullRequest === null) return null
  if (askGitHub === null) {
    log.notice('Without `github-token` there is no comment; the summary has everything.')
    return null
  }
  const { number } = pullRequest
  const identity = identityOf(run)
  const found = await askGitHub(async (github) => {
    const { owner, repo } = github.repository
    const [[existing = null, ...duplicates], { outdated, currentAt }] = await Promise.all([
      findComments(github, number, (body) => isMarked(body, identity)),
      findOutdated(run, github, number).then((outdated) => ({ outdated, currentAt: clock.now() })),
    ])
    const repository = `${owner}/${repo}`
    return {
      outdated,
      place: { askGitHub, repository, pullRequest: number, existing, duplicates, currentAt },
    }
  })
  if (!found.ok) {
    log.notice(`The comments cannot be read. ${found.reason} The summary has everything.`)
    return null
  }
  const { outdated, place } = found.value
  if (outdated === null) return place
  noticeOutdated(run, outdated)
  return null
}

/**
 * Writes the comment: updates the existing one, or creates one if there is none or if people have to be notified. Leaves
 * it alone if only its footer would change. Returns its URL, `null` without a comment. A failure is a notice.
 */
export async function writeComment(
  run: ValidRun,
  place: CommentPlace,
  report: Report,
  announcement: Omit<Announcement, 'repository' | 'pullRequest'> | null,
): Promise<string | null> {
  const { inputs, log, clock } = run
  const { askGitHub, repository, pullRequest, existing, currentAt } = place
  if (existing === null && inputs.comment === 'changes' && !isWorthAComment(report)) return null

  const identity = identityOf(run)
  const whole = announcement === null ? null : { repository, pullRequest, ...announcement }
  const marker = renderMarker(identity, whole, inputs.publicKey)
  const body = renderComment(report, marker, log.redactLines)
  const written = await askGitHub(async (github): Promise<Written> => {
    if (clock.now() - currentAt > MAX_READ_AGE_MS) {
      // It may have been merged or pushed to while Auco was slow.
      const outdated = await findOutdated(run, github, pullRequest)
      if (outdated !== null) return { outdated }
    }
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
  if ('outdated' in result) {
    noticeOutdated(run, result.outdated)
    return null
  }
  log.info(`The comment is ${result.did}: ${result.url}`)
  await removeOthers(run, place, result)
  return result.url
}

/** What became of the comment. `replaces`: the older comment whose place it takes. */
type Written =
  | { readonly outdated: Outdated }
  | { readonly did: 'written' | 'updated' | 'up to date'; readonly url: string; readonly replaces?: Comment }

/** Marks the comment that was replaced, and deletes duplicates. A failure is a notice: the newest comment counts anyway. */
async function removeOthers(
  run: ValidRun,
  { askGitHub, duplicates }: CommentPlace,
  { url, replaces }: { readonly url: string; readonly replaces?: Comment },
): Promise<void> {
  const removed = await askGitHub(async (github) => {
    if (replaces !== undefined) {
      await updateComment(github, replaces, replacedComment(replaces.body, identityOf(run), url))
    }
    for (const duplicate of duplicates) await deleteComment(github, duplicate)
  })
  if (!removed.ok) {
    run.log.notice(`An older comment of this plan stays as it is; the newest one counts. ${removed.reason}`)
  }
}

/** Pauses before asking GitHub again when its answer is older than the push, in milliseconds. */
const PAUSES = [1_000, 2_000]

/** Why this plan is no longer the one to review; `null` while its commit is the head of an open pull request. */
async function findOutdated(
  { context, clock, cancelled }: ValidRun,
  github: GitHub,
  pullRequest: number,
): Promise<Outdated | null> {
  let now = await readPullRequest(github, pullRequest)
  for (const pause of PAUSES) {
    // Right after a push GitHub may still return the commit before it.
    if (now.headSha === context.sha || now.headSha !== context.pushedFrom) break
    await clock.sleep(pause, cancelled)
    now = await readPullRequest(github, pullRequest)
  }
  if (!now.isOpen) return 'closed'
  return now.headSha === context.sha ? null : 'pushed'
}

const OUTDATED = {
  closed: 'The pull request is closed',
  pushed: 'This commit is no longer the head of the pull request',
} as const

function noticeOutdated({ log }: ValidRun, outdated: Outdated): void {
  log.notice(`${OUTDATED[outdated]}: its comment stays as it is, and nothing is announced.`)
}

function isWorthAComment({ plan, problems }: Report): boolean {
  return problems.length > 0 || (plan !== null && plan.changes.length + plan.cautions.length > 0)
}
