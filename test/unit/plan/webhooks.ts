import { Secret } from '../../../src/core/secret.ts'
import type { DesiredWebhook, HeaderValue, LiveCompany, Webhook } from '../../../src/core/webhook.ts'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'

/** A webhook in short; what is left out has a value that most tests do not care about. */
export interface Sketch {
  readonly id: string
  readonly description?: string
  readonly url?: string
  /** Key and value; a value that is not known is given by its reason: `{ why }`. */
  readonly header?: readonly [key: string, value: string | { readonly why: string }] | null
  /** How the file writes the header's value. */
  readonly written?: string
  readonly variables?: readonly string[]
}

export function live(...sketches: readonly Sketch[]): LiveCompany {
  return { webhooks: sketches.map(liveWebhook), hasLegacyWebhook: false }
}

export function liveWebhook({ id, description = 'Main', url, header = null }: Sketch): Webhook {
  return {
    id,
    description,
    url: new WebhookUrl(url ?? 'https://hooks.example.com/auco'),
    header: header === null ? null : { key: header[0], value: headerValue(header[1]) },
  }
}

export function desired(...sketches: readonly Sketch[]): readonly DesiredWebhook[] {
  return sketches.map(desiredWebhook)
}

export function desiredWebhook(sketch: Sketch): DesiredWebhook {
  const webhook = liveWebhook(sketch)
  const { written = 'Bearer ${TOKEN}', variables = ['TOKEN'] } = sketch
  return {
    ...webhook,
    header: webhook.header === null ? null : { ...webhook.header, written: new Secret(written) },
    line: 1,
    variables: webhook.header === null ? [] : variables,
  }
}

function headerValue(value: string | { readonly why: string }): HeaderValue {
  return typeof value === 'string' ? { known: true, secret: new Secret(value) } : { known: false, ...value }
}
