import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { Http } from '../../../src/auco/http.ts'
import { Secret } from '../../../src/core/secret.ts'
import { gitHubAt } from '../../../src/github/client.ts'
import { systemClock } from '../../../src/system/clock.ts'

/** Counts what a connection costs: on the real ones each is two round trips before the first byte. */
let connections = 0
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{}')
  })
})
server.on('connection', () => {
  connections += 1
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`

beforeEach(() => {
  connections = 0
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

it('a write goes over the connection of the read before it, and the read-back too', async () => {
  const http = new Http({
    baseUrl: url,
    userAgent: 'test',
    clock: systemClock,
    cancelled: new AbortController().signal,
    onRetry: () => {},
  })
  const key = new Secret('puk_1q2w3e4r')
  await http.get('/company', key)
  await http.put('/company', key, '{}')
  await http.get('/company', key)
  await http.close()
  expect(connections).toBe(1)
})

it('what follows at GitHub goes over one of the connections that were used side by side', async () => {
  const ask = gitHubAt({
    apiUrl: url,
    repository: { owner: 'acme', repo: 'webhooks' },
    token: new Secret('ghs_1q2w3e4r'),
    userAgent: 'test',
    clock: systemClock,
    cancelled: new AbortController().signal,
  })
  const next = (path: string) =>
    ask(async ({ octokit }) => {
      await octokit.request(`GET ${path}`)
      // In the very turn of the answer: the connection is free in the next one.
      await octokit.request('POST /d')
    })
  expect(await Promise.all(['/a', '/b', '/c'].map(next))).toMatchObject([
    { ok: true },
    { ok: true },
    { ok: true },
  ])
  expect(connections).toBe(3)
})
