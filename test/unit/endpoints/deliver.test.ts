import { once } from 'node:events'
import { createServer, getCACertificates, type Server, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import type { DesiredWebhook } from '../../../src/core/webhook.ts'
import { deliverAll } from '../../../src/endpoints/deliver.ts'
import type { EndpointOptions } from '../../../src/endpoints/hosts.ts'
import { startAuthority } from '../../fakes/certificates.ts'
import { startDns } from '../../fakes/dns.ts'
import { startHttpsReceiver } from '../../fakes/https-receiver.ts'
import { startTcp } from '../../fakes/receivers.ts'
import { startTunnel } from '../../fakes/tunnel.ts'
import { START, VirtualClock } from '../../faults/virtual-clock.ts'
import { desired, TOKEN, UNSET } from '../plan/webhooks.ts'
import { names } from '../report/fixtures.ts'

const dns = await startDns()
const authority = startAuthority()
const trusted = getCACertificates('default')
setDefaultCACertificates([authority.root])
const receiver = await startHttpsReceiver(authority.issue({ names: ['hooks.example', '9.9.9.9'] }))
let answer = ''
let atAnswer = () => {}
const odd = createServer(authority.issue({ names: ['hooks.example'] }), (socket) => {
  socket.on('data', () => {
    if (answer === '') socket.end()
    else socket.write(answer)
    atAnswer()
  })
  socket.on('error', () => {})
})
odd.listen(0, '127.0.0.1')
await once(odd, 'listening')
const plain = await startTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
const tunnel = await startTunnel({ 'hooks.example:8443': receiver.port })
afterAll(async () => {
  setDefaultCACertificates(trusted)
  odd.close()
  await Promise.all([dns.close(), receiver.close(), plain.close(), tunnel.close()])
})

const { HTTPS_PROXY: before } = process.env
let clock = new VirtualClock()
beforeEach(() => {
  clock = new VirtualClock()
  dns.names = { 'known.example': ['192.0.2.1'], 'hooks.example': ['127.0.0.1'] }
  receiver.requests.length = 0
  receiver.answer = { status: 204 }
  atAnswer = () => {}
})
afterEach(() => {
  if (before === undefined) delete process.env['HTTPS_PROXY']
  else process.env['HTTPS_PROXY'] = before
})

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function deliver(webhooks: readonly DesiredWebhook[], options: Partial<EndpointOptions> = {}) {
  const deliveries = await deliverAll(webhooks, '{"a":1}', {
    clock,
    cancelled: new AbortController().signal,
    knownHost: 'known.example',
    servers: [dns.server],
    isPublic: (address) => address.startsWith('127.') || address === '9.9.9.9',
    ...options,
  })
  expect(deliveries.map(({ webhook }) => webhook)).toEqual(webhooks)
  return deliveries.map(({ outcome }) => outcome)
}
const hooks = (port: number, host = 'hooks.example') =>
  desired({ id: 'Hooks', url: `https://${host}:${port}/auco?a=b`, header: TOKEN })
/** So many webhooks of the receiver. */
const many = (number: number) =>
  desired(...names(number).map((id) => ({ id, url: `https://hooks.example:${receiver.port}/${id}` })))
const status = (code: number, milliseconds = 0) => [{ status: code, milliseconds }]

it.each([200, 204, 302, 401, 404, 500])(
  '%d is a status, and nothing else of the answer counts',
  async (code) => {
    receiver.answer = { status: code, headers: { location: 'https://elsewhere.example/' } }
    expect(await deliver(hooks(receiver.port))).toEqual(status(code))
    expect(receiver.requests).toMatchObject([
      {
        method: 'POST',
        path: '/auco?a=b',
        body: '{"a":1}',
        headers: {
          host: `hooks.example:${receiver.port}`,
          authorization: TOKEN[1],
          'content-type': 'application/json',
        },
      },
    ])
  },
)

it('nine seconds are in time, and eleven are not, as at Auco', async () => {
  const after = (milliseconds: number) => () => {
    clock.advance(milliseconds)
    return { status: 200 }
  }
  receiver.answer = after(9_000)
  expect(await deliver(hooks(receiver.port))).toEqual(status(200, 9_000))
  receiver.answer = after(11_000)
  expect(await deliver(hooks(receiver.port))).toEqual(['no-answer'])
})

it.each([
  ['nothing', null, ''],
  ['headers for ever', null, `HTTP/1.1 200 OK\r\nx: y\r\n`],
  ['early hints for ever', null, `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n`],
])('a receiver that sends %s is left after ten seconds', async (_, none, text) => {
  answer = text
  atAnswer = () => clock.advance(10_000)
  receiver.answer = () => {
    clock.advance(10_000)
    return none
  }
  expect(await deliver(hooks(text === '' ? receiver.port : portOf(odd)))).toEqual(['no-answer'])
  expect(clock.now()).toBe(START + 10_000)
})

// It has got the secret by then.
it.each([
  ['nothing', ''],
  ['other than HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
  ['an upgrade', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ['a status that is none', 'HTTP/1.1 000 None\r\n\r\n'],
  ['endless headers', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(200_000)}\r\n\r\n`],
])('a host that answers %s is not one that accepts no connection', async (_, text) => {
  answer = text
  expect(await deliver(hooks(portOf(odd)))).toEqual(['no-http'])
})

it('nothing is sent to a host with a private address, even if another one is public', async () => {
  dns.names = { ...dns.names, 'hooks.example': ['127.0.0.1', '10.0.0.1'] }
  expect(await deliver(hooks(receiver.port))).toEqual(['not-public'])
  expect(receiver.requests).toEqual([])
})

it.each([
  ['another host', 'other.example', 'certificate-of-another-host'],
  ['nobody', 'absent.example', 'unknown-host'],
])('nothing is sent to %s', async (_, host, problem) => {
  dns.names = { ...dns.names, 'other.example': ['127.0.0.1'] }
  expect(await deliver(hooks(receiver.port, host))).toEqual([problem])
  expect(receiver.requests).toEqual([])
})

it('a host is not blamed for a machine without DNS', async () => {
  dns.names = {}
  expect(await deliver(hooks(receiver.port))).toEqual(['dns'])
})

it.each([
  ['refuses connections', 1, 'no-connection'],
  ['speaks no TLS', plain.port, 'no-tls'],
])('a host that %s', async (_, port, problem) => {
  expect(await deliver(hooks(port))).toEqual([problem])
})

it('behind a proxy, the proxy finds the host', async () => {
  const asked = dns.questions.length
  process.env['HTTPS_PROXY'] = tunnel.url
  expect(await deliver(hooks(8443))).toEqual(status(204))
  expect(tunnel.asked).toEqual(['hooks.example:8443'])
  expect(dns.questions).toHaveLength(asked)
})

it('behind a proxy, a host that goes without it must be public as well', async () => {
  process.env['HTTPS_PROXY'] = tunnel.url
  process.env['NO_PROXY'] = 'hooks.example'
  try {
    expect(await deliver(hooks(receiver.port), { isPublic: () => false })).toEqual(['not-public'])
  } finally {
    delete process.env['NO_PROXY']
  }
  expect(receiver.requests).toEqual([])
})

it('fifty webhooks get theirs side by side, and a cancelled run ends them', async () => {
  const cancelled = new AbortController()
  // None is answered before all have asked.
  receiver.answer = () => {
    if (receiver.requests.length === 50) cancelled.abort()
    return null
  }
  const outcomes = await deliver(many(50), { cancelled: cancelled.signal })
  expect(new Set(outcomes)).toEqual(new Set(['time']))
  expect(new Set(receiver.requests.map(({ path }) => path)).size).toBe(50)
})

it('all of them have thirty seconds', async () => {
  receiver.answer = () => {
    if (receiver.requests.length % 50 === 0) clock.advance(10_000)
    return null
  }
  const outcomes = await deliver(many(170))
  expect(outcomes).toEqual([...Array(150).fill('no-answer'), ...Array(20).fill('time')])
  expect(receiver.requests).toHaveLength(150)
})

it.each([
  ...['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'Expect', 'Proxy-Authorization'].map(
    (key) => [`a header ${key}, which could lead elsewhere,`, [key, 'value']] as const,
  ),
  ['a header without its variable', ['Authorization', UNSET]] as const,
])('%s is not sent', async (_, header) => {
  const url = `https://hooks.example:${receiver.port}/`
  expect(await deliver(desired({ id: 'Hooks', url, header }))).toEqual(['not-sendable'])
  expect(receiver.requests).toEqual([])
})

it('a URL without its variable is not asked', async () => {
  const written = { text: `https://hooks.example:${receiver.port}/\${AUCO_PATH}`, variables: ['AUCO_PATH'] }
  const webhooks = desired({ id: 'Hooks', writtenUrl: { ...written, isSet: false } })
  expect(await deliver(webhooks)).toEqual(['not-sendable'])
  expect(receiver.requests).toEqual([])
})
