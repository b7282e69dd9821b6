import type * as z from 'zod/mini'
import type { Problem } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'
import { suggest } from '../core/suggest.ts'
import { fieldsAt, WebhookEntry, type WebhooksFile, WebhooksList } from './fields.ts'
import { errorAt } from './problems.ts'
import { findNode, innermostNode, itemsAt, type Path, type SourceNode, toPlainValue } from './source-node.ts'
import { startOf } from './source-positions.ts'

type Issue = z.core.$ZodIssue

export type ShapeResult =
  | { readonly ok: true; readonly file: WebhooksFile }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Checks the tree against the fields of the file; returns the typed file or a problem for every difference. Entries are
 * checked one by one: zod passes all issues of a value as arguments, and a hundred thousand overflow the stack.
 */
export function checkShape(root: SourceNode): ShapeResult {
  const list = WebhooksList.safeParse(toPlainValue(root))
  if (!list.success) {
    const entries = itemsAt(root, ['webhooks']).map(toPlainValue)
    return {
      ok: false,
      problems: [...problemsOf(list.error.issues, [], root), ...checkEntries(entries, root).problems],
    }
  }
  const { webhooks, problems } = checkEntries(list.data.webhooks, root)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, file: { webhooks } }
}

function checkEntries(
  entries: readonly unknown[],
  root: SourceNode,
): { webhooks: WebhookEntry[]; problems: readonly Problem[] } {
  const results = entries.map((entry) => WebhookEntry.safeParse(entry))
  return {
    webhooks: results.flatMap((result) => (result.success ? [result.data] : [])),
    problems: results.flatMap((result, index) =>
      result.success ? [] : problemsOf(result.error.issues, ['webhooks', index], root),
    ),
  }
}

/**
 * The maximum number of webhooks: the largest file has room for 6,700 of the shortest valid ones. A longer list is
 * refused without checking its entries, because reporting what is wrong with each of 60,000 takes too long.
 */
export const MAX_WEBHOOKS = 7_000

/** The problem of a list longer than any valid one; `null` if it isn't. */
export function tooManyWebhooks(root: SourceNode): Problem | null {
  const list = findNode(root, ['webhooks'])
  if (list?.kind !== 'list' || list.items.length <= MAX_WEBHOOKS) return null
  return errorAt(
    startOf(list.place),
    'many-webhooks',
    `\`webhooks\` has more than ${MAX_WEBHOOKS} entries. Keep only webhooks in this file.`,
  )
}

function problemsOf(issues: readonly Issue[], parent: Path, root: SourceNode): readonly Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, parent, root))
}

function problemsOfIssue(issue: Issue, parent: Path, root: SourceNode): readonly Problem[] {
  const path = [...parent, ...issue.path]
  const name = path.findLast((step) => typeof step === 'string') ?? ''
  const node = findNode(root, path)
  const place = startOf((node ?? innermostNode(root, path)).place)

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
    case 'invalid_type':
      if (node === null) {
        const fields = fieldsAt(path.slice(0, -1))
        const isMisspelt = isMissingMisspelt(name, Object.keys(fields), innermostNode(root, path))
        return isMisspelt ? [] : [errorAt(place, 'missing', fields[name]?.missing ?? issue.message)]
      }
      return [errorAt(place, 'wrong-type', issue.expected === 'string' ? notText(name, node) : issue.message)]
    case 'invalid_value':
      return [errorAt(place, 'unknown-environment', issue.message)]
    default:
      return [errorAt(place, fieldsAt(path.slice(0, -1))[name]?.invalid ?? 'wrong-type', issue.message)]
  }
}

/** The message for a value that should be text. */
function notText(name: string, node: SourceNode): string {
  if (node.kind !== 'scalar') return `\`${name}\` must be text, not a ${node.kind}. Write one value.`
  return node.value === null
    ? `\`${name}\` has no value. Write a text.`
    : `\`${name}\` must be text: put it in quotes.`
}

/** Keys that people and attackers write, and that are certainly no part of a value. */
const NO_SECRETS = ['__proto__', 'constructor', 'prototype', '<<']

/** Where a known key belongs that stands elsewhere, because it's indented wrongly. */
const HOMES = [
  { name: 'an entry of `webhooks`', of: ['webhooks'] },
  { name: '`header`', of: ['webhooks', 'header'] },
] as const

/**
 * A part of an unquoted value can end up as a key: after a comma in a flow map, where it has no colon, and inside
 * `header` in other ways too. There a key is shown only if it's similar to a known one.
 */
function unknownKey(key: string, path: Path, isBare: boolean): string {
  const known = Object.keys(fieldsAt(path))
  const suggestion = suggest(key, known)
  const canBeValue = isBare || path.at(-1) === 'header'
  const home = HOMES.find(({ of }) => Object.hasOwn(fieldsAt(of), key))
  const isKnown = suggestion !== null || home !== undefined || NO_SECRETS.includes(key)
  const isShown = /^[\w.<$ -]{1,64}$/.test(key) && (!canBeValue || isKnown)
  const subject = isShown
    ? `The key \`${escapeInvisible(key)}\``
    : 'A key (not shown, because it may be part of a value)'
  if (home !== undefined) return `${subject} belongs to ${home.name}. Check its indentation.`
  const fix =
    suggestion === null
      ? `Known here: ${known.map((word) => `\`${word}\``).join(', ')}.`
      : `Did you mean \`${suggestion}\`?`
  return `${subject} is unknown. ${fix}`
}

/** Whether the map has an unknown key that is reported as a misspelling of the missing one: one mistake, one problem. */
function isMissingMisspelt(missing: string, known: readonly string[], map: SourceNode): boolean {
  if (map.kind !== 'map') return false
  return [...map.entries.keys()].some((key) => !known.includes(key) && suggest(key, known) === missing)
}
