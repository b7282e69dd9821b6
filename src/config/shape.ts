import * as z from 'zod/mini'
import type { Problem } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import { suggest } from '../core/suggest.ts'
import { ENVIRONMENTS, HEADER_NAME } from '../core/webhook.ts'
import { errorAt, startOf } from './problems.ts'
import { findNode, type Path, type SourceNode, toPlainValue } from './source-tree.ts'

/*
 * The shape of the file: Auco's names, plus `url` by environment, `environments` and `secret`. The `error` of a check is
 * the message for a value that breaks it. That of a type is the message for a value of another type; that of a text is the
 * message if it's missing, because one is for all texts of another type. All give the cause, then the fix, and never a piece of
 * the file. Patterns use no flag but `u`, because webhooks.schema.json copies them.
 */

/** Maximum length of `id` and `description` in characters (code points), so that both fit into a comment. */
const MAX_ID_LENGTH = 128
const MAX_DESCRIPTION_LENGTH = 1000

const Header = z.strictObject(
  {
    key: z
      .string('`header` has no `key`. Add the header name, such as `key: Authorization`, or remove `header`.')
      .check(
        z.regex(
          HEADER_NAME,
          '`key` is not a header name. Use letters, digits and hyphens only, as in `Authorization` (RFC 9110).',
        ),
      ),
    value: z
      .string(
        '`header` has no `value`. Add it with a variable, such as `value: Bearer ${AUCO_NAME}`, or remove `header`.',
      )
      .check(z.minLength(1, '`value` is empty. Write it with a variable: `value: Bearer ${AUCO_NAME}`.')),
    secret: z.optional(z.boolean('`secret` must be `true` or `false`, without quotes.')),
  },
  '`header` must be a map with `key` and `value`.',
)

const UrlByEnvironment = z.strictObject({
  stage: z.optional(z.string()),
  production: z.optional(z.string()),
})

const WebhookEntry = z.strictObject(
  {
    id: z
      .string('`id` is missing. Add the name that documents refer to, such as `default` or `Billing`.')
      .check(
        z.minLength(
          1,
          '`id` is empty. Give the name that documents refer to, such as `default` or `Billing`.',
        ),
        z.regex(atMost(MAX_ID_LENGTH), `\`id\` is longer than ${MAX_ID_LENGTH} characters. Shorten it.`),
        z.regex(
          /^\P{Cc}*$/u,
          "`id` contains a control character. Remove it: documents couldn't name this webhook.",
        ),
        z.regex(/^(?!\s)[\s\S]*(?<!\s)$/u, '`id` starts or ends with a space. Remove it.'),
      ),
    description: z
      .string('`description` is missing. Say in a few words what the webhook is for.')
      .check(
        z.regex(/\S/u, '`description` is empty. Say in a few words what the webhook is for.'),
        z.regex(
          atMost(MAX_DESCRIPTION_LENGTH),
          `\`description\` is longer than ${formatNumber(MAX_DESCRIPTION_LENGTH)} characters. Shorten it.`,
        ),
      ),
    url: z.union([
      z.string('`url` is missing. Add the address that Auco sends the notifications to.'),
      UrlByEnvironment,
    ]),
    environments: z.optional(
      z
        .array(
          z.enum(ENVIRONMENTS, '`environments` can only list `stage` and `production`. Correct the name.'),
          '`environments` must be a list. Put it in brackets, as in `[production]`.',
        )
        .check(
          z.minLength(
            1,
            '`environments` is empty. List `stage`, `production`, or both; without it, the webhook belongs to both.',
          ),
        ),
    ),
    header: z.optional(Header),
  },
  'An entry of `webhooks` must be a map with `id`, `description` and `url`.',
)

/** The whole file (Auco: Company / Update). */
export const WebhooksFile = z.strictObject(
  {
    webhooks: z
      .array(WebhookEntry, {
        error: ({ input }) =>
          input === undefined
            ? '`webhooks` is missing. Write the list of webhooks under `webhooks:`.'
            : '`webhooks` must be a list. Start each webhook with `- id:`.',
      })
      .check(z.minLength(1, '`webhooks` is empty. Auco needs at least one webhook, with the id `default`.')),
  },
  'The file must be a map with the key `webhooks`. Write `webhooks:` and the list under it.',
)

