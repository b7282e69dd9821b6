import { expect, it } from 'vitest'
import {
  type EndpointResult,
  judgeEndpoints,
  type WhyNotChecked,
} from '../../../src/plan/endpoint-findings.ts'

const target = (host: string, result: EndpointResult) => ({
  endpoint: { host, port: 443 },
  ids: [host],
  result,
})
const answered = (milliseconds: number, days: number): EndpointResult => ({
  outcome: 'answered',
  milliseconds,
  certificate: { days, on: '2026-12-31' },
})
const silent: EndpointResult = { outcome: 'failed', problem: 'no-answer' }
const refusing: EndpointResult = { outcome: 'failed', problem: 'no-connection' }
const unknown: EndpointResult = { outcome: 'failed', problem: 'unknown-host' }
const notChecked = (why: WhyNotChecked): EndpointResult => ({ outcome: 'not-checked', why })

it.each<[string, EndpointResult, readonly object[]]>([
  ['answers in time', answered(5_000, 14), []],
  ['takes longer than five seconds', answered(5_001, 14), [{ kind: 'slow' }]],
  [
    'has a certificate that ends within 14 days',
    answered(9, 13),
    [{ kind: 'certificate-ends', on: '2026-12-31' }],
  ],
  ['has both', answered(6_000, 0), [{ kind: 'certificate-ends', on: '2026-12-31' }, { kind: 'slow' }]],
  ['fails', unknown, [{ kind: 'unknown-host' }]],
  ['was not checked', notChecked('ipv6'), []],
])('an endpoint that %s', (_, result, problems) => {
  const findings = judgeEndpoints([target('a', result)])
  expect(findings.problems).toEqual(problems.map((problem) => ({ host: 'a', ids: ['a'], problem })))
})

it('what was not checked is listed by reason', () => {
  const findings = judgeEndpoints([
    target('a', notChecked('ipv6')),
    target('b', notChecked('time')),
    target('c', notChecked('ipv6')),
  ])
  expect(findings).toEqual({
    problems: [],
    notChecked: [
      { why: 'ipv6', hosts: ['a', 'c'] },
      { why: 'time', hosts: ['b'] },
    ],
  })
})

it.each<[string, readonly EndpointResult[], boolean]>([
  ['one host that is silent', [silent], false],
  ['several, all silent or refusing', [silent, refusing, silent], true],
  ['several, one of which answers', [silent, answered(9, 90)], false],
  ['several, one of which does not exist', [silent, unknown], false],
  ['several, one of which was not checked', [silent, refusing, notChecked('ipv6')], true],
])('%s: whether the network is to blame', (_, results, isNetwork) => {
  const { notChecked: listed } = judgeEndpoints(results.map((result, index) => target(`h${index}`, result)))
  expect(listed.some(({ why }) => why === 'network')).toBe(isNetwork)
})
