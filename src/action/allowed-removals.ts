import type { UserError } from '../core/errors.ts'
import { idsOf, type Plan } from '../plan/plan.ts'
import { removalsDenied, removalsUnreviewed } from '../report/apply-errors.ts'
import type { Review } from './reviewed-plans.ts'
import type { ValidRun } from './run-context.ts'

/** `removals: deny`, for a plan and an apply alike: the error if the plan removes anything, else `null`. */
export function deniedRemovals({ inputs }: ValidRun, plan: Plan): UserError | null {
  const removed = idsOf(plan, 'remove')
  return inputs.removals === 'deny' && removed.length > 0 ? removalsDenied(removed) : null
}

/** `removals: reviewed`: the error if the plan removes what no reviewed plan announced, else `null`. */
export function unreviewedRemovals(
  { inputs, context }: ValidRun,
  plan: Plan,
  review: Review,
): UserError | null {
  if (inputs.removals !== 'reviewed') return null
  const { plans, unavailable } = review
  const unreviewed = idsOf(plan, 'remove').filter(
    (id) => !plans.some(({ announced, isApplied }) => !isApplied && announced(id)),
  )
  if (unreviewed.length === 0) return null
  return removalsUnreviewed(unreviewed, {
    unavailable,
    isPush: context.eventName === 'push',
    hasPlan: plans.length > 0,
    isApplied: plans.some(({ isApplied }) => isApplied),
  })
}
