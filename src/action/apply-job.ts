import { replaceWebhooks } from '../auco/replace-webhooks.ts'
import { UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { LiveCompany } from '../core/webhook.ts'
import { needsWrite, type Plan } from '../plan/plan.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { isAfterWrite, missingKeys, redactFailure, writeError } from '../report/apply-errors.ts'
import {
  type AppliedWrite,
  type ApplyEnding,
  applied,
  appliedLine,
  failed,
  nothingToDo,
  type Superseded,
  superseded,
  supersededNotice,
} from '../report/apply-words.ts'
import { deniedRemovals, unreviewedRemovals } from './allowed-removals.ts'
import { logPlan, setOutputsWithoutLive, setPlanOutputs } from './outputs.ts'
import { MAX_READ_AGE_MS, readMaskedLive } from './read-live.ts'
import { findReview, type Review, updateStatus } from './reviewed-plans.ts'
import type { Result, ValidRun } from './run-context.ts'
import { reportOf, writeSummary } from './run-report.ts'
import { findSuperseding } from './still-current.ts'
import { writeAndVerify } from './write-and-verify.ts'

/** Plans, checks what is allowed, writes and verifies. Green only if a read showed live equal to the file. Throws a `UserError`. */
export async function runApply(run: ValidRun): Promise<Result> {
  const { clock, context, inputs, log, webhooks } = run
  const keys = requireKeys(run)
  // At the same time: most applies have nothing to write, and end after this one round trip.
  const reading = readMaskedLive(run, keys.publicKey).then((live) => ({ live, at: clock.now() }))
  // Awaited below, unless this run is superseded: then its failure doesn't matter.
  reading.catch(() => {})
  const asking = findSuperseding(run).then((by) => ({ by, at: clock.now() }))
  const [head, review] = await Promise.all([asking, findReview(run, keys.publicKey)])
  if (head.by !== null) return endSuperseded(run, review, head.by)

  const facts = await reportingFailure(run, null, review, async () =>
    recentFacts(run, keys, head, await reading),
  )
  if (facts.by !== null) return endSuperseded(run, review, facts.by)
  const { live } = facts
  const plan = planChanges(inputs.environment, webhooks, live, null, log.redact)
  setPlanOutputs(run, plan)
  await logPlan(log, plan)
  return reportingFailure(run, plan, review, async () => {
    const refusal = deniedRemovals(run, plan) ?? unreviewedRemovals(run, live, review)
    if (refusal !== null) throw refusal
    if (!needsWrite(plan, live)) {
      log.output('result', 'unchanged')
      await reportEnding(run, plan, review, nothingToDo(context), false)
      return 'unchanged'
    }
    const outcome = await write(run, keys, live)
    log.output('result', 'applied')
    await reportEnding(run, plan, review, applied(plan, outcome, context), true)
    return 'applied'
  })
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

/** After so many rounds the last answers have to do, even if both services are slow every time. */
const MAX_ROUNDS = 3

/**
 * What superseded this run and what is live, both read within `MAX_READ_AGE_MS`. If one of them was slow, a newer commit
 * may have been applied meanwhile, or somebody may have made a change at Auco that would be overwritten unseen.
 */
async function recentFacts(
  run: ValidRun,
  keys: Keys,
  head: { readonly by: Superseded | null; readonly at: number },
  reading: { readonly live: LiveCompany; readonly at: number },
): Promise<{ readonly by: Superseded | null; readonly live: LiveCompany }> {
  const { clock } = run
  const isOld = ({ at }: { readonly at: number }) => clock.now() - at > MAX_READ_AGE_MS
  let [newest, latest] = [head, reading]
  for (
    let round = 1;
    round < MAX_ROUNDS && newest.by === null && (isOld(newest) || isOld(latest));
    round += 1
  ) {
    if (isOld(newest)) newest = { by: await findSuperseding(run), at: clock.now() }
    if (newest.by === null && isOld(latest)) {
      latest = { live: await readMaskedLive(run, keys.publicKey), at: clock.now() }
    }
  }
  return { by: newest.by, live: latest.live }
}

/** Writes and reads back. Throws a `UserError` unless live equals the file as far as Auco returns it. */
async function write(run: ValidRun, keys: Keys, live: LiveCompany): Promise<AppliedWrite> {
  const { clock, cancelled, inputs, log, onWriteState, webhooks } = run
  const http = await run.connectAuco()
  const context = { environment: inputs.environment, secrets: () => log.secrets }
  const outcome = await log.group('Apply', () =>
    writeAndVerify(webhooks, live, {
      read: () => readMaskedLive(run, keys.publicKey),
      write: (list) => replaceWebhooks(http, keys.privateKey, context, list),
      clock,
      cancelled,
      onWriteState,
      log: (line) => log.info(line),
    }),
  )
  if (outcome.kind !== 'applied') throw writeError(redactFailure(outcome, log.redact))
  const applied = { ...outcome, hidden: outcome.hidden.map(log.redact) }
  log.info(appliedLine(applied))
  return applied
}

async function endSuperseded(run: ValidRun, review: Review, by: Superseded): Promise<Result> {
  const { context, log } = run
  setOutputsWithoutLive(run, null)
  log.notice(supersededNotice(by))
  log.output('result', 'superseded')
  await reportEnding(run, null, review, superseded(by, context), false)
  return 'superseded'
}

/** Runs the steps. A failure is reported in the plan comment and the summary, and thrown again. */
async function reportingFailure<T>(
  run: ValidRun,
  plan: Plan | null,
  review: Review,
  steps: () => Promise<T>,
): Promise<T> {
  try {
    return await steps()
  } catch (error) {
    if (error instanceof UserError && !run.cancelled.aborted) {
      const { context } = run
      const ending = failed(error, context, context.troubleshootingUrl)
      await reportEnding(run, plan, review, ending, isAfterWrite(error))
    }
    throw error
  }
}

/** Reports how the apply ended in the plan comment and the summary. */
async function reportEnding(
  run: ValidRun,
  plan: Plan | null,
  review: Review,
  { verdict, notes, status }: ApplyEnding,
  hasWritten: boolean,
): Promise<void> {
  const { log, warnings } = run
  const url = await updateStatus(run, review, status, hasWritten)
  if (url !== null) log.output('comment-url', url)
  writeSummary(
    run,
    reportOf(run, { verdict, notes, plan, problems: warnings, afterMerge: null, status: null }),
  )
}
