import { USER_AGENT } from '../core/about.ts'
import { errorCode } from '../core/errors.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import type { Delivery, Undelivered } from '../plan/endpoints.ts'
import { openConnections } from '../system/connections.ts'
import { type EndpointOptions, NO_ROUTE, publicResolver } from './hosts.ts'

/** How long Auco gives an endpoint for everything (Auco: Webhooks / Getting started), in milliseconds. */
const DELIVERY_MS = 10_000

/** Headers that say where a request goes and how it is read (RFC 9110, RFC 9112): with one, it isn't the request that was meant. */
const OF_HTTP =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-authorization|proxy-connection|te|trailer|transfer-encoding|upgrade)$/

/** The request of a notification; `null` if it can't be sent. */
export function requestTo({ url, header }: DesiredWebhook) {
  const name = header?.key.reveal().toLowerCase() ?? ''
  if (!url.known || header?.value.known === false || OF_HTTP.test(name)) return null
  const { origin, pathname, search } = new URL(url.reveal())
  const headers = {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    // In small letters, so that it replaces one of these two.
    ...(header?.value.known === true && { [name]: header.value.secret.reveal() }),
  }
  return { origin, path: pathname + search, method: 'POST', headers } as const
}

/**
 * Posts the JSON to each webhook with its header, side by side: to a public address, or through a proxy. Reads nothing of an
 * answer but its status, and follows no redirect. Never rejects.
 */
export async function deliverAll(
  webhooks: readonly DesiredWebhook[],
  body: string,
  options: EndpointOptions,
): Promise<readonly Delivery[]> {
  const { clock, cancelled } = options
  const resolve = publicResolver(cancelled, options)
  const addressOf = async (host: string) => {
    const found = await resolve(host)
    if (found.outcome === 'found') return found.address
    throw new NoAddressError(found.outcome === 'failed' ? found.problem : 'network')
  }

  const deliver = async (webhook: DesiredWebhook): Promise<Delivery['outcome']> => {
    const request = requestTo(webhook)
    if (request === null) return 'not-sendable'
    const connections = openConnections(DELIVERY_MS, 1, addressOf)
    const deadline = clock.deadline(DELIVERY_MS)
    const started = clock.now()
    try {
      const signal = AbortSignal.any([deadline, cancelled])
      const answer = await connections.request({ ...request, body, signal })
      const milliseconds = clock.now() - started
      answer.body.on('error', () => {})
      answer.body.destroy()
      return { status: answer.statusCode, milliseconds }
    } catch (error) {
      return deadline.aborted ? 'no-answer' : failureOf(error)
    } finally {
      await connections.destroy()
    }
  }

  return await Promise.all(webhooks.map(async (webhook) => ({ webhook, outcome: await deliver(webhook) })))
}

/** The host has no address that a notification may be sent to. */
class NoAddressError extends Error {
  readonly problem: Undelivered

  constructor(problem: Undelivered) {
    super()
    this.problem = problem
  }
}

/** The failure behind an error of undici, which can have that of the socket as its cause. */
function failureOf(error: unknown): Undelivered {
  if (error instanceof NoAddressError) return error.problem
  const code = errorCode(error)
  if (NO_ROUTE.includes(code)) return 'network'
  if (/^(?:ERR_SSL|EPROTO)/.test(code)) return 'no-tls'
  if (/CERT|SIGNED|UNABLE_TO/.test(code)) return 'certificate'
  // Of the system, or of the way there. All others can come after the request was sent.
  return /^(?:EAI_AGAIN|E(?!CONNRESET|PIPE)[A-Z]+|UND_ERR_CONNECT_TIMEOUT|UND_ERR_ABORTED)$/.test(code)
    ? 'no-connection'
    : 'no-http'
}
