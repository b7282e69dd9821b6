import type { Webhook } from '../core/webhook.ts'
import type { UrlValue } from '../core/webhook-url.ts'

/** What a webhook's notifications connect to. `host`: without the root dot, IPv6 without brackets. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** An endpoint, and the ids of the webhooks whose notifications it gets. */
export interface EndpointTarget {
  readonly endpoint: Endpoint
  readonly ids: readonly string[]
}

/** The endpoint of a URL; `null` for a text that is none. */
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

/** The endpoints of webhooks: each host and port once, in the order of the webhooks. */
export function endpointTargets(webhooks: readonly Webhook[]): readonly EndpointTarget[] {
  const targets = new Map<string, { endpoint: Endpoint; ids: string[] }>()
  for (const { id, url } of webhooks) {
    const endpoint = endpointOf(url)
    if (endpoint === null) continue
    const key = shownEndpoint(endpoint)
    const known = targets.get(key)
    if (known === undefined) targets.set(key, { endpoint, ids: [id] })
    else known.ids.push(id)
  }
  return [...targets.values()]
}
