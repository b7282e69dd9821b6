import { type GitHub, optional } from '../github/client.ts'
import { type Comment, createComment, findComment, updateComment } from '../github/comment.ts'
import { isPullRequestOpen } from '../github/repository.ts'
import { withoutFooter } from '../report/footer.ts'
import { type Announcement, isMarked, renderMarker } from '../report/marker.ts'
import { type Report, renderComment } from '../report/render-report.ts'
import { FRESH, identityOf, type ValidRun } from './run-context.ts'

/** Where the plan comment goes, and the one that an earlier run has left there. */
export interface CommentPlace {
  readonly github: GitHub
  readonly pullRequest: number
  readonly existing: Comment | null
  /** When GitHub said that the pull request is open, in milliseconds since the epoch. */
  readonly openAt: number
}

/** Finds the place; `null` when there is no pull request, no comment is wanted, or the token may not read comments. */
export async function findPlace(run: ValidRun): Promise<CommentPlace | null> {
  const { inputs, context, runner, clock, cancelled } = run
  const { pullRequest } = context
  if (inputs.comment === 'never' || pullRequest === null) return null
  const connecting = run.connectGitHub()
  if (connecting === null) {
    runner.notice('Without `github-token` there is no comment; the summary has everything.')
    return null
  }
  const identity = identityOf(run)
  return optional(
    async () => {
      const github = await connecting
      const [existing, openAt] = await Promise.all([
        findComment(github, pullRequest.number, (body) => isMarked(body, identity)),
        isPullRequestOpen(github, pullRequest.number).then((isOpen) => (isOpen ? clock.now() : null)),
      ])
      if (openAt !== null) return { github, pullRequest: pullRequest.number, existing, openAt }
      tellClosed(run)
      return null
    },
    cancelled,
    (reason) => runner.notice(`The comments cannot be read. ${reason} The summary has everything.`),
  )
}

/**
 * Creates or updates the comment, or leaves it alone if nothing changed in it but the run. Gives its URL, or `null`
 * without a comment. A failure is a notice.
 */
export async function writeComment(
  run: ValidRun,
  place: CommentPlace,
  report: Report,
  announcement: Omit<Announcement, 'repository' | 'pullRequest'> | null,
): Promise<string | null> {
  const { inputs, runner, clock, cancelled } = run
  const { github, pullRequest, existing, openAt } = place
  if (existing === null && inputs.comment === 'changes' && !hasSomethingToSay(report)) return null

  const repository = `${github.repository.owner}/${github.repository.repo}`
  const whole = announcement === null ? null : { repository, pullRequest, ...announcement }
  const body = renderComment(report, renderMarker(identityOf(run), whole, inputs.publicKey))
  if (existing !== null && withoutFooter(existing.body) === withoutFooter(body)) {
    runner.info(`The comment is up to date: ${existing.url}`)
    return existing.url
  }
  const url = await optional(
    async () => {
      // It can have been merged while Auco was slow.
      if (clock.now() - openAt > FRESH && !(await isPullRequestOpen(github, pullRequest))) {
        tellClosed(run)
        return null
      }
      if (existing === null) return createComment(github, pullRequest, body)
      await updateComment(github, existing, body)
      return existing.url
    },
    cancelled,
    (reason) => runner.notice(`The comment cannot be written. ${reason} The summary has everything.`),
  )
  if (url !== null) runner.info(`The comment is ${existing === null ? 'written' : 'updated'}: ${url}`)
  return url
}

/** A plan that is made after the merge would announce removals that nobody has reviewed. */
function tellClosed({ runner }: ValidRun): void {
  runner.notice('The pull request is closed: its comment stays as it is, and nothing is announced.')
}

function hasSomethingToSay({ plan, problems }: Report): boolean {
  return problems.length > 0 || (plan !== null && plan.changes.length + plan.cautions.length > 0)
}
