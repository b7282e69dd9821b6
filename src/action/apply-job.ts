import { replaceWebhooks } from '../auco/replace-webhooks.ts'
import { InvalidFileError, UserError } from '../core/errors.ts'
import type { DesiredWebhook, LiveCompany, Webhook } from '../core/webhook.ts'
import { differingIds, hiddenIds } from '../plan/compare-webhooks.ts'
import { unlistedWebhooks } from '../plan/managed.ts'
import { needsWrite, type Plan, redactData } from '../plan/plan.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { cannotKeep, historyUnknown, missingKeys, notDelivered, writeError } from '../report/apply-errors.ts'
import {
  type AppliedWrite,
  applied,
  appliedLine,
  applying,
  failed,
  nothingToDo,
  takenAlong,
} from '../report/apply-words.ts'
import { invalidFileReport } from '../report/failure-text.ts'
import type { Report } from '../report/render-report.ts'
import { branchOfFailure, type Outdated, readFacts } from './apply-facts.ts'
import { openSections, type UpdateSections } from './merged-sections.ts'
import { readMaskedLive } from './read-live.ts'
import { deliverTests } from './receivers.ts'
import type { Result, Run, ValidRun } from './run-context.ts'
import { reportOf, reportPlan, reportWithoutLive, writeSummary } from './run-report.ts'
import { writeAndVerify } from './write-and-verify.ts'

/** Plans, checks what is allowed, writes and verifies. Green only if a read showed that Auco has the file. Throws a `UserError`. */
export async function execute(started: ValidRun): Promise<Result> {
  const keys = requireKeys(started)
  const facts = await readFacts(started, keys.publicKey)
  if (facts.state === 'refused') {
    await publishFailure(started, openSections(started, facts.branch), facts.error, {})
    throw facts.error
  }
  if (facts.state === 'outdated') return endOutdated(started, facts)
  const run = actingFor(started, facts.sha)
  const { inputs, webhooks } = run
  const { live, unlisted, branch } = facts
  const desired = { environment: inputs.environment, desired: webhooks }
  const plan = planChanges({ ...desired, live, unlisted, defaultBranch: null }, run.log.redact)
  await reportPlan(run, plan)
  const updateSections = openSections(run, branch)
  try {
    if (unlisted.unknown !== null) throw historyUnknown(plan.unmanaged, unlisted.unknown)
    if (!needsWrite(plan, live)) return await conclude(run, updateSections, plan, null, [])
    const lost = plan.cautions.flatMap((caution) => (caution.kind === 'cannot-keep' ? caution.ids : []))
    if (lost.length > 0) throw cannotKeep(lost)
    const gone = new Set(unlisted.removed)
    const kept = unlistedWebhooks(webhooks, live.webhooks).filter((webhook) => !gone.has(webhook))
    // Beside the write: a run that dies leaves a link to itself, not the plan as if nothing had happened.
    const begun = updateSections(() => ({
      report: reportOf(run, { ...applying(run.context), plan }),
      isFinal: false,
    }))
    // Only a cancellation rejects it, and then nobody waits for it.
    begun.catch(() => {})
    const written = await write(run, keys, [...webhooks, ...kept], live)
    // A value that Auco hides may have been another one.
    const ids = new Set([...differingIds(webhooks, live.webhooks), ...hiddenIds(webhooks, live.webhooks)])
    const changed = webhooks.filter(({ id }) => ids.has(id))
    return await conclude(run, updateSections, plan, written, changed)
  } catch (error) {
    // What is applied stays applied, and was reported.
    if (error instanceof UserError && error.code !== 'not-delivered' && !run.cancelled.aborted) {
      await publishFailure(run, updateSections, error, { plan, problems: run.warnings })
    }
    throw error
  }
}

/** Reports an apply that failed before it was planned, if it's about the newest file. */
export async function reportFailure(run: Run, error: UserError): Promise<void> {
  const branch = await branchOfFailure(run)
  const parts = error instanceof InvalidFileError ? invalidFileReport(error) : {}
  await publishFailure(run, openSections(run, branch), error, parts)
}

/** The run, with reports that name the commit that it acts for. */
function actingFor(run: ValidRun, sha: string): ValidRun {
  const { context, log } = run
  if (sha === context.sha) return run
  log.notice(`The branch is now at ${sha.slice(0, 7)}, with the same file, so this run acts for that commit.`)
  return { ...run, context: { ...context, sha } }
}

