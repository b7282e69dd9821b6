import type { GitHub } from '../github/client.ts'
import { type Comment, readComment, updateComment } from '../github/comments.ts'
import {
  isSameSection,
  renderComment,
  type Section,
  type SectionName,
  sectionsOf,
  withSection,
} from '../report/comment.ts'
import { type Report, renderReport } from '../report/render-report.ts'
import type { Run } from './run-context.ts'

/** What a run writes into a comment: its section, without the text. */
export type SectionHead = Omit<Section, 'text'>

/** The section that a run is about. */
export function sectionNameOf({ inputs }: Run): SectionName {
  return { environment: inputs.environment, config: inputs.config }
}

/** A comment's text with the report as its section, beside the sections that it has already. */
export function bodyWith(
  { inputs, log }: Run,
  sections: readonly Section[],
  head: SectionHead,
  report: Report,
): string {
  const render = (limit: number) => log.redactLines(renderReport(report, { limit }))
  return renderComment(inputs.title, withSection(sections, head, render))
}

/** Most writes of a section: other runs write into the same comment. */
const MAX_WRITES = 3

/**
 * Looks whether a comment that has sections of other runs still has what this run wrote, and writes it again where
 * another run has overwritten it. Returns the text by then; throws what GitHub's failures throw.
 */
export async function verifySection(
  github: GitHub,
  comment: Comment,
  head: SectionHead,
  bodyFor: (sections: readonly Section[]) => string,
): Promise<string> {
  let { body } = comment
  for (let writes = 1; sectionsOf(body).length > 1 && writes < MAX_WRITES; writes += 1) {
    const found = sectionsOf(await readComment(github, comment))
    const own = (sections: readonly Section[]) => sections.find((section) => isSameSection(section, head))
    if (own(found)?.text === own(sectionsOf(body))?.text) break
    body = bodyFor(found)
    await updateComment(github, comment, body)
  }
  return body
}
