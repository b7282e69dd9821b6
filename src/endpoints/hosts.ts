import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from '../core/addresses.ts'
import type { EndpointResult } from '../plan/endpoints.ts'
import type { Clock } from '../system/clock.ts'

export interface EndpointOptions {
  readonly clock: Clock
  readonly cancelled: AbortSignal
  /** A name that a resolver of public names knows. If it isn't found either, that others aren't is no fault of theirs. */
  readonly knownHost: string
  /** For tests, which have DNS and TLS on this machine; no input, variable or file leads here. */
  readonly servers?: readonly string[]
  readonly isPublic?: (address: string) => boolean
}

/** An address of a public host, IPv4 if it has one, or what its check ends with. */
type PublicHost =
  | { readonly outcome: 'found'; readonly address: string }
  | Exclude<EndpointResult, { outcome: 'answered' }>

/** How long one DNS server has for one try, in milliseconds, and the number of tries. */
const TIMEOUT = 2_000
const TRIES = 2

/**
 * A function that asks DNS for the A and AAAA records of a host, each once, until the signal aborts. It reads no hosts file and
 * tries no search domain (Node.js: dns, "Implementation considerations"), because Auco doesn't have those of this machine either.
 */
export function publicResolver(
  signal: AbortSignal,
  { knownHost, servers, isPublic = isPublicAddress }: EndpointOptions,
): (host: string) => Promise<PublicHost> {
  const resolver = new Resolver({ timeout: TIMEOUT, maxTimeout: TIMEOUT, tries: TRIES })
  if (servers !== undefined) resolver.setServers(servers)
  signal.addEventListener('abort', () => resolver.cancel(), { once: true })
  const resolve = async (host: string): Promise<readonly string[]> => {
    if (isIP(host) !== 0) return [host]
    if (signal.aborted) return []
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  }
  let isWorking: Promise<boolean> | undefined
  return async (host) => {
    isWorking ??= resolve(knownHost).then((addresses) => addresses.length > 0)
    const addresses = await resolve(host)
    // One is enough: Auco may be given any of them.
    if (!addresses.every(isPublic)) return { outcome: 'failed', problem: 'not-public' }
    const [address] = addresses
    if (address !== undefined) return { outcome: 'found', address }
    // Nothing is wrong with an endpoint that had its turn too late.
    if (signal.aborted) return { outcome: 'not-checked', why: 'time' }
    return (await isWorking)
      ? { outcome: 'failed', problem: 'unknown-host' }
      : { outcome: 'not-checked', why: 'network' }
  }
}

/** Failures of this machine: it has no address of that family, no route, or a rule of its own against it. */
export const NO_ROUTE = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EACCES', 'EPERM', 'ENETDOWN']
