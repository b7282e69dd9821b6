import type { UserError } from '../core/errors.ts'
import type { Interruption, WriteState } from '../report/apply-errors.ts'
import { failed, interrupted } from '../report/apply-words.ts'
import type { Report } from '../report/render-report.ts'
import { findPlace, writeComment } from './plan-comment.ts'
import { askPullRequest } from './pull-request.ts'
import { type PlanUpdate, reviewFor, updatePlans } from './reviewed-plans.ts'
import type { Run } from './run-context.ts'
import { checkCurrency } from './still-current.ts'

/** The failure of a plan as the pull request's comment, which announces nothing. Returns its URL, `null` without one. */
export async function commentFailedPlan(run: Run, report: Report): Promise<string | null> {
  if (run.inputs.comment === 'never') return null
  const place = await findPlace(run, askPullRequest(run))
  return place === null ? null : writeComment(run, place, report, null)
}

/**
 * Tells in the plan comment of the merged pull request why it isn't applied, unless a newer run will apply it. Returns the
 * comment's URL, `null` without one.
 */
export async function commentFailedApply(run: Run, error: UserError): Promise<string | null> {
  const { context } = run
  const ending = failed(error, context, context.troubleshootingUrl)
  return commentApply(run, { ...ending, isLive: false, hasWritten: false })
}

/**
 * The same for an apply that a cancellation or a bug ended before it knew which plans it is about, so it hasn't written.
 * Throws if GitHub doesn't say.
 */
export async function commentInterruptedApply(
  run: Run,
  by: Interruption,
  write: WriteState,
): Promise<string | null> {
  return commentApply(run, interruptedUpdate(run, by, write), () => {
    throw new Error('The plan comments are not known')
  })
}

/** What the plan comments of such an apply say. */
export function interruptedUpdate(
  { context }: Pick<Run, 'context'>,
  by: Interruption,
  write: WriteState,
): PlanUpdate {
  const ending = interrupted(by, write, context)
  return { ...ending, isLive: write === 'confirmed', hasWritten: write !== 'not-sent' }
}

async function commentApply(run: Run, update: PlanUpdate, onUnavailable = () => {}): Promise<string | null> {
  const { publicKey } = run.inputs
  const currency = await checkCurrency(run)
  if (currency.state === 'superseded') return null
  const review = reviewFor(run, currency, publicKey)
  if (currency.state === 'refused' || review.unavailable !== null) onUnavailable()
  return updatePlans(run, review, publicKey, update)
}
