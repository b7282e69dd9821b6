import { appearanceOf } from '../core/look-alikes.ts'
import {
  type DesiredWebhook,
  type LiveCompany,
  type LiveWebhook,
  variablesOf,
  type Webhook,
} from '../core/webhook.ts'
import { byId } from './compare-webhooks.ts'
import { compareValues } from './field-changes.ts'
import type { Caution, Change, FieldChange } from './plan.ts'
import { canBeKept } from './unlisted-webhooks.ts'

/** Shorter parts of a URL, in characters, are in many others by chance. */
const MIN_TELLING = 6

/** A webhook that is both live (`from`) and in the file (`to`). */
export interface Pair {
  readonly id: string
  readonly from: LiveWebhook
  readonly to: DesiredWebhook
}

/** Removals, and renames: a removed webhook whose URL and header name reappear under a new id. Each is told once. */
export function removalCautions(
  removed: readonly Webhook[],
  created: readonly Webhook[],
): readonly Caution[] {
  const renames = renamesIn(removed, created)
  const renamed = new Set(renames.map(({ from }) => from))
  const ids = removed.map(({ id }) => id).filter((id) => !renamed.has(id))
  return [...(ids.length === 0 ? [] : [{ kind: 'removal', ids } as const]), ...renames]
}

/** The file is new and removes something: perhaps nobody knew what else is live. */
export function partialFirstFileCaution(
  removed: readonly Webhook[],
  { webhooks: { length } }: LiveCompany,
): readonly Caution[] {
  if (removed.length === 0) return []
  return [{ kind: 'partial-first-file', listed: length - removed.length, live: length }]
}

/** Kept webhooks that the base branch's file lists: whoever took them out may expect that they are removed. */
export function noLongerListedCaution(
  kept: readonly Webhook[],
  base: readonly DesiredWebhook[] | null,
): readonly Caution[] {
  const listed = byId(base ?? [])
  const ids = kept.filter(({ id }) => listed.has(id)).map(({ id }) => id)
  return ids.length === 0 ? [] : [{ kind: 'no-longer-listed', ids }]
}

/** Webhooks that a write would have to keep, and can't. */
export function cannotKeepCaution(kept: readonly Webhook[]): readonly Caution[] {
  const ids = kept.filter((webhook) => !canBeKept(webhook)).map(({ id }) => id)
  return ids.length === 0 ? [] : [{ kind: 'cannot-keep', ids }]
}

/** To Auco's processes a rename is a removal. */
function renamesIn(removed: readonly Webhook[], created: readonly Webhook[]) {
  const target = ({ url, header }: Webhook) =>
    url.known ? JSON.stringify([url.serialized(), header?.key.reveal().toLowerCase() ?? null]) : null
  const createdByTarget = Map.groupBy(created, target)
  return removed.flatMap((from) => {
    const key = target(from)
    const to = key === null ? undefined : createdByTarget.get(key)?.shift()
    return to === undefined ? [] : [{ kind: 'rename', from: from.id, to: to.id } as const]
  })
}

/** Outside changes in at most two cautions; the second has those in which only a header value differs. */
export function outsideChangeCautions(changes: readonly Change[]): readonly Caution[] {
  const outside = changes.filter(({ origin }) => origin === 'outside' || origin === 'both')
  return [false, true].flatMap((valueOnly) => {
    const ids = outside.filter((change) => isValueOnly(change) === valueOnly).map(({ id }) => id)
    return ids.length === 0 ? [] : [{ kind: 'outside-change', valueOnly, ids } as const]
  })
}

/** Whether nothing but a header value differs, which is also what a rotated secret looks like. */
export function isValueOnly(change: Change): boolean {
  return change.action === 'update' && change.fields.every(isValueChange)
}

function isValueChange(change: FieldChange): boolean {
  return (
    change.field === 'header' &&
    change.header.kind === 'changed' &&
    // A value that the file shows wasn't rotated.
    change.header.toPublic === undefined &&
    change.header.fromKey === change.header.toKey
  )
}

/**
 * Variables of the base branch's file that reach an origin which they don't reach there: by a new webhook, a moved one or
 * an added header. What is live doesn't matter, so undoing an outside change is none.
 */
