import { BlockList, isIP } from 'node:net'

/**
 * IPv4 blocks that are not globally reachable: first address and prefix length (IANA IPv4 Special-Purpose Address
 * Registry; RFC 5771 and RFC 1112 for 224.0.0.0/3).
 */
export const NON_PUBLIC_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const

interface Lists {
  /** IPv6 blocks outside of which no address is public. */
  readonly global: BlockList
  readonly nonPublic: BlockList
}

// Built when the first address is checked: it takes a millisecond, and few files have a URL with an address.
let lists: Lists | null = null

/** Whether the host, a URL's `hostname`, is an IP address that is not globally reachable. */
export function isNonPublicAddress(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const version = isIP(address)
  if (version === 0) return false
  lists ??= buildLists()
  if (version === 4) return lists.nonPublic.check(address, 'ipv4')
  return !lists.global.check(address, 'ipv6') || lists.nonPublic.check(address, 'ipv6')
}

function buildLists(): Lists {
  const global = new BlockList()
  const nonPublic = new BlockList()
  // Global unicast (RFC 4291), and what contains an IPv4 address: IPv4-mapped (RFC 4291) and NAT64 (RFC 6052).
  global.addSubnet('2000::', 3, 'ipv6')
  global.addSubnet('::ffff:0:0', 96, 'ipv6')
  global.addSubnet('64:ff9b::', 96, 'ipv6')
  // Documentation (RFC 3849).
  nonPublic.addSubnet('2001:db8::', 32, 'ipv6')
  for (const [first, prefix] of NON_PUBLIC_IPV4) {
    // Node compares IPv4-mapped addresses with IPv4 blocks by itself.
    nonPublic.addSubnet(first, prefix, 'ipv4')
    nonPublic.addSubnet(`64:ff9b::${first}`, 96 + prefix, 'ipv6')
    nonPublic.addSubnet(sixToFour(first), 16 + prefix, 'ipv6')
  }
  return { global, nonPublic }
}

/** The 6to4 address of an IPv4 address (RFC 3056): `2002:` and its bytes. */
function sixToFour(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return `2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`
}
