import type { DesiredWebhook, Environment, LiveCompany, Webhook } from '../core/webhook.ts'
import {
  legacyCaution,
  movedSecretCautions,
  newHostCautions,
  outsideChangeCautions,
  removalCaution,
  renameCautions,
  similarIdCautions,
  unknownFieldsCautions,
} from './cautions.ts'
import { originsFrom } from './change-origin.ts'
import { byId } from './compare-webhooks.ts'
import { fieldChanges, keptHeader, whyNotComparable } from './field-changes.ts'
import { type Change, needsWrite, type Plan, type ShownWebhook } from './plan.ts'
import { type Redact, redactPlan } from './redact-plan.ts'

/**
 * Plans what makes live equal to the file. Webhooks are matched by `id`; their order is ignored. `base` is the base
 * branch's file, or `null` if there is none; without it the origin of every change is `unknown`. Everything in the plan is
 * redacted, so nothing is decided by its texts.
 */
export function planChanges(
  environment: Environment,
  desired: readonly DesiredWebhook[],
  live: LiveCompany,
  base: readonly DesiredWebhook[] | null,
  redact: Redact,
): Plan {
  const liveById = byId(live.webhooks)
  const desiredById = byId(desired)
  const originOf = originsFrom(base, desired, live.webhooks)

  const removed = live.webhooks.filter(({ id }) => !desiredById.has(id))
  const created = desired.filter(({ id }) => !liveById.has(id))
  const kept = desired.flatMap((to) => {
    const from = liveById.get(to.id)
    return from === undefined ? [] : [{ id: to.id, from, to, fields: fieldChanges(from, to) }]
  })
  const changes: readonly Change[] = [
    ...removed.map(
      (from) => ({ action: 'remove', id: from.id, origin: originOf(from.id), webhook: shown(from) }) as const,
    ),
    ...kept
      .filter(({ fields }) => fields.length > 0)
      .map(
        ({ id, from, to, fields }) =>
          ({
            action: 'update',
            id,
            origin: originOf(id),
            fields,
            keptHeader: keptHeader(from.header, to.header),
          }) as const,
      ),
    ...created.map(
      (to) => ({ action: 'create', id: to.id, origin: originOf(to.id), webhook: shown(to) }) as const,
    ),
  ]

  const cannotCompare = kept.flatMap(({ id, from, to }) => {
    const why = whyNotComparable(from.header, to.header)
    return why === null ? [] : [{ id, why }]
  })
  const unknown = new Set(cannotCompare.map(({ id }) => id))
  const plan: Plan = {
    environment,
    changes,
    unchanged: kept.filter(({ id, fields }) => fields.length === 0 && !unknown.has(id)).map(({ id }) => id),
    cannotCompare,
    cautions: [
      ...removalCaution(removed),
      ...renameCautions(removed, created),
      ...outsideChangeCautions(changes),
      ...(base === null ? movedSecretCautions(kept) : newHostCautions(desired, base)),
      ...similarIdCautions(removed, desired),
      ...legacyCaution(live),
      ...(needsWrite({ changes, cannotCompare }, live) ? unknownFieldsCautions(live, desired) : []),
    ],
  }
  return redactPlan(plan, redact)
}

function shown({ description, url, header }: Webhook): ShownWebhook {
  return { description, url: url.shown, headerKey: header?.key.shown ?? null }
}