export function newHostCautions(
  desired: readonly DesiredWebhook[],
  base: readonly DesiredWebhook[],
): readonly Caution[] {
  const baseById = byId(base)
  const reached = reachedOrigins(base)
  return desired.flatMap((to) => {
    const origin = shownOrigin(to)
    const isNew = (name: string) => reached.get(name)?.has(origin) === false
    const variables = variablesOf(to).filter(isNew)
    if (variables.length === 0) return []
    const before = baseById.get(to.id)
    const keepsVariable = before !== undefined && variablesOf(before).some((name) => variables.includes(name))
    const secret = variables.some((name) => to.header?.variables.includes(name)) ? 'header' : 'url'
    const from = keepsVariable ? shownOrigin(before) : null
    return [{ kind: 'secret-to-new-host', id: to.id, secret, from, to: origin } as const]
  })
}

/** The origins that each variable is sent to. */
function reachedOrigins(webhooks: readonly DesiredWebhook[]): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map<string, Set<string>>()
  for (const webhook of webhooks) {
    for (const name of variablesOf(webhook)) {
      const origins = reached.get(name)
      if (origins === undefined) reached.set(name, new Set([shownOrigin(webhook)]))
      else origins.add(shownOrigin(webhook))
    }
  }
  return reached
}

/**
 * The same if the base branch's file is unknown: a URL moves to another origin than the live one, and its header or the rest of the
 * URL keeps a variable. The earlier variables are unknown, so a value that is not seen to change counts as kept.
 */
export function movedSecretCautions(pairs: readonly Pair[]): readonly Caution[] {
  return pairs.flatMap(({ id, from, to }) => {
    if (from.url.origin === to.url.origin) return []
    const secret = keepsHeaderSecret(from, to) ? 'header' : keepsUrlSecret(from, to) ? 'url' : null
    if (secret === null) return []
    return [{ kind: 'secret-to-new-host', id, secret, from: shownOrigin(from), to: shownOrigin(to) } as const]
  })
}

function keepsHeaderSecret(from: LiveWebhook, to: DesiredWebhook): boolean {
  if (from.header === null || to.header === null || to.header.variables.length === 0) return false
  return compareValues(from.header, to.header).result !== 'changed'
}

function keepsUrlSecret(from: LiveWebhook, to: DesiredWebhook): boolean {
  if (to.urlTemplate.variables.length === 0) return false
  if (!to.url.known) return true
  const live = from.url.serialized()
  return to.url.hiddenSecrets().some((secret) => {
    const text = secret.reveal()
    return text.length >= MIN_TELLING && live.includes(text)
  })
}

function shownOrigin({ url }: Webhook): string {
  return url.origin ?? '(not a URL)'
}

/** Live has the legacy `webhook` URL and no `webhooks`. */
export function legacyCaution({ hasLegacyWebhook, webhooks }: LiveCompany): readonly Caution[] {
  return hasLegacyWebhook && webhooks.length === 0 ? [{ kind: 'legacy-webhook' }] : []
}

/** Fields that a write drops, because no file can declare them; a caution for each set of them. */
export function unknownFieldsCautions(
  { unknownFields }: LiveCompany,
  written: readonly Webhook[],
): readonly Caution[] {
  const remaining = byId(written)
  // What becomes of a removed webhook needs no second caution.
  const affected = unknownFields.filter(({ id }) => remaining.has(id))
  const bySet = Map.groupBy(affected, ({ fields, unnamed }) =>
    JSON.stringify([unnamed, ...fields.toSorted()]),
  )
  return [...bySet.values()].flatMap((webhooks) =>
    webhooks
      .slice(0, 1)
      .map(
        ({ fields, unnamed }) =>
          ({ kind: 'unknown-fields', ids: webhooks.map(({ id }) => id), fields, unnamed }) as const,
      ),
  )
}

/** Live ids that look like another one but aren't in the file; of those that are, the file's warnings tell. */
export function similarIdCautions(
  unlisted: readonly Webhook[],
  desired: readonly DesiredWebhook[],
): readonly Caution[] {
  const seen = new Map(desired.map(({ id }) => [appearanceOf(id), id]))
  return unlisted.flatMap(({ id }) => {
    const appearance = appearanceOf(id)
    const first = seen.get(appearance)
    if (first !== undefined) return [{ kind: 'similar-ids', ids: [first, id] } as const]
    seen.set(appearance, id)
    return []
  })
}
