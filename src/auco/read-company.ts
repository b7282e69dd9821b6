import * as z from 'zod/mini'
import { UserError } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import { Secret } from '../core/secret.ts'
import { type Header, HeaderName, type HeaderValue, type LiveCompany, looksMasked } from '../core/webhook.ts'
import { WebhookUrl } from '../core/webhook-url.ts'
import { type CallContext, failedAnswer, failedCall, notACompany, parseJson } from './failures.ts'
import type { Http } from './http.ts'

/** Reads what is live: `GET /company` (Auco: Company / Query). Throws a `UserError` for anything but a company. */
export async function readCompany(
  http: Pick<Http, 'get'>,
  publicKey: Secret,
  context: CallContext,
): Promise<LiveCompany> {
  const answer = await http.get(publicKey)
  if (answer.status === null) throw failedCall(answer)
  if (answer.status !== 200) throw failedAnswer(answer, context)
  const company = parseCompany(parseJson(answer.body))
  if (company === null) throw notACompany()
  return company
}

const text = z.nullish(z.string())

/** The fields that matter to webhooks (Auco: Company / Query). Others are ignored, so that Auco can add some. */
const Company = z.object({
  // Without a schema for its entries: zod keeps an object for each, of which 5 MiB can hold millions.
  webhooks: z.nullish(z.custom<readonly unknown[]>((value) => Array.isArray(value))),
  webhook: text,
})
const Entry = z.looseObject({
  id: z.string(),
  description: text,
  url: z.string(),
  header: z.nullish(z.looseObject({ key: text, value: text })),
})

/**
 * The live set of `GET /company`; `null` if the JSON is no company. An old company has a `webhook` and may have no
 * `webhooks`. Throws a `UserError` about webhooks that nobody could have written.
 */
export function parseCompany(json: unknown): LiveCompany | null {
  const { webhooks, webhook } = Company.safeParse(json).data ?? {}
  // Without a list it must be an old company. Reading anything else as an empty list would overwrite what it has.
  if (webhooks == null && (webhook ?? '') === '') return null
  const entries = parseEntries(webhooks ?? [])
  const showsValues = entries.some(({ header }) => header?.value && !looksMasked(header.value))
  return {
    hasLegacyWebhook: (webhook ?? '') !== '',
    webhooks: entries.map((entry) => ({
      id: entry.id,
      description: entry.description ?? '',
      url: new WebhookUrl(entry.url),
      header: liveHeader(entry.header?.key ?? '', entry.header?.value ?? '', showsValues),
      asRead: knownFields(entry),
    })),
    unknownFields: entries.flatMap((webhook) => {
      const { id, header } = webhook
      const ofHeader = unknownNames(header ?? {}, ['key', 'value']).map((name) => `header.${name}`)
      const names = [...unknownNames(webhook, ['id', 'description', 'url', 'header']), ...ofHeader]
      // Any other name isn't shown: it can be a secret, such as the value of a header in the place of its `key`.
      const isShown = (name: string) => /^(?:header\.)?[A-Za-z_]{1,32}$/.test(name)
      const fields = new Set(names.map((name) => (isShown(name) ? name : 'another field')))
      return names.length === 0 ? [] : [{ id, fields: [...fields] }]
    }),
  }
}

function parseEntries(list: readonly unknown[]): readonly z.infer<typeof Entry>[] {
  const positions = new Map<string, number>()
  // One by one, until the first that is wrong: zod can't hold a hundred thousand problems.
  return list.map((candidate, index) => {
    const entry = Entry.safeParse(candidate)
    const what = entry.success ? whatIsOdd(entry.data.id, positions) : entry.error.issues.map(whatIsWrong)[0]
    if (entry.success && what === null) {
      positions.set(entry.data.id, index + 1)
      return entry.data
    }
    throw new UserError(
      'auco-invalid-webhook',
      `Webhook ${formatNumber(index + 1)} of those that Auco returns ${what}.`,
      'Nothing was written. Correct it at Auco, in its console or through the API, then run it again.',
    )
  })
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

function whatIsWrong({ path }: Pick<z.core.$ZodIssue, 'path'>): string {
  return path.length === 0 ? 'is not an object' : `has no valid \`${path.join('.')}\``
}

/** What a database adds by itself (Mongoose: `_id`, `__v`, timestamps). */
const BOOKKEEPING = ['_id', '__v', 'createdAt', 'updatedAt']

function unknownNames(object: object, known: readonly string[]): readonly string[] {
  return Object.entries(object)
    .filter(([name, value]) => ![...known, ...BOOKKEEPING].includes(name) && value !== null)
    .map(([name]) => name)
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
  return { known: false, why: "Auco doesn't return the value" }
}
