import { replaceWebhooks } from '../auco/replace-webhooks.ts'
import { UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { LiveCompany, Webhook } from '../core/webhook.ts'
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
import { interruptedUpdate } from './failure-comment.ts'
import { logPlan, setOutputsWithoutLive, setPlanOutputs } from './outputs.ts'
import { MAX_READ_AGE_MS, readMaskedLive } from './read-live.ts'
import { type PlanUpdate, type Review, reviewFor, updatePlans } from './reviewed-plans.ts'
import type { Result, ValidRun } from './run-context.ts'
import { reportOf, writeSummary } from './run-report.ts'
import { checkCurrency } from './still-current.ts'
import {
  deniedRemovals,
  fateOfUnlisted,
  unkeepableWebhooks,
  unlistedIn,
  unreviewedRemovals,
} from './unlisted-webhooks.ts'
import { writeAndVerify } from './write-and-verify.ts'

/** Pauses before looking for reviews again, in milliseconds: right after a merge GitHub's lists may lag. */
const LOOK_UP_PAUSES = [1_000, 2_000]

/** Plans, checks what is allowed, writes and verifies. Green only if a read showed live equal to the file. Throws a `UserError`. */
export async function runApply(started: ValidRun): Promise<Result> {
  const { clock, cancelled, inputs, log, webhooks } = started
  const keys = requireKeys(started)
  let facts = await readFacts(started, keys)
  for (const pause of LOOK_UP_PAUSES) {
    if (!facts.isCurrent || facts.review.unavailable !== null || facts.review.isHeadReviewed) break
    if (unreviewedRemovals(started, facts.live, facts.review) === null) break
    await clock.sleep(pause, cancelled)
    facts = await readFacts(started, keys)
  }
  if (!facts.isCurrent) return endSuperseded(started, keys, facts)

  const { live, review } = facts
  const run = actingFor(started, facts.sha)
  const { kept } = unlistedIn(run, live)
  const plan = planChanges(inputs.environment, webhooks, live, null, log.redact, fateOfUnlisted(inputs))
  setPlanOutputs(run, plan)
  await logPlan(log, plan)
  return reportingFailure(run, keys, plan, review, async () => {
    const refusal = deniedRemovals(run, plan) ?? unreviewedRemovals(run, live, review)
    if (refusal !== null) throw refusal
    if (!needsWrite(plan, live)) {
      log.output('result', 'unchanged')
      await reportEnding(run, keys, plan, review, nothingToDo(run.context), {
        isLive: true,
        hasWritten: false,
      })
      return 'unchanged'
    }
    const loss = unkeepableWebhooks(run, kept)
    if (loss !== null) throw loss
    const outcome = await write(run, keys, [...webhooks, ...kept], live)
    log.output('result', 'applied')
    await reportEnding(run, keys, plan, review, applied(plan, outcome, run.context), {
      isLive: true,
      hasWritten: true,
    })
    return 'applied'
  })
}

/** The run, with reports that name the commit that it acts for. */
function actingFor(run: ValidRun, sha: string): ValidRun {
  const { context, log } = run
  if (sha === context.sha) return run
  log.notice(
    `The branch's head is ${sha.slice(0, 7)} by now, with the same file and workflow: this run acts for it.`,
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
type Facts =
  | { readonly isCurrent: true; readonly sha: string; readonly review: Review; readonly live: LiveCompany }
  | { readonly isCurrent: false; readonly by: Superseded; readonly review: Review }

/** After so many rounds the last answers have to do, even if both services are slow every time. */
const MAX_ROUNDS = 3

/**
 * Whether the run is current, what was reviewed, and what is live, all read within `MAX_READ_AGE_MS`. If one of them was
 * slow, a newer commit may have been applied meanwhile, or somebody may have made a change at Auco that would be
 * overwritten unseen.
 */
async function readFacts(run: ValidRun, keys: Keys): Promise<Facts> {
  const { clock } = run
  const dated = async <T>(value: Promise<T>) => ({ value: await value, at: clock.now() })
  const isOld = ({ at }: { readonly at: number }) => clock.now() - at > MAX_READ_AGE_MS
  // At the same time: most applies have nothing to write, and end after this one round trip.
  const reading = dated(readMaskedLive(run, keys.publicKey))
  // Awaited below, unless this run is superseded: then its failure doesn't matter.
  reading.catch(() => {})
  let currency = await dated(checkCurrency(run))
  const review = () => reviewFor(run, currency.value, keys.publicKey)
  return reportingFailure(run, keys, null, review(), async () => {
    let live: Awaited<typeof reading> | null = null
    for (let round = 1; currency.value.state === 'current'; round += 1) {
      live ??= await reading
      const isRecent = !isOld(currency) && !isOld(live)
      if (isRecent || round === MAX_ROUNDS) {
        return { isCurrent: true, sha: currency.value.sha, review: review(), live: live.value }
      }
      if (isOld(currency)) currency = await dated(checkCurrency(run))
      if (currency.value.state === 'current' && isOld(live))
        live = await dated(readMaskedLive(run, keys.publicKey))
    }
    if (currency.value.state === 'refused') throw currency.value.error
    return { isCurrent: false, by: currency.value.by, review: review() }
  })
}

/** Writes and reads back. Throws a `UserError` unless live equals `desired` as far as Auco returns it. */
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
  if (outcome.kind !== 'applied') throw writeError(redactFailure(outcome, log.redact))
  const applied = { ...outcome, hidden: outcome.hidden.map(log.redact) }
  log.info(appliedLine(applied))
  return applied
}

async function endSuperseded(
  run: ValidRun,
  keys: Keys,
  { by, review }: Extract<Facts, { isCurrent: false }>,
): Promise<Result> {
  const { context, log } = run
  setOutputsWithoutLive(run, null)
  log.notice(supersededNotice(by))
  log.output('result', 'superseded')
  const state = { isLive: false, hasWritten: false }
  await reportEnding(run, keys, null, review, superseded(by, context), state)
  return 'superseded'
}

/** Runs the steps. A failure is reported in the plan comments and the summary, and thrown again. */
async function reportingFailure<T>(
  run: ValidRun,
  keys: Keys,
  plan: Plan | null,
  review: Review,
  steps: () => Promise<T>,
): Promise<T> {
  run.onEnding({
    failure: null,
    comment: (late, by, write) =>
      updatePlans(late, review, keys.publicKey, interruptedUpdate(run, by, write)),
  })
  try {
    return await steps()
  } catch (error) {
    if (error instanceof UserError && !run.cancelled.aborted) {
      const { context } = run
      const ending = failed(error, context, context.troubleshootingUrl)
      const state = { isLive: false, hasWritten: isAfterWrite(error) }
      await reportEnding(run, keys, plan, review, ending, state, error)
    }
    throw error
  }
}

/** Reports how the apply ended in the plan comments and the summary. */
async function reportEnding(
  run: ValidRun,
  keys: Keys,
  plan: Plan | null,
  review: Review,
  ending: ApplyEnding,
  state: Omit<PlanUpdate, keyof ApplyEnding>,
  failure: UserError | null = null,
): Promise<void> {
  const { log, warnings } = run
  const update = { ...ending, ...state }
  run.onEnding({ failure, comment: (late) => updatePlans(late, review, keys.publicKey, update) })
  const url = await updatePlans(run, review, keys.publicKey, update)
  if (url !== null) log.output('comment-url', url)
  writeSummary(run, reportOf(run, { ...ending, plan, problems: warnings }))
}
