import type { EndpointFindings } from './endpoint-findings.ts'
import type { Plan } from './plan.ts'
import { type Redact, redactCaution } from './redact-plan.ts'

/** The plan with a caution for each problem of its endpoints. */
export function withEndpointCautions(plan: Plan, { problems }: EndpointFindings, redact: Redact): Plan {
  const cautions = problems.map((problem) => redactCaution({ kind: 'endpoint', ...problem }, redact))
  return { ...plan, cautions: [...plan.cautions, ...cautions] }
}
