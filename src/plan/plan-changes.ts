import type { DesiredWebhook, Webhook } from '../core/webhook.ts'
import type { WebhookUrl } from '../core/webhook-url.ts'
import { cautionsOf } from './cautions.ts'
import { asWritten, byId, compareWebhook, shownValue } from './compare-webhooks.ts'
import type { EndpointFindings } from './endpoints.ts'
import { unlistedWebhooks } from './managed.ts'
import {
  type Change,
  needsWrite,
  type Plan,
  type PlanFacts,
  type Redact,
  redactData,
  type ShownWebhook,
} from './plan.ts'

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
  const { removed } = unlisted
  const liveById = byId(live.webhooks)
  const before = byId(defaultBranch?.file?.webhooks ?? [])
  const gone = new Set<Webhook>(removed)
  const kept = unlistedWebhooks(desired, live.webhooks).filter((webhook) => !gone.has(webhook))
  const created = desired.filter(({ id }) => !liveById.has(id))
  const compared = desired.flatMap((to) => {
    const from = liveById.get(to.id)
    return from === undefined ? [] : [{ id: to.id, ...compareWebhook(from, to, before.get(to.id)) }]
  })
  const changes: readonly Change[] = [
    ...removed.map((from) => ({ action: 'remove', id: from.id, webhook: shown(from) }) as const),
    ...compared
      .filter(({ fields }) => fields.length > 0)
      .map(({ id, fields, keptHeader }) => ({ action: 'update', id, fields, keptHeader }) as const),
    ...created.map((to) => ({ action: 'create', id: to.id, webhook: shown(to) }) as const),
  ]
  const deferred = compared.flatMap((webhook) => webhook.deferred)
  const cannotCompare = compared.flatMap((webhook) => webhook.cannotCompare)
  const isOpen = new Set([...changes, ...deferred, ...cannotCompare].map(({ id }) => id))
  const plan: Plan = {
    environment,
    changes,
    unchanged: compared.map(({ id }) => id).filter((id) => !isOpen.has(id)),
    unmanaged: kept.map(({ id }) => id),
    changedSince: unlisted.changedSince.map(({ id }) => id),
    removalsUnknown: unlisted.unknown,
    deferred,
    cannotCompare,
    cautions: cautionsOf(facts, changes, created, needsWrite({ changes, cannotCompare }, live) ? kept : null),
  }
  return redactData(plan, redact)
}

/** The difference between two versions of the file, as they are written, for a plan that can't read Auco. */
export function planWithoutAuco(
  { environment, desired, defaultBranch }: Omit<PlanFacts, 'live' | 'unlisted'>,
  redact: Redact,
): Plan {
  const before = asWritten(defaultBranch?.file?.webhooks ?? [])
  const removed = unlistedWebhooks(desired, before)
  const unlisted = { removed, changedSince: [], unknown: null }
  const live = { webhooks: before, hasLegacyWebhook: false, unknownFields: [] }
  const plan = planChanges(
    { environment, desired: asWritten(desired), live, unlisted, defaultBranch },
    redact,
  )
  return { ...plan, cautions: plan.cautions.filter(({ kind }) => kind !== 'differs-from-branch') }
}

export function withEndpointCautions(plan: Plan, { problems }: EndpointFindings): Plan {
  const cautions = problems.map((problem) => ({ kind: 'endpoint', ...problem }) as const)
  return { ...plan, cautions: [...plan.cautions, ...cautions] }
}

function shown({ description, url, header }: Webhook): ShownWebhook {
  return { description, url: url.shown, headerKey: header?.key.shown ?? null, ...shownValue(header) }
}
