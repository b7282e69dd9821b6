import * as z from 'zod/mini'
import type { ProblemCode } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import { ENVIRONMENTS, HEADER_NAME } from '../core/webhook.ts'

/**
 * A field of the file. The messages give the cause, then the fix, and never a piece of the file. What editors show of a
 * field is in `scripts/schema/editor-texts.ts`, so that no run loads it.
 */
export interface Field {
  /**
   * The field's type and the rules of its value. The `error` of a type is the message for a value of another type (text
   * has one for all fields, in `shape.ts`), the `error` of a check that for a value that breaks it. Patterns use no flag
   * but `u`, because webhooks.schema.json copies them.
   */
  readonly type: z.ZodMiniType
  /** Message if a required field is missing; `null` for an optional one. */
  readonly missing: string | null
  /** Code of a value that breaks a rule of its type. */
  readonly invalid: ProblemCode
  /** The fields of the map, if the value can be one. */
  readonly fields?: Fields
  /** The fields of each entry, if the value is a list of maps. */
  readonly entryFields?: Fields
}

export type Fields = Readonly<Record<string, Field>>

/** Maximum length of `id` and `description` in characters (code points), so that both fit into a comment. */
export const MAX_ID_LENGTH = 128
export const MAX_DESCRIPTION_LENGTH = 1000

const header = {
  key: {
    type: z.string().check(
      z.regex(HEADER_NAME, {
        error:
          '`key` is not a header name. Use letters, digits and hyphens only, as in `Authorization` (RFC 9110).',
      }),
    ),
    missing: '`header` has no `key`. Add the header name, such as `key: Authorization`, or remove `header`.',
    invalid: 'invalid-key',
  },
  value: {
    type: z.string().check(
      z.minLength(1, {
        error: '`value` is empty. Write it with a variable: `value: Bearer ${AUCO_NAME}`.',
      }),
    ),
    missing:
      '`header` has no `value`. Add it with a variable, such as `value: Bearer ${AUCO_NAME}`, or remove `header`.',
    invalid: 'invalid-value',
  },
  secret: {
    type: z.optional(z.boolean({ error: '`secret` must be `true` or `false`, without quotes.' })),
    missing: null,
    invalid: 'wrong-type',
  },
} satisfies Fields

const url = {
  stage: { type: z.optional(z.string()), missing: null, invalid: 'invalid-url' },
  production: { type: z.optional(z.string()), missing: null, invalid: 'invalid-url' },
} satisfies Fields

const webhook = {
  id: {
    type: z.string().check(
      z.minLength(1, {
        error: '`id` is empty. Give the name that documents refer to, such as `default` or `Billing`.',
      }),
      z.regex(atMost(MAX_ID_LENGTH), {
        error: `\`id\` is longer than ${MAX_ID_LENGTH} characters. Shorten it.`,
      }),
      z.regex(/^\P{Cc}*$/u, {
        error: "`id` contains a control character. Remove it: documents couldn't name this webhook.",
      }),
      z.regex(/^(?!\s)[\s\S]*(?<!\s)$/u, { error: '`id` starts or ends with a space. Remove it.' }),
    ),
    missing: '`id` is missing. Add the name that documents refer to, such as `default` or `Billing`.',
    invalid: 'invalid-id',
  },
  description: {
    type: z.string().check(
      z.regex(/\S/u, { error: '`description` is empty. Say in a few words what the webhook is for.' }),
      z.regex(atMost(MAX_DESCRIPTION_LENGTH), {
        error: `\`description\` is longer than ${formatNumber(MAX_DESCRIPTION_LENGTH)} characters. Shorten it.`,
      }),
    ),
    missing: '`description` is missing. Say in a few words what the webhook is for.',
    invalid: 'invalid-description',
  },
  url: {
    type: z.union([z.string(), z.strictObject(typesOf(url))]),
    missing: '`url` is missing. Add the address that Auco sends the notifications to.',
    invalid: 'invalid-url',
    fields: url,
  },
  environments: {
    type: z.optional(
      z
        .array(
          z.enum(ENVIRONMENTS, {
            error: '`environments` can only list `stage` and `production`. Correct the name.',
          }),
          { error: `\`environments\` must be a list, such as \`[${ENVIRONMENTS.join(', ')}]\`.` },
        )
        .check(
          z.minLength(1, {
            error:
              '`environments` is empty. List `stage`, `production`, or both; without it, the webhook belongs to both.',
          }),
        ),
    ),
    missing: null,
    invalid: 'invalid-environments',
  },
  header: {
    type: z.optional(
      z.strictObject(typesOf(header), { error: '`header` must be a map with `key` and `value`.' }),
    ),
    missing: null,
    invalid: 'wrong-type',
    fields: header,
  },
} satisfies Fields

/** An entry of `webhooks`. */
export const WebhookEntry = z.strictObject(typesOf(webhook), {
  error: 'An entry of `webhooks` must be a map with `id`, `description` and `url`.',
})

function webhooksOf<Entry extends z.ZodMiniType>(entry: Entry) {
  return z.array(entry, { error: '`webhooks` must be a list. Start each webhook with `- id:`.' }).check(
    z.minLength(1, {
      error: '`webhooks` is empty. Auco needs at least one webhook, with the id `default`.',
    }),
  )
}

/** The fields of the file, each with its own: Auco's names, plus `url` by environment, `environments` and `secret`. */
export const FILE_FIELDS = {
  webhooks: {
    type: webhooksOf(WebhookEntry),
    missing: '`webhooks` is missing. Write the list of webhooks under `webhooks:`.',
    invalid: 'invalid-webhooks',
    entryFields: webhook,
  },
} satisfies Fields

const notAMap = {
  error: 'The file must be a map with the key `webhooks`. Write `webhooks:` and the list under it.',
}

/** The whole file (Auco: Company / Update). */
export const WebhooksFile = z.strictObject(typesOf(FILE_FIELDS), notAMap)

/** The file with entries of any type. */
export const WebhooksList = z.strictObject({ webhooks: webhooksOf(z.unknown()) }, notAMap)

export type WebhookEntry = z.infer<typeof WebhookEntry>
export type WebhooksFile = z.infer<typeof WebhooksFile>

/** The fields of the map at a path of the file; none if there can't be a map. */
export function fieldsAt(path: readonly PropertyKey[]): Fields {
  let fields: Fields = FILE_FIELDS
  for (const step of path) {
    if (typeof step !== 'string') continue
    const field = fields[step]
    fields = field?.fields ?? field?.entryFields ?? {}
  }
  return fields
}

/** The types of fields, as zod's objects take them. */
function typesOf<F extends Fields>(fields: F): { -readonly [Name in keyof F]: F[Name]['type'] }
function typesOf(fields: Fields): Record<string, z.ZodMiniType> {
  return Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type]))
}

/** At most so many characters. zod's `maxLength` counts a character beyond U+FFFF twice, unlike every JSON Schema validator. */
function atMost(length: number): RegExp {
  return new RegExp(`^[\\s\\S]{0,${length}}$`, 'u')
}
