import type { DesiredWebhook, Environment, LiveCompany, Webhook } from '../core/webhook.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'
import {
  cannotKeepCaution,
  type DefaultFile,
  idsCaution,
  legacyCaution,
  newHostCautions,
  newVariablesCaution,
  removalCautions,
  unknownFieldsCautions,
} from './cautions.ts'
import { asWritten, byId } from './compare-webhooks.ts'
import type { EndpointFindings } from './endpoint-findings.ts'
import { fieldChanges, keptHeader, plannedChanges, shownValue, uncompared } from './field-changes.ts'
import type { Unlisted } from './managed.ts'
import { type Caution, type Change, needsWrite, type Plan, type ShownWebhook } from './plan.ts'
import { type Redact, redactData } from './redact-data.ts'

/** What a plan of a pull request compares with, beside Auco. */
export interface DefaultBranch {
  readonly name: string
  /** Its file; `null` if it has none yet. */
  readonly file: DefaultFile | null
}

export interface PlanFacts {
  readonly environment: Environment
  /** The webhooks of the file. */
  readonly desired: readonly DesiredWebhook[]
  readonly live: LiveCompany
  readonly unlisted: Unlisted
  /** `null` if it's unknown, or if the plan isn't one of a pull request. */
  readonly defaultBranch: DefaultBranch | null
}

/**
 * The webhooks of a file that a trusted plan compares with what Auco has, though its author may not read that. Text around
 * a variable could guess a secret piece by piece, so whether a value can come from it is only asked of what the default
 * branch's file writes, too: reviewed text. `before`: that file's webhooks.
 */
export function withoutGuesses(
  desired: readonly DesiredWebhook[],
  before: readonly DesiredWebhook[],
): readonly DesiredWebhook[] {
  const reviewed = byId(before)
  return desired.map((webhook) => {
    const { id, url, urlTemplate, header } = webhook
    const earlier = reviewed.get(id)
    const isUrlSafe = url.known || earlier?.urlTemplate.written.equals(urlTemplate.written) === true
    const isHeaderSafe =
      header === null || header.value.known || earlier?.header?.written.equals(header.written) === true
    return {
      ...webhook,
      ...(!isUrlSafe && { url: { ...url, canBe: (live: WebhookUrl) => live.origin === url.origin } }),
      ...(!isHeaderSafe && { header: { ...header, value: { ...header.value, canBe: () => true } } }),
    }
  })
}

/**
 * Plans what an apply of the file does at Auco. Webhooks are matched by `id`; their order is ignored. Everything in the
 * plan is redacted, so nothing is decided by its texts.
 */
export function planChanges(facts: PlanFacts, redact: Redact): Plan {
  const { environment, desired, live, unlisted, defaultBranch } = facts
  const { removed, changedSince } = unlisted
  const liveById = byId(live.webhooks)
  const before = byId(defaultBranch?.file?.webhooks ?? [])
  const gone = new Set(removed)
  const listed = byId(desired)
  const kept = live.webhooks.filter((webhook) => !listed.has(webhook.id) && !gone.has(webhook))
  const created = desired.filter(({ id }) => !liveById.has(id))
  const onBothSides = desired.flatMap((to) => {
    const from = liveById.get(to.id)
    if (from === undefined) return []
    const fields = plannedChanges(from, to, before.get(to.id))
    return [{ id: to.id, from, to, fields, ...uncompared(to.id, from, to, fields) }]
  })
  const changes: readonly Change[] = [
    ...removed.map((from) => ({ action: 'remove', id: from.id, webhook: shown(from) }) as const),
    ...onBothSides
      .filter(({ fields }) => fields.length > 0)
      .map(({ id, from, to, fields }) => {
        const kept = keptHeader(from.header, to.header, fields)
        return { action: 'update', id, fields, keptHeader: kept } as const
      }),
    ...created.map((to) => ({ action: 'create', id: to.id, webhook: shown(to) }) as const),
  ]
  const deferred = onBothSides.flatMap((webhook) => webhook.deferred)
  const cannotCompare = onBothSides.flatMap((webhook) => webhook.cannotCompare)
  const isUncompared = new Set([...deferred, ...cannotCompare].map(({ id }) => id))
  const isWritten = needsWrite({ changes, cannotCompare }, live)
  const cautions: readonly Caution[] = [
    // A report shows only the first ones of many.
    ...(defaultBranch === null ? [] : newVariablesCaution(desired, defaultBranch.file?.webhooks ?? [])),
    ...removalCautions(removed, created),
    ...(defaultBranch?.file == null ? [] : newHostCautions(desired, defaultBranch.file)),
    ...idsCaution('changed-since', changedSince),
    ...(defaultBranch === null ? [] : differsCaution(changes, live, defaultBranch)),
    ...(isWritten ? cannotKeepCaution(kept) : []),
    ...legacyCaution(live),
    ...(isWritten ? unknownFieldsCautions(live, [...desired, ...kept]) : []),
  ]
  const plan: Plan = {
    environment,
    changes,
    unchanged: onBothSides
      .filter(({ id, fields }) => fields.length === 0 && !isUncompared.has(id))
      .map(({ id }) => id),
    unmanaged: kept.map(({ id }) => id),
    changedSince: changedSince.map(({ id }) => id),
    removalsUnknown: unlisted.unknown,
    deferred,
    cannotCompare,
    cautions,
  }
  return redactData(plan, redact)
}

/** The difference between two versions of the file, as they are written, for a plan that can't read Auco. */
export function planWithoutAuco(
  { environment, desired, defaultBranch }: Omit<PlanFacts, 'live' | 'unlisted'>,
  redact: Redact,
): Plan {
  const before = asWritten(defaultBranch?.file?.webhooks ?? [])
  const listed = byId(desired)
  const unlisted = {
    removed: before.filter(({ id }) => !listed.has(id)),
    changedSince: [],
    foreign: [],
    unknown: null,
  }
  const live = { webhooks: before, hasLegacyWebhook: false, unknownFields: [] }
  const plan = planChanges(
    { environment, desired: asWritten(desired), live, unlisted, defaultBranch },
    redact,
  )
  return { ...plan, cautions: plan.cautions.filter(({ kind }) => kind !== 'differs-from-branch') }
}

/** The plan with a caution for each problem of its endpoints. */
export function withEndpointCautions(plan: Plan, { problems }: EndpointFindings, redact: Redact): Plan {
  const cautions = problems.map((problem) => redactData({ kind: 'endpoint', ...problem } as const, redact))
  return { ...plan, cautions: [...plan.cautions, ...cautions] }
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

function shown({ description, url, header }: Webhook): ShownWebhook {
  return { description, url: url.shown, headerKey: header?.key.shown ?? null, ...shownValue(header) }
}
