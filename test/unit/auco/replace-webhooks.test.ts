import { inspect } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { Http } from '../../../src/auco/http.ts'
import { parseCompany } from '../../../src/auco/read-company.ts'
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

const OK = { response: 'OK' }
it.each<[Answer, string, boolean]>([
  [{ status: 200, body: OK }, '', true],
  [{ status: 201, body: { response: 'ok', webhooks: [] } }, '', true],
  [{ status: 200, body: '\uFEFF{"response":"Ok"}' }, '', true],
  ...[{ error: 'No' }, { response: 'ERROR' }, { response: ['OK'] }, 'OK', '<p>OK</p>'].map(
    (body): [Answer, string, boolean] => [{ status: 200, body }, ' without `"response": "OK"`', false],
  ),
  [{ status: 204, body: '' }, ' without `"response": "OK"`', false],
  ...[301, 308].map((status): [Answer, string, boolean] => [
    { status, headers: { location: `${server.url}/elsewhere` }, body: '' },
    ', a redirect, which is not followed',
    false,
  ]),
  ...[405, 407, 408, 409, 429, 503].map((status): [Answer, string, boolean] => [
    { status, body: OK },
    '',
    false,
  ]),
])('%j says nothing final, and "Auco answered …%s", accepted: %s', async (given, remark, isAccepted) => {
  const outcome = `Auco answered ${given.status}${remark}.`
  expect(await replace(given)).toEqual({ outcome, isAccepted, retryAfter: null })
  expect(server.requests.filter(({ path }) => path !== '/company')).toEqual([])
})

it.each([400, 401, 403, 404, 422])('%i is final', async (status) => {
  expect(await replace({ status, body: '' })).toMatchObject({ refusal: expect.any(UserError) })
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
  ['no description', { ...found, description: null }],
  ['no header', { ...found, description: 'Ours', header: null }],
  ['an empty header', { ...found, header: {} }],
  ['a header of nothing', { ...found, header: { key: null, value: null } }],
  ['a value without a name', { ...found, header: { value: header.value } }],
  ['half a character', { ...found, description: 'Ours \ud83d' }],
])('a live webhook with %s is sent as it was read', async (_, live, sent = live) => {
  const kept = parseCompany({ webhooks: [live] })?.webhooks ?? []
  await replace({ status: 200, body: { response: 'OK' } }, [webhook, ...kept])
  const { id, description } = webhook
  expect(server.requests.at(-1)?.body).toEqual({
    webhooks: [{ id, description, url: 'https://hooks.example.com' }, sent],
  })
  expect(JSON.stringify(kept) + inspect(kept, { depth: 9 })).not.toMatch(/zap-6Yb|live-partner/)
})
