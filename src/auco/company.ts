import * as z from 'zod/mini'
import { Secret } from '../core/secret.ts'
import { type Header, type HeaderValue, type LiveCompany, looksMasked } from '../core/webhook.ts'
import { WebhookUrl } from '../core/webhook-url.ts'

const text = z.optional(z.nullable(z.string()))

/**
 * The fields of `GET /company` that matter to webhooks (Auco: Company / Query). Other fields are ignored, so that Auco can
 * add some. An old company has a `webhook` and may have no `webhooks`.
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

/** The live set, or `null` if the value doesn't have the documented shape. */
export function parseCompany(value: unknown): LiveCompany | null {
  const parsed = Company.safeParse(value)
  if (!parsed.success) return null
  const { webhooks, webhook } = parsed.data
  // Without a list it must be an old company. Reading anything else as an empty list would overwrite what it has.
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

/** `{}`, `null` and empty strings all mean that there is no header. */
function liveHeader(key: string, value: string): Header | null {
  return key === '' && value === '' ? null : { key, value: liveValue(value) }
}

/** Auco's documentation shows values in plain text. A value that is masked or missing is unknown. */
function liveValue(value: string): HeaderValue {
  if (value === '') return { known: false, why: 'Auco does not return the live value' }
  return looksMasked(value)
    ? { known: false, why: 'Auco returns the live value masked' }
    : { known: true, secret: new Secret(value) }
}
