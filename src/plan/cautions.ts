import {
  type DesiredWebhook,
  type LiveCompany,
  type LiveWebhook,
  variablesOf,
  type Webhook,
} from '../core/webhook.ts'
import { byId, fieldChanges } from './compare-webhooks.ts'
import { canBeKept } from './managed.ts'
import type { Caution, Change, DefaultBranch, DefaultFile, PlanFacts } from './plan.ts'

/**
 * Everything that a reviewer should not overlook, except endpoints. A report shows only the first ones of many. `kept`: the
 * unlisted webhooks that a write sends as they were read; `null` if nothing is written.
 */
export function cautionsOf(
  { desired, live, defaultBranch, unlisted }: PlanFacts,
  changes: readonly Change[],
  created: readonly Webhook[],
  kept: readonly Webhook[] | null,
): readonly Caution[] {
  const file = defaultBranch?.file ?? null
  const lost = kept?.filter((webhook) => !canBeKept(webhook)) ?? []
  return [
    ...(defaultBranch === null ? [] : newVariablesCaution(desired, file?.webhooks ?? [])),
    ...removalCautions(unlisted.removed, created),
    ...(file === null ? [] : newHostCautions(desired, file)),
    ...idsCaution('changed-since', unlisted.changedSince),
    ...(defaultBranch === null ? [] : differsCaution(changes, live, defaultBranch)),
    ...idsCaution('cannot-keep', lost),
    ...(live.hasLegacyWebhook && live.webhooks.length === 0 ? [{ kind: 'legacy-webhook' } as const] : []),
    ...(kept === null ? [] : unknownFieldsCaution(live, [...desired, ...kept])),
  ]
}

function idsCaution(
  kind: 'removal' | 'changed-since' | 'cannot-keep',
  webhooks: readonly Webhook[],
): readonly Caution[] {
  return webhooks.length === 0 ? [] : [{ kind, ids: webhooks.map(({ id }) => id) }]
}

/**
 * Removals, and renames: a removed webhook whose URL and header name reappear under a new id, which is a removal to Auco's
 * processes. Each is told once.
 */
function removalCautions(removed: readonly LiveWebhook[], created: readonly Webhook[]): readonly Caution[] {
  // What Auco has is known, so a created webhook whose URL isn't meets none.
  const target = ({ url, header }: Webhook) =>
    url.known && JSON.stringify([url.serialized(), header?.key.reveal().toLowerCase()])
  const createdByTarget = Map.groupBy(created, target)
  const pairs = removed.map((from) => ({ from, to: createdByTarget.get(target(from))?.shift() }))
  return [
    ...idsCaution(
      'removal',
      pairs.flatMap(({ from, to }) => (to === undefined ? [from] : [])),
    ),
    ...pairs.flatMap(({ from, to }) =>
      to === undefined ? [] : [{ kind: 'rename', from: from.id, to: to.id } as const],
    ),
  ]
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
  const sentBy = (list: readonly DesiredWebhook[]) => {
    const sent = list.flatMap((webhook) =>
      variablesOf(webhook).map((name) => ({ name, origin: webhook.url.origin })),
    )
    return Map.groupBy(sent, ({ name }) => name)
  }
  // In the other environment a variable of this name can have another value.
  const reached = new Map([...sentBy(elsewhere), ...sentBy(webhooks)])
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

function unknownFieldsCaution(
  { unknownFields }: LiveCompany,
  written: readonly Webhook[],
): readonly Caution[] {
  const remaining = byId(written)
  // What becomes of a removed webhook needs no second caution.
  const affected = unknownFields.filter(({ id }) => remaining.has(id))
  if (affected.length === 0) return []
  const ids = affected.map(({ id }) => id)
  const fields = [...new Set(affected.flatMap((webhook) => webhook.fields))]
  return [{ kind: 'unknown-fields', ids, fields }]
}
