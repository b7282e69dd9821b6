import type { AskGitHub, GitHub, GitHubResult } from '../github/client.ts'
import { type Comment, createComment, deleteComment, readComment, updateComment } from '../github/comments.ts'
import {
  type DefaultBranchFile,
  type PullRequestState,
  readPullRequest,
} from '../github/pull-request-state.ts'
import {
  isMarked,
  isSameSection,
  renderComment,
  type Section,
  sectionsOf,
  withSection,
} from '../report/comment.ts'
import { type Report, renderReport } from '../report/render-report.ts'
import { MAX_READ_AGE_MS } from './read-live.ts'
import type { Run } from './run-context.ts'

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

/** Pauses before asking again when the plan is outdated, in milliseconds: GitHub's answers lag behind its events. */
const PAUSES = [1_000, 2_000]

/** Where the section of a plan goes, and the comments of earlier runs. */
interface CommentPlace {
  readonly askGitHub: AskGitHub
  readonly number: number
  /** Ours, newest first. There are several if first plans were made at once. */
  readonly comments: readonly Comment[]
  /** When GitHub said that the plan is current, in milliseconds since the epoch. */
  readonly currentAt: number
}

/**
 * Finds the place for the section; `null` if the pull request is closed or has another head or base by now, if no comment is
 * wanted, or if the token may not read comments.
 */
export async function findPlace(
  run: Run,
  asking?: Promise<PullRequestAnswer | null>,
): Promise<CommentPlace | null> {
  const { inputs, context, log, askGitHub } = run
  const { pullRequest } = context
  if (inputs.comment === 'never' || pullRequest === null) return null
  if (askGitHub === null) {
    log.notice('Without `github-token` there is no comment; the summary has everything.')
    return null
  }
  let answer = await (asking ?? askPullRequest(run))
  for (const pause of PAUSES) {
    if (answer?.pull.ok !== true || whyOutdated(run, answer.pull.value) === null) break
    await run.clock.sleep(pause, run.cancelled)
    answer = await askPullRequest(run)
  }
  if (answer === null) return null
  const { pull, at } = answer
  if (!pull.ok) {
    log.notice(`The comments cannot be read. ${pull.reason} The summary has everything.`)
    return null
  }
  if (isOutdated(run, pull.value)) return null
  const comments = pull.value.comments.filter(({ isOwn }) => isOwn)
  return { askGitHub, number: pullRequest.number, comments, currentAt: at }
}

/** Whether this plan is no longer the one to review, and then a notice of it. */
function isOutdated(run: Run, now: PullRequestState): boolean {
  const why = whyOutdated(run, now)
  if (why !== null) run.log.notice(`${why}: its comment stays as it is.`)
  return why !== null
}

function whyOutdated({ context }: Run, { isOpen, headSha, baseBranch }: PullRequestState): string | null {
  if (!isOpen) return 'The pull request is closed'
  if (headSha !== context.sha) return 'This commit is no longer the head of the pull request'
  const planned = context.pullRequest?.baseBranch ?? baseBranch
  return baseBranch === planned ? null : "The pull request's base has changed"
}

/**
 * Writes the section of a plan into the comment, beside those of other runs for the same head, and sets the output with the
 * comment's URL. `isWorthAComment`: there is something to say. A failure is a notice.
 */
export async function writePlanSection(
  run: Run,
  { askGitHub, number, comments, currentAt }: CommentPlace,
  report: Report,
  isWorthAComment: boolean,
): Promise<void> {
  const { inputs, log, clock, context } = run
  if (comments.length === 0 && inputs.comment === 'changes' && !isWorthAComment) return
  if (clock.now() - currentAt > MAX_READ_AGE_MS) {
    // It may have been merged or pushed to while Auco was slow.
    const again = await askPullRequest(run)
    if (again?.pull.ok === true && isOutdated(run, again.pull.value)) return
  }
  const head = { ...nameOf(run), sha: context.sha, isFinal: false }
  const isCurrent = ({ sha }: Section) => sha === context.sha
  const bodyWith = (sections: readonly Section[]) => bodyOf(run, sections.filter(isCurrent), head, report)
  const [existing, ...duplicates] = comments
  const written = await askGitHub(async (github) => {
    if (existing === undefined) return await createComment(github, number, bodyWith([]))
    await writeSection(run, github, existing, mergedSections(comments), bodyWith)
    for (const duplicate of duplicates) await deleteComment(github, duplicate)
    return existing.url
  })
  if (!written.ok) {
    log.notice(`The comment cannot be written. ${written.reason} The summary has everything.`)
    return
  }
  log.info(`The comment is written: ${written.value}`)
  log.output('comment-url', written.value)
}

function mergedSections(comments: readonly Comment[]): readonly Section[] {
  const all: Section[] = []
  for (const section of comments.flatMap(({ body }) => sectionsOf(body))) {
    if (!all.some((other) => isSameSection(other, section))) all.push(section)
  }
  return all
}

export function nameOf({ inputs }: Run) {
  return { environment: inputs.environment, config: inputs.config }
}

/** A comment's text with the report as its section, beside the sections that it has already. */
export function bodyOf(
  { inputs }: Run,
  sections: readonly Section[],
  head: Omit<Section, 'text'>,
  report: Report,
): string {
  const render = (limit: number) => renderReport(report, limit)
  return renderComment(inputs.title, withSection(sections, head, render))
}

/** Most writes of a section: other runs write into the same comment. */
const MAX_WRITES = 4
/** Before a look at a section that stays, in milliseconds, by chance up to twice as much: runs side by side write what they read before. */
const SETTLE_MS = 1_000

/**
 * Writes the comment, whose text `bodyWith` makes of the sections that it has. If other runs have some there, it looks
 * whether one of them has overwritten this run's, and writes again; `isFinal`: after a pause. Returns the text by then;
 * throws if GitHub fails.
 */
export async function writeSection(
  run: Run,
  github: GitHub,
  comment: Comment,
  sections: readonly Section[],
  bodyWith: (sections: readonly Section[]) => string,
  isFinal = false,
): Promise<string> {
  const { cancelled, clock } = run
  const isOwn = (section: Section) => isSameSection(section, nameOf(run))
  const ownText = (text: string) => sectionsOf(text).find(isOwn)?.text
  let body = bodyWith(sections)
  await updateComment(github, comment, body)
  // Also beside sections of an older head, which the other run may be replacing right now.
  const isShared = ![...sections, ...sectionsOf(body)].every(isOwn)
  for (let writes = 1; isShared && writes < MAX_WRITES; writes += 1) {
    if (isFinal) await clock.sleep(SETTLE_MS * (1 + clock.random()), cancelled)
    const found = await readComment(github, comment)
    if (ownText(found) === ownText(body)) break
    body = bodyWith(sectionsOf(found))
    await updateComment(github, comment, body)
  }
  return body
}
