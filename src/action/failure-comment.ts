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

/** The same for an apply that a cancellation or a bug ended early, which may have written. */
export async function commentInterruptedApply(
  run: Run,
  by: Interruption,
  write: WriteState,
): Promise<string | null> {
  const ending = interrupted(by, write, run.context)
  return commentApply(run, { ...ending, isLive: write === 'confirmed', hasWritten: write !== 'not-sent' })
}

async function commentApply(run: Run, update: PlanUpdate): Promise<string | null> {
  const { publicKey } = run.inputs
  const currency = await checkCurrency(run)
  if (currency.state === 'superseded' && !update.hasWritten) return null
  return updatePlans(run, reviewFor(run, currency, publicKey), publicKey, update)
}
