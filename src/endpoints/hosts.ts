import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from '../core/addresses.ts'
import { errorCode } from '../core/errors.ts'
import type { Failure } from '../plan/endpoints.ts'
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

/** The addresses of a public host, IPv4 first, or what its check ends with. */
type PublicHost =
  | { readonly outcome: 'found'; readonly addresses: readonly string[] }
  | { readonly outcome: 'failed'; readonly problem: Failure }
  | { readonly outcome: 'not-checked'; readonly why: 'time' | 'dns' }

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
  /** The codes say why there are no addresses, as Node.js documents them (dns, "Error codes"). */
  const resolve = async (host: string): Promise<{ addresses: string[]; codes: string[] }> => {
    if (isIP(host) !== 0) return { addresses: [host], codes: [] }
    if (signal.aborted) return { addresses: [], codes: ['ECANCELLED'] }
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    return {
      addresses: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
      codes: answers.map((answer) => (answer.status === 'fulfilled' ? 'ENODATA' : errorCode(answer.reason))),
    }
  }
  let isWorking: Promise<boolean> | undefined
  return async (host) => {
    isWorking ??= resolve(knownHost).then(({ addresses }) => addresses.length > 0)
    const { addresses, codes } = await resolve(host)
    if (addresses.length > 0) {
      // One is enough: Auco may be given any of them.
      return addresses.every(isPublic)
        ? { outcome: 'found', addresses }
        : { outcome: 'failed', problem: 'not-public' }
    }
    // Nothing is wrong with an endpoint that had its turn too late.
    if (signal.aborted) return { outcome: 'not-checked', why: 'time' }
    const isUnknown =
      codes.some((code) => code === 'ENOTFOUND' || code === 'EBADNAME') ||
      codes.every((code) => code === 'ENODATA')
    if ((!isUnknown && codes.includes('EREFUSED')) || !(await isWorking))
      return { outcome: 'not-checked', why: 'dns' }
    return { outcome: 'failed', problem: isUnknown ? 'unknown-host' : 'dns-failure' }
  }
}

/** Most connections to receivers that a run has at the same time. */
const MAX_AT_ONCE = 50

/** A function that runs tasks side by side, and lets those wait that are too many. */
export function inTurn(): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      return await task()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}

/** What Node.js calls the failures of a certificate (tls, "X509 certificate error codes"). */
export const CERTIFICATE_FAILURE: Readonly<Record<string, Failure>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-of-another-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-chain',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-chain',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-chain',
}

/** Failures of this machine: it has no address of that family, no route, or a rule of its own against it. */
export const NO_ROUTE = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EACCES', 'EPERM', 'ENETDOWN']
