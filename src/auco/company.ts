import * as z from 'zod/mini'
import { formatNumber } from '../core/format.ts'
import { Secret } from '../core/secret.ts'
import { type Header, HeaderName, type HeaderValue, type LiveCompany, looksMasked } from '../core/webhook.ts'
import { WebhookUrl } from '../core/webhook-url.ts'

const text = z.optional(z.nullable(z.string()))

/** The fields that matter to webhooks (Auco: Company / Query). Others are ignored, so that Auco can add some. */
const Company = z.object({
  // Without a schema for its entries: zod keeps an object for each, of which 5 MiB can hold millions.
  webhooks: z.optional(z.nullable(z.custom<readonly unknown[]>((value) => Array.isArray(value)))),
  webhook: text,
})
const Entry = z.looseObject({
  id: z.string(),
  description: text,
  url: z.string(),
  header: z.optional(z.nullable(z.looseObject({ key: text, value: text }))),
})

/** Most webhooks of a company, far beyond any real one: each is compared, shown and kept in memory. */
const MAX_LIVE_WEBHOOKS = 50_000

/** What is wrong with an answer in the place of a company. Positions count from 1. */
export type CompanyFault =
  | { readonly kind: 'no-company' }
  | { readonly kind: 'too-many'; readonly number: number; readonly limit: number }
  | {
      readonly kind: 'entry'
      readonly position: number
      /** Completes "Webhook 3 …". */
      readonly what: string
    }

export type ParsedCompany =
  | { readonly ok: true; readonly company: LiveCompany }
  | { readonly ok: false; readonly fault: CompanyFault }

/** The live set of `GET /company`. An old company has a `webhook` and may have no `webhooks`. */
export function parseCompany(value: unknown): ParsedCompany {
  const parsed = Company.safeParse(value)
  if (!parsed.success) return { ok: false, fault: { kind: 'no-company' } }
  const { webhooks, webhook } = parsed.data
  // Without a list it must be an old company. Reading anything else as an empty list would overwrite what it has.
  if (webhooks == null && (webhook ?? '') === '') return { ok: false, fault: { kind: 'no-company' } }
  const list = webhooks ?? []
  if (list.length > MAX_LIVE_WEBHOOKS) {
    return { ok: false, fault: { kind: 'too-many', number: list.length, limit: MAX_LIVE_WEBHOOKS } }
  }
  const entries: z.infer<typeof Entry>[] = []
  const positions = new Map<string, number>()
  // One by one, until the first that is wrong: zod can't hold a hundred thousand problems.
  for (const [index, candidate] of list.entries()) {
    const position = index + 1
    const entry = Entry.safeParse(candidate)
    const what = entry.success
      ? whatIsOdd(entry.data.id, positions)
      : whatIsWrong(candidate, entry.error.issues[0]?.path ?? [])
    if (!entry.success || what !== null) {
      return { ok: false, fault: { kind: 'entry', position, what: what ?? '' } }
    }
    positions.set(entry.data.id, position)
    entries.push(entry.data)
  }
  const showsValues = entries.some(({ header }) => header?.value && !looksMasked(header.value))
  return {
    ok: true,
    company: {
      hasLegacyWebhook: (webhook ?? '') !== '',
      webhooks: entries.map((entry) => ({
        id: entry.id,
        description: entry.description ?? '',
        url: new WebhookUrl(entry.url),
        header: liveHeader(entry.header?.key ?? '', entry.header?.value ?? '', showsValues),
        asRead: knownFields(entry),
      })),
      unknownFields: entries.flatMap((webhook) => {
        const ofWebhook = unknownNames(webhook, WEBHOOK_FIELDS)
        const ofHeader = unknownNames(webhook.header ?? {}, HEADER_FIELDS)
        const number = ofWebhook.length + ofHeader.length
        const fields = [
          ...ofWebhook.filter(looksLikeField),
          ...ofHeader.filter(looksLikeField).map((name) => `header.${name}`),
        ]
        return number === 0 ? [] : [{ id: webhook.id, fields, unnamed: number - fields.length }]
      }),
    },
  }
}

/** What a write can send back. JSON has no `undefined`, so what was absent stays absent. Unknown fields could be read-only. */
function knownFields({ id, description, url, header }: z.infer<typeof Entry>): Secret {
  const known = { id, description, url, header: header && { key: header.key, value: header.value } }
  return new Secret(JSON.stringify(known))
}

function whatIsOdd(id: string, positions: ReadonlyMap<string, number>): string | null {
  if (!id.isWellFormed()) return 'has an `id` with an unpaired surrogate'
  const earlier = positions.get(id)
  return earlier === undefined ? null : `has the same \`id\` as webhook ${formatNumber(earlier)}`
}

function whatIsWrong(entry: unknown, path: readonly PropertyKey[]): string {
  const found = path.reduce<unknown>((value, key) => fieldOf(value, key), entry)
  const field = path.map(String).join('.')
  if (field === '') return `is ${typeName(found)}, not an object`
  if (found === undefined) return `has no \`${field}\``
  return `has ${typeName(found)} as \`${field}\`, not ${field === 'header' ? 'an object' : 'text'}`
}

function fieldOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'boolean':
      return 'true or false'
    case 'number':
      return 'a number'
    case 'string':
      return 'text'
    default:
      return 'an object'
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

/** Any other name isn't shown: it can be a secret, such as the value of a header in the place of its `key`. */
function looksLikeField(name: string): boolean {
  return /^[A-Za-z_]{1,32}$/.test(name)
}

/** `{}`, `null` and empty strings all mean that there is no header. */
function liveHeader(key: string, value: string, showsValues: boolean): Header | null {
  if (key === '' && value === '') return null
  return { key: new HeaderName(key, false), value: liveValue(value, showsValues) }
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
