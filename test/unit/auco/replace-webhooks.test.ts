import { afterAll, expect, it } from 'vitest'
import { Http } from '../../../src/auco/http.ts'
import { replaceWebhooks } from '../../../src/auco/replace-webhooks.ts'
import { Secret } from '../../../src/core/secret.ts'
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
const replace = async (given: Answer) => {
  answer = given
  return replaceWebhooks(http, new Secret('prk_1'), { environment: 'stage', secrets: () => [] }, [webhook])
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
