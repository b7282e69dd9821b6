import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { readBranch } from '../../src/github/branch-state.ts'
import { type GitHub, gitHubAt } from '../../src/github/client.ts'
import { createComment } from '../../src/github/comments.ts'
import { readPullRequest } from '../../src/github/pull-request-state.ts'
import { START, VirtualClock } from './virtual-clock.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
  vi.unstubAllEnvs()
})

/** A server that speaks no proper HTTP: it does this with each request. Returns its origin. */
async function startRawServer(answer: (socket: Socket, request: string) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // The client hangs up on whatever it can't read.
    socket.on('error', () => {})
    socket.on('data', (data) => answer(socket, data.toString('latin1')))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return `http://127.0.0.1:${address.port}`
}

const askerOf = (apiUrl: string, clock = new VirtualClock()) =>
  gitHubAt({
    apiUrl,
    repository: { owner: 'acme', repo: 'webhooks' },
    token: new Secret('ghs_token'),
    userAgent: 'test',
    clock,
    cancelled: new AbortController().signal,
  })

const isOurs = () => true
const file = 'webhooks.yaml'
const ask = (github: GitHub) => readPullRequest(github, { number: 1, defaultBranch: 'HEAD', file, isOurs })
const calls: Readonly<Record<string, (github: GitHub) => Promise<unknown>>> = {
  'the pull request': ask,
  'the branch': (github) =>
    readBranch(github, { branch: 'main', sha: 'abc', pushedFrom: null, file, workflow: null }),
  'a new comment': (github) => createComment(github, 1, 'text'),
}

const unreachable = 'GitHub could not be reached, or did not answer within 15 seconds.'
const json = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
const malformed: Readonly<Record<string, string>> = {
  'line feeds alone': 'HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 2\n\n[]',
  'a chunk without a size': `${json}Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n`,
  'a chunk that is too short': `${json}Transfer-Encoding: chunked\r\n\r\n2\r\n[]x\r\n0\r\n\r\n`,
  'a negative length': `${json}Content-Length: -1\r\n\r\n[]`,
  'two lengths': `${json}Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]`,
  'a length and chunks': `${json}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n`,
  'a folded header': `${json}X-Long: one\r\n two\r\nContent-Length: -2\r\n\r\n[]`,
  'HTTP/0.9': '[]',
  'another protocol': 'SSH-2.0-OpenSSH_9.6\r\n',
  'bytes of TLS': '\u0015\u0003\u0001\u0000\u0002\u0002F',
  'a status that is no number': 'HTTP/1.1 OK\r\n\r\n',
  'headers without an end': `HTTP/1.1 200 OK\r\n${'X-Long: x\r\n'.repeat(5_000)}`,
  'half of the body': `${json}Content-Length: 200\r\n\r\n[{"id":`,
  'half of a refusal': `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{`,
}

describe.each(Object.entries(malformed))('GitHub answers with %s', (_, text) => {
  it.each(Object.entries(calls))('to the request for %s: it could not be reached', async (_, call) => {
    const url = await startRawServer((socket) => socket.end(text, 'latin1'))
    expect(await askerOf(url)(call)).toEqual({ ok: false, reason: unreachable })
  })
})

describe('GitHub answers without an end', () => {
  it('in one answer: no more than 64 MiB of it are read', async () => {
    let sent = 0
    const url = await startRawServer((socket) => {
      socket.write(`${json}Transfer-Encoding: chunked\r\n\r\n`)
      const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`
      const send = () => {
        while (!socket.destroyed && sent < 200) {
          sent += 1
          if (!socket.write(chunk)) return
        }
      }
      socket.on('drain', send)
      send()
    })
    const found = await askerOf(url)(ask)
    expect(found).toEqual({ ok: false, reason: "GitHub's answer is larger than 64 MiB." })
    // What the buffers of both sides hold comes on top.
    expect(sent).toBeLessThan(120)
  })

  it('in pages of comments: no more than 30 are read', async () => {
    let requests = 0
    const comments = { nodes: [], pageInfo: { hasNextPage: true, endCursor: 'next' } }
    const pullRequest = { state: 'OPEN', headRefOid: 'abc', baseRefName: 'main', comments }
    const body = JSON.stringify({ data: { viewer: null, repository: { pullRequest } } })
    const url = await startRawServer((socket) => {
      requests += 1
      socket.write(`${json}Content-Length: ${body.length}\r\n\r\n${body}`)
    })
    const found = await askerOf(url)(ask)
    expect(found).toEqual({ ok: false, reason: "GitHub's list of comments does not end." })
    expect(requests).toBe(30)
  })
})

// GitHub: Best practices for using the REST API, "Handle rate limit errors appropriately".
it.each([
  ['429 Too Many Requests', '', 3],
  ['502 Bad Gateway', '', 3],
  ['503 Service Unavailable', '', 3],
  ['504 Gateway Timeout', '', 3],
  ['403 Forbidden', 'Retry-After: 2\r\n', 3],
  ['403 Forbidden', 'Retry-After: 60\r\n', 1],
  ['429 Too Many Requests', 'Retry-After: 6\r\n', 2],
  ['403 Forbidden', '', 1],
  ['401 Unauthorized', '', 1],
  ['404 Not Found', '', 1],
  ['422 Unprocessable Content', '', 1],
  ['500 Internal Server Error', '', 1],
  ['no HTTP', '', 3],
])('%s %j: asked %i times, within ten seconds', async (status, headers, times) => {
  let requests = 0
  const clock = new VirtualClock()
  const url = await startRawServer((socket) => {
    requests += 1
    socket.end(`HTTP/1.1 ${status}\r\n${headers}Content-Length: 0\r\n\r\n`)
  })
  expect(await askerOf(url, clock)(ask)).toMatchObject({ ok: false })
  expect(requests).toBe(times)
  expect(clock.now() - START).toBeLessThanOrEqual(10_000)
})

it('a redirect to another host is not followed', async () => {
  const url = await startRawServer((socket) =>
    socket.end('HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.2:9/\r\nContent-Length: 0\r\n\r\n'),
  )
  const found = await askerOf(url)(ask)
  expect(found).toEqual({ ok: false, reason: 'GitHub redirects to another host.' })
})

it.each([
  ['garbage', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a refusal', 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'],
  ['a tunnel to nowhere', 'HTTP/1.1 200 OK\r\n\r\nSSH-2.0-OpenSSH_9.6\r\n'],
])('a proxy answers CONNECT with %s: GitHub could not be reached', async (_, text) => {
  vi.stubEnv('https_proxy', await startRawServer((socket) => socket.end(text)))
  const found = await askerOf('https://api.github.example')(ask)
  expect(found).toEqual({ ok: false, reason: unreachable })
})
