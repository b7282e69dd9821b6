import { type DesiredWebhook, type LiveCompany, variablesOf, type Webhook } from '../core/webhook.ts'
import { byId } from './compare-webhooks.ts'
import { canBeKept } from './managed.ts'
import type { Caution } from './plan.ts'

/** What the default branch's file declares. */
export interface DefaultFile {
  /** For this environment. */
  readonly webhooks: readonly DesiredWebhook[]
  /** For the other one. */
  readonly elsewhere: readonly DesiredWebhook[]
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

/** Variables that the default branch's file doesn't use in this environment: somebody has to store and pass them. */
export function newVariablesCaution(
  desired: readonly DesiredWebhook[],
  before: readonly DesiredWebhook[],
): readonly Caution[] {
  const known = new Set(before.flatMap(variablesOf))
  const isNew = (name: string) => !known.has(name)
  const users = desired.filter((webhook) => variablesOf(webhook).some(isNew))
  const variables = [...new Set(users.flatMap(variablesOf).filter(isNew))]
  // The job can have such a variable already.
  const to = [...new Set(users.map(({ url }) => url.origin ?? ''))]
  return users.length === 0 ? [] : [{ kind: 'new-variables', variables, to }]
}

/** A caution about these webhooks; none without any. */
export function idsCaution(
  kind: 'changed-since' | 'cannot-keep',
  webhooks: readonly Webhook[],
): readonly Caution[] {
  return webhooks.length === 0 ? [] : [{ kind, ids: webhooks.map(({ id }) => id) }]
}

/** Webhooks that a write would have to keep, and can't. */
export function cannotKeepCaution(kept: readonly Webhook[]): readonly Caution[] {
  return idsCaution(
    'cannot-keep',
    kept.filter((webhook) => !canBeKept(webhook)),
  )
}

/**
 * Variables of the default branch's file, of either environment, that reach an origin which they don't reach there: by a
 * new webhook, a moved one or an added header. What Auco has doesn't matter, so undoing a change made there is none.
 */
export function newHostCautions(
  desired: readonly DesiredWebhook[],
  { webhooks, elsewhere }: DefaultFile,
): readonly Caution[] {
  const reached = reachedOrigins([...webhooks, ...elsewhere])
  return desired.flatMap((webhook) => {
    const to = webhook.url.origin ?? ''
    const variables = variablesOf(webhook).filter((name) => reached.get(name)?.has(to) === false)
    return variables.length === 0
      ? []
      : [{ kind: 'secret-to-new-host', id: webhook.id, variables, to } as const]
  })
}

/** The origins that each variable is sent to. */
function reachedOrigins(webhooks: readonly DesiredWebhook[]): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map<string, Set<string>>()
  for (const webhook of webhooks) {
    for (const name of variablesOf(webhook)) {
      const origins = reached.get(name) ?? new Set()
      reached.set(name, origins.add(webhook.url.origin ?? ''))
    }
  }
  return reached
}

/** Auco has the legacy `webhook` URL and no `webhooks`. */
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
