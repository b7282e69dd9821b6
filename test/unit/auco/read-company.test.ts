import { expect, it } from 'vitest'
import { parseCompany, readCompany } from '../../../src/auco/read-company.ts'
import { Secret } from '../../../src/core/secret.ts'

const url = 'https://hooks.example.com/auco'
const first = { id: 'default', description: 'All', url }
const header = { key: 'Authorization', value: 'Bearer q7z9f8e4' }
const key = new Secret('puk_7Hq2LrX9wTzB4nVdKc8sYfMj3GpA6uEe')

/** What a read gives whose answer has this body: the ids, or the error. */
async function read(body: string, status = 200): Promise<unknown> {
  const http = { get: async () => ({ status, body, retryAfter: null }) }
  const context = { environment: 'stage', keyInput: 'public-key', secrets: () => [key] } as const
  return readCompany(http, key, context).then(
    ({ webhooks }) => webhooks.map(({ id }) => id),
    (error: unknown) => error,
  )
}

it.each<[string, object | readonly unknown[], string]>([
  ['no URL', { id: 'Billing' }, 'has no valid `url`'],
  [
    'an object as header value',
    { id: 'Billing', url, header: { key: 'X', value: {} } },
    'has no valid `header.value`',
  ],
  ['a list', [], 'is not an object'],
  ['an id that is there already', first, 'has the same `id` as webhook 1'],
  ['half a character in its id', { id: 'a\ud800', url }, 'has an `id` with an unpaired surrogate'],
])('a webhook with %s is named by its position', async (_, entry, what) => {
  expect(await read(JSON.stringify({ webhooks: [first, entry] }))).toMatchObject({
    code: 'auco-invalid-webhook',
    reason: `Webhook 2 of those that Auco returns ${what}.`,
  })
})

const json = JSON.stringify
// Taken for a company without webhooks, all that it has would be replaced.
it.each<[body: string, string | readonly string[], status?: number]>([
  [json({ webhooks: [] }), []],
  [json({ webhook: url }), []],
  [`\uFEFF${json({ webhooks: [first] })}`, ['default']],
  [json({ webhooks: [{ ...first, description: 'a\ud800' }] }), ['default']],
  [json({ webhooks: [first] }), 'auco-unexpected-status', 203],
  [json({ name: 'Acme', webhook: '', webhooks: null }), 'auco-wrong-shape'],
  [json({ name: 'Acme', webhook: null }), 'auco-wrong-shape'],
  [json({ webhook: url, webhooks: {} }), 'auco-wrong-shape'],
  [json({ response: 'OK' }), 'auco-wrong-shape'],
  [json([first]), 'auco-wrong-shape'],
  ['null', 'auco-wrong-shape'],
  ['<p>Sign in</p>', 'auco-wrong-shape'],
  ['', 'auco-unexpected-status', 400],
])('%s is read as %j', async (body, ends, status) => {
  const found = await read(body, status)
  if (typeof ends === 'string') expect(found).toMatchObject({ code: ends })
  else expect(found).toEqual(ends)
})

it('5 MiB of entries take little memory', async () => {
  const body = `{"webhooks":[${Array<string>(1_747_000).fill('{}').join()}]}`
  const before = process.memoryUsage().heapUsed
  const error = await read(body)
  const taken = process.memoryUsage().heapUsed - before
  expect(error).toMatchObject({ code: 'auco-invalid-webhook' })
  expect(taken / 1024 / 1024).toBeLessThan(400)
})

it.each<[object, readonly string[]]>([
  [{ header }, []],
  [{ _id: '61ba', __v: 0, createdAt: 1, updatedAt: 2, events: null, header: { ...header, _id: '6' } }, []],
  [{ expiresAt: 1, retry_time: 2, _signingKeyId: 3 }, ['expiresAt', 'retry_time', '_signingKeyId']],
  [{ events: ['FINISH'], retries: 3, enabled: false, note: '' }, ['events', 'retries', 'enabled', 'note']],
  [{ format: 'json', flat: true, update: 1 }, ['format', 'flat', 'update']],
  [{ header: { ...header, prefix: 'Bearer' } }, ['header.prefix']],
  [JSON.parse('{"__proto__x": 1, "constructor": 2}'), ['__proto__x', 'constructor']],
  // Names that can be a secret aren't shown.
  [
    { events: 1, 'q7z-9f8e': 1, ['x'.repeat(33)]: 1, header: { Zt7q4Wm2Lk9Xv3: 'X' } },
    ['events', 'another field'],
  ],
])('a live webhook with %j has unknown fields: %j', (more, fields) => {
  const unknownFields = fields.length === 0 ? [] : [{ id: 'default', fields }]
  expect(parseCompany({ webhooks: [{ ...first, ...more }] })).toMatchObject({ unknownFields })
})

// Beside a value that is shown, one that looks masked is what was stored.
it.each([
  [
    ['q7z9f8e4', '****', ''],
    [true, true, true],
  ],
  [
    ['****', ''],
    [false, false],
  ],
])('of the header values %j these are known: %j', (values, known) => {
  const webhooks = values.map((value, n) => ({ ...first, id: `${n}`, header: { key: 'X-Token', value } }))
  const found = parseCompany({ webhooks })?.webhooks.map(({ header }) => header?.value.known)
  expect(found).toEqual(known)
})
