import { expect, it } from 'vitest'
import { readCompany } from '../../../src/auco/read-company.ts'
import { Secret } from '../../../src/core/secret.ts'

const url = 'https://hooks.example.com/auco'
const first = { id: 'default', description: 'All', url }
const key = new Secret('puk_7Hq2LrX9wTzB4nVdKc8sYfMj3GpA6uEe')

/** What a read gives whose answer has this body: the ids, or the error. */
async function read(body: string): Promise<unknown> {
  const http = {
    get: async () => ({ status: 200, contentType: 'application/json', body, retryAfter: null }),
  }
  const context = { environment: 'stage', keyInput: 'public-key', secrets: () => [key] } as const
  return readCompany(http, key, context).then(
    ({ webhooks }) => webhooks.map(({ id }) => id),
    (error: unknown) => error,
  )
}

it.each<[string, object | readonly unknown[], string]>([
  ['no URL', { id: 'Billing' }, 'has no `url`'],
  ['no id', { url }, 'has no `id`'],
  ['a number as id', { id: 7, url }, 'has a number as `id`, not text'],
  [
    'a number as description',
    { id: 'Billing', description: 7, url },
    'has a number as `description`, not text',
  ],
  ['a list as header', { id: 'Billing', url, header: [] }, 'has a list as `header`, not an object'],
  [
    'an object as header value',
    { id: 'Billing', url, header: { key: 'X', value: {} } },
    'has an object as `header.value`, not text',
  ],
  ['a list', [], 'is a list, not an object'],
  ['an id that is there already', first, 'has the same `id` as webhook 1'],
  ['half a character in its id', { id: 'a\ud800', url }, 'has an `id` with an unpaired surrogate'],
])('a webhook with %s is told by its position, and the address is not blamed', async (_, entry, what) => {
  expect(await read(JSON.stringify({ webhooks: [first, entry] }))).toMatchObject({
    code: 'auco-invalid-webhook',
    reason: `Webhook 2 of those that Auco returns ${what}.`,
    fix: 'Nothing was written. Correct it at Auco, in its console or through the API, then run it again.',
  })
})

it.each<[string, string, string]>([
  ['numbers', '1', 'auco-invalid-webhook'],
  ['lists', '[]', 'auco-invalid-webhook'],
  ['nulls', 'null', 'auco-invalid-webhook'],
])('a list of 130,000 %s is one clear error', async (_, entry, code) => {
  expect(await read(`{"webhooks":[${Array<string>(130_000).fill(entry).join()}]}`)).toMatchObject({
    code,
    reason: 'Auco returns 130,000 webhooks, more than 50,000.',
  })
})

it('50,000 webhooks are read', async () => {
  const webhooks = Array.from({ length: 50_000 }, (_, n) => ({ ...first, id: `${n}` }))
  expect(await read(JSON.stringify({ webhooks }))).toHaveLength(50_000)
})

it('5 MiB of entries take little memory', async () => {
  const body = `{"webhooks":[${Array<string>(1_747_000).fill('{}').join()}]}`
  const before = process.memoryUsage().heapUsed
  const error = await read(body)
  const taken = process.memoryUsage().heapUsed - before
  expect(error).toMatchObject({ code: 'auco-invalid-webhook' })
  expect(taken / 1024 / 1024).toBeLessThan(400)
})

it('a byte order mark before the JSON is ignored', async () => {
  expect(await read(`\uFEFF${JSON.stringify({ webhooks: [first] })}`)).toEqual(['default'])
})

it('half a character elsewhere is kept', async () => {
  expect(await read(JSON.stringify({ webhooks: [{ ...first, description: 'a\ud800' }] }))).toEqual([
    'default',
  ])
})
