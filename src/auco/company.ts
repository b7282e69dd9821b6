import * as z from 'zod/mini'
import { HeaderName } from '../core/header-name.ts'
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
        z.looseObject({
          id: z.string(),
          description: text,
          url: z.string(),
          header: z.optional(z.nullable(z.looseObject({ key: text, value: text }))),
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
  const showsValues = list.some(({ header }) => header?.value && !looksMasked(header.value))
  return {
    hasLegacyWebhook: (webhook ?? '') !== '',
    webhooks: list.map(({ id, description, url, header }) => ({
      id,
      description: description ?? '',
      url: new WebhookUrl(url),
      header: liveHeader(header?.key ?? '', header?.value ?? '', showsValues),
    })),
    unknownFields: list.flatMap((webhook) => {
      const fields = [
        ...unknownNames(webhook, WEBHOOK_FIELDS),
        ...unknownNames(webhook.header ?? {}, HEADER_FIELDS).map((name) => `header.${name}`),
      ]
      return fields.length === 0 ? [] : [{ id: webhook.id, fields }]
    }),
  }
}

const WEBHOOK_FIELDS: ReadonlySet<string> = new Set(['id', 'description', 'url', 'header'])
const HEADER_FIELDS: ReadonlySet<string> = new Set(['key', 'value'])

/** Names by which servers keep their own books: `_id`, `__v`, `createdAt`, `updated_at`, `lastModified`, `timestamp`. */
const BOOKKEEPING =
  /^_|[a-z](?:At|Date|Time|Timestamp)$|_(?:at|date|time|timestamp)$|^(?:created|updated|modified|lastModified|timestamp)$/

/** Names of fields that hold something that is neither known nor bookkeeping. */
function unknownNames(object: object, known: ReadonlySet<string>): readonly string[] {
  return Object.entries(object)
    .filter(([name, value]) => !known.has(name) && value !== null && !BOOKKEEPING.test(name))
    .map(([name]) => name)
}

/** `{}`, `null` and empty strings all mean that there is no header. */
function liveHeader(key: string, value: string, showsValues: boolean): Header | null {
  if (key === '' && value === '') return null
  return { key: new HeaderName(key, value), value: liveValue(value, showsValues) }
}

/**
 * Auco's documentation shows values in plain text. Only an Auco that shows none at all hides them; beside a value that is
 * shown, one that is empty or looks masked is what was stored.
 */
function liveValue(value: string, showsValues: boolean): HeaderValue {
  if (showsValues || (value !== '' && !looksMasked(value))) return { known: true, secret: new Secret(value) }
  return {
    known: false,
    why: value === '' ? 'Auco does not return the live value' : 'Auco returns the live value masked',
  }
}
