import { expect, it } from 'vitest'
import { publicValue, withDeclaredValues } from '../../../src/core/declared-values.ts'
import { secretsInLive } from '../../../src/core/webhook-secrets.ts'
import { desiredWebhook, live, type Sketch } from '../plan/webhooks.ts'

const literal = (id: string, key: string, value: string) => {
  const webhook = desiredWebhook({ id, header: [key, value], written: value, variables: [] })
  const header = webhook.header && { ...webhook.header, value: { ...webhook.header.value, isPublic: true } }
  return { ...webhook, header }
}
const files = [literal('Source', 'X-Source', 'auco'), literal('Source', 'X-Source', 'portal')]

it.each<[string, Sketch, isPublic: boolean]>([
  ['that the file declares', { id: 'Source', header: ['X-Source', 'auco'] }, true],
  ['that the base branch declares', { id: 'Source', header: ['X-Source', 'portal'] }, true],
  ['under the header in another case', { id: 'Source', header: ['x-source', 'auco'] }, true],
  ['that no file declares', { id: 'Source', header: ['X-Source', 'office'] }, false],
  ['in another case', { id: 'Source', header: ['X-Source', 'Auco'] }, false],
  ['under another header', { id: 'Source', header: ['X-Other', 'auco'] }, false],
  ['of another webhook', { id: 'Other', header: ['X-Source', 'auco'] }, false],
  ['that is not known', { id: 'Source', header: ['X-Source', { why: 'Masked' }] }, false],
])('a live value %s is shown, or masked: %s', (_, sketch, isPublic) => {
  const [webhook] = withDeclaredValues(live(sketch), files).webhooks
  const value = typeof sketch.header?.[1] === 'string' ? sketch.header[1] : null
  expect(publicValue(webhook?.header ?? null)).toBe(isPublic ? value : null)
  const masked = webhook === undefined ? [] : secretsInLive([webhook], files).values
  expect(masked.map((secret) => secret.reveal())).toEqual(isPublic || value === null ? [] : [value])
})