export type WebhooksFile = z.infer<typeof WebhooksFile>
export type WebhookEntry = WebhooksFile['webhooks'][number]

/** At most so many characters. zod's `maxLength` counts a character beyond U+FFFF twice, unlike every JSON Schema validator. */
function atMost(length: number): RegExp {
  return new RegExp(`^[\\s\\S]{0,${length}}$`, 'u')
}

/** Checks the tree against the schema; returns the typed file or a problem for every difference. */
export function checkShape(root: SourceNode) {
  const result = WebhooksFile.safeParse(toPlainValue(root))
  return result.success
    ? ({ ok: true, file: result.data } as const)
    : ({ ok: false, problems: problemsOf(result.error.issues, [], root) } as const)
}

/** The codes of a value that breaks a check, each with its field's name. */
const INVALID = [
  'invalid-webhooks',
  'invalid-id',
  'invalid-description',
  'invalid-environments',
  'invalid-key',
  'invalid-value',
] as const

/** The problems that zod's issues stand for. `parent`: where the checked value is in the file. */
function problemsOf(issues: readonly z.core.$ZodIssue[], parent: Path, root: SourceNode): readonly Problem[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path]
    const name = path.findLast((step) => typeof step === 'string') ?? ''
    const node = findNode(root, path)
    const map = findNode(root, path.slice(0, -1)) ?? root
    const place = startOf((node ?? map).place)

    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => {
          const entry = node?.kind === 'map' ? node.entries.get(key) : undefined
          const message = unknownKey(key, path, entry?.isBare !== false)
          return errorAt(startOf(entry?.keyPlace ?? place), 'unknown-key', message)
        })
      case 'invalid_union':
        // `url` is the only union: a map is checked as one, anything else as text.
        return problemsOf(issue.errors[node?.kind === 'map' ? 1 : 0] ?? [], path, root)
      case 'invalid_type': {
        if (node === null) {
          const isMisspelt = hasMisspelt(name, keysAt(path.slice(0, -1)), map)
          return isMisspelt ? [] : [errorAt(place, 'missing', issue.message)]
        }
        const notText =
          node.kind === 'scalar' && node.value === null
            ? `\`${name}\` is empty. Write it after the colon; what starts with \`#\` needs quotes.`
            : `\`${name}\` must be text: write one value, and put it in quotes.`
        return [errorAt(place, 'wrong-type', issue.expected === 'string' ? notText : issue.message)]
      }
      case 'invalid_value':
        return [errorAt(place, 'unknown-environment', issue.message)]
      default: {
        const code = INVALID.find((one) => one === `invalid-${name}`) ?? 'wrong-type'
        return [errorAt(place, code, issue.message)]
      }
    }
  })
}

function keysAt(path: Path): readonly string[] {
  const name = path.at(-1)
  if (name === undefined) return Object.keys(WebhooksFile.shape)
  if (name === 'url') return Object.keys(UrlByEnvironment.shape)
  return Object.keys(name === 'header' ? Header.shape : WebhookEntry.shape)
}

/**
 * A part of an unquoted value can end up as a key: after a comma in a flow map, where it has no colon, and inside
 * `header` in other ways too. There a key is shown only if it's similar to a known one.
 */
function unknownKey(key: string, path: Path, isBare: boolean): string {
  const known = keysAt(path)
  const suggestion = suggest(key, known)
  const canBeValue = isBare || path.at(-1) === 'header'
  const isShown = /^[\w.<$ -]{1,64}$/.test(key) && (!canBeValue || suggestion !== null)
  const subject = isShown ? `The key \`${key}\`` : 'A key (not shown, because it may be part of a value)'
  const fix =
    suggestion === null
      ? `Known here: ${known.map((word) => `\`${word}\``).join(', ')}.`
      : `Did you mean \`${suggestion}\`?`
  return `${subject} is unknown. ${fix}`
}

/** Whether a key of the map is reported as a misspelling of a missing one: one mistake is one problem. */
function hasMisspelt(missing: string, known: readonly string[], map: SourceNode): boolean {
  const keys = map.kind === 'map' ? [...map.entries.keys()] : []
  return keys.some((key) => !known.includes(key) && suggest(key, known) === missing)
}
