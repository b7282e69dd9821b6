import type { Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { NON_PUBLIC_IPV4 } from '../../../src/core/addresses.ts'
import { endpointCheck } from '../../../src/endpoints/endpoint-check.ts'
import type { EndpointResult } from '../../../src/plan/endpoints.ts'
import { systemClock } from '../../../src/system/clock.ts'
import { type CertificateOptions, startAuthority } from '../../fakes/certificates.ts'
import { type FakeDns, type Records, startDns } from '../../fakes/dns.ts'
import { type Receiver, startReceiver, startTcp } from '../../fakes/receivers.ts'

const dns = await startDns()
const authority = startAuthority()
const trusted = getCACertificates('default')
setDefaultCACertificates([authority.root])
const open: Receiver[] = []
beforeEach(() => {
  dns.names = { 'known.example': ['192.0.2.1'] }
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(open.splice(0).map((receiver) => receiver.close()))
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  await dns.close()
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

/** Addresses that are public in a test. No machine has a TCP route to the multicast address. */
const PUBLIC = ['127.0.0.1', '127.0.0.2', '::1', '224.0.0.1']

function newCheck({ deadline = 10_000, clockSpeed = 1, server = dns.server, isReal = false }: Given = {}) {
  return endpointCheck({
    clock: {
      ...systemClock,
      deadline: () => AbortSignal.timeout(deadline),
      now: () => Date.now() * clockSpeed,
    },
    cancelled: new AbortController().signal,
    knownHost: 'known.example',
    servers: [server],
    ...(!isReal && { isPublic: (address) => PUBLIC.includes(address) }),
  })
}

async function started(receiver: Promise<Receiver>): Promise<Receiver> {
  open.push(await receiver)
  return receiver
}
const silent = () => started(startTcp(() => {}))
/** A receiver at `hooks.example` with such a certificate. */
const receiverWith = (options: Partial<CertificateOptions> = {}, host?: string) =>
  started(startReceiver(authority.issue({ names: ['hooks.example'], ...options }), host))

const name = (host: string, records: FakeDns['names'][string]) => {
  dns.names = { ...dns.names, [host]: records }
}
async function check(port: number, records: Records = ['127.0.0.1'], given: Given = {}) {
  name('hooks.example', records)
  return await newCheck(given)({ host: 'hooks.example', port })
}

const failed = (problem: string) => ({ outcome: 'failed', problem })
const notChecked = (why: string) => ({ outcome: 'not-checked', why })
const answered = (days = 89): EndpointResult => ({
  outcome: 'answered',
  milliseconds: expect.any(Number),
  certificate: { days, on: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) },
})

it('one question for each kind of address, one connection with its name, and not a byte more', async () => {
  const receiver = await receiverWith()
  expect(await check(receiver.port)).toEqual(answered())
  expect(dns.questions.filter((question) => question.endsWith(' hooks.example'))).toEqual([
    'A hooks.example',
    'AAAA hooks.example',
  ])
  await vi.waitFor(() => expect(receiver.connections).toEqual([{ servername: 'hooks.example', bytes: 0 }]))
})

it.each<[string, Partial<CertificateOptions>, object]>([
  ['ends in 13 days', { days: 13.5 }, answered(13)],
  ['ends in 15 days', { days: 15.5 }, answered(15)],
  ['has expired', { days: -1 }, failed('certificate')],
  ['is of another host', { names: ['other.example'] }, failed('certificate')],
  ['comes without its intermediate', { isIncomplete: true }, failed('certificate')],
])('a certificate that %s, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async (_, options, result) => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const { port } = await receiverWith(options)
  expect(await check(port)).toEqual(result)
})

it('a certificate of an authority that nobody knows', async () => {
  const identity = startAuthority('Unknown').issue({ names: ['hooks.example'] })
  const { port } = await started(startReceiver(identity))
  expect(await check(port)).toEqual(failed('certificate'))
})

it.each<[string, Records, object]>([
  ['does not exist', 'NXDOMAIN', failed('unknown-host')],
  ['has no address', [], failed('unknown-host')],
  ['has name servers that fail', 'SERVFAIL', failed('unknown-host')],
  ['has a private address', ['10.0.0.1'], failed('not-public')],
  ['has a public and a private address', ['127.0.0.1', '10.0.0.1'], failed('not-public')],
  ['has a public IPv4 and a private IPv6 address', ['127.0.0.1', 'fd00::1'], failed('not-public')],
])('a host that %s is not connected to', async (_, records, result) => {
  const receiver = await receiverWith()
  expect(await check(receiver.port, records)).toEqual(result)
  expect(receiver.opened()).toBe(0)
})

it.each<[string, Records, Given]>([
  ['answers NXDOMAIN for every name', 'NXDOMAIN', {}],
  ['answers REFUSED for every name', 'REFUSED', {}],
  ['nobody runs', null, { server: '127.0.0.1:9' }],
])('a resolver that %s says nothing about an endpoint', async (_, records, given) => {
  dns.names = { 'known.example': records }
  expect(await check(443, records, given)).toEqual(notChecked('network'))
})

it('a name is asked for once, and connected to once, where it was checked', async () => {
  const [receiver, inside] = [await receiverWith(), await receiverWith({}, '127.0.0.2')]
  let asked = 0
  name('hooks.example', (type) => {
    if (type !== 'A') return []
    asked += 1
    return asked === 1 ? ['127.0.0.1'] : ['127.0.0.2']
  })
  const checking = newCheck()
  const { port } = receiver
  const results = await Promise.all([1, 2].map(() => checking({ host: 'hooks.example', port })))
  expect(results).toEqual([answered(), answered()])
  expect([asked, receiver.opened(), inside.opened()]).toEqual([1, 1, 0])
})

it('a host with both kinds of addresses is connected to over IPv4', async () => {
  const { port } = await receiverWith()
  expect(await check(port, ['::1', '127.0.0.1'])).toEqual(answered())
})

it('a host with IPv6 only is connected to over IPv6', async (context) => {
  const { port } = await receiverWith({}, '::1').catch(() => context.skip('This machine has no IPv6.'))
  expect(await check(port, ['::1'])).toEqual(answered())
})

it('a host is not checked where there is no way to it', async () => {
  expect(await check(9, ['224.0.0.1'])).toEqual(notChecked('network'))
})

it('a receiver with an address for its name is checked for that address', async () => {
  const receiver = await receiverWith({ names: ['127.0.0.1'] })
  expect(await newCheck()({ host: '127.0.0.1', port: receiver.port })).toEqual(answered())
  await vi.waitFor(() => expect(receiver.connections).toEqual([{ servername: null, bytes: 0 }]))
})

it.each<[string, string, (socket: Socket) => void]>([
  ['resets connections', 'no-tls', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  ['closes connections', 'no-tls', (socket) => socket.end()],
  ['answers in clear', 'no-tls', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('a receiver that %s: %s', async (_, problem, accept) => {
  const { port } = await started(startTcp(accept))
  expect(await check(port)).toEqual(failed(problem))
})

it('a receiver that refuses connections', async () => {
  const receiver = await startTcp(() => {})
  await receiver.close()
  expect(await check(receiver.port)).toEqual(failed('no-connection'))
})

it('a receiver that stays silent is given up after ten seconds', async () => {
  const { port } = await silent()
  const given = { deadline: 200, clockSpeed: 50 }
  expect(await check(port, ['127.0.0.1'], given)).toEqual(failed('no-tls'))
})

it('an endpoint that had less than five seconds of the ten is not called silent', async () => {
  const { port } = await silent()
  name('hooks.example', ['127.0.0.1'])
  const late = newCheck({ deadline: 200 })
  expect(await late({ host: 'hooks.example', port })).toEqual(notChecked('time'))
  expect(await late({ host: 'other.example', port: 443 })).toEqual(notChecked('time'))
})

it('a slow handshake is measured', async () => {
  const identity = authority.issue({ names: ['hooks.example'] })
  const { port } = await started(startReceiver(identity, '127.0.0.1', 120))
  const result = await check(port, ['127.0.0.1'], { clockSpeed: 50 })
  expect(result?.outcome === 'answered' && result.milliseconds).toBeGreaterThan(5_000)
})

/** Addresses at which the receiver would answer, and others at which nobody does. */
const privateAddress = fc.oneof(
  fc.constantFrom('127.0.0.1', '127.0.0.2', '::ffff:127.0.0.1', '::1', '64:ff9b::127.0.0.1', '::127.0.0.1'),
  fc.constantFrom(...NON_PUBLIC_IPV4.flatMap(([first]) => [first, `::ffff:${first}`, `64:ff9b::${first}`])),
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
      fc.constantFrom(inside.port, 9),
      async (closed, outside, isInsideFirst, port) => {
        number += 1
        const host = `n${number}.example`
        name(host, isInsideFirst ? [...closed, ...outside] : [...outside, ...closed])
        const checking = newCheck({ isReal: true })
        expect(await checking({ host, port })).toEqual(failed('not-public'))
        expect(await checking({ host: closed[0] ?? '', port })).toEqual(failed('not-public'))
      },
    ),
  )
  expect(inside.opened()).toBe(0)
})
