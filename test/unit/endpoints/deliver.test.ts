import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DesiredWebhook } from '../../../src/core/webhook.ts'
import { deliverAll } from '../../../src/endpoints/deliver.ts'
import type { EndpointOptions } from '../../../src/endpoints/hosts.ts'
import { startAuthority } from '../../fakes/certificates.ts'
import { startDns } from '../../fakes/dns.ts'
import { startHttpsReceiver } from '../../fakes/https-receiver.ts'
import { startTcp } from '../../fakes/receivers.ts'
import { startTunnel } from '../../fakes/tunnel.ts'
import { START, VirtualClock } from '../../faults/virtual-clock.ts'
import { desired, type Sketch, TOKEN, UNSET } from '../plan/webhooks.ts'
import { names } from '../report/fixtures.ts'

const dns = await startDns()
const authority = startAuthority()
const trusted = getCACertificates('default')
setDefaultCACertificates([authority.root])
const receiver = await startHttpsReceiver(authority.issue({ names: ['hooks.example'] }))
const plain = await startTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
const tunnel = await startTunnel({ 'hooks.example:8443': receiver.port })
afterAll(async () => {
  setDefaultCACertificates(trusted)
  await Promise.all([dns.close(), receiver.close(), plain.close(), tunnel.close()])
})

let clock = new VirtualClock()
beforeEach(() => {
  clock = new VirtualClock()
  dns.names = {
    'known.example': ['192.0.2.1'],
    'hooks.example': ['127.0.0.1'],
    'other.example': ['127.0.0.1'],
    'inside.example': ['127.0.0.1', '10.0.0.1'],
  }
  receiver.requests.length = 0
  receiver.answer = { status: 204 }
})
afterEach(() => vi.unstubAllEnvs())

async function deliver(webhooks: readonly DesiredWebhook[], options: Partial<EndpointOptions> = {}) {
  const deliveries = await deliverAll(webhooks, '{"a":1}', {
    clock,
    cancelled: new AbortController().signal,
    knownHost: 'known.example',
    servers: [dns.server],
    isPublic: (address) => address.startsWith('127.'),
    ...options,
  })
  expect(deliveries.map(({ webhook }) => webhook)).toEqual(webhooks)
  return deliveries.map(({ outcome }) => outcome)
}
const hooks = (port = receiver.port, host = 'hooks.example') =>
  desired({ id: 'Hooks', url: `https://${host}:${port}/auco?a=b`, header: TOKEN })
/** So many webhooks of the receiver. */
const many = (number: number) =>
  desired(...names(number).map((id) => ({ id, url: `https://hooks.example:${receiver.port}/${id}` })))
const status = (code: number, milliseconds = 0) => [{ status: code, milliseconds }]

it.each([200, 204, 302, 500])('%d is a status, and nothing else of the answer counts', async (code) => {
  receiver.answer = { status: code, headers: { location: 'https://elsewhere.example/' } }
  expect(await deliver(hooks())).toEqual(status(code))
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
})

it('nine seconds are in time, and eleven are not, as at Auco', async () => {
  const after = (milliseconds: number) => () => {
    clock.advance(milliseconds)
    return { status: 200 }
  }
  receiver.answer = after(9_000)
  expect(await deliver(hooks())).toEqual(status(200, 9_000))
  receiver.answer = after(11_000)
  expect(await deliver(hooks())).toEqual(['no-answer'])
})

it.each([
  ['nothing', null],
  ['headers for ever', 'HTTP/1.1 200 OK\r\nx: y\r\n'],
  ['early hints for ever', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'],
])('a receiver that sends %s is left after ten seconds', async (_, answer) => {
  receiver.answer = () => {
    clock.advance(10_000)
    return answer
  }
  expect(await deliver(hooks())).toEqual(['no-answer'])
  expect(clock.now()).toBe(START + 10_000)
})

// It has got the secret by then.
it.each([
  ['nothing', ''],
  ['other than HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
  ['an upgrade', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ['a status that is none', 'HTTP/1.1 000 None\r\n\r\n'],
  ['endless headers', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(200_000)}\r\n\r\n`],
])('a host that answers %s is not one that accepts no connection', async (_, answer) => {
  receiver.answer = answer
  expect(await deliver(hooks())).toEqual(['no-http'])
})

it.each([
  ['with a private address beside a public one', 'not-public', hooks(receiver.port, 'inside.example')],
  ['with the certificate of another', 'certificate', hooks(receiver.port, 'other.example')],
  ['that nobody knows', 'unknown-host', hooks(receiver.port, 'absent.example')],
  ['that refuses connections', 'no-connection', hooks(1)],
  ['that speaks no TLS', 'no-tls', hooks(plain.port)],
])('nothing is sent to a host %s: %s', async (_, problem, webhooks) => {
  expect(await deliver(webhooks)).toEqual([problem])
  expect(receiver.requests).toEqual([])
})

it('a host is not blamed for a machine without DNS', async () => {
  dns.names = {}
  expect(await deliver(hooks())).toEqual(['network'])
})

describe('behind a proxy', () => {
  beforeEach(() => {
    vi.stubEnv('HTTPS_PROXY', tunnel.url)
  })

  it('the proxy finds the host', async () => {
    const asked = dns.questions.length
    expect(await deliver(hooks(8443))).toEqual(status(204))
    expect(tunnel.asked).toEqual(['hooks.example:8443'])
    expect(dns.questions).toHaveLength(asked)
  })

  it('a host that goes without it must be public as well', async () => {
    vi.stubEnv('NO_PROXY', 'hooks.example')
    expect(await deliver(hooks(), { isPublic: () => false })).toEqual(['not-public'])
    expect(receiver.requests).toEqual([])
  })
})

it('fifty webhooks get theirs side by side, and a cancelled run ends them', async () => {
  const cancelled = new AbortController()
  // None is answered before all have asked.
  receiver.answer = () => {
    if (receiver.requests.length === 50) cancelled.abort()
    return null
  }
  expect(await deliver(many(50), { cancelled: cancelled.signal })).toHaveLength(50)
  expect(new Set(receiver.requests.map(({ path }) => path)).size).toBe(50)
})

const url = `https://hooks.example:${receiver.port}/`
const writtenUrl = { text: `${url}\${AUCO_PATH}`, variables: ['AUCO_PATH'], isSet: false }
// The first six could lead elsewhere.
it.each<readonly [string, Sketch]>([
  ...['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'Expect', 'Proxy-Authorization'].map(
    (key) => [`the header ${key}`, { id: 'Hooks', url, header: [key, 'value'] }] as const,
  ),
  ['a header without its variable', { id: 'Hooks', url, header: ['Authorization', UNSET] }],
  ['a URL without its variable', { id: 'Hooks', writtenUrl }],
])('nothing is sent with %s', async (_, webhook) => {
  expect(await deliver(desired(webhook))).toEqual(['not-sendable'])
  expect(receiver.requests).toEqual([])
})
