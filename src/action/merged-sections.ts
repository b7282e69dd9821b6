import type { BranchState } from '../github/branch-state.ts'
import { type Comment, readComment, readComments, updateComment } from '../github/comments.ts'
import { isMarked, isSameSection, sectionsOf } from '../report/comment.ts'
import type { Report } from '../report/render-report.ts'
import { bodyWith, sectionNameOf, verifySection } from './comment-sections.ts'
import { type Run, reportOf } from './run-context.ts'

/** A section on a merged pull request that says nothing final yet. */
interface OpenSection {
  /** Whether the pull request brought the commit that the run is about. */
  readonly isOwn: boolean
  /** Whether the file that it brought is the one that is applied. */
  readonly isSame: boolean
  readonly comment: Comment
  /** The comment's text by now. */
  body: string
  /** The head of the pull request. */
  readonly sha: string
}

/** What an apply says in a section. */
export interface SectionUpdate {
  readonly report: Pick<Report, 'status'> & Partial<Report>
  readonly isFinal: boolean
}

/**
 * The sections of the merged pull requests that an apply is about: of those that brought its commit, and of the last ones
 * that changed the file. Every failure is a notice, because comments only inform.
 */
export class MergedSections {
  readonly #run: Run
  readonly #found: Promise<readonly OpenSection[]>
  #writing: Promise<string | null> = Promise.resolve(null)

  /** Starts to read the comments. `branch`: `null` without any. */
  constructor(run: Run, branch: BranchState | null, isAtHead: boolean) {
    this.#run = run
    this.#found = branch === null ? Promise.resolve([]) : findSections(run, branch, isAtHead)
    // Only a cancellation rejects it, and then nobody waits for it.
    this.#found.catch(() => {})
  }

  /** Writes into every section for which there is an update, after earlier writes; returns the URL of the first comment, `null` without one. */
  update(
    updateOf: (section: Pick<OpenSection, 'isOwn' | 'isSame'>) => SectionUpdate | null,
  ): Promise<string | null> {
    this.#writing = this.#writing.then(() => this.#write(updateOf))
    return this.#writing
  }

  /** The same without waiting for it. */
  begin(updateOf: Parameters<MergedSections['update']>[0]): void {
    // Only a cancellation rejects it, and then nobody waits for it.
    this.update(updateOf).catch(() => {})
  }

  async #write(updateOf: (section: OpenSection) => SectionUpdate | null): Promise<string | null> {
    const { askGitHub, log } = this.#run
    if (askGitHub === null) return null
    const urls = await Promise.all(
      (await this.#found).map(async (section) => {
        const { comment, sha } = section
        const update = updateOf(section)
        if (update === null) return null
        const { isFinal } = update
        const head = { ...sectionNameOf(this.#run), sha, isFinal }
        const report = reportOf(this.#run, update.report)
        const written = await askGitHub(async (github) => {
          // Another run may have written into the comment since it was read.
          const isShared = sectionsOf(section.body).length > 1
          const body = isShared ? await readComment(github, comment) : section.body
          const bodyFor = (sections: ReturnType<typeof sectionsOf>) =>
            bodyWith(this.#run, sections, head, report)
          section.body = bodyFor(sectionsOf(body))
          await updateComment(github, comment, section.body)
          section.body = await verifySection(github, { ...comment, body: section.body }, head, bodyFor)
        })
        if (written.ok) return comment.url
        log.notice(
          `The comment doesn't say how this apply goes. ${written.reason} The summary has everything.`,
        )
        return null
      }),
    )
    return urls.find((url) => url !== null) ?? null
  }
}

async function findSections(
  run: Run,
  branch: BranchState,
  isAtHead: boolean,
): Promise<readonly OpenSection[]> {
  const { askGitHub, inputs, log } = run
  if (inputs.comment === 'never' || askGitHub === null) return []
  const own = new Set([...branch.pulls, ...(isAtHead ? branch.headPulls : [])])
  const numbers = [...new Set([...own, ...branch.changes.flatMap(({ pulls }) => pulls)])]
  const isOurs = (body: string) => isMarked(body, inputs.title)
  const comments = await askGitHub((github) => readComments(github, numbers, isOurs))
  if (!comments.ok) {
    log.notice(`The comments can't be read. ${comments.reason} The summary has everything.`)
    return []
  }
  return numbers.flatMap((number) => {
    const comment = comments.value.get(number)?.find(({ isOwn }) => isOwn)
    const section = sectionsOf(comment?.body ?? '').find((one) => isSameSection(one, sectionNameOf(run)))
    if (comment === undefined || section === undefined || section.isFinal) return []
    const change = branch.changes.find(({ pulls }) => pulls.includes(number))
    const isSame = change !== undefined && change.file === branch.file.atHead
    return [{ isOwn: own.has(number), isSame, comment, body: comment.body, sha: section.sha }]
  })
}
