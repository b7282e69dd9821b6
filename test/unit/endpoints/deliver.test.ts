import { once } from 'node:events'
import { createServer, getCACertificates, type Server, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, expect, it } from 'vitest'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'
import { deliver } from '../../../src/endpoints/deliver.ts'
import { systemClock } from '../../../src/system/clock.ts'
import { startAuthority } from '../../fakes/certificates.ts'
import { startHttpsReceiver } from '../../fakes/https-receiver.ts'
import { startTcp } from '../../fakes/receivers.ts'
import { startTunnel } from '../../fakes/tunnel.ts'

const authority = startAuthority()
const trusted = getCACertificates('default')
setDefaultCACertificates([authority.root])
const silent = await startHttpsReceiver(authority.issue({ names: ['silent.example'] }))
silent.answer = null
let answer = ''
const odd = createServer(authority.issue({ names: ['odd.example'] }), (socket) => {
  socket.on('data', () => (answer === '' ? socket.end() : socket.write(answer)))
  socket.on('error', () => {})
})
odd.listen(0, '127.0.0.1')
await once(odd, 'listening')
const plain = await startTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
const tunnel = await startTunnel({
  'silent.example:443': silent.port,
  'plain.example:443': plain.port,
  'odd.example:443': portOf(odd),
})
const { HTTPS_PROXY: before } = process.env
afterEach(() => {
  if (before === undefined) delete process.env['HTTPS_PROXY']
  else process.env['HTTPS_PROXY'] = before
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  odd.close()
  await Promise.all([silent.close(), plain.close(), tunnel.close()])
})

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const clock = { ...systemClock, deadline: () => AbortSignal.timeout(300) }

it.each([
  ['silent.example', 'no-answer'],
  ['plain.example', 'no-tls'],
  ['nowhere.example', 'no-connection'],
])('%s: %s', async (host, problem) => {
  process.env['HTTPS_PROXY'] = tunnel.url
  const recipient = { url: new WebhookUrl(`https://${host}/`), header: null }
  expect(await deliver(recipient, '{}', clock)).toEqual({ answered: false, problem })
})

// It has got the secret by then.
it.each([
  ['nothing', ''],
  ['other than HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
  ['an upgrade', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ['a status that is none', 'HTTP/1.1 000 None\r\n\r\n'],
  ['endless headers', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(200_000)}\r\n\r\n`],
])('a host that answers %s is not one that accepts no connection', async (_, text) => {
  process.env['HTTPS_PROXY'] = tunnel.url
  answer = text
  const recipient = { url: new WebhookUrl('https://odd.example/'), header: null }
  expect(await deliver(recipient, '{}', systemClock)).toEqual({ answered: false, problem: 'no-http' })
})
