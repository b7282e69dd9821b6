import { afterAll, afterEach, expect, it } from 'vitest'
import { Http, type HttpOptions } from '../../../src/auco/http.ts'
import { Secret } from '../../../src/core/secret.ts'
import { startTcp } from '../../fakes/receivers.ts'
import { drip, type Outcome, startRecordingServer } from '../../fakes/recording-server.ts'
import { START, VirtualClock } from '../../faults/virtual-clock.ts'

const outcomes: Outcome[] = []
const server = await startRecordingServer(
  async () => ({ status: 200, body: '{}' }),
  () => () => outcomes.shift(),
)
afterAll(() => server.close())

const clients: Http[] = []
afterEach(async () => {
  outcomes.length = 0
  await Promise.all(clients.splice(0).map((client) => client.close()))
})
function open(options: Partial<HttpOptions> = {}) {
  const clock = new VirtualClock()
  const told: string[] = []
  const onRetry = (message: string) => told.push(message)
  const { signal: cancelled } = new AbortController()
  const http = new Http({ baseUrl: `${server.url}/ext`, clock, cancelled, onRetry, ...options })
  clients.push(http)
  return { http, clock, told }
}
const [publicKey, privateKey] = [new Secret('puk_1q2w3e4r'), new Secret('prk_1q2w3e4r')]
const busy = (status: number, retryAfter?: string): Outcome => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: '',
})

it('a request has these headers and no others', async () => {
  const { http } = open()
  await http.get(publicKey)
  await http.put(privateKey, '{"webhooks":[]}')
  const common = {
    host: new URL(server.url).host,
    connection: 'keep-alive',
    accept: 'application/json',
    'user-agent': expect.stringMatching(/^auco-webhooks-action\/\d/),
  }
  const body = { 'content-type': 'application/json', 'content-length': '15' }
  expect(server.requests.map(({ method, target, headers }) => [method, target, headers])).toEqual([
    ['GET', '/ext/company', { ...common, authorization: publicKey.reveal() }],
    ['PUT', '/ext/company', { ...common, ...body, authorization: privateKey.reveal() }],
  ])
})

it.each<[string, readonly Outcome[], readonly number[]]>([
  ['500, 408 and a reset', [busy(500), busy(408), 'reset'], [250, 500, 1_000]],
  ['what is always there', [busy(503), busy(503), busy(503), busy(503)], [250, 500, 1_000]],
  ['waits', [busy(429, '7'), busy(503, '3600'), busy(429, 'a while')], [7_000, 60_000, 1_000]],
  ['waits for the time of a call', Array(3).fill(busy(429, '60')), [60_000, 60_000]],
  ['401', [busy(401)], []],
  ['404', [busy(404, '5')], []],
])('a read is repeated after %s', async (_, given, sleeps) => {
  const { http, clock, told } = open()
  outcomes.push(...given)
  const seen = server.requests.length
  const { status } = await http.get(publicKey)
  const sent = server.requests.slice(seen)
  expect(clock.sleeps).toEqual(sleeps)
  expect(told).toHaveLength(sleeps.length)
  // A deadline that passes in the last pause leaves the last answer.
  expect(sent).toHaveLength(clock.now() - START < 120_000 ? sleeps.length + 1 : sleeps.length)
  expect(status).toBe(sent.at(-1)?.status)
})

it.each<Outcome>([busy(503), 'reset'])('a write is never repeated: %j', async (outcome) => {
  const { http, clock } = open()
  outcomes.push(outcome)
  const seen = server.requests.length
  await http.put(privateKey, '{}')
  expect([server.requests.length - seen, clock.sleeps]).toEqual([1, []])
})

it('an answer that does not begin is waited for', async () => {
  const { http, told } = open({ headersTimeout: 60 })
  outcomes.push('silence')
  expect(await http.get(publicKey)).toMatchObject({ status: 200 })
  expect(told).toEqual([expect.stringContaining('did not answer in time')])
})

it.each([
  ['half a minute for its body', 1_000, false],
  ['two minutes in all', 120_000, true],
])('an answer gets %s', async (_, millisecondsPerByte, isFinal) => {
  const { http, clock } = open()
  outcomes.push(drip(() => clock.advance(millisecondsPerByte)))
  expect(await http.put(privateKey, '{}')).toMatchObject({ status: null, isFinal })
})

it('an answer has 5 MiB, and its size is final', async () => {
  const { http } = open()
  const large = (length: number): Outcome => ({ status: 200, body: 'x'.repeat(length) })
  outcomes.push(large(5 * 1024 * 1024), large(5 * 1024 * 1024 + 1))
  expect(await http.get(publicKey)).toMatchObject({ status: 200 })
  expect(await http.get(publicKey)).toMatchObject({ status: null, isFinal: true })
})

it('a run that is over waits for nothing', async () => {
  const { http, clock } = open()
  outcomes.push('silence')
  const reading = http.get(publicKey)
  await http.close()
  expect(await reading).toMatchObject({ status: null, isFinal: true })
  expect(clock.sleeps).toEqual([])
})

// On the real ones each connection is two round trips before the first byte.
it('a write goes over the connection of the read before it, and the read-back too', async () => {
  const counting = await startTcp((socket) => {
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'))
  })
  const { http } = open({ baseUrl: `http://127.0.0.1:${counting.port}` })
  await http.get(publicKey)
  await http.put(privateKey, '{}')
  await http.get(publicKey)
  await counting.close()
  expect(counting.opened()).toBe(1)
})
