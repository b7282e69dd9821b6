/**
 * Why Auco could not deliver to this URL, or should not: one sentence of cause and one of fix that never repeat the
 * URL; `null` if it is fine. Names are judged by their form only: nothing is looked up.
 */
export function urlProblem(text: string): string | null {
  if (!/^https:\/\//i.test(text)) {
    return /^http:\/\//i.test(text)
      ? 'The URL is not encrypted (`http:`). Use `https:`: the header would travel in clear.'
      : 'The URL is not absolute. Write it in full, starting with `https://`.'
  }
  // The URL standard drops tabs and line breaks and reads a backslash as a slash: Auco may not.
  if (/[\s\p{Cc}\\]/u.test(text)) {
    return 'The URL holds a space, a control character or a backslash. Remove it, or percent-encode it.'
  }
  const url = URL.parse(text)
  if (url === null) return 'The URL cannot be parsed. Check its host name and port.'
  if (url.username !== '' || url.password !== '') {
    return 'The URL holds a user or a password. Remove them and send the secret in `header`.'
  }
  const host = url.hostname.replace(/\.$/, '')
  if (host.split('.').includes('')) return 'The URL cannot be parsed. Check its host name and port.'
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return 'The URL points to `localhost`, which Auco cannot reach. Use a public host name.'
  }
  if (isPrivateAddress(host)) {
    return 'The URL points to a private, loopback, link-local or reserved address, which Auco cannot reach. Use a public host name.'
  }
  if (!host.startsWith('[') && !host.includes('.')) {
    return 'The URL has a bare host name, which Auco cannot resolve. Write the full domain name.'
  }
  if (/\.(?:local|internal)$/.test(host)) {
    return 'The URL has a host name that exists in a private network only. Use a public host name.'
  }
  return null
}

/** Address blocks that are not globally reachable: first address and prefix length (IANA Special-Purpose Registries). */
const IPV4_BLOCKS = [
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

/** `host` is a URL's `hostname`, so IPv4 is dotted decimal and IPv6 is in brackets, compressed and lower-case. */
function isPrivateAddress(host: string): boolean {
  const ipv4 = ipv4Number(host)
  if (ipv4 !== null) return isPrivateIpv4(ipv4)
  const groups = ipv6Groups(host)
  if (groups === null) return false
  const [first = 0, second = 0, third = 0, , , mapped = 0, high = 0, low = 0] = groups
  const embedded = high * 0x10000 + low
  const leadingZeros = groups.slice(0, 5).every((group) => group === 0)
  // ::, ::1, ::a.b.c.d and ::ffff:a.b.c.d (RFC 4291); NAT64 64:ff9b::a.b.c.d (RFC 6052); 6to4 2002:a.b.c.d:: (RFC 3056).
  if (leadingZeros && mapped === 0) return true
  if (leadingZeros && mapped === 0xffff) return isPrivateIpv4(embedded)
  if (first === 0x64 && second === 0xff9b) return isPrivateIpv4(embedded)
  if (first === 0x2002) return isPrivateIpv4(second * 0x10000 + third)
  // Only 2000::/3 is global unicast, and 2001:db8::/32 in it is for documentation.
  return first < 0x2000 || first > 0x3fff || (first === 0x2001 && second === 0xdb8)
}

function isPrivateIpv4(address: number): boolean {
  return IPV4_BLOCKS.some(([block, bits]) => {
    const size = 2 ** (32 - bits)
    return Math.floor(address / size) === Math.floor((ipv4Number(block) ?? 0) / size)
  })
}

function ipv4Number(host: string): number | null {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(host)) return null
  return host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function ipv6Groups(host: string): readonly number[] | null {
  const address = /^\[(.*)\]$/.exec(host)?.[1]
  if (address === undefined) return null
  const [head = '', tail = ''] = address.split('::')
  const groups = (side: string) =>
    side === '' ? [] : side.split(':').map((group) => Number.parseInt(group, 16))
  const left = groups(head)
  const right = groups(tail)
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
}
