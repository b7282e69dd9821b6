import type { AskGitHub } from '../github/client.ts'
import { type Comment, createComment, findComment, updateComment } from '../github/comment.ts'
import { isPullRequestOpen } from '../github/repository.ts'
import { withoutFooter } from '../report/footer.ts'
import { type Announcement, isMarked, renderMarker } from '../report/marker.ts'
import { type Report, renderComment } from '../report/render-report.ts'
import { MAX_READ_AGE_MS } from './read-live.ts'
import type { ValidRun } from './run-context.ts'
import { identityOf } from './run-report.ts'

/** Where the plan comment goes, and the comment of an earlier run. */
export interface CommentPlace {
  readonly askGitHub: AskGitHub
  /** `owner/repo` */
  readonly repository: string
  readonly pullRequest: number
  readonly existing: Comment | null
  /** When GitHub said that the pull request is open, in milliseconds since the epoch. */
  readonly openAt: number
}

/**
 * Finds the place for the comment; `null` without an open pull request, if no comment is wanted, or if the token may not
 * read comments.
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
    const [existing, openAt] = await Promise.all([
      findComment(github, number, (body) => isMarked(body, identity)),
      isPullRequestOpen(github, number).then((isOpen) => (isOpen ? clock.now() : null)),
    ])
    return openAt === null
      ? null
      : { askGitHub, repository: `${owner}/${repo}`, pullRequest: number, existing, openAt }
  })
  if (!found.ok) log.notice(`The comments cannot be read. ${found.reason} The summary has everything.`)
  else if (found.value === null) noticeClosed(run)
  return found.ok ? found.value : null
}

/**
 * Creates or updates the comment; leaves it alone if only its footer would change. Returns its URL, `null` without a
 * comment. A failure is a notice.
 */
export async function writeComment(
  run: ValidRun,
  place: CommentPlace,
  report: Report,
  announcement: Omit<Announcement, 'repository' | 'pullRequest'> | null,
): Promise<string | null> {
  const { inputs, log, clock } = run
  const { askGitHub, repository, pullRequest, existing, openAt } = place
  if (existing === null && inputs.comment === 'changes' && !isWorthAComment(report)) return null

  const whole = announcement === null ? null : { repository, pullRequest, ...announcement }
  const body = renderComment(report, renderMarker(identityOf(run), whole, inputs.publicKey))
  if (existing !== null && withoutFooter(existing.body) === withoutFooter(body)) {
    log.info(`The comment is up to date: ${existing.url}`)
    return existing.url
  }
  const written = await askGitHub(async (github) => {
    // It may have been merged while Auco was slow.
    if (clock.now() - openAt > MAX_READ_AGE_MS && !(await isPullRequestOpen(github, pullRequest))) return null
    if (existing === null) return createComment(github, pullRequest, body)
    await updateComment(github, existing, body)
    return existing.url
  })
  if (!written.ok) {
    log.notice(`The comment cannot be written. ${written.reason} The summary has everything.`)
    return null
  }
  const url = written.value
  if (url === null) noticeClosed(run)
  else log.info(`The comment is ${existing === null ? 'written' : 'updated'}: ${url}`)
  return url
}

/** A plan that is made after the merge must not announce removals, because nobody would review them. */
function noticeClosed({ log }: ValidRun): void {
  log.notice('The pull request is closed: its comment stays as it is, and nothing is announced.')
}

function isWorthAComment({ plan, problems }: Report): boolean {
  return problems.length > 0 || (plan !== null && plan.changes.length + plan.cautions.length > 0)
}
