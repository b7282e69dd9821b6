import type { Plan } from '../plan/plan.ts'

/**
 * The output `plan`: the plan as JSON. A plan holds no header value and no secret part of a URL, so neither does this.
 */
export function planJson(plan: Plan): string {
  const { environment, changes, unchanged, cannotCompare, cautions } = plan
  return JSON.stringify({ environment, changes, unchanged, cannotCompare, cautions })
}
