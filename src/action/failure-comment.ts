import type { UserError } from '../core/errors.ts'
import { failed } from '../report/apply-words.ts'
import type { Report } from '../report/render-report.ts'
import { findPlace, writeComment } from './plan-comment.ts'
import { askPullRequest } from './pull-request.ts'
import { reviewFor, updatePlans } from './reviewed-plans.ts'
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
  const { context, inputs } = run
  const currency = await checkCurrency(run)
  if (currency.state === 'superseded') return null
  const review = reviewFor(run, currency, inputs.publicKey)
  const ending = failed(error, context, context.troubleshootingUrl)
  return updatePlans(run, review, inputs.publicKey, { ...ending, isLive: false, hasWritten: false })
}
