import type { UserError } from '../core/errors.ts'
import { codeSpan } from './markdown.ts'

/** A failure as Markdown: reason, what Auco says (in a code span: its text is untrusted), fix. */
export function failureText({ reason, fix, quote }: UserError): string {
  return [reason, ...(quote === null ? [] : [`Auco says: ${codeSpan(quote)}.`]), fix].join(' ')
}
