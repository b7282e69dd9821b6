import { AucoWriter } from '../auco/replace-webhooks.ts'
import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import type { LiveCompany } from '../core/webhook.ts'
import type { Plan } from '../plan/plan.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { failureText } from '../report/failure-text.ts'
import { idList } from '../report/id-list.ts'
import { helpLink } from '../report/links.ts'
import { codeSpan } from '../report/markdown.ts'
import { appliedCounts } from '../report/plan-counts.ts'
import { type Report, renderSummary } from '../report/render-report.ts'
import { findSuperseding, type Superseded } from './currency.ts'
import { connectReader, deniedRemovals, readLive, tellPlan, tellWithoutLive } from './outputs.ts'
import {
  APPLIED,
  findReview,
  NOTHING_TO_DO,
  type Review,
  tellStatus,
  unreviewedRemovals,
} from './reviewed-plans.ts'
import { FRESH, linksOf, maskLive, type Result, type ValidRun } from './run-context.ts'
import { type ApplyOutcome, apply } from './write-and-verify.ts'

/** Plans, checks what may be done, writes, and proves it. Green only if a read showed live equal to the file. */
export async function runApply(run: ValidRun): Promise<Result> {
  const { clock, inputs, webhooks } = run
  const keys = requireKeys(run)
  // Side by side: most applies have nothing to write, and end after this one round trip.
  const reading = readLive(run, keys.publicKey).then((live) => ({ live, at: clock.now() }))
  // Its failure is told below, unless GitHub decides first that nothing is to be done.
  reading.catch(() => {})
  const asking = findSuperseding(run).then((by) => ({ by, at: clock.now() }))
  const [head, review] = await Promise.all([asking, findReview(run, keys.publicKey)])
  if (head.by !== null) return endSuperseded(run, review, head.by)

  const facts = await failing(run, null, review, async () => freshFacts(run, keys, head, await reading))
  if (facts.by !== null) return endSuperseded(run, review, facts.by)
  const { live } = facts
  const plan = planChanges(inputs.environment, webhooks, live, null)
  await tellPlan(run, plan)
  return failing(run, plan, review, async () => {
    const refusal = refusalOf(run, plan, review)
    if (refusal !== null) throw refusal
    if (isNothingToDo(plan, live)) {
      return end(run, plan, review, 'unchanged', {
        verdict: '**Nothing to do.** Live equals the file.',
        status: `${NOTHING_TO_DO}: live equals the file at ${commitOf(run)}, see ${runLink(run)}.`,
        hasWritten: false,
      })
    }
    const hidden = (await write(run, keys, live)).length
    const except =
      hidden === 0
        ? ''
        : ` ${formatCount(hidden, 'header value')} could not be compared: Auco does not return ${hidden === 1 ? 'it' : 'them'}.`
    const done = appliedCounts(plan) || 'header values written again'
    return end(run, plan, review, 'applied', {
      verdict: `**Applied and verified:** ${done}.${except}`,
      status: `${APPLIED} by ${runLink(run)} at ${commitOf(run)}.${except}`,
      hasWritten: true,
    })
  })
}

/** Rounds of asking again: if both are slow every time, the last answers have to do. */
const MAX_ROUNDS = 3

/**
 * The branch's head and what is live, both of the last second: a newer commit can have been applied while something was
 * slow, and what somebody changes at Auco meanwhile would be overwritten unseen.
 */
async function freshFacts(
  run: ValidRun,
  keys: Keys,
  head: { readonly by: Superseded | null; readonly at: number },
  reading: { readonly live: LiveCompany; readonly at: number },
): Promise<{ readonly by: Superseded | null; readonly live: LiveCompany }> {
  const { clock } = run
  const isOld = ({ at }: { readonly at: number }) => clock.now() - at > FRESH
  let [newest, latest] = [head, reading]
  for (
    let round = 1;
    round < MAX_ROUNDS && newest.by === null && (isOld(newest) || isOld(latest));
    round += 1
  ) {
    if (isOld(newest)) newest = { by: await findSuperseding(run), at: clock.now() }
    if (newest.by === null && isOld(latest)) {
      latest = { live: await readLive(run, keys.publicKey), at: clock.now() }
    }
  }
  return { by: newest.by, live: latest.live }
}

function requireKeys({ inputs }: ValidRun): Keys {
  const { publicKey, privateKey, environment } = inputs
  if (publicKey !== null && privateKey !== null) return { publicKey, privateKey }
  const both = publicKey === null && privateKey === null
  const missing = both
    ? '`public-key` and `private-key`'
    : publicKey === null
      ? '`public-key`'
      : '`private-key`'
  throw new UserError(
    'missing-key',
    `An apply needs ${missing}, which this run does not have.`,
    `Pass the secrets of ${environment} to the step (does the job name its \`environment:\`?), or plan with \`dry-run: true\`.`,
  )
}

interface Keys {
  readonly publicKey: Secret
  readonly privateKey: Secret
}

/** Why this plan may not be applied, if so. */
function refusalOf(run: ValidRun, plan: Plan, review: Review): UserError | null {
  return deniedRemovals(run, plan) ?? unreviewedRemovals(run, plan, review)
}

/**
 * Nothing differs. A live value that Auco does not return may be an old one, so it is written again rather than taken
 * for equal.
 */
