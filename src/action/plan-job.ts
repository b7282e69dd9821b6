import { readWebhooksFile } from '../config/webhooks-file.ts'
import { InvalidFileError, type UserError } from '../core/errors.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import { createdOrRepointed } from '../plan/compare-webhooks.ts'
import type { EndpointFindings } from '../plan/endpoint-findings.ts'
import type { Plan } from '../plan/plan.ts'
import {
  type DefaultBranch,
  planChanges,
  planWithoutAuco,
  withEndpointCautions,
  withoutGuesses,
} from '../plan/plan-changes.ts'
import { notDelivered } from '../report/apply-errors.ts'
import {
  endpointsError,
  endpointsSummary,
  notCheckedNotes,
  notCheckedText,
} from '../report/endpoint-words.ts'
import { failedPlanStatus, invalidFileReport } from '../report/failure-text.ts'
import { planStatus } from '../report/plan-counts.ts'
import {
  driftError,
  driftUnknownError,
  headNote,
  limitedPlanStatus,
  mergeEffect,
  notComparedNote,
  type OtherBase,
  removalsUnknownNote,
  unknownBranchNote,
  whyNotCompared,
} from '../report/plan-words.ts'
import type { Report } from '../report/render-report.ts'
import { deliverTests } from './deliveries.ts'
import { ManagedWebhooks } from './managed-webhooks.ts'
import { logPlan, setOutputsWithoutLive, setPlanOutputs } from './outputs.ts'
import { askPullRequest, findPlace, type PullRequestAnswer, refOf, writeSection } from './plan-comment.ts'
import { PlanEndpoints } from './plan-endpoints.ts'
import { readMaskedLive } from './read-live.ts'
import { type Result, type Run, reportOf, type ValidRun, writeSummary } from './run-context.ts'

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
  const { eventName, branch, defaultBranch } = context
  // A schedule always runs on the default branch (GitHub: Events that trigger workflows). The file is reviewed there.
  const isReviewed =
    eventName === 'schedule' ||
    (eventName === 'workflow_dispatch' && branch !== null && branch === defaultBranch)
  const { notes, undelivered } = await deliverTests(run, isReviewed ? run.webhooks : [])
  const cause = failureOf(run, made)
  const both = cause === null ? undelivered : `${cause.reason} ${undelivered}`
  const failure = undelivered === '' ? cause : notDelivered(both)
  const planned = planReport(run, made, failure)
  const report = { ...planned, notes: [...planned.notes, ...notes] }
  const { plan } = made
  const isWorthAComment =
    failure !== null ||
    report.problems.length > 0 ||
    (plan !== null && (plan.changes.length + plan.cautions.length > 0 || plan.removalsUnknown !== null))
  const url = place === null ? null : await writeSection(run, place, report, isWorthAComment)
  if (url !== null) log.output('comment-url', url)
  writeSummary(run, report)
  log.output('result', 'planned')
  if (failure !== null) throw failure
  const endpoints = plan === null ? null : endpointsSummary(plan)
  // On a pull request the comment says it.
  if (endpoints !== null && context.pullRequest === null) {
    log.warning(`${endpoints} The summary says what is wrong with each.`)
  }
  return 'planned'
}

/** Reports a plan that failed before it was made: in the summary, and in the comment, which has that of an earlier run. */
export async function reportFailedPlan(run: Run, error: UserError): Promise<void> {
  const { context, log } = run
  const report = reportOf(
    run,
    error instanceof InvalidFileError
      ? invalidFileReport(error)
      : { status: failedPlanStatus(error, context.troubleshootingUrl) },
  )
  const place =
    context.pullRequest === null || run.inputs.comment === 'never'
      ? null
      : await findPlace(run, askPullRequest(run))
  const url = place === null ? null : await writeSection(run, place, report, true)
  if (url !== null) log.output('comment-url', url)
  writeSummary(run, report)
}

/** Why the workflow wants a plan like this to fail; `null` if it doesn't. */
function failureOf({ inputs }: ValidRun, made: CheckedPlan): UserError | null {
  if (inputs.failOnChanges && !made.live) return driftUnknownError()
  if (inputs.failOnChanges && made.live && made.plan.changes.length + made.plan.changedSince.length > 0) {
    return driftError(made.plan)
  }
  const endpoints = made.plan === null ? null : endpointsSummary(made.plan)
  return endpoints !== null && inputs.endpoints === 'fail' ? endpointsError(endpoints) : null
}

/** The default branch, with its file, or why it is unknown: in one sentence, or empty outside of pull requests. */
type Base =
  | { readonly known: true; readonly branch: DefaultBranch }
  | { readonly known: false; readonly why: string }

