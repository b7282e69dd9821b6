/** The states of a document that Auco notifies (Auco: Webhooks / Document workflow). */
export const EVENTS = ['CREATE', 'NOTIFY', 'FINISH', 'REJECT', 'REJECTED', 'BLOCKED', 'EXPIRED'] as const
export type EventStatus = (typeof EVENTS)[number]

/** The body of a notification in Auco's documented form, as JSON. A receiver can tell by code, name and tag that it's a test. */
export function testNotification(status: EventStatus): string {
  return JSON.stringify({
    code: 'TEST',
    name: 'Test notification of auco-webhooks: no document',
    status,
    message: 'Sent by `auco-webhooks deliver`, not by Auco.',
    tags: ['test'],
  })
}