function isNothingToDo(plan: Plan, live: LiveCompany): boolean {
  const isValueHidden = live.webhooks.some(({ header }) => header?.value.known === false)
  return plan.changes.length === 0 && !(isValueHidden && plan.cannotCompare.length > 0)
}

/**
 * Writes and reads back. Throws a `UserError` for every outcome but the verified one, and gives the ids whose header value
 * could not be verified, because Auco does not return it.
 */
async function write(run: ValidRun, keys: Keys, live: LiveCompany): Promise<readonly string[]> {
  const { inputs, runner, webhooks } = run
  const reader = await connectReader(run, keys.publicKey)
  const writer = new AucoWriter(await run.connectAuco(), keys.privateKey, {
    environment: inputs.environment,
    secrets: () => runner.secrets,
  })
  const outcome = await runner.group('Apply', () =>
    apply(webhooks, live, {
      reader,
      writer,
      clock: run.clock,
      cancelled: run.cancelled,
      onState: run.onWriteState,
      onRead: (seen) => maskLive(run, seen),
      log: (line) => runner.info(line),
    }),
  )
  if (outcome.kind !== 'verified') throw applyError(outcome)
  runner.info(
    `Verified: a read-back shows live equal to the file, after ${formatCount(outcome.writes, 'write')}.`,
  )
  return outcome.hidden
}

function applyError(outcome: Exclude<ApplyOutcome, { kind: 'verified' }>): UserError {
  switch (outcome.kind) {
    case 'not-applied':
      return new UserError(
        'not-applied',
        `Not applied: after ${formatCount(outcome.writes, 'write')} live is still what it was before. The last time, ${lowerFirst(outcome.lastOutcome)}`,
        "Run the job again; if live stays as it is, check Auco's status.",
      )
    case 'somebody-else':
      return new UserError(
        'somebody-else',
        `Somebody else is writing: live is neither the file nor what it was before. These ids differ from the file: ${idList(outcome.ids)}.`,
        'No further write was made. See what changed with a plan, and run one job at a time (`concurrency`).',
      )
    case 'unknown':
      return new UserError(
        'unknown-outcome',
        `Unknown whether the write is live: it could not be read back. ${outcome.cause.reason}`,
        'Run the job again: it reads first, and writes only what differs.',
        outcome.cause.quote,
      )
  }
}

/** What is told of the end of an apply: in the summary, and as the status of the plan comment. */
interface Ending {
  readonly verdict: string
  /** What the summary says below the verdict. */
  readonly notes?: readonly string[]
  readonly status: string
  readonly hasWritten: boolean
}

async function end(
  run: ValidRun,
  plan: Plan | null,
  review: Review,
  result: Exclude<Result, 'planned'>,
  ending: Ending,
): Promise<Result> {
  run.runner.output('result', result)
  await tell(run, plan, review, ending)
  return result
}

/** Failures after which live may not be what an earlier run left there. */
const AFTER_A_WRITE = ['not-applied', 'somebody-else', 'unknown-outcome']

/** Runs the steps; what fails is told in the comment and the summary, and fails all the same. */
async function failing<T>(
  run: ValidRun,
  plan: Plan | null,
  review: Review,
  steps: () => Promise<T>,
): Promise<T> {
  try {
    return await steps()
  } catch (error) {
    if (error instanceof UserError && !run.cancelled.aborted) {
      const isRefusal = error.code === 'removals-denied' || error.code === 'unreviewed-removals'
      const word = isRefusal ? 'Refused' : 'Failed'
      await tell(run, plan, review, {
        verdict: `**${word}.** ${failureText(error)}`,
        notes: [helpLink(run.context.troubleshootingUrl, error.code)],
        status: `${word}: ${failureText(error)} See ${runLink(run)}.`,
        hasWritten: AFTER_A_WRITE.includes(error.code),
      })
    }
    throw error
  }
}

async function endSuperseded(run: ValidRun, review: Review, superseded: Superseded): Promise<Result> {
  const by =
    superseded.by === 'deletion' ? 'the deletion of the branch' : codeSpan(superseded.sha.slice(0, 7))
  tellWithoutLive(run, null)
  run.runner.notice(
    `Superseded by ${by}: this commit is no longer the head of its branch. Nothing was written.`,
  )
  return end(run, null, review, 'superseded', {
    verdict: `**Superseded by ${by}.** Nothing was written.`,
    status: `Superseded by ${by}, see ${runLink(run)}.`,
    hasWritten: false,
  })
}

async function tell(
  run: ValidRun,
  plan: Plan | null,
  review: Review,
  { verdict, notes = [], status, hasWritten }: Ending,
): Promise<void> {
  const { inputs, runner, warnings } = run
  const url = await tellStatus(run, review, status, hasWritten)
  if (url !== null) runner.output('comment-url', url)
  const report: Report = {
    title: inputs.title,
    verdict,
    notes,
    plan,
    problems: warnings,
    afterMerge: null,
    status: null,
    links: linksOf(run),
  }
  runner.summary(renderSummary(report))
}

function runLink({ context }: ValidRun): string {
  return context.runUrl === null ? 'a run' : `[run ${context.runId}](${context.runUrl})`
}

function commitOf({ context }: ValidRun): string {
  return codeSpan(context.sha.slice(0, 7))
}

function lowerFirst(text: string): string {
  // `Auco answered 500.` keeps its capital: it is a name.
  return text.startsWith('Auco') ? text : text.charAt(0).toLowerCase() + text.slice(1)
}
