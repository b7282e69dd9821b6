import type { Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { NON_PUBLIC_IPV4 } from '../../../src/core/addresses.ts'
import { endpointCheck } from '../../../src/endpoints/endpoint-check.ts'
import type { Endpoint, EndpointResult } from '../../../src/plan/endpoints.ts'
import { systemClock } from '../../../src/system/clock.ts'
import { type CertificateOptions, startAuthority } from '../../fakes/certificates.ts'
import { type Records, startDns } from '../../fakes/dns.ts'
import { type Receiver, startReceiver, startTcp } from '../../fakes/receivers.ts'

const dns = await startDns()
const authority = startAuthority()
const trusted = getCACertificates('default')
setDefaultCACertificates([authority.root])
const open: Receiver[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()))
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  await dns.close()
})

/** What counts as public in a test, besides what is: the addresses of its receivers. */
let publicHere: string[] = []
beforeEach(() => {
  publicHere = ['127.0.0.1', '::1']
  dns.names = { 'known.example': ['192.0.2.1'] }
})

interface Given {
  /** Milliseconds in place of the ten seconds. */
  readonly deadline?: number
  /** How many milliseconds the clock counts in one. */
  readonly clockSpeed?: number
  readonly server?: string
  /** Nothing of this machine is public, as in a run. */
  readonly isReal?: boolean
}

function newCheck({ deadline = 10_000, clockSpeed = 1, server = dns.server, isReal = false }: Given = {}) {
  const check = endpointCheck({
    clock: {
      ...systemClock,
      deadline: () => AbortSignal.timeout(deadline),
      now: () => Date.now() * clockSpeed,
    },
    cancelled: new AbortController().signal,
    knownHost: 'known.example',
    servers: [server],
    ...(!isReal && { isPublic: (address) => publicHere.includes(address) }),
  })
  return async (endpoint: Endpoint) => (await check([{ endpoint, ids: [] }]))[0]?.result
}

async function started(receiver: Promise<Receiver>): Promise<Receiver> {
  open.push(await receiver)
  return receiver
}

/** A receiver at `hooks.example` with such a certificate. */
async function receiverWith(options: Partial<CertificateOptions> = {}, host?: string): Promise<Receiver> {
  return await started(startReceiver(authority.issue({ names: ['hooks.example'], ...options }), host))
}

async function check({ port }: { readonly port: number }, records: Records = ['127.0.0.1']) {
  dns.names = { ...dns.names, 'hooks.example': records }
  return await newCheck()({ host: 'hooks.example', port })
}

const failed = (problem: string) => ({ outcome: 'failed', problem })
const notChecked = (why: string) => ({ outcome: 'not-checked', why })
const answered = (days: number): EndpointResult => ({
  outcome: 'answered',
  milliseconds: expect.any(Number),
  certificate: { days, on: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) },
})

it('a receiver answers: one question for each kind of address, one connection with its name, and not a byte more', async () => {
  const receiver = await receiverWith()

  expect(await check(receiver)).toEqual(answered(89))
  expect(dns.questions.filter((question) => question.endsWith(' hooks.example'))).toEqual([
    'A hooks.example',
    'AAAA hooks.example',
  ])
  await vi.waitFor(() => expect(receiver.connections).toEqual([{ servername: 'hooks.example', bytes: 0 }]))
})

it.each<[string, Partial<CertificateOptions>, object]>([
  ['ends in 13 days', { days: 13.5 }, answered(13)],
  ['ends in 15 days', { days: 15.5 }, answered(15)],
  ['has expired', { days: -1, begins: -9 }, failed('certificate-expired')],
  ['is not valid yet', { begins: 1 }, failed('certificate-not-yet-valid')],
  ['is of another host', { names: ['other.example'] }, failed('certificate-of-another-host')],
  ['is self-signed', { issuer: 'self' }, failed('certificate-self-signed')],
  ['comes without its intermediate', { isIncomplete: true }, failed('certificate-chain')],
])('a certificate that %s', async (_, options, result) => {
  expect(await check(await receiverWith(options))).toEqual(result)
})

it('a certificate of an authority that nobody knows', async () => {
  const identity = startAuthority('Unknown').issue({ names: ['hooks.example'] })
  expect(await check(await started(startReceiver(identity)))).toEqual(failed('certificate-chain'))
})

it('certificates are verified even if NODE_TLS_REJECT_UNAUTHORIZED is 0', async () => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  try {
    expect(await check(await receiverWith({ issuer: 'self' }))).toEqual(failed('certificate-self-signed'))
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  }
})

