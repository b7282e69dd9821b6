import { expect, it } from 'vitest'
import type { EndpointProblem } from '../../../src/plan/endpoint-findings.ts'
import { endpointsSummary, endpointWords, notCheckedNotes } from '../../../src/report/endpoint-words.ts'
import { emptyPlan, names } from './fixtures.ts'

const caution = (problem: EndpointProblem, ids = ['Billing', 'default']) => ({
  kind: 'endpoint' as const,
  ids,
  host: 'hooks.example:8443',
  problem,
})
const cannot = 'Auco cannot deliver to `Billing`, `default`.'
const perhaps = `If it admits only Auco's addresses, nothing is wrong. Otherwise ${cannot}`

it.each<[EndpointProblem, string, string]>([
  [{ kind: 'unknown-host' }, 'does not exist in the public DNS', `${cannot} Check the spelling.`],
  [{ kind: 'dns-failure' }, 'cannot be resolved: its name servers give no answer', cannot],
  [{ kind: 'not-public' }, 'has an address that is not public', cannot],
  [{ kind: 'no-connection' }, 'accepts no connection', perhaps],
  [{ kind: 'no-answer' }, 'does not answer', perhaps],
  [{ kind: 'no-tls' }, 'does not complete a TLS connection', cannot],
  [{ kind: 'certificate-expired' }, 'has an expired certificate', cannot],
  [{ kind: 'certificate-not-yet-valid' }, 'has a certificate that is not valid yet', cannot],
  [{ kind: 'certificate-of-another-host' }, 'has a certificate for another name', cannot],
  [{ kind: 'certificate-self-signed' }, 'has a self-signed certificate', cannot],
  [
    { kind: 'certificate-chain' },
    'has a certificate without a complete chain to a public authority',
    `${cannot} If the intermediate certificates are missing, let the server send them: browsers find them elsewhere, other clients don't.`,
  ],
  [{ kind: 'certificate-invalid' }, 'has a certificate that cannot be verified', cannot],
  [
    { kind: 'certificate-ends', on: '2026-12-31' },
    'has a certificate that ends on 2026-12-31',
    'Renew it, or Auco can no longer deliver to `Billing`, `default`.',
  ],
  [
    { kind: 'slow' },
    'takes more than 5 seconds to connect',
    'Auco waits 10 seconds for connection and answer together, so `Billing`, `default` can lose notifications.',
  ],
])('%o', (problem, what, consequence) => {
  expect(endpointWords(caution(problem))).toEqual({
    headline: `\`hooks.example:8443\` ${what}.`,
    consequence,
  })
})

it('what was not checked is one note, with the reason and a short list of hosts', () => {
  const findings = {
    problems: [],
    notChecked: [
      { why: 'time', hosts: names(25) },
      { why: 'ipv6', hosts: ['six.example'] },
    ],
  } as const
  const first = names(20).map((name) => `\`${name}\``)
  expect(notCheckedNotes(findings)).toEqual([
    `> [!NOTE]\n> Endpoints not checked: ${first.join(', ')} and 5 more: time ran out; \`six.example\`: they have only IPv6 addresses, which this machine cannot reach.`,
  ])
  expect(notCheckedNotes({ problems: [], notChecked: [] })).toEqual([])
})

it('the summary counts endpoints, not problems', () => {
  const cautions = [caution({ kind: 'slow' }), caution({ kind: 'certificate-ends', on: '2026-12-31' })]
  expect(endpointsSummary({ ...emptyPlan, cautions })).toBe(
    '1 endpoint may not get what Auco sends: `hooks.example:8443`.',
  )
  expect(endpointsSummary({ ...emptyPlan, cautions: [{ kind: 'legacy-webhook' }] })).toBeNull()
})
