import type { DesiredWebhook, Webhook } from '../core/webhook.ts'
import type { UrlValue } from '../core/webhook-url.ts'

/** What a webhook's notifications connect to. `host`: without the root dot, IPv6 without brackets. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

export function endpointOf({ origin: text }: UrlValue): Endpoint | null {
  const origin = text === null ? null : URL.parse(text)
  if (origin === null || origin.protocol !== 'https:') return null
  const host = origin.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  return { host, port: origin.port === '' ? 443 : Number(origin.port) }
}

/** The endpoint as it is shown: with its port, if that isn't 443. */
export function shownEndpoint({ host, port }: Endpoint): string {
  const name = host.includes(':') ? `[${host}]` : host
  return port === 443 ? name : `${name}:${port}`
}

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

export type Failure = 'unknown-host' | 'not-public' | 'no-connection' | 'no-tls' | 'certificate'

/**
 * `proxy`: connections of this machine go through one. `network`: it has no route there, or no DNS that knows public names.
 * `time`: ten seconds were not enough for all. `fork`: the file is a stranger's, and the machine isn't GitHub's.
 */
export type WhyNotChecked = 'proxy' | 'network' | 'time' | 'fork'

/** A webhook with what came of a notification to it: a status, or a word for what failed. `milliseconds`: until the status. */
export interface Delivery {
  readonly webhook: DesiredWebhook
  readonly outcome: { readonly status: number; readonly milliseconds: number } | Undelivered
}

/** `not-sendable`: this run doesn't have all its variables, or its header is one of HTTP itself. */
export type Undelivered = Failure | 'no-answer' | 'no-http' | 'not-sendable' | 'network'

export type EndpointProblem =
  | { readonly kind: Failure | 'slow' }
  | { readonly kind: 'certificate-ends'; readonly on: string }

/** An endpoint that may not get what Auco sends. `host` has its port, if that isn't 443. */
export interface BadEndpoint {
  readonly host: string
  readonly ids: readonly string[]
  readonly problem: EndpointProblem
}

/** What the checks found out about the endpoints of some webhooks. */
export interface EndpointFindings {
  readonly problems: readonly BadEndpoint[]
  /** Hosts that were not checked, by reason. */
  readonly notChecked: readonly { readonly why: WhyNotChecked; readonly hosts: readonly string[] }[]
}

/** The time after which an answer is called slow, in milliseconds: Auco waits ten seconds for everything. */
export const SLOW_MS = 5_000
const ENDING_DAYS = 14

/** Checks an endpoint, each once however often it is asked. Never rejects. */
export type EndpointCheck = (endpoint: Endpoint) => Promise<EndpointResult>

/** A webhook with the result of its endpoint, which is that of every other webhook at the same `host`. */
export interface CheckedWebhook {
  readonly webhook: Webhook
  readonly host: string
  readonly result: EndpointResult
}

/** Checks the endpoints of webhooks, side by side. */
export async function checkAll(
  webhooks: readonly Webhook[],
  check: EndpointCheck,
): Promise<readonly CheckedWebhook[]> {
  const checks = webhooks.map(async (webhook) => {
    const endpoint = endpointOf(webhook.url)
    return endpoint === null
      ? []
      : [{ webhook, host: shownEndpoint(endpoint), result: await check(endpoint) }]
  })
  return (await Promise.all(checks)).flat()
}

/** Judges the results of endpoints, each once. */
export function judgeEndpoints(checked: readonly CheckedWebhook[]): EndpointFindings {
  const atHost = Map.groupBy(checked, ({ host }) => host)
  const results = new Map(checked.map(({ host, result }) => [host, result]))
  const idsAt = (host: string) => atHost.get(host)?.map(({ webhook }) => webhook.id) ?? []
  const excuses = Map.groupBy(results, ([, result]) => (result.outcome === 'not-checked' ? result.why : null))
  return {
    problems: [...results].flatMap(([host, result]) =>
      problemsOf(result).map((problem) => ({ host, ids: idsAt(host), problem })),
    ),
    notChecked: [...excuses].flatMap(([why, endpoints]) =>
      why === null ? [] : [{ why, hosts: endpoints.map(([host]) => host) }],
    ),
  }
}

/** What to tell about a result; nothing if the endpoint is fine, or was not checked. */
export function problemsOf(result: EndpointResult): readonly EndpointProblem[] {
  if (result.outcome === 'not-checked') return []
  if (result.outcome === 'failed') return [{ kind: result.problem }]
  const { certificate, milliseconds } = result
  return [
    ...(certificate.days < ENDING_DAYS ? [{ kind: 'certificate-ends', on: certificate.on } as const] : []),
    ...(milliseconds > SLOW_MS ? [{ kind: 'slow' } as const] : []),
  ]
}
