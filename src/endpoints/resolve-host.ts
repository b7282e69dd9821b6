import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from '../core/addresses.ts'
import type { Failure } from '../plan/endpoint-findings.ts'
import type { Clock } from '../system/clock.ts'
import { codeOf } from './failure-codes.ts'

export interface EndpointOptions {
  readonly clock: Clock
  readonly cancelled: AbortSignal
  /** A name that a resolver of public names knows. If it isn't found either, that others aren't is no fault of theirs. */
  readonly knownHost: string
  /** For tests, which have DNS and TLS on this machine; no input, variable or file leads here. */
  readonly servers?: readonly string[]
  readonly isPublic?: (address: string) => boolean
}

/** The addresses of a public host, IPv4 first, or what its check ends with. */
export type PublicHost =
  | { readonly outcome: 'found'; readonly addresses: readonly string[] }
  | { readonly outcome: 'failed'; readonly problem: Failure }
  | { readonly outcome: 'not-checked'; readonly why: 'time' | 'dns' }

/** A function that asks for the addresses of a public host, until the signal aborts. */
export function publicResolver(
  signal: AbortSignal,
  { knownHost, servers, isPublic = isPublicAddress }: EndpointOptions,
): (host: string) => Promise<PublicHost> {
  const resolve = hostResolver(signal, servers ?? null)
  const isWorking = resolve(knownHost).then(({ found }) => found)
  return async (host) => {
    const resolution = await resolve(host)
    if (resolution.found) {
      // One is enough: Auco may be given any of them.
      return resolution.addresses.every(isPublic)
        ? { outcome: 'found', addresses: resolution.addresses }
        : { outcome: 'failed', problem: 'not-public' }
    }
    // Nothing is wrong with an endpoint that had its turn too late.
    if (signal.aborted) return { outcome: 'not-checked', why: 'time' }
    if (resolution.why === 'refused' || !(await isWorking)) return { outcome: 'not-checked', why: 'dns' }
    return { outcome: 'failed', problem: resolution.why === 'unknown-host' ? resolution.why : 'dns-failure' }
  }
}

/** How long one DNS server has for one try, in milliseconds, and the number of tries. */
const TIMEOUT = 2_000
const TRIES = 2

/**
 * The addresses of a host, IPv4 first, or why there are none. `unknown-host`: the name doesn't exist, or has no address.
 * `refused`: the server doesn't answer for this name. `no-answer`: no server answered, or only with a failure.
 */
type Resolution =
  | { readonly found: true; readonly addresses: readonly string[] }
  | { readonly found: false; readonly why: 'unknown-host' | 'refused' | 'no-answer' }

/**
 * A function that asks DNS for the A and AAAA records of a host, each once. It reads no hosts file and tries no search
 * domain (Node.js: dns, "Implementation considerations"), because Auco doesn't have those of this machine either. `servers`:
 * the default are those of the system. Aborting the signal ends all questions without an answer.
 */
function hostResolver(signal: AbortSignal, servers: readonly string[] | null) {
  const resolver = new Resolver({ timeout: TIMEOUT, maxTimeout: TIMEOUT, tries: TRIES })
  if (servers !== null) resolver.setServers(servers)
  signal.addEventListener('abort', () => resolver.cancel(), { once: true })
  return async (host: string): Promise<Resolution> => {
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
