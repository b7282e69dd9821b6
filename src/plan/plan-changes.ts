import type { DesiredWebhook, Environment, LiveCompany, Webhook } from '../core/webhook.ts'
import {
  cannotKeepCaution,
  legacyCaution,
  movedSecretCautions,
  newHostCautions,
  noLongerListedCaution,
  outsideChangeCautions,
  partialFirstFileCaution,
  removalCautions,
  similarIdCautions,
  unknownFieldsCautions,
} from './cautions.ts'
import { originsFrom } from './change-origin.ts'
import { byId } from './compare-webhooks.ts'
import { fieldChanges, keptHeader, notComparable, shownValue } from './field-changes.ts'
import { type Change, needsWrite, type Plan, type ShownWebhook } from './plan.ts'
import { type Redact, redactPlan } from './redact-plan.ts'
import { type Unlisted, unlistedWebhooks } from './unlisted-webhooks.ts'

/**
 * The base branch's file. `new`: that branch doesn't have it yet. `unknown`: it can't be read. `null`: there is no such
 * branch, because the plan isn't one of a pull request.
 */
export type BaseFile = readonly DesiredWebhook[] | 'new' | 'unknown' | null

/**
 * Plans what makes live equal to the file. Webhooks are matched by `id`; their order is ignored. `baseFile` is the base
 * branch's file; without it the origin of every change is `unknown`. `unlisted`: what becomes of live webhooks that the file doesn't list. Everything in the plan
 * is redacted, so nothing is decided by its texts.
 */
export function planChanges(
  environment: Environment,
  desired: readonly DesiredWebhook[],
  live: LiveCompany,
  baseFile: BaseFile,
  redact: Redact,
  unlisted: Unlisted = 'removed',
): Plan {
  const base = baseFile === null || baseFile === 'new' || baseFile === 'unknown' ? null : baseFile
  const liveById = byId(live.webhooks)
  const originOf = originsFrom(base, desired, live.webhooks)

  const notInFile = unlistedWebhooks(desired, live.webhooks)
  const [removed, kept] = unlisted === 'kept' ? [[], notInFile] : [notInFile, []]
  const created = desired.filter(({ id }) => !liveById.has(id))
  const onBothSides = desired.flatMap((to) => {
    const from = liveById.get(to.id)
    return from === undefined ? [] : [{ id: to.id, from, to, fields: fieldChanges(from, to) }]
  })
  const changes: readonly Change[] = [
    ...removed.map(
      (from) => ({ action: 'remove', id: from.id, origin: originOf(from.id), webhook: shown(from) }) as const,
    ),
    ...onBothSides
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

  const cannotCompare = onBothSides.flatMap(({ id, from, to }) =>
    notComparable(from, to).map((field) => ({ id, ...field })),
  )
  const unknown = new Set(cannotCompare.map(({ id }) => id))
  const isWritten = needsWrite({ changes, cannotCompare }, live)
  const plan: Plan = {
    environment,
    changes,
    unchanged: onBothSides
      .filter(({ id, fields }) => fields.length === 0 && !unknown.has(id))
      .map(({ id }) => id),
    kept: kept.map(({ id }) => id),
    cannotCompare,
    cautions: [
      ...(baseFile === 'new' ? partialFirstFileCaution(removed, live) : []),
      ...removalCautions(removed, created),
      ...outsideChangeCautions(changes),
      ...(base === null ? [] : newHostCautions(desired, base)),
      // Without a base branch what differs was changed at Auco, as far as anybody knows.
      ...(base === null && baseFile !== null ? movedSecretCautions(onBothSides) : []),
      ...similarIdCautions(notInFile, desired),
      ...noLongerListedCaution(kept, base),
      ...(isWritten ? cannotKeepCaution(kept) : []),
      ...legacyCaution(live),
      ...(isWritten ? unknownFieldsCautions(live, [...desired, ...kept]) : []),
    ],
  }
  return redactPlan(plan, redact)
}

function shown({ description, url, header }: Webhook): ShownWebhook {
  return { description, url: url.shown, headerKey: header?.key.shown ?? null, ...shownValue(header) }
}
