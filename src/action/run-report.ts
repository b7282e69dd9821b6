import { headingOf } from '../report/markdown.ts'
import type { CommentIdentity } from '../report/marker.ts'
import { type Report, renderSummary } from '../report/render-report.ts'
import type { Run } from './run-context.ts'

/** The report of a run: its title and links, and the given parts. */
export function reportOf({ inputs, context }: Run, parts: Pick<Report, 'status'> & Partial<Report>): Report {
  const { repositoryUrl, runUrl, sha, troubleshootingUrl } = context
  return {
    title: headingOf(inputs.title, inputs.environment),
    notes: [],
    plan: null,
    problems: [],
    afterMerge: null,
    foldedUnder: null,
    links: { repositoryUrl, runUrl, sha, config: inputs.config, troubleshootingUrl },
    ...parts,
  }
}

/** What identifies the run's comment. */
export function identityOf({ inputs }: Run): CommentIdentity {
  return { title: inputs.title, config: inputs.config, environment: inputs.environment }
}

export function writeSummary({ log }: Run, report: Report): void {
  log.summary(renderSummary(report))
}
