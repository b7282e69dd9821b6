import { replaceWebhooks } from '../auco/replace-webhooks.ts'
import { readWebhooksFile } from '../config/webhooks-file.ts'
import { InvalidFileError, UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { DesiredWebhook, LiveCompany, Webhook } from '../core/webhook.ts'
import type { BranchState } from '../github/branch-state.ts'
import { readRepositoryFile } from '../github/file-history.ts'
import { differingIds, hiddenIds } from '../plan/compare-webhooks.ts'
import { canBeKept, type Unlisted, unlistedWebhooks } from '../plan/managed.ts'
import { needsWrite, type Plan } from '../plan/plan.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { redactData } from '../plan/redact-data.ts'
import { cannotKeep, historyUnknown, missingKeys, notDelivered, writeError } from '../report/apply-errors.ts'
import {
  type AppliedWrite,
  applied,
  appliedLine,
  applying,
  failed,
  nothingToDo,
  takenAlong,
  takenOver,
} from '../report/apply-words.ts'
import { invalidFileReport } from '../report/failure-text.ts'
import type { Report } from '../report/render-report.ts'
import { deliverTests } from './deliveries.ts'
import { ManagedWebhooks } from './managed-webhooks.ts'
import { MergedSections } from './merged-sections.ts'
import { logPlan, setOutputsWithoutLive, setPlanOutputs } from './outputs.ts'
import { MAX_READ_AGE_MS, readMaskedLive } from './read-live.ts'
import { type Result, type Run, reportOf, type ValidRun, writeSummary } from './run-context.ts'
import { branchOfFailure, type Currency, checkCurrency } from './still-current.ts'
import { writeAndVerify } from './write-and-verify.ts'

/** Plans, checks what is allowed, writes and verifies. Green only if a read showed that Auco has the file. Throws a `UserError`. */
export async function runApply(started: ValidRun): Promise<Result> {
  const keys = requireKeys(started)
  const facts = await readFacts(started, keys)
  if (!('live' in facts)) return endOutdated(started, facts)
  const run = actingFor(started, facts.sha)
  const { inputs, webhooks, log } = run
  const { live, unlisted, branch } = facts
  const plan = planChanges(
    { environment: inputs.environment, desired: webhooks, live, unlisted, defaultBranch: null },
    log.redact,
  )
  setPlanOutputs(run, plan)
  await logPlan(log, plan)
  const sections = new MergedSections(run, branch, facts.sha !== started.context.sha)
  try {
    if (unlisted.unknown !== null) throw historyUnknown(plan.unmanaged, unlisted.unknown)
    if (!needsWrite(plan, live)) return await conclude(run, sections, plan, null, [])
    const kept = keptWebhooks(run, live, unlisted)
    // Beside the write: a run that dies leaves a link to itself, not the plan as if nothing had happened.
    sections.begin(() => ({ report: { ...applying(run.context), plan }, isFinal: false }))
    const written = await write(run, keys, [...webhooks, ...kept], live)
    // A value that Auco hides may have been another one.
    const ids = new Set([...differingIds(webhooks, live.webhooks), ...hiddenIds(webhooks, live.webhooks)])
    const changed = webhooks.filter(({ id }) => ids.has(id))
    return await conclude(run, sections, plan, written, changed)
  } catch (error) {
    // What is applied stays applied, and was reported.
    if (error instanceof UserError && error.code !== 'not-delivered' && !run.cancelled.aborted) {
      await reportFailure(run, sections, error, { plan, problems: run.warnings })
    }
    throw error
  }
}

/** Reports an apply that failed before it was planned, if it's about the newest file. */
export async function reportFailedApply(run: Run, error: UserError): Promise<void> {
  const branch = await branchOfFailure(run)
  const parts = error instanceof InvalidFileError ? invalidFileReport(error) : {}
  await reportFailure(run, new MergedSections(run, branch, false), error, parts)
}

/** The run, with reports that name the commit that it acts for. */
function actingFor(run: ValidRun, sha: string): ValidRun {
  const { context, log } = run
  if (sha === context.sha) return run
  log.notice(
    `The branch is at ${sha.slice(0, 7)} by now, and what matters to this run is the same there: it acts for that commit.`,
  )
  return { ...run, context: { ...context, sha } }
}

interface Keys {
  readonly publicKey: Secret
  readonly privateKey: Secret
}

function requireKeys({ inputs }: ValidRun): Keys {
  const { publicKey, privateKey, environment } = inputs
  if (publicKey !== null && privateKey !== null) return { publicKey, privateKey }
  const missing = [
    ...(publicKey === null ? ['public-key'] : []),
    ...(privateKey === null ? ['private-key'] : []),
  ]
  throw missingKeys(missing, environment)
}

/** What an apply decides on. */
interface Facts {
  readonly sha: string
  readonly branch: BranchState | null
  readonly live: LiveCompany
  readonly unlisted: Unlisted
}

type Outdated = Extract<Currency, { state: 'taken-over' | 'there' }>

/** After so many rounds the last answers have to do, even if a service is slow every time. */
const MAX_ROUNDS = 3

/**
 * Whether the run is current, what Auco has, and what of it the file manages, all read within `MAX_READ_AGE_MS`. If one of
 * them was slow, a newer commit may have been applied meanwhile, or somebody may have made a change at Auco that would be
 * overwritten unseen.
 */
async function readFacts(run: ValidRun, keys: Keys): Promise<Facts | Outdated> {
  const { clock } = run
  const managed = new ManagedWebhooks(run)
  for (let round = 1; ; round += 1) {
    const started = clock.now()
    // At the same time: most applies have nothing to write, and end after this one round trip.
    const reading = readMaskedLive(run, keys.publicKey)
    // Awaited below, unless this run is outdated: then its failure doesn't matter.
    reading.catch(() => {})
    const currency = await checkCurrency(run, (branch) => hasHeadFile(run, keys, managed, branch))
    if (currency.state === 'refused') {
      await reportFailure(run, new MergedSections(run, currency.branch, false), currency.error, {})
      throw currency.error
    }
    if (currency.state !== 'current') return currency
    const { sha, branch } = currency
    const live = await reading
    const unlisted = await managed.sort(run, live, sha)
    if (clock.now() - started <= MAX_READ_AGE_MS || round === MAX_ROUNDS)
      return { sha, branch, live, unlisted }
  }
}

/** Whether Auco has the file of the branch's head already, as far as this run can compare. */
async function hasHeadFile(
  run: ValidRun,
  keys: Keys,
  managed: ManagedWebhooks,
  { head, file: { atHead }, workflow }: BranchState,
): Promise<boolean> {
  const { askGitHub, inputs, variable } = run
  // What a step generates isn't in git.
  if (askGitHub === null || head === null || atHead === null) return false
  const file = await askGitHub((github) => readRepositoryFile(github, inputs.config, head))
  const text = file.ok ? (file.value?.text ?? null) : null
  if (text === null) return false
  // Another workflow may pass other values.
  const isSameWorkflow = workflow === null || workflow.atCommit === workflow.atHead
  const read = readWebhooksFile(text, {
    environment: inputs.environment,
    variable: (name) => (isSameWorkflow ? variable(name) : undefined),
    ownSecrets: [],
    unset: 'allowed',
  })
  if (!read.ok) return false
  const atHeadOf = { ...run, ...read }
  const live = await readMaskedLive(atHeadOf, keys.publicKey)
  const unlisted = await managed.sort(read, live, head)
  // What the head writes with other variables than this run's file differs, whatever they stand for.
  const before = { name: '', file: run }
  const plan = planChanges(
    { environment: inputs.environment, desired: read.webhooks, live, unlisted, defaultBranch: before },
    run.log.redact,
  )
  return plan.changes.length === 0 && plan.removalsUnknown === null
}

/** The webhooks that a write sends as they were read. Throws a `UserError` if it would lose something of them. */
function keptWebhooks(
  { webhooks, log }: ValidRun,
  live: LiveCompany,
  { removed }: Unlisted,
): readonly Webhook[] {
  const gone = new Set(removed)
  const kept = unlistedWebhooks(webhooks, live.webhooks).filter((webhook) => !gone.has(webhook))
  const lost = kept.filter((webhook) => !canBeKept(webhook))
  if (lost.length > 0) throw cannotKeep(lost.map(({ id }) => log.redact(id)))
  return kept
}

/** Writes and reads back. Throws a `UserError` unless Auco has `desired` as far as it returns it. */
async function write(
  run: ValidRun,
  keys: Keys,
  desired: readonly Webhook[],
  live: LiveCompany,
): Promise<AppliedWrite> {
  const { clock, cancelled, inputs, log, onWriteState } = run
  const http = await run.connectAuco()
  const context = { environment: inputs.environment, secrets: () => log.secrets }
  const outcome = await log.group('Apply', () =>
    writeAndVerify(desired, live, {
      read: () => readMaskedLive(run, keys.publicKey),
      write: (list) => replaceWebhooks(http, keys.privateKey, context, list),
      clock,
      cancelled,
      onWriteState,
      log: (line) => log.info(line),
    }),
  )
  if (outcome.kind !== 'applied') throw writeError(redactData(outcome, log.redact))
  const applied = { ...outcome, hidden: outcome.hidden.map(log.redact) }
  log.info(appliedLine(applied))
  return applied
}

/** Ends a run that another one, or Auco's own state, has made unnecessary. */
async function endOutdated(run: ValidRun, outdated: Outdated): Promise<Result> {
  const { context, log } = run
  setOutputsWithoutLive(run, null)
  const isThere = outdated.state === 'there'
  const ending = isThere
    ? takenAlong({ ...context, sha: outdated.sha }, false)
    : takenOver(outdated.by, context)
  log.notice(
    isThere
      ? `The branch is at ${outdated.sha.slice(0, 7)} by now, and Auco has the file of that commit already. Nothing was written.`
      : `A newer run took over: ${outdated.by.url} is about a newer commit. Nothing was written.`,
  )
  log.output('result', 'superseded')
  const sections = new MergedSections(run, outdated.branch, false)
  const url = await sections.update(({ isOwn }) => (isOwn ? { report: ending, isFinal: isThere } : null))
  if (url !== null) log.output('comment-url', url)
  writeSummary(run, reportOf(run, ending))
  return 'superseded'
}

/**
 * Sends test notifications and reports what an apply did, rendered from its own plan where it carried out the pull request's.
 * `written`: `null` if there was nothing to write. Throws a `UserError` for a notification that wasn't taken.
 */
async function conclude(
  run: ValidRun,
  sections: MergedSections,
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
  const report = { ...ending, notes, plan }
  const url = await sections.update(({ isOwn, isSame }) =>
    isOwn ? { report, isFinal: true } : { report: takenAlong(context, isSame), isFinal: true },
  )
  if (url !== null) log.output('comment-url', url)
  writeSummary(run, reportOf(run, { ...report, problems: warnings }))
  if (failure !== null) throw failure
  return result
}

async function reportFailure(
  run: Run,
  sections: MergedSections,
  error: UserError,
  parts: Partial<Report>,
): Promise<void> {
  const { context, log } = run
  const ending = failed(error, context, context.troubleshootingUrl)
  const report = { ...parts, ...ending, foldedUnder: parts.plan == null ? null : ending.foldedUnder }
  const url = await sections.update(() => ({ report, isFinal: false }))
  if (url !== null) log.output('comment-url', url)
  writeSummary(run, reportOf(run, report))
}
