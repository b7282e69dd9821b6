import * as z from 'zod/mini'
import { Secret } from '../core/secret.ts'
import { type Header, type HeaderValue, type LiveCompany, looksMasked } from '../core/webhook.ts'
import { WebhookUrl } from '../core/webhook-url.ts'

const text = z.optional(z.nullable(z.string()))

/**
 * `GET /company` as far as webhooks need it (Auco: Company / Query). Fields that are not named here are ignored, so
 * that Auco can add some. A company of old has a `webhook` and may have no `webhooks`.
 */
const Company = z.object({
  webhooks: z.optional(
    z.nullable(
      z.array(
        z.object({
          id: z.string(),
          description: text,
          url: z.string(),
          header: z.optional(z.nullable(z.object({ key: text, value: text }))),
        }),
      ),
    ),
  ),
  webhook: text,
})

/** The live set, or `null` if the value is not of the documented shape. */
export function parseCompany(value: unknown): LiveCompany | null {
  const parsed = Company.safeParse(value)
  if (!parsed.success) return null
  const { webhooks, webhook } = parsed.data
  // Without a list this is a company of old, or no company: taken for an empty one, whatever it has would be replaced.
  if (webhooks == null && (webhook ?? '') === '') return null
  const list = webhooks ?? []
  if (new Set(list.map(({ id }) => id)).size !== list.length) return null
  return {
    hasLegacyWebhook: (webhook ?? '') !== '',
    webhooks: list.map(({ id, description, url, header }) => ({
      id,
      description: description ?? '',
      url: new WebhookUrl(url),
      header: liveHeader(header?.key ?? '', header?.value ?? ''),
    })),
  }
}

/** `{}`, `null` and empty strings are all the same as no header. */
function liveHeader(key: string, value: string): Header | null {
  return key === '' && value === '' ? null : { key, value: liveValue(value) }
}

/** Auco's documentation shows values in clear; should they come masked or not at all, they are not known. */
function liveValue(value: string): HeaderValue {
  if (value === '') return { known: false, why: 'Auco does not return the live value' }
  return looksMasked(value)
    ? { known: false, why: 'Auco returns the live value masked' }
    : { known: true, secret: new Secret(value) }
}
