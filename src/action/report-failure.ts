import { InvalidFileError, type UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { failed } from '../report/apply-words.ts'
import { failedPlanStatus, invalidFileStatus } from '../report/failure-text.ts'
import { note } from '../report/markdown.ts'
import type { Report } from '../report/render-report.ts'
import type { Mode } from './mode.ts'
import type { Run } from './run-context.ts'
import { reportOf, writeSummary } from './run-report.ts'

/**
 * Reports a failure that came before there was a plan: in the summary, and in the comment, which would otherwise still show
 * the plan of an earlier run.
 */
export async function reportFailure(run: Run, { mode }: Mode, error: UserError): Promise<void> {
  const report = failureReport(run, mode, error)
  const url = await comment(run, mode, error, report)
  if (url !== null) run.log.output('comment-url', url)
  writeSummary(run, report)
}

async function comment(
  run: Run,
  mode: Mode['mode'],
  error: UserError,
  report: Report,
): Promise<string | null> {
  if (mode === 'plan' && run.context.pullRequest === null) return null
  // Loaded here, because a run without a pull request needs none of it.
  const { commentFailedApply, commentFailedPlan } = await import('./failure-comment.ts')
  return mode === 'apply' ? commentFailedApply(run, error) : commentFailedPlan(run, report)
}

function failureReport(run: Run, mode: Mode['mode'], error: UserError): Report {
  const { context } = run
  if (error instanceof InvalidFileError) return invalidFileReport(run, error)
  return reportOf(run, {
    status:
      mode === 'apply'
        ? failed(error, context, context.troubleshootingUrl).status
        : failedPlanStatus(error, context.troubleshootingUrl),
  })
}

/** Most problems that a report shows. */
const MAX_REPORTED = 200

function invalidFileReport(run: Run, { problems }: InvalidFileError): Report {
  const omitted = problems.length - MAX_REPORTED
  return reportOf(run, {
    status: invalidFileStatus(problems),
    problems: problems.slice(0, MAX_REPORTED),
    notes: omitted > 0 ? [note(`${formatCount(omitted, 'problem')} more not shown.`)] : [],
  })
}
