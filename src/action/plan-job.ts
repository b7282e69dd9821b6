import type { UserError } from '../core/errors.ts'
import type { LiveWebhook } from '../core/webhook.ts'
import { asWritten, createdOrRepointed } from '../plan/compare-webhooks.ts'
import { withEndpointCautions } from '../plan/endpoint-cautions.ts'
import type { EndpointFindings } from '../plan/endpoint-findings.ts'
import type { Plan } from '../plan/plan.ts'
import { type BaseFile, planChanges } from '../plan/plan-changes.ts'
import {
  endpointsError,
  endpointsSummary,
  notCheckedNotes,
  notCheckedText,
} from '../report/endpoint-words.ts'
import { failedPlanStatus } from '../report/failure-text.ts'
import { planStatus } from '../report/plan-counts.ts'
import {
  driftError,
  driftUnknownError,
  limitedPlanStatus,
  mergeEffect,
  notComparedNote,
  type OtherBase,
  unknownBaseNote,
} from '../report/plan-words.ts'
import type { Report } from '../report/render-report.ts'
import { type Base, readBase } from './base-file.ts'
import { maskedVariable } from './masking.ts'
import { logPlan, setOutputsWithoutLive, setPlanOutputs } from './outputs.ts'
import { findPlace, writeComment } from './plan-comment.ts'
import { PlanEndpoints } from './plan-endpoints.ts'
import { askPullRequest, type PullRequestAnswer } from './pull-request.ts'
import { readMaskedLive } from './read-live.ts'
import type { Result, ValidRun } from './run-context.ts'
import { reportOf, writeSummary } from './run-report.ts'
import { deniedRemovals, fateOfUnlisted, unlistedIn } from './unlisted-webhooks.ts'

/** Plans, reports, and fails if the workflow asks for it. Nothing here can write to Auco. Throws a `UserError`. */
export async function runPlan(run: ValidRun): Promise<Result> {
  const { context, log } = run
  // At the same time, because neither needs the other.
  const asking = askPullRequest(run)
  const [made, place] = await Promise.all([makePlanAndCheck(run, asking), findPlace(run, asking)])
  if (made.live) {
    setPlanOutputs(run, made.plan)
    await logPlan(log, made.plan)
  } else {
    setOutputsWithoutLive(run, made.plan)
  }
  const notChecked = notCheckedText(made.endpoints)
  if (notChecked !== '') log.info(notChecked)
  const isAnnouncing = made.live && otherBaseOf(run) === null
  const announcement = isAnnouncing ? { headSha: context.sha, removals: made.removed } : null
  const failure = failureOf(run, made)
  const report = planReport(run, made, failure, place !== null)
  const url = place === null ? null : await writeComment(run, place, report, announcement)
  if (url !== null) log.output('comment-url', url)
  // Without a comment nothing is announced.
  writeSummary(run, planReport(run, made, failure, url !== null))
  log.output('result', 'planned')
  if (failure !== null) throw failure
  const endpoints = made.plan === null ? null : endpointsSummary(made.plan)
  // On a pull request the comment says it.
  if (endpoints !== null && context.pullRequest === null) {
    log.warning(`${endpoints} The summary says what is wrong with each.`)
  }
  return 'planned'
}

/** Why the workflow wants a plan like this to fail; `null` if it doesn't. */
function failureOf(run: ValidRun, made: CheckedPlan): UserError | null {
  const { inputs } = run
  const denial = made.plan === null ? null : deniedRemovals(run, made.plan)
  if (denial !== null) return denial
  if (inputs.failOnChanges && !made.live) return driftUnknownError()
  if (inputs.failOnChanges && made.live && made.plan.changes.length > 0) return driftError(made.plan)
  const endpoints = made.plan === null ? null : endpointsSummary(made.plan)
  return endpoints !== null && inputs.endpoints === 'fail' ? endpointsError(endpoints) : null
}

/** A plan against what is live. Without the public key it's against the base branch's file, or `null`. */
type MadePlan =
  | {
      readonly live: true
      readonly plan: Plan
      readonly removed: readonly LiveWebhook[]
      readonly base: Base
    }
  | { readonly live: false; readonly plan: Plan | null; readonly base: Base }

