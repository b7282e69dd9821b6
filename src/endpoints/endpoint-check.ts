import { setMaxListeners } from 'node:events'
import {
  type CertificateEnd,
  type CheckedTarget,
  type EndpointResult,
  SLOW_MS,
} from '../plan/endpoint-findings.ts'
import { type Endpoint, type EndpointTarget, shownEndpoint } from '../plan/endpoints.ts'
import type { Clock } from '../system/clock.ts'
import { inTurn } from './in-turn.ts'
import { openTls } from './open-tls.ts'
import { type EndpointOptions, type PublicHost, publicResolver } from './resolve-host.ts'

/** How long all checks of a run take at most, in milliseconds. */
const ALL_CHECKS_MS = 10_000
const DAY_MS = 24 * 60 * 60 * 1_000

/** Checks endpoints, each once, and all of them within ten seconds from the first. */
export class EndpointCheck {
  readonly #clock: Clock
  readonly #ended: AbortSignal
  readonly #resolve: (host: string) => Promise<PublicHost>
  readonly #results = new Map<string, Promise<EndpointResult>>()
  readonly #inTurn = inTurn()

  constructor(options: EndpointOptions) {
    const { clock, cancelled } = options
    this.#clock = clock
    this.#ended = AbortSignal.any([cancelled, clock.deadline(ALL_CHECKS_MS)])
    // Every connection listens to it.
    setMaxListeners(0, this.#ended)
    this.#resolve = publicResolver(this.#ended, options)
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

  async #check(endpoint: Endpoint): Promise<EndpointResult> {
    const started = this.#clock.now()
    const found = await this.#resolve(endpoint.host)
    if (found.outcome !== 'found') return found
    const [ipv4, ipv6] = [true, false].map((is4) => found.addresses.find((one) => isIpv4(one) === is4))
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
      if (problem === 'no-answer' && milliseconds < SLOW_MS) return { outcome: 'not-checked', why: 'time' }
      // Without IPv6 some machines get no error, only silence.
      if (problem === 'no-answer' && ipv4 === undefined) return { outcome: 'not-checked', why: 'ipv6' }
      return { outcome: 'failed', problem }
    }
    return { outcome: 'not-checked', why: ipv4 === undefined ? 'ipv6' : 'network' }
  }

  #endOf(end: number): CertificateEnd {
    const days = Math.floor((end - this.#clock.now()) / DAY_MS)
    return { days, on: new Date(end).toISOString().slice(0, 10) }
  }
}

function isIpv4(address: string): boolean {
  return !address.includes(':')
}
