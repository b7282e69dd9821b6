import { stringifyEscaped } from '../core/format.ts'
import type { Plan } from '../plan/plan.ts'

/**
 * The plan as JSON, for the output `plan`. `against` says what the file was compared with: what is live, or the default branch's file.
 * A plan contains no header value and no secret part of a URL, so neither does this. Invisible characters are escaped.
 * `truncated` counts the entries that were left out; `null` if none were.
 */
export function planJson(
  plan: Plan,
  against: 'live' | 'default-branch',
  truncated: Readonly<Record<string, number>> | null = null,
): string {
  const { environment, ...rest } = plan
  const content = { environment, against, ...rest }
  return stringifyEscaped(truncated === null ? content : { ...content, truncated })
}
