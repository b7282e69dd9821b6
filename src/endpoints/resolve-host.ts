import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { codeOf } from './failure-codes.ts'

/** How long one DNS server has for one try, in milliseconds, and the number of tries. */
const TIMEOUT = 2_000
const TRIES = 2

/**
 * The addresses of a host, IPv4 first, or why there are none. `unknown-host`: the name doesn't exist, or has no address.
 * `refused`: the server doesn't answer for this name. `no-answer`: no server answered, or only with a failure.
 */
export type Resolution =
  | { readonly found: true; readonly addresses: readonly string[] }
  | { readonly found: false; readonly why: 'unknown-host' | 'refused' | 'no-answer' }

export type ResolveHost = (host: string) => Promise<Resolution>

/**
 * A function that asks DNS for the A and AAAA records of a host, each once. It reads no hosts file and tries no search
 * domain (Node.js: dns, "Implementation considerations"), because Auco doesn't have those of this machine either. `servers`:
 * the default are those of the system. Aborting the signal ends all questions without an answer.
 */
export function hostResolver(signal: AbortSignal, servers: readonly string[] | null): ResolveHost {
  const resolver = new Resolver({ timeout: TIMEOUT, maxTimeout: TIMEOUT, tries: TRIES })
  if (servers !== null) resolver.setServers(servers)
  signal.addEventListener('abort', () => resolver.cancel(), { once: true })
  return async (host) => {
    if (isIP(host) !== 0) return { found: true, addresses: [host] }
    if (signal.aborted) return { found: false, why: 'no-answer' }
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (addresses.length > 0) return { found: true, addresses }
    const codes = answers.map((answer) => (answer.status === 'fulfilled' ? 'ENODATA' : codeOf(answer.reason)))
    return { found: false, why: whyNotFound(codes) }
  }
}

/** Codes as Node.js documents them (dns, "Error codes"). */
function whyNotFound(codes: readonly string[]): 'unknown-host' | 'refused' | 'no-answer' {
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EBADNAME')) return 'unknown-host'
  if (codes.every((code) => code === 'ENODATA')) return 'unknown-host'
  return codes.includes('EREFUSED') ? 'refused' : 'no-answer'
}
