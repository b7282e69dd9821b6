import { stringifyEscaped } from '../core/escape-invisible.ts'
import type { Plan } from '../plan/plan.ts'

/**
 * The output `plan`: the plan as JSON, and what it was made against: what is live, or the base branch's file. A plan holds
 * no header value and no secret part of a URL, so neither does this.
 */
export function planJson(plan: Plan, against: 'live' | 'base'): string {
  const { environment, changes, unchanged, cannotCompare, cautions } = plan
  return stringifyEscaped({ environment, against, changes, unchanged, cannotCompare, cautions })
}
