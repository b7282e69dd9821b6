import { expect, it } from 'vitest'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import {
  checkAll,
  type Endpoint,
  type EndpointResult,
  endpointOf,
  judgeEndpoints,
  shownEndpoint,
  type WhyNotChecked,
} from '../../../src/plan/endpoints.ts'
import { desired } from './webhooks.ts'

it.each([
  ['https://Hooks.Example.com/auco?x=1#y', 'hooks.example.com', 443, 'hooks.example.com'],
  ['https://hooks.example.com.:8443/', 'hooks.example.com', 8443, 'hooks.example.com:8443'],
  ['https://ñandú.example/', 'xn--and-6ma2c.example', 443, 'xn--and-6ma2c.example'],
  ['https://[2606:4700::1111]:444/', '2606:4700::1111', 444, '[2606:4700::1111]:444'],
])('the endpoint of %s', (url, host, port, shown) => {
  expect(endpointOf(new WebhookUrl(url))).toEqual({ host, port })
  expect(shownEndpoint({ host, port })).toBe(shown)
})

it.each(['not a URL', 'http://hooks.example.com', 'ftp://hooks.example.com'])('%s has none', (url) => {
  expect(endpointOf(new WebhookUrl(url))).toBeNull()
})

it('a problem names all webhooks of its host and port', async () => {
  const webhooks = desired(
    { id: 'default', url: 'https://a.example/x' },
    { id: 'b', url: 'https://b.example/' },
    { id: 'c', url: 'https://A.example:443/y?z' },
    { id: 'd', url: 'https://a.example:444/' },
  )
  const problem = { kind: 'unknown-host' }
  expect(judgeEndpoints(await checkAll(webhooks, async () => unknown)).problems).toEqual([
    { host: 'a.example', ids: ['default', 'c'], problem },
    { host: 'b.example', ids: ['b'], problem },
    { host: 'a.example:444', ids: ['d'], problem },
  ])
})

const answered = (milliseconds: number, days: number): EndpointResult => ({
  ...{ outcome: 'answered', milliseconds, certificate: { days, on: '2026-12-31' } },
})
const unknown: EndpointResult = { outcome: 'failed', problem: 'unknown-host' }
const notChecked = (why: WhyNotChecked): EndpointResult => ({ outcome: 'not-checked', why })
const ending = { kind: 'certificate-ends', on: '2026-12-31' }

it.each<[string, EndpointResult, readonly object[]]>([
  ['answers in time', answered(5_000, 14), []],
  ['takes longer than five seconds', answered(5_001, 14), [{ kind: 'slow' }]],
  ['has a certificate that ends within 14 days', answered(9, 13), [ending]],
  ['has both', answered(6_000, 0), [ending, { kind: 'slow' }]],
  ['fails', unknown, [{ kind: 'unknown-host' }]],
  ['was not checked', notChecked('network'), []],
])('an endpoint that %s', async (_, result, problems) => {
  const webhooks = desired({ id: 'a', url: 'https://a/' })
  const findings = judgeEndpoints(await checkAll(webhooks, async () => result))
  expect(findings.problems).toEqual(problems.map((problem) => ({ host: 'a', ids: ['a'], problem })))
})

it('what was not checked is listed by reason', async () => {
  const results = [notChecked('network'), notChecked('time'), answered(9, 90), notChecked('network')]
  const webhooks = results.flatMap((_, index) => desired({ id: `${index}`, url: `https://h${index}/` }))
  const check = async ({ host }: Endpoint) => results[Number(host.slice(1))] ?? unknown
  expect(judgeEndpoints(await checkAll(webhooks, check))).toEqual({
    problems: [],
    notChecked: [
      { why: 'network', hosts: ['h0', 'h3'] },
      { why: 'time', hosts: ['h1'] },
    ],
  })
})
