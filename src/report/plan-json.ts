import { stringifyEscaped } from '../core/escape-invisible.ts'
import type { Plan } from '../plan/plan.ts'

/**
 * The plan as JSON, for the output `plan`. `against` says what the file was compared with: live, or the base branch's file.
 * A plan contains no header value and no secret part of a URL, so neither does this. Invisible characters are escaped.
 * `truncated` counts the entries that were left out; `null` if none were.
 */
export function planJson(
  plan: Plan,
  against: 'live' | 'base',
  truncated: Readonly<Record<string, number>> | null = null,
): string {
  const { environment, changes, unchanged, kept, cannotCompare, cautions } = plan
  const content = { environment, against, changes, unchanged, kept, cannotCompare, cautions }
  return stringifyEscaped(truncated === null ? content : { ...content, truncated })
}
