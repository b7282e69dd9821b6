import type { BranchState } from '../github/branch-state.ts'
import { type Comment, readComment, readComments } from '../github/comments.ts'
import { isMarked, isSameSection, type Section, sectionsOf } from '../report/comment.ts'
import type { Report } from '../report/render-report.ts'
import { bodyOf, nameOf, writeSection } from './comments.ts'
import type { Run } from './run-context.ts'

/** A section on a merged pull request that says nothing final yet. */
interface OpenSection {
  /** Whether the pull request brought the commit that the run is about. */
  readonly isOwn: boolean
  /** Whether the file that it brought is the one that is applied. */
  readonly isSame: boolean
  /** With its text by now. */
  comment: Comment
  readonly sha: string
}

interface SectionUpdate {
  readonly report: Report
  readonly isFinal: boolean
}

/**
 * Writes into every open section for which there is an update, after earlier writes; returns the URL of the first comment,
 * `null` without one. Every failure is a notice, because comments only inform.
 */
export type UpdateSections = (
  updateOf: (section: Pick<OpenSection, 'isOwn' | 'isSame'>) => SectionUpdate | null,
) => Promise<string | null>

/**
 * Starts to read the comments of the merged pull requests that an apply is about: of those that brought its commit, and of
 * the last ones that changed the file. `branch`: `null` without any.
 */
export function openSections(run: Run, branch: BranchState | null): UpdateSections {
  const finding = branch === null ? Promise.resolve([]) : findSections(run, branch)
  // Only a cancellation rejects it, and then nobody waits for it.
  finding.catch(() => {})
  let writing: Promise<string | null> = Promise.resolve(null)
  return (updateOf) => {
    writing = writing.then(async () => {
      const urls = await Promise.all(
        (await finding).map((section) => updateSection(run, section, updateOf(section))),
      )
      return urls.find((url) => url !== null) ?? null
    })
    return writing
  }
}

async function findSections(run: Run, branch: BranchState): Promise<readonly OpenSection[]> {
  const { askGitHub, context, inputs, log } = run
  if (inputs.comment === 'never' || askGitHub === null) return []
  // A run that acts for the head has that as its commit.
  const own = new Set([...branch.pulls, ...(branch.head === context.sha ? branch.headPulls : [])])
  const numbers = [...new Set([...own, ...branch.changes.flatMap(({ pulls }) => pulls)])]
  const isOurs = (body: string) => isMarked(body, inputs.title)
  const comments = await askGitHub((github) => readComments(github, numbers, isOurs))
  if (!comments.ok) {
    log.notice(`The comments can't be read. ${comments.reason} The summary has everything.`)
    return []
  }
  return numbers.flatMap((number) => {
    const sectionOf = ({ body }: Comment) => sectionsOf(body).find((one) => isSameSection(one, nameOf(run)))
    const comment = comments.value.get(number)?.find((one) => one.isOwn && sectionOf(one) !== undefined)
    const section = comment && sectionOf(comment)
    if (comment === undefined || section === undefined || section.isFinal) return []
    const change = branch.changes.find(({ pulls }) => pulls.includes(number))
    const isSame = change !== undefined && change.file === branch.file.atHead
    return [{ isOwn: own.has(number), isSame, comment, sha: section.sha }]
  })
}

/** Returns the comment's URL; `null` if nothing was written. */
async function updateSection(
  run: Run,
  section: OpenSection,
  update: SectionUpdate | null,
): Promise<string | null> {
  const { askGitHub, log } = run
  if (update === null || askGitHub === null) return null
  const { comment, sha } = section
  const head = { ...nameOf(run), sha, isFinal: update.isFinal }
  const written = await askGitHub(async (github) => {
    // Another run may have written into the comment since it was read.
    const isShared = sectionsOf(comment.body).length > 1
    const before = isShared ? await readComment(github, comment) : comment.body
    const bodyWith = (sections: readonly Section[]) => bodyOf(run, sections, head, update.report)
    const body = await writeSection(run, github, comment, sectionsOf(before), bodyWith, head.isFinal)
    section.comment = { ...comment, body }
  })
  if (written.ok) return comment.url
  log.notice(`The comment doesn't say how this apply goes. ${written.reason} The summary has everything.`)
  return null
}