type Keys = ReturnType<typeof requireKeys>

function requireKeys({ inputs }: ValidRun) {
  const { publicKey, privateKey, environment } = inputs
  if (publicKey !== null && privateKey !== null) return { publicKey, privateKey }
  const given = { 'public-key': publicKey, 'private-key': privateKey }
  const missing = Object.entries(given).flatMap(([name, key]) => (key === null ? [name] : []))
  throw missingKeys(missing, environment)
}

/** Writes and reads back. Throws a `UserError` unless Auco has `desired` as far as it returns it. */
async function write(
  run: ValidRun,
  keys: Keys,
  desired: readonly Webhook[],
  live: LiveCompany,
): Promise<AppliedWrite> {
  const { inputs, log } = run
  const http = await run.connectAuco()
  const context = { environment: inputs.environment, secrets: () => log.secrets }
  const outcome = await log.group('Apply', () =>
    writeAndVerify(desired, live, {
      ...run,
      read: () => readMaskedLive(run, keys.publicKey),
      write: (list) => replaceWebhooks(http, keys.privateKey, context, list),
      log: log.info,
    }),
  )
  if (outcome.kind !== 'applied') throw writeError(redactData(outcome, log.redact))
  const applied = { ...outcome, hidden: outcome.hidden.map(log.redact) }
  log.info(appliedLine(applied))
  return applied
}

/** Ends a run that another one, or Auco's own state, has made unnecessary. */
async function endOutdated(run: ValidRun, { notice, ending, isFinal, branch }: Outdated): Promise<Result> {
  await reportWithoutLive(run, null)
  run.log.notice(`${notice} Nothing was written.`)
  run.log.output('result', 'superseded')
  const report = reportOf(run, ending)
  const updateSections = openSections(run, branch)
  await publish(run, report, updateSections, ({ isOwn }) => (isOwn ? { report, isFinal } : null))
  return 'superseded'
}

/**
 * Sends test notifications and reports what an apply did, rendered from its own plan where it carried out the pull request's.
 * `written`: `null` if there was nothing to write. Throws a `UserError` for a notification that wasn't taken.
 */
async function conclude(
  run: ValidRun,
  updateSections: UpdateSections,
  plan: Plan,
  written: AppliedWrite | null,
  changed: readonly DesiredWebhook[],
): Promise<Result> {
  const { context, inputs, log, warnings, webhooks } = run
  const result = written === null ? 'unchanged' : 'applied'
  log.output('result', result)
  // A repeated attempt finds nothing to write, but what the first one wrote is still to be proven.
  const isAll = inputs.deliver === 'all' || context.isRerun
  const { notes, undelivered } = await deliverTests(run, isAll ? webhooks : changed)
  const state = written === null ? 'Nothing to do' : written.isVerified ? 'Applied and verified' : 'Applied'
  const failure = undelivered === '' ? null : notDelivered(`${state}, but ${undelivered}`)
  const success = written === null ? nothingToDo(plan, context) : applied(plan, written, context)
  const ending = failure === null ? success : failed(failure, context, context.troubleshootingUrl)
  const report = reportOf(run, { ...ending, notes, plan })
  const stays = plan.changedSince.length > 0
  await publish(run, { ...report, problems: warnings }, updateSections, ({ isOwn, isSame }) => ({
    report: isOwn || (isSame && stays) ? report : reportOf(run, takenAlong(context, isSame)),
    // A re-run delivers again.
    isFinal: failure === null,
  }))
  if (failure !== null) throw failure
  return result
}

async function publishFailure(
  run: Run,
  updateSections: UpdateSections,
  error: UserError,
  parts: Partial<Report>,
): Promise<void> {
  const ending = failed(error, run.context, run.context.troubleshootingUrl)
  const foldedUnder = parts.plan == null ? null : ending.foldedUnder
  const report = reportOf(run, { ...parts, ...ending, foldedUnder })
  await publish(run, report, updateSections, () => ({ report, isFinal: false }))
}

/** Writes the sections, the output with the URL of the first one, and the summary, which has `report`. */
async function publish(
  run: Run,
  report: Report,
  updateSections: UpdateSections,
  updateOf: Parameters<UpdateSections>[0],
): Promise<void> {
  const url = await updateSections(updateOf)
  if (url !== null) run.log.output('comment-url', url)
  writeSummary(run, report)
}