/** A plan against Auco. Without the public key it's against the default branch's file, or `null`. */
type MadePlan =
  | { readonly live: true; readonly plan: Plan; readonly base: Base }
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
  const { inputs, context, log, webhooks } = run
  const { environment } = inputs
  const readingBase = readBase(run, asking).then((base) => {
    // Auco may still be answering: what the pull request itself re-points is known before it has.
    if (base.known) checks.add(createdOrRepointed(webhooks, base.branch.file?.webhooks ?? []))
    return base
  })
  if (inputs.publicKey === null) {
    log.notice(`The file is valid. It was not compared with Auco: ${whyNotCompared(isOfFork(run))}`)
    const base = await readingBase
    if (!base.known || base.branch.file === null) return { live: false, plan: null, base }
    const facts = { environment, desired: webhooks, defaultBranch: base.branch }
    return { live: false, plan: planWithoutAuco(facts, log.redact), base }
  }
  const [live, base] = await Promise.all([
    readMaskedLive(
      run,
      inputs.publicKey,
      readingBase.then((base) => (base.known ? base.branch.file : null)),
    ),
    readingBase,
  ])
  const reviewed = base.known ? (base.branch.file?.webhooks ?? []) : []
  const isTrusted = context.eventName === 'pull_request_target'
  const desired = isTrusted ? withoutGuesses(webhooks, reviewed) : webhooks
  checks.add(createdOrRepointed(desired, live.webhooks))
  const { branch, defaultBranch, sha } = context
  // A merge is applied with the history of the default branch, whatever the pull request has tried on its way.
  const revision = branch === defaultBranch && branch !== null ? sha : refOf(defaultBranch)
  const unlisted = await new ManagedWebhooks(run).sort(run, live, revision)
  const facts = {
    environment,
    desired,
    live,
    unlisted,
    defaultBranch: base.known ? base.branch : null,
  }
  return { live: true, plan: planChanges(facts, log.redact), base }
}

/**
 * The default branch's file, with which a pull request is compared. A failure makes the plan less precise, and is reported
 * there, but never fails it.
 */
async function readBase(
  { inputs, context, text, webhooks, elsewhere }: ValidRun,
  asking: Promise<PullRequestAnswer | null>,
): Promise<Base> {
  if (context.pullRequest === null) return { known: false, why: '' }
  const answer = await asking
  if (answer === null)
    return { known: false, why: 'Without `github-token` the default branch cannot be read.' }
  const { file } = answer
  const name = context.defaultBranch ?? 'the default branch'
  if (!file.ok) return { known: false, why: `The default branch's file cannot be read. ${file.reason}` }
  if (file.value === null) return { known: true, branch: { name, file: null } }
  // Most pull requests don't change the file, and parsing the largest takes longer than all the requests.
  const isExpanded = webhooks.some(hasKnownVariable)
  if (file.value.text === text && !isExpanded)
    return { known: true, branch: { name, file: { webhooks, elsewhere } } }
  const options = { environment: inputs.environment, variable: () => undefined, ownSecrets: [] }
  const read =
    file.value.text === null ? null : readWebhooksFile(file.value.text, { ...options, unset: 'allowed' })
  return read?.ok === true
    ? { known: true, branch: { name, file: read } }
    : { known: false, why: "The default branch's file is not valid." }
}

function hasKnownVariable({ url, urlTemplate, header }: DesiredWebhook): boolean {
  if (urlTemplate.variables.length > 0 && url.known) return true
  return header !== null && header.variables.length > 0 && header.value.known
}

function planReport(run: ValidRun, made: CheckedPlan, failure: UserError | null): Report {
  const { context, warnings } = run
  const status = made.live ? planStatus(made.plan) : limitedPlanStatus(made.plan)
  return reportOf(run, {
    status: failure === null ? status : failedPlanStatus(failure, context.troubleshootingUrl),
    notes: notesOf(run, made),
    plan: made.plan,
    problems: warnings,
    afterMerge: made.live && context.pullRequest !== null ? mergeEffect(made.plan, otherBaseOf(run)) : null,
  })
}

function otherBaseOf({ context }: ValidRun): OtherBase | null {
  const { pullRequest, defaultBranch } = context
  const base = pullRequest?.baseBranch ?? null
  return base === null || defaultBranch === null || base === defaultBranch ? null : { base, defaultBranch }
}

function isOfFork({ context }: ValidRun): boolean {
  return context.pullRequest?.isFork === true
}

function notesOf(run: ValidRun, made: CheckedPlan): readonly string[] {
  const { live, plan, endpoints } = made
  const why = whyBaseUnknown(made)
  const reason = plan?.removalsUnknown ?? null
  return [
    ...(live ? [] : [notComparedNote(isOfFork(run), why)]),
    ...(run.isOfHead ? [headNote()] : []),
    ...(live && why !== '' ? [unknownBranchNote(why)] : []),
    ...(plan === null || reason === null ? [] : [removalsUnknownNote(plan, reason)]),
    ...notCheckedNotes(endpoints),
  ]
}

function whyBaseUnknown({ live, plan, base }: MadePlan): string {
  if (!base.known) return base.why
  // A file of another name can have declared what changes at Auco.
  const changes = live && base.branch.file === null && plan.changes.some(({ action }) => action !== 'create')
  return changes ? 'The default branch has no file at this path.' : ''
}
