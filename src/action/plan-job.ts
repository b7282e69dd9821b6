import { UserError } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import { asWritten } from '../plan/compare-webhooks.ts'
import { idsOf, type Plan } from '../plan/plan.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { idList } from '../report/id-list.ts'
import { note } from '../report/markdown.ts'
import { MAX_ANNOUNCED } from '../report/marker.ts'
import { planVerdict } from '../report/plan-counts.ts'
import { type Report, renderSummary } from '../report/render-report.ts'
import { type Base, readBase } from './base-file.ts'
import { deniedRemovals, readLive, tellPlan, tellWithoutLive } from './outputs.ts'
import { findPlace, writeComment } from './plan-comment.ts'
import { linksOf, maskedVariable, type Result, type ValidRun } from './run-context.ts'

/** Plans, reports, and fails where the workflow asks for it. Nothing in here can write to Auco. */
export async function runPlan(run: ValidRun): Promise<Result> {
  const { context, inputs, runner } = run
  // Side by side: each waits for another answer, and none needs another's.
  const [made, place] = await Promise.all([makePlan(run), findPlace(run)])
  if (made.live) await tellPlan(run, made.plan)
  else tellWithoutLive(run, made.plan)
  const report = planReport(run, made, place !== null)

  const announcement = made.live ? { headSha: context.sha, removals: idsOf(made.plan, 'remove') } : null
  const url = place === null ? null : await writeComment(run, place, report, announcement)
  if (url !== null) runner.output('comment-url', url)
  // What could not be written announces nothing.
  runner.summary(renderSummary(planReport(run, made, url !== null)))
  runner.output('result', 'planned')

  const denial = made.plan === null ? null : deniedRemovals(run, made.plan)
  if (denial !== null) throw denial
  if (inputs.failOnChanges) {
    if (!made.live) throw blindCheckError()
    if (made.plan.changes.length > 0) throw driftError(made.plan)
  }
  return 'planned'
}

/** A plan against what is live; or, without the public key, against the base branch's file at most. */
type MadePlan =
  | { readonly live: true; readonly plan: Plan; readonly base: Base }
  | { readonly live: false; readonly plan: Plan | null; readonly base: Base }

async function makePlan(run: ValidRun): Promise<MadePlan> {
  const { inputs, runner, webhooks } = run
  if (inputs.publicKey === null) {
    runner.notice(
      'Without `public-key` this plan is limited: the file is valid, but it was not compared with what is live at Auco.',
    )
    const base = await readBase(run, () => undefined)
    if (!base.known) return { live: false, plan: null, base }
    const before = { webhooks: asWritten(base.webhooks), hasLegacyWebhook: false }
    return { live: false, plan: planChanges(inputs.environment, asWritten(webhooks), before, null), base }
  }
  const [live, base] = await Promise.all([
    readLive(run, inputs.publicKey),
    readBase(run, maskedVariable(run)),
  ])
  const plan = planChanges(inputs.environment, webhooks, live, base.known ? base.webhooks : null)
  return { live: true, plan, base }
}

function planReport(run: ValidRun, made: MadePlan, isAnnounced: boolean): Report {
  const { context, inputs, warnings } = run
  const isPullRequest = context.pullRequest !== null
  return {
    title: inputs.title,
    verdict: verdictOf(made),
    notes: notesOf(made, isPullRequest),
    plan: made.plan,
    problems: warnings,
    afterMerge: isPullRequest && made.live ? whatTheMergeDoes(run, made.plan, isAnnounced) : null,
    status: isPullRequest ? 'Planned, not applied yet.' : 'Planned, nothing was written.',
    links: linksOf(run),
  }
}

function verdictOf({ live, plan }: MadePlan): string {
  if (live) return planVerdict(plan)
  if (plan === null) return '**The file is valid.**'
  return plan.changes.length === 0
    ? '**The file is valid**, and declares what the base branch declares.'
    : `${planVerdict(plan)}, compared with the base branch`
}

function notesOf({ live, plan, base }: MadePlan, isPullRequest: boolean): readonly string[] {
  if (live) {
    return base.known || base.isNew || !isPullRequest
      ? []
      : [note(`Changes from outside the repository cannot be told apart. ${base.why}`)]
  }
  const limit =
    '**Not compared with what is live:** this run has no `public-key`, as runs of forks never have.'
  return [note(plan === null ? `${limit} ${base.known ? '' : base.why}`.trim() : limit)]
}

function whatTheMergeDoes({ inputs, webhooks }: ValidRun, plan: Plan, isAnnounced: boolean): string {
  const removed = idsOf(plan, 'remove').length
  if (removed > 0 && inputs.removals === 'deny')
    return 'nothing. `removals` is `deny`, so the apply is refused.'
  if (plan.changes.length === 0) return 'nothing, as long as live stays equal to the file.'
  if (removed > 0 && !isAnnounced && inputs.removals === 'reviewed') {
    return 'nothing. This run writes no comment, so the removals are not announced, and the apply refuses them.'
  }
  if (removed > MAX_ANNOUNCED && inputs.removals === 'reviewed') {
    return `nothing. More than ${formatNumber(MAX_ANNOUNCED)} removals cannot be announced: split them, or run once with \`removals: allow\`.`
  }
  const number = webhooks.length === 1 ? 'the one webhook' : `the ${formatNumber(webhooks.length)} webhooks`
  const write = `one write replaces the list at Auco (${plan.environment}) with ${number} of the file, and a read-back proves it.`
  return removed > 0 && inputs.removals === 'reviewed'
    ? `${write} Only the removals announced here are allowed.`
    : write
}

/** A check that sees nothing must not be green: the secret of a scheduled run can be misspelt for years. */
function blindCheckError(): UserError {
  return new UserError(
    'missing-key',
    '`fail-on-changes` needs `public-key`, which this run does not have: whether live differs from the file is unknown.',
    'Pass the secret to the step (does the job name its `environment:`?), or remove `fail-on-changes`.',
  )
}

function driftError(plan: Plan): UserError {
  return new UserError(
    'changes-found',
    `Live differs from the file: ${idList(plan.changes.map(({ id }) => id))}.`,
    'Nothing was written. Bring the file up to date in a pull request, or apply it to undo the change.',
  )
}
