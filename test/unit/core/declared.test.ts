import { expect, it } from 'vitest'
import { hiddenParts, publicValue, secretValues, withDeclared } from '../../../src/core/declared.ts'
import { desired, desiredWebhook, live, type Sketch } from '../plan/webhooks.ts'

const HOST = 'https://hooks.example.com'
const literal = (id: string, key: string, value: string) => {
  const webhook = desiredWebhook({ id, header: [key, value], written: value, variables: [] })
  const header = webhook.header && { ...webhook.header, value: { ...webhook.header.value, isPublic: true } }
  return { ...webhook, header }
}

it.each<[string, Sketch, isPublic: boolean]>([
  ['that the file declares', { id: 'Source', header: ['X-Source', 'auco'] }, true],
  ['that the default branch declares', { id: 'Source', header: ['X-Source', 'portal'] }, true],
  ['under the header in another case', { id: 'Source', header: ['x-source', 'auco'] }, true],
  ['that no file declares', { id: 'Source', header: ['X-Source', 'office'] }, false],
  ['in another case', { id: 'Source', header: ['X-Source', 'Auco'] }, false],
  ['under another header', { id: 'Source', header: ['X-Other', 'auco'] }, false],
  ['of another webhook', { id: 'Other', header: ['X-Source', 'auco'] }, false],
  ['that is not known', { id: 'Source', header: ['X-Source', { why: 'Masked' }] }, false],
])('a header value %s is public: %s', (_, sketch, isPublic) => {
  const files = [literal('Source', 'X-Source', 'auco'), literal('Source', 'X-Source', 'portal')]
  const { webhooks } = withDeclared(live(sketch), files)
  const value = typeof sketch.header?.[1] === 'string' ? sketch.header[1] : null
  expect(publicValue(webhooks[0]?.header ?? null)).toBe(isPublic ? value : null)
  const secrets = secretValues(webhooks).map((secret) => secret.reveal())
  expect(secrets).toEqual(isPublic || value === null ? [] : [value])
})

it.each([
  ['that a file declares, for any webhook', 'X-Billing', 'X-Billing', []],
  ['in another case', 'x-billing', 'x-billing', []],
  ['that is usual', 'X-Api-Key', 'X-Api-Key', []],
  ['that no file declares', 'X-Billing-2', 'another header', ['X-Billing-2']],
])('a header name %s', (_, name, shown, hidden) => {
  const files = desired({ id: 'Other', header: ['X-Billing', 'v4lue1'] })
  const url = `${HOST}/auco`
  const { webhooks } = withDeclared(live({ id: 'a', url, header: [name, 'v4lue2'] }), [
    ...files,
    ...desired({ id: 'a', url }),
  ])
  expect(webhooks[0]?.header?.key.shown).toBe(shown)
  expect(hiddenParts(webhooks).map((secret) => secret.reveal())).toEqual(hidden)
})

const url = `${HOST}/catch/1234567/abc4def?k=v#f`
const writtenUrl = { text: `${HOST}/catch/\${AUCO_PATH}`, variables: ['AUCO_PATH'] }
const set: Sketch = { id: 'Zapier', url, writtenUrl: { ...writtenUrl, isSet: true } }
const unset: Sketch = { id: 'Zapier', url, writtenUrl: { ...writtenUrl, isSet: false } }

it.each<[string, readonly Sketch[], shown: string]>([
  ['that no file writes, as its origin', [], `${HOST}/…`],
  ['of which a file writes a part', [{ id: 'Zapier', url: `${HOST}/catch/1234567` }], `${HOST}/…`],
  ['that a file writes, whole', [{ id: 'Zapier', url }], url],
  ['that a file writes for another webhook', [{ id: 'Other', url }], url],
  ['as the file spells it', [{ id: 'a', url: url.replace('hooks', 'HOOKS') }], url.replace('hooks', 'HOOKS')],
  ['with a variable, as it is written', [set], `${HOST}/catch/\${AUCO_PATH}`],
  ['with a variable that is not set, as its origin', [unset], `${HOST}/…`],
  ['that another file writes out', [unset, { id: 'Zapier', url }], url],
  // The variable wins, whichever file is the one at hand.
  ['with a variable in one file only', [set, { id: 'Zapier', url }], `${HOST}/catch/\${AUCO_PATH}`],
  ['with a variable in the other only', [{ id: 'Zapier', url }, set], `${HOST}/catch/\${AUCO_PATH}`],
])('a URL is shown %s', (_, files, shown) => {
  const { webhooks } = withDeclared(live({ id: 'Zapier', url }), desired(...files))
  expect([webhooks[0]?.url.shown, webhooks[0]?.url.reveal()]).toEqual([shown, url])
  const hidden = shown === `${HOST}/…` ? [url.slice(HOST.length)] : []
  expect(hiddenParts(webhooks).map((secret) => secret.reveal())).toEqual(hidden)
})
