import type { UserError } from '../core/errors.ts'
import type { LiveCompany, LiveWebhook } from '../core/webhook.ts'
import { idsOf, type Plan } from '../plan/plan.ts'
import { canBeKept, type Unlisted, unlistedWebhooks } from '../plan/unlisted-webhooks.ts'
import { cannotKeep, removalsDenied, removalsUnreviewed } from '../report/apply-errors.ts'
import type { Inputs } from './inputs.ts'
import { isReviewed, type Review } from './reviewed-plans.ts'
import type { ValidRun } from './run-context.ts'

/** The live webhooks that the file doesn't list, by what an apply does with them. */
export interface UnlistedWebhooks {
  readonly removed: readonly LiveWebhook[]
  /** `removals: keep`: written back as they were read. */
  readonly kept: readonly LiveWebhook[]
}

/** Decided by the webhooks themselves: the ids of a plan are redacted. */
export function unlistedIn({ inputs, webhooks }: ValidRun, live: LiveCompany): UnlistedWebhooks {
  const unlisted = unlistedWebhooks(webhooks, live.webhooks)
  return fateOfUnlisted(inputs) === 'kept' ? { removed: [], kept: unlisted } : { removed: unlisted, kept: [] }
}

/** What a plan and an apply with these inputs do with unlisted webhooks. */
export function fateOfUnlisted({ removals }: Inputs): Unlisted {
  return removals === 'keep' ? 'kept' : 'removed'
}

/** `removals: deny`, for a plan and an apply alike: the error if the plan removes anything, else `null`. */
export function deniedRemovals({ inputs }: ValidRun, plan: Plan): UserError | null {
  const removed = idsOf(plan, 'remove')
  return inputs.removals === 'deny' && removed.length > 0 ? removalsDenied(removed) : null
}

/** `removals: reviewed`: the error if the apply removes what no reviewed plan announced, else `null`. */
export function unreviewedRemovals(run: ValidRun, live: LiveCompany, review: Review): UserError | null {
  if (run.inputs.removals !== 'reviewed') return null
  const unreviewed = unlistedIn(run, live).removed.filter((webhook) => !isReviewed(review, webhook))
  if (unreviewed.length === 0) return null
  const { plans, unavailable, hasForeignPlan } = review
  return removalsUnreviewed(
    unreviewed.map(({ id }) => run.log.redact(id)),
    { unavailable, hasForeignPlan, hasPlan: plans.length > 0, isApplied: plans[0]?.isApplied === true },
  )
}

/** `removals: keep`: the error if a write can't keep one of them, else `null`. */
export function unkeepableWebhooks({ log }: ValidRun, kept: readonly LiveWebhook[]): UserError | null {
  const unkeepable = kept.filter((webhook) => !canBeKept(webhook))
  return unkeepable.length === 0 ? null : cannotKeep(unkeepable.map(({ id }) => log.redact(id)))
}
