import { expect, it } from 'vitest'
import type { Delivery, Undelivered } from '../../../src/plan/endpoint-findings.ts'
import { deliveryReport, deliveryWords, isTaken } from '../../../src/report/delivery-words.ts'
import { asIs, desiredWebhook, TOKEN } from '../plan/webhooks.ts'
import { names } from './fixtures.ts'

const to = (
  outcome: number | Undelivered,
  id = 'Billing',
  header: typeof TOKEN | null = TOKEN,
): Delivery => ({
  webhook: desiredWebhook({ id, header }),
  outcome: typeof outcome === 'number' ? { status: outcome, milliseconds: 1_234 } : outcome,
})

it.each<[number | Undelivered, string]>([
  [200, 'answered 200'],
  [204, 'answered 204'],
  [302, 'answered 302: a redirect, which is not followed'],
  [400, 'answered 400: the receiver refuses the notification'],
  [401, "answered 401: the receiver doesn't accept this header value"],
  [403, "answered 403: the receiver doesn't accept this header value"],
  [404, "answered 404: the receiver doesn't know this path"],
  [410, "answered 410: the receiver doesn't know this path"],
  [429, 'answered 429: the receiver refuses the notification'],
  [500, 'answered 500: the receiver fails'],
  ['no-answer', 'did not answer within the 10 seconds that Auco gives'],
  ['no-http', 'gave no answer in HTTP'],
  ['not-sendable', 'got nothing: a variable is not set here, or HTTP itself needs the header'],
  ['dns', "got nothing: this machine's DNS does not answer for public names"],
  ['time', 'got nothing: time ran out'],
  ['not-public', 'got nothing: its host has an address that is not public'],
  ['certificate-of-another-host', 'got nothing: its host has a certificate for another name'],
])('%s: what is to blame', (outcome, words) => {
  expect(deliveryWords(to(outcome), false)).toBe(words)
  expect(isTaken(to(outcome))).toBe(outcome === 200 || outcome === 204)
})

it('a webhook without a header has no value to blame', () => {
  expect(deliveryWords(to(401, 'Billing', null), true)).toBe(
    'answered 401 in 1,234 ms: the receiver wants a header',
  )
})

it('those that failed come first, and one of them in the sentence', () => {
  expect(deliveryReport([to(204, 'A'), to(500, 'B'), to('no-http', 'C'), to(404, 'D')], asIs)).toEqual({
    undelivered: '`B` answered 500: the receiver fails; and 2 others',
    notes: [
      `<details><summary>1 of 4 test notifications delivered</summary>

- \`B\` answered 500 in 1,234 ms: the receiver fails
- \`C\` gave no answer in HTTP
- \`D\` answered 404 in 1,234 ms: the receiver doesn't know this path
- \`A\` answered 204 in 1,234 ms

</details>`,
    ],
  })
})

it('fifty are listed, and seven thousand counted', () => {
  const listed = (number: number) =>
    deliveryReport(
      names(number).map((id) => to(204, id)),
      asIs,
    )
      .notes.join()
      .split('\n- ')
  expect(listed(50)).toHaveLength(51)
  expect(listed(7_000).at(-1)).toMatch(/^… and 6,\d\d\d more\./)
  expect(listed(7_000).join().length).toBeLessThan(6_000)
})

it('a secret in an id is not shown', () => {
  const { notes, undelivered } = deliveryReport([to(401, 'secret')], () => '***')
  expect(notes.join() + undelivered).not.toContain('secret')
})
