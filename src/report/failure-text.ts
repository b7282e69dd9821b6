import type { InvalidFileError, UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { helpLink } from './links.ts'
import { codeSpan, note } from './markdown.ts'
import type { Report } from './render-report.ts'

/** A failure as Markdown: reason, what Auco says (in a code span: its text is untrusted), fix. */
export function failureText({ reason, fix, quote }: UserError): string {
  return [reason, ...(quote === null ? [] : [`Auco says: ${codeSpan(quote)}.`]), fix].join(' ')
}

/** Most problems that a report shows. */
const MAX_REPORTED = 200

/** The report of a file that is not valid. */
export function invalidFileReport({
  problems,
}: InvalidFileError): Pick<Report, 'status' | 'problems' | 'notes'> {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const omitted = problems.length - MAX_REPORTED
  return {
    status: `❌ **${formatCount(errors, 'problem')} in the file**`,
    problems: problems.slice(0, MAX_REPORTED),
    notes: omitted > 0 ? [note(`${formatCount(omitted, 'problem')} more not shown.`)] : [],
  }
}

/** The status of a plan that fails. */
export function failedPlanStatus(error: UserError, troubleshootingUrl: string): string {
  return `❌ **Plan failed:** ${failureText(error)} ${helpLink(troubleshootingUrl, error.code)}`
}
