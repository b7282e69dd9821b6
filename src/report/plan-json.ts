import { stringifyEscaped } from '../core/format.ts'
import type { Delivery } from '../plan/endpoints.ts'
import type { Plan, Redact } from '../plan/plan.ts'

/**
 * The plan as JSON. It contains no header value and no secret part of a URL; invisible characters are escaped.
 * `against`: whether the file was compared with what is live, or with the default branch's file.
 */
export function planJson(plan: Plan, against: 'live' | 'default-branch'): string {
  const { environment, ...rest } = plan
  return stringifyEscaped({ environment, against, ...rest })
}

export function deliveredJson(deliveries: readonly Delivery[], redact: Redact): string {
  const outcomes = deliveries.map(({ webhook: { id }, outcome }) => {
    return [redact(id), typeof outcome === 'string' ? outcome : outcome.status] as const
  })
  return JSON.stringify(Object.fromEntries(outcomes))
}
