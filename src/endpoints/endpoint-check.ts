import { setMaxListeners } from 'node:events'
import { isPublicAddress } from '../core/addresses.ts'
import {
  type CertificateEnd,
  type CheckedTarget,
  type EndpointResult,
  SLOW_MS,
} from '../plan/endpoint-findings.ts'
import { type Endpoint, type EndpointTarget, shownEndpoint } from '../plan/endpoints.ts'
import type { Clock } from '../system/clock.ts'
import { openTls } from './open-tls.ts'
import { hostResolver, type ResolveHost } from './resolve-host.ts'

/** How long all checks of a run take at most, in milliseconds. */
const ALL_CHECKS_MS = 10_000
/** Most endpoints that are checked at the same time. */
const MAX_AT_ONCE = 50
const DAY_MS = 24 * 60 * 60 * 1_000

export interface CheckOptions {
  readonly clock: Clock
  readonly cancelled: AbortSignal
  /**
   * A name that a resolver of public names knows. If it isn't found either, that other names aren't is no fault of theirs.
   */
  readonly knownHost: string
  /** For tests, which have DNS and TLS on this machine; no input, variable or file leads here. */
  readonly servers?: readonly string[]
  readonly isPublic?: (address: string) => boolean
}

/** Checks endpoints, each once, and all of them within ten seconds from the first. */
export class EndpointCheck {
  readonly #clock: Clock
  readonly #isPublic: (address: string) => boolean
  readonly #ended: AbortSignal
  readonly #resolve: ResolveHost
  readonly #isResolverWorking: Promise<boolean>
  readonly #results = new Map<string, Promise<EndpointResult>>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor({ clock, cancelled, knownHost, servers, isPublic = isPublicAddress }: CheckOptions) {
    this.#clock = clock
    this.#isPublic = isPublic
    this.#ended = AbortSignal.any([cancelled, clock.deadline(ALL_CHECKS_MS)])
    // Every connection listens to it.
    setMaxListeners(0, this.#ended)
    this.#resolve = hostResolver(this.#ended, servers ?? null)
    this.#isResolverWorking = this.#resolve(knownHost).then(({ found }) => found)
  }

  /** The results of targets, in their order. Never rejects. */
  async results(targets: readonly EndpointTarget[]): Promise<readonly CheckedTarget[]> {
    return await Promise.all(
      targets.map(async (target) => ({ ...target, result: await this.result(target.endpoint) })),
    )
  }

  /** The result of an endpoint, which is checked at the first call. Never rejects. */
  result(endpoint: Endpoint): Promise<EndpointResult> {
    const key = shownEndpoint(endpoint)
    const known = this.#results.get(key)
    if (known !== undefined) return known
    const result = this.#inTurn(() => this.#check(endpoint))
    this.#results.set(key, result)
    return result
  }

  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= MAX_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#running += 1
    try {
      return await task()
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }

  async #check(endpoint: Endpoint): Promise<EndpointResult> {
    const started = this.#clock.now()
    const resolution = await this.#resolve(endpoint.host)
    if (!resolution.found) {
      // Nothing is wrong with an endpoint that had its turn too late.
      if (this.#ended.aborted) return notChecked('time')
      if (resolution.why === 'refused' || !(await this.#isResolverWorking)) return notChecked('dns')
      return failed(resolution.why === 'unknown-host' ? 'unknown-host' : 'dns-failure')
    }
    const { addresses } = resolution
    // One is enough: Auco may be given any of them.
    if (!addresses.every(this.#isPublic)) return failed('not-public')
    const [ipv4, ipv6] = [addresses.find(isIpv4), addresses.find((address) => !isIpv4(address))]
    for (const address of [ipv4, ipv6]) {
      if (address === undefined) continue
      const handshake = await openTls(address, endpoint, this.#ended)
      const milliseconds = this.#clock.now() - started
      if (handshake.ok) {
        const certificate = this.#endOf(handshake.certificateEnds)
        return { outcome: 'answered', milliseconds, certificate }
      }
      const { problem } = handshake
      if (problem === 'no-route') continue
      if (problem === 'no-answer' && milliseconds < SLOW_MS) return notChecked('time')
      // Without IPv6 some machines get no error, only silence.
      if (problem === 'no-answer' && ipv4 === undefined) return notChecked('ipv6')
      return failed(problem)
    }
    return notChecked(ipv4 === undefined ? 'ipv6' : 'network')
  }

  #endOf(end: number): CertificateEnd {
    const days = Math.floor((end - this.#clock.now()) / DAY_MS)
    return { days, on: new Date(end).toISOString().slice(0, 10) }
  }
}

function isIpv4(address: string): boolean {
  return !address.includes(':')
}

function failed(problem: Extract<EndpointResult, { outcome: 'failed' }>['problem']): EndpointResult {
  return { outcome: 'failed', problem }
}

function notChecked(why: Extract<EndpointResult, { outcome: 'not-checked' }>['why']): EndpointResult {
  return { outcome: 'not-checked', why }
}
