import { BlockList, isIP, isIPv4 } from 'node:net'

/**
 * IPv4 blocks where no public server is: first address and prefix length (IANA IPv4 Special-Purpose Address Registry;
 * RFC 5771 and RFC 1112 for 224.0.0.0/3). 168.63.129.16 is not reserved, but answers inside of Azure only, where it is the
 * host of the virtual machine (Microsoft: What is IP address 168.63.129.16).
 */
export const NON_PUBLIC_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const

/**
 * The same within 2000::/3 (IANA IPv6 Special-Purpose Address Registry): protocol assignments with Teredo, ORCHID and
 * benchmarking, documentation, 6to4, AS112, and documentation again.
 */
const NON_PUBLIC_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const

interface Lists {
  /** IPv6 blocks outside of which no address is public. */
  readonly global: BlockList
  readonly nonPublic: BlockList
}

// Built when the first address is checked: it takes a millisecond, and few files have a URL with an address.
let lists: Lists | null = null

/** Whether the host, a URL's `hostname`, is an IP address where no public server is. */
export function isNonPublicAddress(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const version = versionOf(address)
  if (version === 0) return false
  lists ??= buildLists()
  if (version === 4) return lists.nonPublic.check(address, 'ipv4')
  return !lists.global.check(address, 'ipv6') || lists.nonPublic.check(address, 'ipv6')
}

/** Whether the text is an IP address that a public server can have. `host`: as above. */
export function isPublicAddress(host: string): boolean {
  return versionOf(host) !== 0 && !isNonPublicAddress(host)
}

/** Like Node's `isIP`, whose test of a name for an IPv6 address takes 2 ms the first time. No name has a colon. */
function versionOf(address: string): number {
  return address.includes(':') || isIPv4(address) ? isIP(address) : 0
}

function buildLists(): Lists {
  const global = new BlockList()
  const nonPublic = new BlockList()
  // Global unicast (RFC 4291), and IPv4 addresses behind NAT64 (RFC 6052), which resolvers make for hosts without IPv6.
  global.addSubnet('2000::', 3, 'ipv6')
  global.addSubnet('64:ff9b::', 96, 'ipv6')
  for (const [first, prefix] of NON_PUBLIC_IPV6) nonPublic.addSubnet(first, prefix, 'ipv6')
  for (const [first, prefix] of NON_PUBLIC_IPV4) {
    nonPublic.addSubnet(first, prefix, 'ipv4')
    nonPublic.addSubnet(`64:ff9b::${first}`, 96 + prefix, 'ipv6')
  }
  return { global, nonPublic }
}
