import { type DesiredWebhook, type LiveCompany, variablesOf, type Webhook } from '../core/webhook.ts'
import { byId } from './compare-webhooks.ts'
import { fieldChanges } from './field-changes.ts'
import { canBeKept } from './managed.ts'
import type { Caution, Change, DefaultBranch, DefaultFile, PlanFacts } from './plan.ts'

/** The webhooks that a write creates, those that it sends as they were read, and whether there is one. */
interface Written {
  readonly created: readonly Webhook[]
  readonly kept: readonly Webhook[]
  readonly isWritten: boolean
}

/** Everything that a reviewer should not overlook, except endpoints. A report shows only the first ones of many. */
export function cautionsOf(
  { desired, live, defaultBranch, unlisted }: PlanFacts,
  changes: readonly Change[],
  { created, kept, isWritten }: Written,
): readonly Caution[] {
  const file = defaultBranch?.file ?? null
  return [
    ...(defaultBranch === null ? [] : newVariablesCaution(desired, file?.webhooks ?? [])),
    ...removalCautions(unlisted.removed, created),
    ...(file === null ? [] : newHostCautions(desired, file)),
    ...idsCaution('changed-since', unlisted.changedSince),
    ...(defaultBranch === null ? [] : differsCaution(changes, live, defaultBranch)),
    ...(isWritten
      ? idsCaution(
          'cannot-keep',
          kept.filter((webhook) => !canBeKept(webhook)),
        )
      : []),
    ...(live.hasLegacyWebhook && live.webhooks.length === 0 ? [{ kind: 'legacy-webhook' } as const] : []),
    ...(isWritten ? unknownFieldsCautions(live, [...desired, ...kept]) : []),
  ]
}

function idsCaution(
  kind: 'removal' | 'changed-since' | 'cannot-keep',
  webhooks: readonly Webhook[],
): readonly Caution[] {
  return webhooks.length === 0 ? [] : [{ kind, ids: webhooks.map(({ id }) => id) }]
}

/** Removals, and renames: a removed webhook whose URL and header name reappear under a new id. Each is told once. */
function removalCautions(removed: readonly Webhook[], created: readonly Webhook[]): readonly Caution[] {
  const renames = renamesIn(removed, created)
  const renamed = new Set(renames.map(({ from }) => from))
  return [
    ...idsCaution(
      'removal',
      removed.filter(({ id }) => !renamed.has(id)),
    ),
    ...renames,
  ]
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
function newVariablesCaution(
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

/**
 * Variables of the default branch's file, of either environment, that reach an origin which they don't reach there: by a
 * new webhook, a moved one or an added header. What Auco has doesn't matter, so undoing a change made there is none.
 */
function newHostCautions(
  desired: readonly DesiredWebhook[],
  { webhooks, elsewhere }: DefaultFile,
): readonly Caution[] {
  const sent = [...webhooks, ...elsewhere].flatMap((webhook) =>
    variablesOf(webhook).map((name) => ({ name, origin: webhook.url.origin })),
  )
  const reached = Map.groupBy(sent, ({ name }) => name)
  return desired.flatMap((webhook) => {
    const { id, url } = webhook
    const variables = variablesOf(webhook).filter(
      (name) => reached.get(name)?.every(({ origin }) => origin !== url.origin) === true,
    )
    return variables.length === 0
      ? []
      : [{ kind: 'secret-to-new-host', id, variables, to: url.origin ?? '' } as const]
  })
}

/** Changed webhooks that Auco doesn't have as the default branch's file writes them: the merge overwrites that. */
function differsCaution(
  changes: readonly Change[],
  live: LiveCompany,
  { name, file }: DefaultBranch,
): readonly Caution[] {
  if (file === null) return []
  const atAuco = byId(live.webhooks)
  const inFile = byId(file.webhooks)
  const ids = changes
    .filter(({ id, action }) => {
      const [declared, found] = [inFile.get(id), atAuco.get(id)]
      // What only Auco has differs if it should be gone; a webhook that the file adopts is no difference.
      if (declared === undefined) return action === 'remove'
      return found === undefined || fieldChanges(found, declared).length > 0
    })
    .map(({ id }) => id)
  return ids.length === 0 ? [] : [{ kind: 'differs-from-branch', ids, branch: name }]
}

/** Fields that a write drops, because no file can declare them; a caution for each set of them. */
function unknownFieldsCautions(
  { unknownFields }: LiveCompany,
  written: readonly Webhook[],
): readonly Caution[] {
  const remaining = byId(written)
  // What becomes of a removed webhook needs no second caution.
  const affected = unknownFields.filter(({ id }) => remaining.has(id))
  const bySet = Map.groupBy(affected, ({ fields, unnamed }) =>
    JSON.stringify([unnamed, ...fields.toSorted()]),
  )
  return [...bySet.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const { fields, unnamed } = first
    return [{ kind: 'unknown-fields', ids: [first, ...others].map(({ id }) => id), fields, unnamed } as const]
  })
}
