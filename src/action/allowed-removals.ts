import type { UserError } from '../core/errors.ts'
import type { LiveCompany } from '../core/webhook.ts'
import { removedWebhooks } from '../plan/compare-webhooks.ts'
import { idsOf, type Plan } from '../plan/plan.ts'
import { removalsDenied, removalsUnreviewed } from '../report/apply-errors.ts'
import { isReviewed, type Review } from './reviewed-plans.ts'
import type { ValidRun } from './run-context.ts'

/** `removals: deny`, for a plan and an apply alike: the error if the plan removes anything, else `null`. */
export function deniedRemovals({ inputs }: ValidRun, plan: Plan): UserError | null {
  const removed = idsOf(plan, 'remove')
  return inputs.removals === 'deny' && removed.length > 0 ? removalsDenied(removed) : null
}

/** `removals: reviewed`: the error if the apply removes what no reviewed plan announced, else `null`. */
export function unreviewedRemovals(
  { inputs, log, webhooks }: ValidRun,
  live: LiveCompany,
  review: Review,
): UserError | null {
  if (inputs.removals !== 'reviewed') return null
  const unreviewed = removedWebhooks(webhooks, live.webhooks).filter(
    (webhook) => !isReviewed(review, webhook),
  )
  if (unreviewed.length === 0) return null
  const { plans, unavailable, hasForeignPlan } = review
  return removalsUnreviewed(
    unreviewed.map(({ id }) => log.redact(id)),
    { unavailable, hasForeignPlan, hasPlan: plans.length > 0, isApplied: plans[0]?.isApplied === true },
  )
}
