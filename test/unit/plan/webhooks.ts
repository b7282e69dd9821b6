import { liveHeaderName } from '../../../src/core/header-name.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { DesiredWebhook, HeaderValue, LiveCompany, LiveWebhook } from '../../../src/core/webhook.ts'
import { WebhookUrl } from '../../../src/core/webhook-url.ts'

export const KEY = 'Authorization'
export const TOKEN = [KEY, 'Bearer tok-4f9a8b7c6d'] as const
export const OTHER = [KEY, 'Bearer tok-0000000000'] as const
export const UNSET = { why: '`AUCO_TOKEN` is not available to this run' } as const
export const MASKED = { why: 'Auco returns the live value masked' } as const
export const MAIN = { id: 'default', header: TOKEN } as const

/** A short form of a webhook. What is left out gets a default. */
export interface Sketch {
  readonly id: string
  readonly description?: string
  readonly url?: string
  /** The URL as the file writes it, if it has variables there; `url` is what they make of it if they are set. */
  readonly writtenUrl?: {
    readonly text: string
    readonly variables: readonly string[]
    readonly isSet: boolean
  }
  /** Key and value; an unknown value is given as its reason: `{ why }`. */
  readonly header?: readonly [key: string, value: string | { readonly why: string }] | null
  /** The header's value as the file writes it. */
  readonly written?: string
  readonly variables?: readonly string[]
}

/** Redacts nothing. */
export const asIs = (text: string): string => text

export function live(...sketches: readonly Sketch[]): LiveCompany {
  return { webhooks: sketches.map(liveWebhook), hasLegacyWebhook: false, unknownFields: [] }
}

export function liveWebhook({ id, description = 'Main', url, header = null }: Sketch): LiveWebhook {
  return {
    id,
    description,
    url: new WebhookUrl(url ?? 'https://hooks.example.com/auco'),
    header:
      header === null
        ? null
        : {
            key: liveHeaderName(header[0], typeof header[1] === 'string' ? header[1] : ''),
            value: headerValue(header[1]),
          },
  }
}

export function desired(...sketches: readonly Sketch[]): readonly DesiredWebhook[] {
  return sketches.map(desiredWebhook)
}

export function desiredWebhook(sketch: Sketch): DesiredWebhook {
  const webhook = liveWebhook(sketch)
  const { written = 'Bearer ${AUCO_TOKEN}', variables = ['AUCO_TOKEN'] } = sketch
  return {
    ...webhook,
    ...desiredUrlOf(sketch, webhook.url),
    header: webhook.header === null ? null : { ...webhook.header, written: new Secret(written), variables },
    line: 1,
  }
}

function desiredUrlOf({ writtenUrl }: Sketch, url: WebhookUrl): Pick<DesiredWebhook, 'url' | 'urlTemplate'> {
  if (writtenUrl === undefined) return { url, urlTemplate: { written: url, variables: [] } }
  const { text, variables, isSet } = writtenUrl
  const display = { kind: 'written', written: text } as const
  const written = new WebhookUrl(text, display)
  const { shown, origin } = written
  return {
    url: isSet ? url.displayed(display) : { known: false, shown, origin, ...UNSET },
    urlTemplate: { written, variables },
  }
}

function headerValue(value: string | { readonly why: string }): HeaderValue {
  return typeof value === 'string' ? { known: true, secret: new Secret(value) } : { known: false, ...value }
}
