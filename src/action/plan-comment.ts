import type { AskGitHub, GitHubResult } from '../github/client.ts'
import { type Comment, createComment, deleteComment, updateComment } from '../github/comments.ts'
import {
  type DefaultBranchFile,
  type PullRequestNow,
  type PullRequestState,
  readPullRequest,
  readPullRequestNow,
} from '../github/pull-request-state.ts'
import { isMarked, isSameSection, type Section, sectionsOf } from '../report/comment.ts'
import type { Report } from '../report/render-report.ts'
import { bodyWith, sectionNameOf, verifySection } from './comment-sections.ts'
import { MAX_READ_AGE_MS } from './read-live.ts'
import type { Run } from './run-context.ts'

/** What GitHub says about the pull request of a plan. */
export interface PullRequestAnswer {
  readonly pull: GitHubResult<PullRequestState>
  readonly file: GitHubResult<DefaultBranchFile>
  /** When it was asked, in milliseconds since the epoch. */
  readonly at: number
}

/** Asks about the pull request of a plan; `null` without one. A failure makes the plan poorer, but never fails it. */
export async function askPullRequest(run: Run): Promise<PullRequestAnswer | null> {
  const { askGitHub, clock, context, inputs } = run
  const { pullRequest, defaultBranch } = context
  if (pullRequest === null || askGitHub === null) return null
  const { number } = pullRequest
  const isOurs = (body: string) => isMarked(body, inputs.title)
  const question = { number, defaultBranch: refOf(defaultBranch), file: inputs.config, isOurs }
  const answer = await askGitHub((github) => readPullRequest(github, question))
  const at = clock.now()
  return answer.ok ? { ...answer.value, at } : { pull: answer, file: answer, at }
}

/** The default branch for GitHub; the event doesn't always name it. */
export function refOf(defaultBranch: string | null): string {
  return defaultBranch === null ? 'HEAD' : `refs/heads/${defaultBranch}`
}

/** Where the section of a plan goes, and the comments of earlier runs. */
export interface CommentPlace {
  readonly askGitHub: AskGitHub
  readonly pullRequest: number
  /** Ours, newest first. There are several if first plans were made at once. */
  readonly comments: readonly Comment[]
  /** When GitHub said that the plan is current, in milliseconds since the epoch. */
  readonly currentAt: number
}

/**
 * Finds the place for the section; `null` if the pull request is closed or has another head or base by now, if no comment is wanted, or
 * if the token may not read comments.
 */
export async function findPlace(
  run: Run,
  asking: Promise<PullRequestAnswer | null>,
): Promise<CommentPlace | null> {
  const { inputs, context, log, askGitHub } = run
  const { pullRequest } = context
  if (inputs.comment === 'never' || pullRequest === null) return null
  if (askGitHub === null) {
    log.notice('Without `github-token` there is no comment; the summary has everything.')
    return null
  }
  const answer = await untilEventSeen(run, await asking)
  if (answer === null) return null
  const { pull, at: currentAt } = answer
  if (!pull.ok) {
    log.notice(`The comments cannot be read. ${pull.reason} The summary has everything.`)
    return null
  }
  if (isOutdated(run, pull.value)) return null
  const comments = pull.value.comments.filter(({ isOwn }) => isOwn)
  return { askGitHub, pullRequest: pullRequest.number, comments, currentAt }
}

/**
 * Writes the section into the comment, beside those of other runs for the same head. Returns the comment's URL, `null`
 * without one. `isWorthAComment`: there is something to say. A failure is a notice.
 */
export async function writeSection(
  run: Run,
  place: CommentPlace,
  report: Report,
  isWorthAComment: boolean,
): Promise<string | null> {
  const { inputs, log, clock, context } = run
  const { askGitHub, pullRequest, comments, currentAt } = place
  if (comments.length === 0 && inputs.comment === 'changes' && !isWorthAComment) return null
  if (clock.now() - currentAt > MAX_READ_AGE_MS) {
    // It may have been merged or pushed to while Auco was slow.
    const again = await askGitHub((github) => readPullRequestNow(github, pullRequest))
    if (again.ok && isOutdated(run, again.value)) return null
  }
  const head = { ...sectionNameOf(run), sha: context.sha, isFinal: false }
  const bodyFor = (sections: readonly Section[]) =>
    bodyWith(
      run,
      sections.filter(({ sha }) => sha === context.sha),
      head,
      report,
    )
  const [existing, ...duplicates] = comments
  const written = await askGitHub(async (github) => {
    const body = bodyFor(mergedSections(comments))
    const comment =
      existing === undefined ? await createComment(github, pullRequest, body) : { ...existing, body }
    if (existing !== undefined) await updateComment(github, existing, body)
    await verifySection(github, comment, head, bodyFor)
    for (const duplicate of duplicates) await deleteComment(github, duplicate)
    return comment.url
  })
  if (!written.ok) {
    log.notice(`The comment cannot be written. ${written.reason} The summary has everything.`)
    return null
  }
  log.info(`The comment is written: ${written.value}`)
  return written.value
}

/** The sections of all comments; the newest one of each. */
function mergedSections(comments: readonly Comment[]): readonly Section[] {
  const all: Section[] = []
  for (const section of comments.flatMap(({ body }) => sectionsOf(body))) {
    if (!all.some((other) => isSameSection(other, section))) all.push(section)
  }
  return all
}

/** Pauses before asking GitHub again when it says that the plan is outdated, in milliseconds. */
const PAUSES = [1_000, 2_000]

/** The answer, or a newer one: GitHub's answers lag behind its events. */
async function untilEventSeen(run: Run, first: PullRequestAnswer | null): Promise<PullRequestAnswer | null> {
  let answer = first
  for (const pause of PAUSES) {
    if (answer?.pull.ok !== true || whyOutdated(run, answer.pull.value) === null) break
    await run.clock.sleep(pause, run.cancelled)
    answer = await askPullRequest(run)
  }
  return answer
}

/** Whether this plan is no longer the one to review, and then a notice of it. */
function isOutdated(run: Run, now: PullRequestNow): boolean {
  const why = whyOutdated(run, now)
  if (why !== null) run.log.notice(`${why}: its comment stays as it is.`)
  return why !== null
}

function whyOutdated({ context }: Run, { isOpen, headSha, baseBranch }: PullRequestNow): string | null {
  if (!isOpen) return 'The pull request is closed'
  if (headSha !== context.sha) return 'This commit is no longer the head of the pull request'
  const planned = context.pullRequest?.baseBranch ?? baseBranch
  return baseBranch === planned ? null : 'The pull request has another base by now'
}
