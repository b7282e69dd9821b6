import * as z from 'zod/mini'
import { formatNumber } from '../core/format.ts'
import { ENVIRONMENTS } from '../core/webhook.ts'

/** Longest `id` and `description`, in characters (Unicode code points): enough for a sentence, short enough for a comment. */
export const MAX_ID_LENGTH = 128
export const MAX_DESCRIPTION_LENGTH = 1000

/** RFC 9110, section 5.6.2: the characters of a header's name. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** A pattern and not zod's `maxLength`, which counts a character beyond U+FFFF twice, as no other reader of the schema does. */
function atMost(length: number): RegExp {
  return new RegExp(`^[\\s\\S]{0,${length}}$`, 'u')
}

/**
 * Rules of single values; each carries its own words, cause and fix. The patterns are valid without flags but `u`, for
 * webhooks.schema.json takes them over.
 */
export const Header = z.strictObject({
  key: z.string().check(
    z.regex(TOKEN, {
      error:
        '`key` is not a header name. Use letters, digits and hyphens only, as in `Authorization` (RFC 9110).',
    }),
  ),
  value: z
    .string()
    .check(z.minLength(1, { error: '`value` is empty. Write it with a variable: `value: Bearer ${NAME}`.' })),
  secret: z.optional(z.boolean()),
})

export const UrlByEnvironment = z.strictObject({
  stage: z.optional(z.string()),
  production: z.optional(z.string()),
})

export const Webhook = z.strictObject({
  id: z.string().check(
    z.minLength(1, {
      error: '`id` is empty. Give the name that documents refer to, such as `default` or `Billing`.',
    }),
    z.regex(atMost(MAX_ID_LENGTH), {
      error: `\`id\` is longer than ${MAX_ID_LENGTH} characters. Shorten it.`,
    }),
    z.regex(/^\P{Cc}*$/u, {
      error: '`id` holds a control character. Remove it: documents could not name this webhook.',
    }),
    z.regex(/^(?!\s)[\s\S]*(?<!\s)$/u, { error: '`id` starts or ends with space. Remove the space.' }),
  ),
  description: z.string().check(
    z.regex(/\S/u, { error: '`description` is empty. Say in a few words what the webhook is for.' }),
    z.regex(atMost(MAX_DESCRIPTION_LENGTH), {
      error: `\`description\` is longer than ${formatNumber(MAX_DESCRIPTION_LENGTH)} characters. Shorten it.`,
    }),
  ),
  url: z.union([z.string(), UrlByEnvironment]),
  environments: z.optional(
    z.array(z.enum(ENVIRONMENTS)).check(
      z.minLength(1, {
        error: '`environments` is empty. Name `stage`, `production` or both, or remove it for all.',
      }),
    ),
  ),
  header: z.optional(Header),
})

const notEmpty = z.minLength(1, {
  error: '`webhooks` is empty. Auco needs at least one webhook, with the id `default`.',
})

/**
 * The file: Auco's own shape (Auco: Company / Update), plus `url` by environment, `environments` and `header.secret`.
 * `WebhooksList` is the same without looking into the entries, which are checked one by one.
 */
export const WebhooksFile = z.strictObject({ webhooks: z.array(Webhook).check(notEmpty) })
export const WebhooksList = z.strictObject({ webhooks: z.array(z.unknown()).check(notEmpty) })

export type Header = z.infer<typeof Header>
export type Webhook = z.infer<typeof Webhook>
export type WebhooksFile = z.infer<typeof WebhooksFile>
