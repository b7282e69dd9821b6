import fc from 'fast-check'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { NON_PUBLIC_IPV4 } from '../../../src/core/addresses.ts'
import { EndpointCheck } from '../../../src/endpoints/endpoint-check.ts'
import type { EndpointResult } from '../../../src/plan/endpoint-findings.ts'
import { systemClock } from '../../../src/system/clock.ts'
import { startAuthority } from '../../fakes/certificates.ts'
import { startDns } from '../../fakes/dns.ts'
import { startReceiver } from '../../fakes/receivers.ts'

const dns = await startDns()
const receiver = await startReceiver(startAuthority().issue({ names: ['inside.example'] }))
afterAll(() => Promise.all([dns.close(), receiver.close()]))
beforeEach(() => {
  dns.names = { 'known.example': ['192.0.2.1'] }
})

/** A check as a run makes it, except that its resolver is on this machine. */
const newCheck = () =>
  new EndpointCheck({
    clock: systemClock,
    cancelled: new AbortController().signal,
    knownHost: 'known.example',
    servers: [dns.server],
  })

const NOT_PUBLIC: EndpointResult = { outcome: 'failed', problem: 'not-public' }

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
  let number = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(privateAddress, { minLength: 1, maxLength: 3 }),
      fc.array(publicAddress, { maxLength: 2 }),
      fc.boolean(),
      fc.boolean(),
      async (inside, outside, isInsideFirst, isAnswering) => {
        number += 1
        const host = `n${number}.example`
        const addresses = isInsideFirst ? [...inside, ...outside] : [...outside, ...inside]
        dns.names = { ...dns.names, [host]: addresses }
        const port = isAnswering ? receiver.port : 9
        expect(await newCheck().result({ host, port })).toEqual(NOT_PUBLIC)
      },
    ),
  )
  expect(receiver.opened()).toBe(0)
})

it('nor does an address in the place of a name', async () => {
  await fc.assert(
    fc.asyncProperty(privateAddress, async (host) => {
      expect(await newCheck().result({ host, port: receiver.port })).toEqual(NOT_PUBLIC)
    }),
  )
  expect(receiver.opened()).toBe(0)
})
