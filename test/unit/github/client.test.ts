import type { Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { readBranch } from '../../../src/github/branch-state.ts'
import { type GitHub, gitHubAt } from '../../../src/github/client.ts'
import { readComment } from '../../../src/github/comments.ts'
import { readPullRequest } from '../../../src/github/pull-request-state.ts'
import { type Receiver, startTcp } from '../../fakes/receivers.ts'
import { START, VirtualClock } from '../../faults/virtual-clock.ts'

const open: Receiver[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(open.splice(0).map((server) => server.close()))
})

/** A server that speaks no proper HTTP: it does this with each request, and counts them. */
async function startRawServer(answer: (socket: Socket, request: string) => void) {
  const seen = { requests: 0 }
  const server = await startTcp((socket) => {
    socket.on('data', (data) => {
      seen.requests += 1
      answer(socket, data.toString('latin1'))
    })
  })
  open.push(server)
  return { url: `http://127.0.0.1:${server.port}`, seen, opened: server.opened }
}

const repository = { owner: 'acme', repo: 'webhooks' }
const askerOf = (apiUrl: string, clock = new VirtualClock(), token = 'ghs_token') => {
  const { signal: cancelled } = new AbortController()
  return gitHubAt({ apiUrl, repository, token: new Secret(token), clock, cancelled })
}

const isOurs = () => true
const file = 'webhooks.yaml'
const ask = (github: GitHub) => readPullRequest(github, { number: 1, defaultBranch: 'HEAD', file, isOurs })
const askComment = (github: GitHub) => readComment(github, { id: 1, body: '', url: '', isOwn: true })
const calls: Readonly<Record<string, (github: GitHub) => Promise<unknown>>> = {
  'the pull request': ask,
  'the branch': (github) =>
    readBranch(github, { branch: 'main', sha: 'abc', pushedFrom: null, file, workflow: null }),
  'the text of a comment': askComment,
}

const failed = (words: string) => ({ ok: false, reason: expect.stringContaining(words) })
const json = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
const whole = (body: string) => `${json}Content-Length: ${body.length}\r\n\r\n${body}`
it.each([
  ['line feeds alone', 'HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 2\n\n[]'],
  ['a chunk without a size', `${json}Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n`],
  ['two lengths', `${json}Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]`],
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['headers without an end', `HTTP/1.1 200 OK\r\n${'X-Long: x\r\n'.repeat(5_000)}`],
  ['half of the body', `${json}Content-Length: 200\r\n\r\n[{"id":`],
  ['half of a refusal', 'HTTP/1.1 404 Not Found\r\nContent-Length: 200\r\n\r\n{'],
])('an answer that is %s could not be reached', async (_, text) => {
  const { url } = await startRawServer((socket) => socket.end(text, 'latin1'))
  expect(await askerOf(url)(ask)).toEqual(failed('could not be reached'))
})

// A field that is missing would mean that there is no comment, no branch, no file.
const bodies = ['{}', 'null', '[]', '[{"id":', '{"data":{}}', '{"data":{"repository":{}}}']
it.each(bodies.flatMap((body) => Object.entries(calls).map(([of, call]) => [body, of, call] as const)))(
  '%s in the place of %s is a failure',
  async (body, _, call) => {
    const { url } = await startRawServer((socket) => socket.write(whole(body)))
    expect(await askerOf(url)(call)).toEqual(failed('something unexpected'))
  },
)

// GitHub: Best practices for using the REST API, "Handle rate limit errors appropriately".
it.each([
  ['401 Unauthorized', '', 1, '`github-token` (401)'],
  ['403 Forbidden', '', 1, '`contents: read`'],
  ['403 Forbidden', 'X-RateLimit-Remaining: 0\r\n', 1, 'limits the rate of requests (403)'],
  ['403 Forbidden', 'Retry-After: 2\r\n', 3, 'limits the rate of requests (403)'],
  ['403 Forbidden', 'Retry-After: 60\r\n', 1, 'limits the rate of requests (403)'],
  ['404 Not Found', '', 1, '`contents: read`'],
  ['422 Unprocessable Content', '', 1, 'status 422'],
  ['429 Too Many Requests', '', 3, 'limits the rate of requests (429)'],
  ['429 Too Many Requests', 'Retry-After: 6\r\n', 2, 'limits the rate of requests (429)'],
  ['500 Internal Server Error', '', 1, 'status 500'],
  ['502 Bad Gateway', '', 3, 'status 502'],
  ['503 Service Unavailable', '', 3, 'status 503'],
  ['504 Gateway Timeout', '', 3, 'status 504'],
  ['no HTTP', '', 3, 'could not be reached'],
])('%s %j: asked %i times, within ten seconds', async (status, headers, times, words) => {
  const clock = new VirtualClock()
  const { url, seen } = await startRawServer((socket) => {
    socket.end(`HTTP/1.1 ${status}\r\n${headers}Content-Length: 0\r\n\r\n`)
  })
  expect(await askerOf(url, clock)(ask)).toEqual(failed(words))
  expect(seen.requests).toBe(times)
  expect(clock.now() - START).toBeLessThanOrEqual(10_000)
})

it('what cannot be sent is not tried again', async () => {
  const clock = new VirtualClock()
  expect(await askerOf('http://127.0.0.1:9', clock, 'two\nlines')(ask)).toMatchObject({ ok: false })
  expect(clock.sleeps).toEqual([])
})

it('a redirect is not followed', async () => {
  const { url, seen } = await startRawServer((socket) => {
    socket.end('HTTP/1.1 301 Moved\r\nLocation: /renamed\r\nContent-Length: 0\r\n\r\n')
  })
  expect(await askerOf(url)(ask)).toEqual(failed('redirects'))
  expect(seen.requests).toBe(1)
})

it.each([
  ['garbage', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a refusal', 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'],
  ['a tunnel to nowhere', 'HTTP/1.1 200 OK\r\n\r\nSSH-2.0-OpenSSH_9.6\r\n'],
])('a proxy answers CONNECT with %s: GitHub could not be reached', async (_, text) => {
  vi.stubEnv('https_proxy', (await startRawServer((socket) => socket.end(text))).url)
  expect(await askerOf('https://api.github.example')(ask)).toEqual(failed('could not be reached'))
})
