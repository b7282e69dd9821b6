import type { DesiredWebhook } from '../core/webhook.ts'
import { type EndpointTarget, shownEndpoint } from './endpoints.ts'

/** What came of checking an endpoint, once. */
export type EndpointResult =
  /** It opened a TLS connection with a certificate that verifies. */
  | { readonly outcome: 'answered'; readonly milliseconds: number; readonly certificate: CertificateEnd }
  | { readonly outcome: 'failed'; readonly problem: Failure }
  /** It was not, or not long enough, to be called a fault of the endpoint. */
  | { readonly outcome: 'not-checked'; readonly why: WhyNotChecked }

/** When a certificate ends: in whole days from the check, and as a date in UTC, such as `2026-12-31`. */
export interface CertificateEnd {
  readonly days: number
  readonly on: string
}

export type Failure =
  | 'unknown-host'
  | 'dns-failure'
  | 'not-public'
  | 'no-connection'
  | 'no-answer'
  | 'no-tls'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-of-another-host'
  | 'certificate-self-signed'
  | 'certificate-chain'
  | 'certificate-invalid'

/**
 * `proxy`: connections of this machine go through one. `dns`: its resolver refuses the name, or doesn't know public names.
 * `network`: nothing got through. `ipv6`: the host has only that, and the machine has no way there. `time`: ten seconds
 * were not enough for all. `fork`: the file is a stranger's, and the machine isn't GitHub's.
 */
export type WhyNotChecked = 'proxy' | 'dns' | 'network' | 'ipv6' | 'time' | 'fork'

/** A webhook with what came of a notification to it: a status, or a word for what failed. `milliseconds`: until the status. */
export interface Delivery {
  readonly webhook: DesiredWebhook
  readonly outcome: { readonly status: number; readonly milliseconds: number } | Undelivered
}

/** `not-sendable`: this run doesn't have all its variables, or its header is one of HTTP itself. */
export type Undelivered = Failure | 'no-http' | 'not-sendable' | 'dns' | 'network' | 'time'

/** What to tell about an endpoint. `on`: as in `CertificateEnd`. */
export type EndpointProblem =
  | { readonly kind: Failure | 'slow' }
  | { readonly kind: 'certificate-ends'; readonly on: string }

/** What the checks found out about the endpoints of some webhooks. */
export interface EndpointFindings {
  readonly problems: readonly {
    readonly host: string
    readonly ids: readonly string[]
    readonly problem: EndpointProblem
  }[]
  /** Hosts that were not checked, by reason. */
  readonly notChecked: readonly { readonly why: WhyNotChecked; readonly hosts: readonly string[] }[]
}

/** The time after which an answer is called slow, in milliseconds: Auco waits ten seconds for everything. */
export const SLOW_MS = 5_000
/** A certificate that ends within this many days is told. */
const ENDING_DAYS = 14

/** A target with the result of its check. */
export interface CheckedTarget extends EndpointTarget {
  readonly result: EndpointResult
}

/** Judges the results of endpoints. */
export function judgeEndpoints(checked: readonly CheckedTarget[]): EndpointFindings {
  const judged = withoutNetworkFailures(checked)
  const problems = judged.flatMap(({ endpoint, ids, result }) =>
    problemsOf(result).map((problem) => ({ host: shownEndpoint(endpoint), ids, problem })),
  )
  const notChecked = judged.flatMap(({ endpoint, result }) =>
    result.outcome === 'not-checked' ? [{ why: result.why, host: shownEndpoint(endpoint) }] : [],
  )
  return {
    problems,
    notChecked: [...Map.groupBy(notChecked, ({ why }) => why)].map(([why, hosts]) => ({
      why,
      hosts: hosts.map(({ host }) => host),
    })),
  }
}

/** What to tell about a result; nothing if the endpoint is fine, or was not checked. */
export function problemsOf(result: EndpointResult): readonly EndpointProblem[] {
  switch (result.outcome) {
    case 'not-checked':
      return []
    case 'failed':
      return [{ kind: result.problem }]
    case 'answered': {
      const { certificate, milliseconds } = result
      const { days, on } = certificate
      return [
        ...(days < ENDING_DAYS ? [{ kind: 'certificate-ends', on } as const] : []),
        ...(milliseconds > SLOW_MS ? [{ kind: 'slow' } as const] : []),
      ]
    }
  }
}

/** Several endpoints, and a connection to none: so looks a network that lets nothing out. Then they count as not checked. */
export function withoutNetworkFailures(checked: readonly CheckedTarget[]): readonly CheckedTarget[] {
  const tried = checked.filter(({ result }) => result.outcome !== 'not-checked')
  const isBlocked = tried.length > 1 && tried.every(({ result }) => isConnectionFailure(result))
  if (!isBlocked) return checked
  return checked.map((target) =>
    isConnectionFailure(target.result)
      ? { ...target, result: { outcome: 'not-checked', why: 'network' } }
      : target,
  )
}

function isConnectionFailure(result: EndpointResult): boolean {
  return result.outcome === 'failed' && (result.problem === 'no-connection' || result.problem === 'no-answer')
}
