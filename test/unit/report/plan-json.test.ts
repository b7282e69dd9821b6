import { expect, it } from 'vitest'
import { deliveredJson } from '../../../src/report/plan-json.ts'
import { asIs, desiredWebhook } from '../plan/webhooks.ts'

it('what came of deliveries is an object', () => {
  const delivered = [
    { webhook: desiredWebhook({ id: '__proto__' }), outcome: { status: 204, milliseconds: 9 } },
    { webhook: desiredWebhook({ id: 'Öffice "1"' }), outcome: 'no-answer' },
  ] as const
  expect(deliveredJson(delivered, asIs)).toBe('{"__proto__":204,"Öffice \\"1\\"":"no-answer"}')
})
