import { expect, it } from 'vitest'
import { deliveryReport, isTaken } from '../../../src/report/endpoint-words.ts'
import { asIs, desiredWebhook } from '../plan/webhooks.ts'
import { names } from './fixtures.ts'

const answered = (status: number, id = 'Billing') => ({
  webhook: desiredWebhook({ id }),
  outcome: { status, milliseconds: 9 },
})

it.each([199, 200, 204, 299, 300, 401])('only 2xx is delivered: %i', (status) => {
  expect(isTaken(answered(status))).toBe(status >= 200 && status < 300)
})

it('fifty are listed, and seven thousand counted', () => {
  const listed = (number: number) => {
    const { notes } = deliveryReport(
      names(number).map((id) => answered(204, id)),
      asIs,
    )
    return notes.join().split('\n- ')
  }
  expect(listed(50)).toHaveLength(51)
  expect(listed(7_000).at(-1)).toMatch(/^… and 6,\d\d\d more\./)
  expect(listed(7_000).join().length).toBeLessThan(6_000)
})

it('a secret in an id is not shown', () => {
  const { notes, undelivered } = deliveryReport([answered(401, 'secret')], () => '***')
  expect(notes.join() + undelivered).not.toContain('secret')
})
