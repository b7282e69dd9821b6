import { BlockList, isIP } from 'node:net'

/**
 * IPv4 blocks where no public server is (IANA IPv4 Special-Purpose Address Registry; RFC 5771 and RFC 1112 for
 * 224.0.0.0/3). 168.63.129.16 is not reserved, but answers inside of Azure only, where it is the host of the virtual
 * machine (Microsoft: What is IP address 168.63.129.16).
 */
export const NON_PUBLIC_IPV4 = blocks(
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24',
  '192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15',
  '198.51.100.0/24 203.0.113.0/24 224.0.0.0/3',
)

/**
 * The same within 2000::/3 (IANA IPv6 Special-Purpose Address Registry): protocol assignments with Teredo, ORCHID and
 * benchmarking, documentation, 6to4, AS112, and documentation again.
 */
const NON_PUBLIC_IPV6 = blocks('2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20')

/** First address and prefix length of blocks in CIDR notation. */
function blocks(...lines: readonly string[]): readonly (readonly [first: string, prefix: number])[] {
  return lines
    .join(' ')
    .split(' ')
    .map((block) => [block.slice(0, block.indexOf('/')), Number(block.slice(block.indexOf('/') + 1))])
}

// Built when the first address is checked: it takes a millisecond, and few files have a URL with an address.
let lists: ReturnType<typeof buildLists> | null = null

/** Whether the host, a URL's `hostname`, is an IP address where no public server is. */
export function isNonPublicAddress(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const version = isIP(address)
  if (version === 0) return false
  lists ??= buildLists()
  if (version === 4) return lists.nonPublic.check(address, 'ipv4')
  return !lists.global.check(address, 'ipv6') || lists.nonPublic.check(address, 'ipv6')
}

/** Whether the text is an IP address that a public server can have. */
export function isPublicAddress(text: string): boolean {
  return isIP(text) !== 0 && !isNonPublicAddress(text)
}

/**
 * Whether a URL's `hostname` is this machine: `localhost` (RFC 6761), 127.0.0.0/8 (RFC 1122), and ::1
 * (RFC 4291), also mapped to IPv6. The URL parser has normalized what is written, such as `127.1` or `0x7f000001`.
 */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost\.?|127(?:\.\d+){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/.test(hostname)
}

function buildLists() {
  // IPv6 blocks outside of which no address is public.
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