it.each<[string, Records, object]>([
  ['does not exist', 'NXDOMAIN', failed('unknown-host')],
  ['has no address', [], failed('unknown-host')],
  ['has name servers that fail', 'SERVFAIL', failed('dns-failure')],
  ['has name servers that are silent', null, failed('dns-failure')],
  ['is refused by the resolver', 'REFUSED', notChecked('dns')],
  ['has a private address', ['10.0.0.1'], failed('not-public')],
  ['has a public and a private address', ['127.0.0.1', '10.0.0.1'], failed('not-public')],
  ['has a public IPv4 and a private IPv6 address', ['127.0.0.1', 'fd00::1'], failed('not-public')],
])(
  'a host that %s is not connected to',
  async (_, records, result) => {
    const receiver = await receiverWith()
    expect(await check(receiver, records)).toEqual(result)
    expect(receiver.opened()).toBe(0)
  },
  15_000,
)

it.each<Records>(['NXDOMAIN', 'SERVFAIL', 'REFUSED'])(
  'a resolver that answers %s for every name says nothing about an endpoint',
  async (records) => {
    dns.names = { 'known.example': records }
    expect(await check({ port: 443 }, records)).toEqual(notChecked('dns'))
  },
)

it('a resolver that nobody runs says nothing about an endpoint', async () => {
  const checking = newCheck({ server: '127.0.0.1:9' })
  expect(await checking({ host: 'hooks.example', port: 443 })).toEqual(notChecked('dns'))
})

it('a name that has another address at the second question is asked for once, and connected to where it was checked', async () => {
  const [receiver, inside] = [await receiverWith(), await receiverWith({}, '127.0.0.2')]
  let asked = 0
  dns.names = {
    ...dns.names,
    'hooks.example': (type) => {
      if (type !== 'A') return []
      asked += 1
      return asked === 1 ? ['127.0.0.1'] : ['127.0.0.2']
    },
  }
  const checking = newCheck()
  const results = await Promise.all(
    [receiver.port, receiver.port].map((port) => checking({ host: 'hooks.example', port })),
  )

  expect(results).toEqual([answered(89), answered(89)])
  expect([asked, receiver.opened(), inside.opened()]).toEqual([1, 1, 0])
})

it('a host with both kinds of addresses is connected to over IPv4', async () => {
  const receiver = await receiverWith()
  expect(await check(receiver, ['::1', '127.0.0.1'])).toEqual(answered(89))
})

it('a host with IPv6 only is connected to over IPv6', async (context) => {
  const receiver = await receiverWith({}, '::1').catch(() => context.skip('This machine has no IPv6.'))
  expect(await check(receiver, ['::1'])).toEqual(answered(89))
})

it('a host with IPv6 only is not checked where there is no way to it', async () => {
  // No machine has a TCP route to a multicast address, and nothing is sent to find out.
  publicHere.push('ff02::1')
  expect(await newCheckOf(['ff02::1'])).toEqual(notChecked('ipv6'))
})

async function newCheckOf(records: Records) {
  dns.names = { ...dns.names, 'hooks.example': records }
  return await newCheck({ deadline: 300, clockSpeed: 100 })({ host: 'hooks.example', port: 9 })
}

it('a receiver with an address for its name is checked for that address', async () => {
  const receiver = await receiverWith({ names: ['127.0.0.1'] })
  expect(await newCheck()({ host: '127.0.0.1', port: receiver.port })).toEqual(answered(89))
  await vi.waitFor(() => expect(receiver.connections).toEqual([{ servername: null, bytes: 0 }]))
})

it.each([
  ['refuses connections', null, failed('no-connection')],
  [
    'resets connections',
    (socket: Socket) => socket.once('data', () => socket.resetAndDestroy()),
    failed('no-tls'),
  ],
  ['closes connections', (socket: Socket) => socket.end(), failed('no-tls')],
  ['answers in clear', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), failed('no-tls')],
])('a receiver that %s', async (_, accept, result) => {
  const receiver = await startTcp(accept ?? (() => {}))
  if (accept === null) await receiver.close()
  else open.push(receiver)
  expect(await check(receiver)).toEqual(result)
})

it('a receiver that stays silent is given up after ten seconds', async () => {
  const receiver = await started(startTcp(() => {}))
  dns.names = { ...dns.names, 'hooks.example': ['127.0.0.1'] }
  const started_ = Date.now()
  const silent = newCheck({ deadline: 200, clockSpeed: 50 })
  expect(await silent({ host: 'hooks.example', port: receiver.port })).toEqual(failed('no-answer'))
  expect(Date.now() - started_).toBeLessThan(1_000)
})

