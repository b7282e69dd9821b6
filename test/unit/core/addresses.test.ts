import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isNonPublicAddress, isPublicAddress, NON_PUBLIC_IPV4 } from '../../../src/core/addresses.ts'

const PUBLIC =
  '8.8.8.8 168.63.129.15 192.0.1.1 2001:4860:4860::8888 2606:4700::1111 64:ff9b::8.8.8.8 64:ff9b::808:808'
it.each(PUBLIC.split(' '))('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

const NOT_PUBLIC = [
  '0.0.0.0 10.1.2.3 127.0.0.1 168.63.129.16 169.254.169.254 100.100.100.200 192.0.0.192 255.255.255.255',
  '172.16.0.1 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.1.1 192.175.48.1 198.18.0.1 198.51.100.1',
  '203.0.113.1 224.0.0.1',
  ':: ::1 fe80::1 fd00:ec2::254 ff02::1 ::ffff:8.8.8.8 ::ffff:7f00:1 ::8.8.8.8 64:ff9b::10.0.0.1 64:ff9b::7f00:1',
  '64:ff9b:1::808:808 2001::1 2001:db8::1 2002:808:808::1 2620:4f:8000::1 3fff::1 100::1 5f00::1',
  'localhost 127.1 0x7f.0.0.1 2130706433',
]
it.each([...NOT_PUBLIC.join(' ').split(' '), ''])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

const ipv4Bytes = fc.constantFrom(...NON_PUBLIC_IPV4).chain(([first, prefix]) =>
  fc.nat({ max: 2 ** (32 - prefix) - 1 }).map((offset) => {
    const number = first.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) + offset
    return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256)
  }),
)
const hex = (high: number | undefined, low: number | undefined) =>
  ((high ?? 0) * 256 + (low ?? 0)).toString(16)

/** The forms in which an IPv6 address carries an IPv4 one: mapped, compatible, translated, NAT64, 6to4, ISATAP. */
const FORMS: readonly ((a: string, groups: string) => string)[] = [
  (dotted) => dotted,
  (dotted) => `::ffff:${dotted}`,
  (_, groups) => `::FFFF:${groups}`,
  (_, groups) => `0:0:0:0:0:ffff:${groups}`,
  (dotted) => `::${dotted}`,
  (dotted) => `::ffff:0:${dotted}`,
  (dotted) => `64:ff9b::${dotted}`,
  (_, groups) => `0064:FF9B:0:0:0:0:${groups}`,
  (_, groups) => `64:ff9b:1::${groups}`,
  (_, groups) => `2002:${groups}::1`,
  (dotted) => `fe80::5efe:${dotted}`,
]

it('no form of a private IPv4 address is public', () => {
  fc.assert(
    fc.property(ipv4Bytes, fc.constantFrom(...FORMS), ([a, b, c, d], form) => {
      const address = form([a, b, c, d].join('.'), `${hex(a, b)}:${hex(c, d)}`)
      expect(isPublicAddress(address)).toBe(false)
      expect(isNonPublicAddress(isIPv6(address) ? `[${address}]` : address)).toBe(true)
    }),
  )
})

it('no IPv6 address outside of the global ones is public', () => {
  const group = fc.nat({ max: 0xffff }).map((number) => number.toString(16))
  const outside = fc.nat({ max: 0xffff }).filter((number) => number >> 13 !== 1 && number !== 0x64)
  fc.assert(
    fc.property(outside, fc.array(group, { minLength: 7, maxLength: 7 }), (first, rest) => {
      expect(isPublicAddress([first.toString(16), ...rest].join(':'))).toBe(false)
    }),
  )
})
