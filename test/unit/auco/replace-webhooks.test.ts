import { inspect } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { parseCompany } from '../../../src/auco/company.ts'
import { Http } from '../../../src/auco/http.ts'
import { replaceWebhooks } from '../../../src/auco/replace-webhooks.ts'
import { UserError } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { Webhook } from '../../../src/core/webhook.ts'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import { type Answer, startRecordingServer } from '../../fakes/recording-server.ts'
import { VirtualClock } from '../../faults/virtual-clock.ts'

let answer: Answer = { status: 200, body: '' }
const server = await startRecordingServer(async () => answer)
const http = new Http({
  baseUrl: server.url,
  userAgent: 'test',
  clock: new VirtualClock(),
  cancelled: new AbortController().signal,
  onRetry: () => {},
})
afterAll(async () => {
  await http.close()
  await server.close()
})

const webhook = {
  id: 'default',
  description: '',
  url: new WebhookUrl('https://hooks.example.com'),
  header: null,
}
const replace = async (given: Answer, webhooks: readonly Webhook[] = [webhook]) => {
  answer = given
  return replaceWebhooks(http, new Secret('prk_1'), { environment: 'stage', secrets: () => [] }, webhooks)
}

it.each<Answer>([
  { status: 200, body: { response: 'OK' } },
  { status: 201, body: { response: 'ok', webhooks: [] } },
  { status: 200, body: '\uFEFF{"response":"Ok"}' },
])('the documented success is accepted: %j', async (given) => {
  expect(await replace(given)).toEqual({
    outcome: `Auco answered ${given.status}.`,
    isAccepted: true,
    retryAfter: null,
  })
})

it.each<Answer>([
  { status: 200, body: { error: 'No' } },
  { status: 200, body: { response: 'ERROR' } },
  { status: 200, body: { response: ['OK'] } },
  { status: 200, body: 'OK' },
  { status: 200, body: '<p>OK</p>', headers: { 'content-type': 'text/html' } },
  { status: 202, body: {} },
  { status: 204, body: '' },
])('any other success is not: %j', async (given) => {
  expect(await replace(given)).toEqual({
    outcome: `Auco answered ${given.status} without \`"response": "OK"\`.`,
    isAccepted: false,
    retryAfter: null,
  })
})

it.each([400, 401, 403, 404, 422])('%i is final', async (status) => {
  await expect(replace({ status, body: '' })).rejects.toBeInstanceOf(UserError)
})

it.each([405, 407, 408, 409, 413, 415, 418, 423, 429, 431, 451, 500, 503])(
  '%i says nothing about what was stored',
  async (status) => {
    expect(await replace({ status, body: { response: 'OK' } })).toEqual({
      outcome: `Auco answered ${status}.`,
      isAccepted: false,
      retryAfter: null,
    })
  },
)

it.each([300, 301, 302, 303, 304, 307, 308])('neither does a redirect (%i)', async (status) => {
  const headers = { location: `${server.url}/elsewhere` }
  expect(await replace({ status, headers, body: '' })).toEqual({
    outcome: `Auco answered ${status}, a redirect, which is not followed.`,
    isAccepted: false,
    retryAfter: null,
  })
  expect(server.requests.filter(({ path }) => path !== '/company')).toEqual([])
})

const found = { id: 'Partner', url: 'HTTPS://Hooks.Example.com:443/a b?token=zap-6Yb3Qw9Lk2' }
const header = { key: 'X-Token', value: 'live-partner-8kQ2' }
it.each<[string, object, object?]>([
  ['everything', { ...found, description: ' Ours ', header }],
  [
    'a field of its own',
    { ...found, description: 'Ours', header, retries: 3 },
    { ...found, description: 'Ours', header },
  ],
  ['a field of its own in the header', { ...found, header: { ...header, prefix: '' } }, { ...found, header }],
  ['neither description nor header', found],
  ['an empty description', { ...found, description: '' }],
  ['no description', { ...found, description: null }],
  ['no header', { ...found, description: 'Ours', header: null }],
  ['an empty header', { ...found, header: {} }],
  ['a header of empty texts', { ...found, header: { key: '', value: '' } }],
  ['a header of nothing', { ...found, header: { key: null, value: null } }],
  ['a header of an empty name alone', { ...found, header: { key: '' } }],
  ['a value without a name', { ...found, header: { value: header.value } }],
  ['a value with an empty name', { ...found, header: { ...header, key: '' } }],
  ['half a character', { ...found, description: 'Ours \ud83d' }],
])('a live webhook with %s is sent as it was read', async (_, live, sent = live) => {
  const parsed = parseCompany({ webhooks: [live] })
  expect(parsed.ok).toBe(true)
  const kept = parsed.ok ? parsed.company.webhooks : []
  await replace({ status: 200, body: { response: 'OK' } }, [webhook, ...kept])
  const { id, description } = webhook
  expect(server.requests.at(-1)?.body).toEqual({
    webhooks: [{ id, description, url: 'https://hooks.example.com' }, sent],
  })
  expect(JSON.stringify(kept) + inspect(kept, { depth: 9 })).not.toMatch(/zap-6Yb|live-partner/)
})
