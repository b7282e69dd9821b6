import { expect, it } from 'vitest'
import { withEndpointCautions } from '../../../src/plan/endpoint-cautions.ts'
import type { Plan } from '../../../src/plan/plan.ts'

const plan: Plan = {
  environment: 'stage',
  changes: [],
  unchanged: [],
  kept: [],
  cannotCompare: [],
  cautions: [{ kind: 'legacy-webhook' }],
}

it('problems of endpoints are the last cautions, without a secret in an id or a host', () => {
  const findings = {
    problems: [{ host: 'tok3n9.example', ids: ['a', 'b-tok3n9'], problem: { kind: 'slow' } }],
    notChecked: [],
  } as const
  const redact = (text: string) => text.replaceAll('tok3n9', '***')
  expect(withEndpointCautions(plan, findings, redact).cautions).toEqual([
    { kind: 'legacy-webhook' },
    { kind: 'endpoint', host: '***.example', ids: ['a', 'b-***'], problem: { kind: 'slow' } },
  ])
})
