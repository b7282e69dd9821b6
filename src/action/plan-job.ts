import { InvalidFileError, type UserError } from '../core/errors.ts'
import { createdOrRepointed } from '../plan/compare-webhooks.ts'
import type { EndpointFindings } from '../plan/endpoints.ts'
import { type DefaultBranch, idsOf, type Plan, redactData } from '../plan/plan.ts'
import { planChanges, planWithoutAuco, withEndpointCautions, withoutGuesses } from '../plan/plan-changes.ts'
import { notDelivered } from '../report/apply-errors.ts'
import { endpointsError, endpointsSummary, notCheckedText } from '../report/endpoint-words.ts'
import { failedPlanStatus, invalidFileReport } from '../report/failure-text.ts'
import { note } from '../report/markdown.ts'
import {
  driftError,
  driftUnknownError,
  headNote,
  limitedPlanStatus,
  noFileYetNote,
  notComparedNote,
  otherBaseEffect,
  planStatus,
  removalsUnknownNote,
  unknownBranchNote,
  whyNotCompared,
} from '../report/plan-words.ts'
import type { Report } from '../report/render-report.ts'
import { askPullRequest, findPlace, type PullRequestAnswer, refOf, writePlanSection } from './comments.ts'
import { readOtherFile } from './config-file.ts'
import { readMaskedLive, unlistedSorter } from './read-live.ts'
import { checkEndpoints, deliverTests } from './receivers.ts'
import type { Result, Run, ValidRun } from './run-context.ts'
import { reportOf, reportPlan, reportWithoutLive, writeSummary } from './run-report.ts'

/** Plans, reports, and fails if the workflow asks for it. Nothing here can write to Auco. Throws a `UserError`. */
export async function execute(run: ValidRun): Promise<Result> {
  const { context, log } = run
  // At the same time, because neither needs the other.
  const asking = askPullRequest(run)
  const [made, place] = await Promise.all([makePlanAndCheck(run, asking), findPlace(run, asking)])
  if (made.live === null) await reportWithoutLive(run, made.fromFile)
  else await reportPlan(run, made.live)
  const notChecked = notCheckedText(made.endpoints)
  if (notChecked !== '') log.info(notChecked)
  const { eventName, branch, defaultBranch } = context
  // A schedule always runs on the default branch (GitHub: Events that trigger workflows). The file is reviewed there.
  const isReviewed =
    eventName === 'schedule' ||
    (eventName === 'workflow_dispatch' && branch !== null && branch === defaultBranch)
  const { notes, undelivered } = await deliverTests(run, isReviewed ? run.webhooks : [])
  const plan = made.live ?? made.fromFile
  const endpoints = plan === null ? null : endpointsSummary(plan)
  const cause = failureOf(run, made, endpoints)
  const both = cause === null ? undelivered : `${cause.reason} ${undelivered}`
  const failure = undelivered === '' ? cause : notDelivered(both)
  const report = planReport(run, made, failure, notes)
  const isWorthAComment =
    failure !== null ||
    report.problems.length > 0 ||
    (plan !== null && (plan.changes.length + plan.cautions.length > 0 || plan.removalsUnknown !== null))
  if (place !== null) await writePlanSection(run, place, report, isWorthAComment)
  writeSummary(run, report)
  log.output('result', 'planned')
  if (failure !== null) throw failure
  // On a pull request the comment says it.
  if (endpoints !== null && context.pullRequest === null) {
    log.warning(`${endpoints} The summary says what is wrong with each.`)
  }
  return 'planned'
}

/** Reports a plan that failed before it was made: in the summary, and in the comment, which has that of an earlier run. */
export async function reportFailure(run: Run, error: UserError): Promise<void> {
  const parts =
    error instanceof InvalidFileError
      ? invalidFileReport(error)
      : { status: failedPlanStatus(error, run.context.troubleshootingUrl) }
  const report = reportOf(run, parts)
  const place = await findPlace(run)
  if (place !== null) await writePlanSection(run, place, report, true)
  writeSummary(run, report)
}

/** Why the workflow wants a plan like this to fail; `null` if it doesn't. */
function failureOf({ inputs }: ValidRun, { live }: MadePlan, endpoints: string | null): UserError | null {
  if (inputs.failOnChanges) {
    if (live === null) return driftUnknownError()
    if (live.changes.length + live.changedSince.length > 0) return driftError(live)
  }
  return endpoints !== null && inputs.endpoints === 'fail' ? endpointsError(endpoints) : null
}

/** The default branch; `null` if its file is unknown. `why`: in one sentence, or empty outside of pull requests. */
interface Base {
  readonly branch: DefaultBranch | null
  readonly why: string
}

interface MadePlan {
  /** The plan against Auco; `null` without the public key. */
  readonly live: Plan | null
  /** Then that against the default branch's file, if there is one. */
  readonly fromFile: Plan | null
  readonly base: Base
  readonly endpoints: EndpointFindings
}