it('an endpoint that had less than five seconds of the ten is not called silent', async () => {
  const receiver = await started(startTcp(() => {}))
  dns.names = { ...dns.names, 'hooks.example': ['127.0.0.1'] }
  const late = newCheck({ deadline: 200 })
  expect(await late({ host: 'hooks.example', port: receiver.port })).toEqual(notChecked('time'))
  expect(await late({ host: 'other.example', port: 443 })).toEqual(notChecked('time'))
})

it('a slow handshake is measured', async () => {
  const identity = authority.issue({ names: ['hooks.example'] })
  const receiver = await started(startReceiver(identity, '127.0.0.1', 120))
  dns.names = { ...dns.names, 'hooks.example': ['127.0.0.1'] }
  const result = await newCheck({ clockSpeed: 50 })({ host: 'hooks.example', port: receiver.port })
  expect(result?.outcome === 'answered' && result.milliseconds).toBeGreaterThan(5_000)
})

it('a thousand URLs on three hosts: each is resolved and connected to once', async () => {
  const hosts = ['a.example', 'b.example', 'c.example']
  const receiver = await receiverWith({ names: hosts })
  dns.names = { ...dns.names, ...Object.fromEntries(hosts.map((host) => [host, ['127.0.0.1']])) }
  const asked = dns.questions.length
  const checking = newCheck()
  const results = await Promise.all(
    Array.from({ length: 1_000 }, (_, n) => checking({ host: hosts[n % 3] ?? '', port: receiver.port })),
  )

  expect(new Set(results.map((result) => result?.outcome))).toEqual(new Set(['answered']))
  const names = () => receiver.connections.map(({ servername }) => servername).toSorted()
  await vi.waitFor(() => expect(names()).toEqual(hosts))
  expect(dns.questions.slice(asked).filter((question) => !question.endsWith('known.example'))).toHaveLength(6)
})

it('a thousand hosts that are silent: fifty at once, and none is called silent that had no time', async () => {
  const hosts = Array.from({ length: 1_000 }, (_, n) => `h${n}.example`)
  const receiver = await started(startTcp(() => {}))
  dns.names = { ...dns.names, ...Object.fromEntries(hosts.map((host) => [host, ['127.0.0.1']])) }
  const checking = newCheck({ deadline: 1_000 })
  const results = await Promise.all(hosts.map((host) => checking({ host, port: receiver.port })))

  expect(new Set(results.map((result) => JSON.stringify(result)))).toEqual(
    new Set([JSON.stringify(notChecked('time'))]),
  )
  expect(receiver.mostOpen()).toBe(50)
})

/** Addresses at which the receiver would answer, and others at which nobody does. */
const loopback = ['127.0.0.1', '127.0.0.2', '::ffff:127.0.0.1', '::1', '64:ff9b::127.0.0.1', '::127.0.0.1']
const privateAddress = fc.oneof(
  fc.constantFrom(...loopback),
  fc.constantFrom(...NON_PUBLIC_IPV4).map(([first]) => first),
  fc.constantFrom(...NON_PUBLIC_IPV4).map(([first]) => `::ffff:${first}`),
  fc.constantFrom(...NON_PUBLIC_IPV4).map(([first]) => `64:ff9b::${first}`),
  fc.constantFrom('fe80::1', 'fd00:ec2::254', '2002:7f00:1::1', '2001::7f00:1', '64:ff9b:1::7f00:1', '::'),
)
const publicAddress = fc.constantFrom('8.8.8.8', '1.1.1.1', '2606:4700::1111')

it('a file can make nobody connect to a private address, nor learn whether one answers', async () => {
  const inside = await receiverWith()
  let number = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(privateAddress, { minLength: 1, maxLength: 3 }),
      fc.array(publicAddress, { maxLength: 2 }),
      fc.boolean(),
      fc.boolean(),
      async (closed, outside, isInsideFirst, isAnswering) => {
        number += 1
        const host = `n${number}.example`
        const addresses = isInsideFirst ? [...closed, ...outside] : [...outside, ...closed]
        dns.names = { ...dns.names, [host]: addresses }
        const port = isAnswering ? inside.port : 9
        expect(await newCheck({ isReal: true })({ host, port })).toEqual(failed('not-public'))
      },
    ),
  )
  expect(inside.opened()).toBe(0)
})

it('nor does an address in the place of a name', async () => {
  const inside = await receiverWith()
  await fc.assert(
    fc.asyncProperty(privateAddress, async (host) => {
      expect(await newCheck({ isReal: true })({ host, port: inside.port })).toEqual(failed('not-public'))
    }),
  )
  expect(inside.opened()).toBe(0)
})
