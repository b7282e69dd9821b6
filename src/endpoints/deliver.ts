import { VERSION } from '../core/about.ts'
import type { Secret } from '../core/secret.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'
import type { Failure } from '../plan/endpoint-findings.ts'
import type { Clock } from '../system/clock.ts'
import { openConnections } from '../system/connections.ts'
import { CERTIFICATE_FAILURE, codeOf } from './failure-codes.ts'

/** How long Auco gives an endpoint for everything, in milliseconds (Auco: Webhooks / Getting started). */
const DELIVERY_MS = 10_000

/** Where a notification goes, with everything known. */
export interface Recipient {
  readonly url: WebhookUrl
  readonly header: { readonly key: string; readonly value: Secret } | null
}

/** What came of a delivery. */
export type Delivery =
  | { readonly answered: true; readonly status: number; readonly milliseconds: number }
  | { readonly answered: false; readonly problem: Failure | 'no-http' }

/**
 * Posts the JSON to the URL with the header, once. Reads nothing of the answer but its status, and follows no redirect.
 */
export async function deliver({ url, header }: Recipient, body: string, clock: Clock): Promise<Delivery> {
  const { origin, pathname, search } = new URL(url.reveal())
  const connections = openConnections(DELIVERY_MS, 1)
  const signal = clock.deadline(DELIVERY_MS)
  const started = clock.now()
  try {
    const answer = await connections.request({
      origin,
      path: pathname + search,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': `auco-webhooks-action/${VERSION}`,
        // In small letters, so that it replaces one of these two.
        ...(header !== null && { [header.key.toLowerCase()]: header.value.reveal() }),
      },
      body,
      signal,
    })
    const milliseconds = clock.now() - started
    answer.body.on('error', () => {})
    answer.body.destroy()
    return { answered: true, status: answer.statusCode, milliseconds }
  } catch (error) {
    return { answered: false, problem: signal.aborted ? 'no-answer' : failureOf(error) }
  } finally {
    await connections.destroy()
  }
}

/** The failure behind an error of undici, which can have that of the socket as its cause. */
function failureOf(error: unknown): Failure | 'no-http' {
  const code = codeOf(error)
  const known = CERTIFICATE_FAILURE[code]
  if (known !== undefined) return known
  if (code === 'ENOTFOUND') return 'unknown-host'
  if (code === 'EAI_AGAIN') return 'dns-failure'
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return 'no-tls'
  // Of the system, or of the way there. All others come after the request was sent.
  return /^(?:E[A-Z]+|UND_ERR_CONNECT_TIMEOUT|UND_ERR_ABORTED)$/.test(code) ? 'no-connection' : 'no-http'
}
