import type { DesiredWebhook, LiveCompany, Webhook } from '../core/webhook.ts'
import { byId } from './compare-webhooks.ts'
import { compareValues } from './field-changes.ts'
import type { Caution, Change, FieldChange } from './plan.ts'

/** A webhook that is both live (`from`) and in the file (`to`). */
export interface Pair {
  readonly id: string
  readonly from: Webhook
  readonly to: DesiredWebhook
}

export function removalCaution(removed: readonly Webhook[]): readonly Caution[] {
  return removed.length === 0 ? [] : [{ kind: 'removal', ids: removed.map(({ id }) => id) }]
}

/** A removed webhook whose URL and header name reappear under a new id. To Auco's processes that is a removal. */
export function renameCautions(removed: readonly Webhook[], created: readonly Webhook[]): readonly Caution[] {
  const target = ({ url, header }: Webhook) =>
    JSON.stringify([url.serialized(), header?.key.reveal().toLowerCase() ?? null])
  const createdByTarget = Map.groupBy(created, target)
  return removed.flatMap((from) => {
    const to = createdByTarget.get(target(from))?.shift()
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

function isValueOnly(change: Change): boolean {
  return change.action === 'update' && change.fields.every(isValueChange)
}

function isValueChange(change: FieldChange): boolean {
  return (
    change.field === 'header' &&
    change.header.kind === 'changed' &&
    change.header.fromKey === change.header.toKey
  )
}

/**
 * A URL moves to another origin while its header keeps a variable, so a new receiver gets the secret. Without a base
 * branch's file the earlier variables are unknown; then a value that is not seen to change counts as kept.
 */
export function newHostCautions(
  pairs: readonly Pair[],
  base: readonly DesiredWebhook[] | null,
): readonly Caution[] {
  const baseById = base === null ? null : byId(base)
  const shownOrigin = ({ url }: Webhook) => url.origin ?? '(not a URL)'
  return pairs.flatMap(({ id, from, to }) => {
    if (from.header === null || to.header === null || to.variables.length === 0) return []
    const before = baseById?.get(id)
    const moves = (before ?? from).url.origin !== to.url.origin && from.url.origin !== to.url.origin
    const keepsSecret =
      before === undefined
        ? compareValues(from.header, to.header).result !== 'changed'
        : before.variables.some((name) => to.variables.includes(name))
    if (!moves || !keepsSecret) return []
    return [{ kind: 'secret-to-new-host', id, from: shownOrigin(from), to: shownOrigin(to) } as const]
  })
}

/** Live has the legacy `webhook` URL and no `webhooks`. */
export function legacyCaution({ hasLegacyWebhook, webhooks }: LiveCompany): readonly Caution[] {
  return hasLegacyWebhook && webhooks.length === 0 ? [{ kind: 'legacy-webhook' }] : []
}
