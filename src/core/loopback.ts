/**
 * Whether a URL's `hostname` is this machine: `localhost` (RFC 6761), 127.0.0.0/8 (RFC 1122), and ::1
 * (RFC 4291), also mapped to IPv6. The URL parser has normalized what is written, such as `127.1` or `0x7f000001`.
 */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost\.?|127(?:\.\d+){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/.test(hostname)
}