async function makePlanAndCheck(run: ValidRun, asking: Promise<PullRequestAnswer | null>): Promise<MadePlan> {
  const checks = checkEndpoints(run)
  try {
    if (run.context.eventName === 'schedule') checks.add(run.webhooks)
    const { live, fromFile, base } = await makePlan(run, asking, checks)
    const endpoints = redactData(await checks.findings(), run.log.redact)
    const withCautions = (plan: Plan | null) => (plan === null ? null : withEndpointCautions(plan, endpoints))
    return { live: withCautions(live), fromFile: withCautions(fromFile), base, endpoints }
  } finally {
    checks.stop()
  }
}

async function makePlan(
  run: ValidRun,
  asking: Promise<PullRequestAnswer | null>,
  checks: ReturnType<typeof checkEndpoints>,
): Promise<Omit<MadePlan, 'endpoints'>> {
  const { inputs, context, log, webhooks } = run
  const { environment, publicKey } = inputs
  const readingBase = readBase(run, asking).then((base) => {
    // Auco may still be answering: what the pull request itself re-points is known before it has.
    if (base.branch !== null) checks.add(createdOrRepointed(webhooks, base.branch.file?.webhooks ?? []))
    return base
  })
  if (publicKey === null) {
    log.notice(`The file is valid. It was not compared with Auco: ${whyNotCompared(context.isOfFork)}`)
    const base = await readingBase
    const facts = { environment, desired: webhooks, defaultBranch: base.branch }
    const fromFile = base.branch?.file == null ? null : planWithoutAuco(facts, log.redact)
    return { live: null, fromFile, base }
  }
  const readingFile = readingBase.then(({ branch }) => branch?.file ?? null)
  const [live, base] = await Promise.all([readMaskedLive(run, publicKey, readingFile), readingBase])
  const isTrusted = context.eventName === 'pull_request_target'
  const desired = isTrusted ? withoutGuesses(webhooks, base.branch?.file?.webhooks ?? []) : webhooks
  checks.add(createdOrRepointed(desired, live.webhooks))
  const { defaultBranch, pullRequest, sha } = context
  // A merge is applied with the history of the default branch, whatever the pull request has tried on its way.
  const revision = pullRequest === null ? sha : refOf(defaultBranch)
  const unlisted = await unlistedSorter(run)(webhooks, live, revision)
  const facts = { environment, desired, live, unlisted, defaultBranch: base.branch }
  return { live: planChanges(facts, log.redact), fromFile: null, base }
}

/**
 * The default branch's file, with which a pull request is compared. A failure makes the plan less precise, and is reported
 * there, but never fails it.
 */
async function readBase(
  { inputs, context }: ValidRun,
  asking: Promise<PullRequestAnswer | null>,
): Promise<Base> {
  const unknown = (why: string) => ({ branch: null, why })
  if (context.pullRequest === null) return unknown('')
  const answer = await asking
  if (answer === null) return unknown('Without `github-token` the default branch cannot be read.')
  if (!answer.file.ok) return unknown(`The default branch's file cannot be read. ${answer.file.reason}`)
  const found = answer.file.value
  const file = found === null ? null : readOtherFile(found.text, inputs)
  if (found !== null && file === null) return unknown("The default branch's file is not valid.")
  return { branch: { name: context.defaultBranch ?? 'the default branch', file }, why: '' }
}

/** `notes`: those about test notifications. */
function planReport(
  run: ValidRun,
  made: MadePlan,
  failure: UserError | null,
  notes: readonly string[],
): Report {
  const { troubleshootingUrl, pullRequest, defaultBranch } = run.context
  const { live, fromFile } = made
  const status = live === null ? limitedPlanStatus(fromFile) : planStatus(live)
  const base = pullRequest?.baseBranch ?? null
  const isOtherBase = base !== null && defaultBranch !== null && base !== defaultBranch
  return reportOf(run, {
    status: failure === null ? status : failedPlanStatus(failure, troubleshootingUrl),
    notes: [...notesOf(run, made), ...notes],
    plan: live ?? fromFile,
    problems: run.warnings,
    afterMerge: isOtherBase ? otherBaseEffect(base, defaultBranch) : null,
  })
}

function notesOf(run: ValidRun, { live, base, endpoints }: MadePlan): readonly string[] {
  const { branch, why } = base
  // A file of another name can have declared what Auco has.
  const isMoved =
    branch?.file === null &&
    live !== null &&
    live.changes.length + live.unmanaged.length > idsOf(live, 'create').length
  const reason = live?.removalsUnknown ?? null
  const notChecked = notCheckedText(endpoints)
  return [
    ...(live === null ? [notComparedNote(run.context.isOfFork, why)] : []),
    ...(run.isOfHead ? [headNote()] : []),
    ...(isMoved ? [noFileYetNote()] : []),
    ...(live !== null && why !== '' ? [unknownBranchNote(why)] : []),
    ...(live === null || reason === null ? [] : [removalsUnknownNote(live, reason)]),
    ...(notChecked === '' ? [] : [note(notChecked)]),
  ]
}
