import type { Problem, UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { helpLink } from './links.ts'
import { codeSpan } from './markdown.ts'

/** A failure as Markdown: reason, what Auco says (in a code span: its text is untrusted), fix. */
export function failureText({ reason, fix, quote }: UserError): string {
  return [reason, ...(quote === null ? [] : [`Auco says: ${codeSpan(quote)}.`]), fix].join(' ')
}

/** The status of a file that is not valid. */
export function invalidFileStatus(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return `**${formatCount(errors, 'problem')} in the file**`
}

/** The status of a plan that fails. */
export function failedPlanStatus(error: UserError, troubleshootingUrl: string): string {
  return `❌ **Plan failed:** ${failureText(error)} ${helpLink(troubleshootingUrl, error.code)}`
}