/** A plan with what was found out about its endpoints. */
type CheckedPlan = MadePlan & { readonly endpoints: EndpointFindings }

async function makePlanAndCheck(
  run: ValidRun,
  asking: Promise<PullRequestAnswer | null>,
): Promise<CheckedPlan> {
  const checks = new PlanEndpoints(run)
  try {
    if (run.context.eventName === 'schedule') checks.add(run.webhooks)
    const made = await makePlan(run, asking, checks)
    const endpoints = await checks.findings()
    const withCautions = (plan: Plan) => withEndpointCautions(plan, endpoints, run.log.redact)
    return made.live
      ? { ...made, endpoints, plan: withCautions(made.plan) }
      : { ...made, endpoints, plan: made.plan === null ? null : withCautions(made.plan) }
  } finally {
    checks.stop()
  }
}

async function makePlan(
  run: ValidRun,
  asking: Promise<PullRequestAnswer | null>,
  checks: PlanEndpoints,
): Promise<MadePlan> {
  const { inputs, log, webhooks } = run
  const unlisted = fateOfUnlisted(inputs)
  if (inputs.publicKey === null) {
    log.notice(
      'Without `public-key` this plan is limited: the file is valid, but it was not compared with what is live at Auco.',
    )
    const base = await readBase(run, asking, () => undefined)
    if (!base.known) return { live: false, plan: null, base }
    checks.add(createdOrRepointed(webhooks, base.webhooks))
    const before = asWritten(base.webhooks)
    const company = { webhooks: before, hasLegacyWebhook: false, unknownFields: [] }
    const plan = planChanges(inputs.environment, asWritten(webhooks), company, before, log.redact, unlisted)
    return { live: false, plan, base }
  }
  const readingBase = readBase(run, asking, maskedVariable(run)).then((base) => {
    // Auco may still be answering: what the pull request itself re-points is known before it has.
    if (base.known) checks.add(createdOrRepointed(webhooks, base.webhooks))
    return base
  })
  const [live, base] = await Promise.all([readMaskedLive(run, inputs.publicKey, readingBase), readingBase])
  checks.add(createdOrRepointed(webhooks, live.webhooks))
  const plan = planChanges(inputs.environment, webhooks, live, baseFileOf(run, base), log.redact, unlisted)
  return { live: true, plan, removed: unlistedIn(run, live).removed, base }
}

function baseFileOf({ context }: ValidRun, base: Base): BaseFile {
  if (context.pullRequest === null) return null
  if (base.known) return base.webhooks
  return base.isNew ? 'new' : 'unknown'
}

function planReport(
  run: ValidRun,
  made: CheckedPlan,
  failure: UserError | null,
  isAnnounced: boolean,
): Report {
  const { context, inputs, warnings } = run
  const isPullRequest = context.pullRequest !== null
  const merge = { removals: inputs.removals, isAnnounced, otherBase: otherBaseOf(run) }
  const status = made.live ? planStatus(made.plan) : limitedPlanStatus(made.plan)
  return reportOf(run, {
    status: failure === null ? status : failedPlanStatus(failure, context.troubleshootingUrl),
    notes: notesOf(made, isPullRequest),
    plan: made.plan,
    problems: warnings,
    afterMerge: isPullRequest && made.live ? mergeEffect({ plan: made.plan, ...merge }) : null,
  })
}

function otherBaseOf({ context }: ValidRun): OtherBase | null {
  const { pullRequest, defaultBranch } = context
  const base = pullRequest?.baseBranch ?? null
  return base === null || defaultBranch === null || base === defaultBranch ? null : { base, defaultBranch }
}

function notesOf({ live, base, endpoints }: CheckedPlan, isPullRequest: boolean): readonly string[] {
  const notChecked = notCheckedNotes(endpoints)
  if (!live) return [notComparedNote(base.known ? '' : base.why), ...notChecked]
  return base.known || base.isNew || !isPullRequest ? notChecked : [unknownBaseNote(base.why), ...notChecked]
}
