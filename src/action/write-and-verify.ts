import type { WriteAttempt } from '../auco/replace-webhooks.ts'
import { UserError } from '../core/errors.ts'
import type { LiveCompany, LiveWebhook, Webhook } from '../core/webhook.ts'
import { defaultFirst, differingIds, hiddenIds, storedDifferences } from '../plan/compare-webhooks.ts'
import type { WriteFailure } from '../report/apply-errors.ts'
import type { AppliedWrite } from '../report/apply-words.ts'
import type { Run } from './run-context.ts'

/** Most writes of one run: the first, and two more while live is still what it was before. */
const MAX_WRITES = 3

/**
 * Pauses before the read-backs after one write, in milliseconds: 7.5 seconds in all. Auco doesn't document how soon a read
 * shows a write, so only the last read-back can fail.
 */
const READ_BACK_PAUSES = [0, 500, 1_000, 2_000, 4_000] as const

export interface ApplyTools extends Pick<Run, 'clock' | 'cancelled' | 'onWriteState'> {
  readonly read: () => Promise<LiveCompany>
  readonly write: (webhooks: readonly Webhook[]) => Promise<WriteAttempt>
  readonly log: (line: string) => void
}

/**
 * Makes live equal to the file: writes, then reads back until live equals the file or clearly doesn't. Whatever the write
 * answered, the read-back decides. After an answer that is final (400, 401, 403, 404, 422) one read is enough, and that
 * answer is thrown if live is what it was before. Throws the reason of a cancellation, too.
 */
export async function writeAndVerify(
  desired: readonly Webhook[],
  before: LiveCompany,
  tools: ApplyTools,
): Promise<AppliedWrite | WriteFailure> {
  const webhooks = defaultFirst(desired)
  const isShown = showsValueOf(before)
  let isVisible = differingIds(webhooks, before.webhooks, isShown).length > 0
  for (let writes = 1; ; writes += 1) {
    tools.onWriteState('unknown')
    const attempt = await tools.write(webhooks)
    tools.log(`Write ${writes}: ${attempt.outcome}`)

    // Here and not after the reads, so that nothing comes between a read and the write that is based on it.
    if (attempt.retryAfter !== null) await tools.clock.sleep(attempt.retryAfter, tools.cancelled)
    const seen = await readBack(
      { desired: webhooks, before, isShown, isVisible, isAccepted: attempt.isAccepted },
      attempt.refusal === undefined ? READ_BACK_PAUSES : [0],
      tools,
    )
    if (seen.kind === 'applied') {
      if (seen.isVerified) tools.onWriteState('confirmed')
      return { ...seen, writes }
    }
    if (seen.kind !== 'as-before') return seen
    if (attempt.refusal !== undefined) {
      if (writes === 1) tools.onWriteState('not-sent')
      throw attempt.refusal
    }
    isVisible &&= !seen.hasShownFile
    if (writes === MAX_WRITES) {
      return { kind: 'not-applied', writes, lastOutcome: attempt.outcome, hidden: seen.hidden }
    }
  }
}

type Seen =
  | Omit<AppliedWrite, 'writes'>
  /**
   * As before, as far as can be seen, or the file without a proof of its hidden values. `hidden` are the ids of values
   * that may differ from the file unseen, if nothing else does.
   */
  | { readonly kind: 'as-before'; readonly hidden: readonly string[]; readonly hasShownFile: boolean }
  | Exclude<WriteFailure, { kind: 'not-applied' }>

interface Expected {
  readonly desired: readonly Webhook[]
  readonly before: LiveCompany
  readonly isShown: (id: string) => boolean
  /** Whether no read before the write looked like the file: only then can one after it prove the write. */
  readonly isVisible: boolean
  readonly isAccepted: boolean
}

/** Reads until a read proves the write or the last pause is over, and returns what the reads showed. */
async function readBack(expected: Expected, pauses: readonly number[], tools: ApplyTools): Promise<Seen> {
  const { desired, isShown, isVisible, isAccepted } = expected
  const readings: (readonly LiveWebhook[])[] = []
  for (const pause of pauses) {
    if (pause > 0) await tools.clock.sleep(pause, tools.cancelled)
    const live = await tools.read().catch((error: unknown) => {
      if (error instanceof UserError) return error
      throw error
    })
    if (live instanceof UserError) return { kind: 'unknown', cause: live }

    const { webhooks } = live
    const differing = differingIds(desired, webhooks, isShown).length
    if (differing === 0) {
      const hidden = hiddenIds(desired, webhooks)
      // One write replaces the whole list, so a change that is seen proves those that are not, but only if Auco took this
      // write: otherwise somebody else may have made the change.
      const isVerified = hidden.length === 0 || (isVisible && isAccepted)
      if (isVerified) return { kind: 'applied', isVerified, hidden }
    }
    // Neither the old nor the desired state may be a stale read, so keep polling, but never write again: that would
    // overwrite somebody else's change.
    readings.push(webhooks)
    tools.log(
      differing === 0
        ? 'Read-back: nothing that Auco returns shows yet whether it took the write.'
        : `Read-back: Auco doesn't have the file yet (${differing} of its ids differ).`,
    )
  }
  return conclude(readings, expected)
}

/** What the reads of a whole window mean, if none proved the write. */
function conclude(
  readings: readonly (readonly LiveWebhook[])[],
  { desired, before, isAccepted, isShown }: Expected,
): Seen {
  const last = readings.at(-1) ?? []
  const fromFile = (webhooks: readonly LiveWebhook[]) => differingIds(desired, webhooks, isShown)
  const changed = readings.filter((webhooks) => differingIds(before.webhooks, webhooks, isShown).length > 0)
  // A later read that equals the file doesn't excuse it: that one can be stale.
  const foreign = changed.findLast((webhooks) => fromFile(webhooks).length > 0)
  if (foreign !== undefined) {
    return { kind: 'stored-differently', differences: storedDifferences(desired, foreign, isShown) }
  }
  const hidden = fromFile(last).length === 0 ? hiddenIds(desired, last) : []
  const showingFile = readings.filter((webhooks) => fromFile(webhooks).length === 0)
  return isAccepted && showingFile.length === readings.length
    ? { kind: 'applied', isVerified: false, hidden }
    : { kind: 'as-before', hidden, hasShownFile: showingFile.length > 0 }
}

/**
 * Whether Auco shows the header value of an id, judged by the read before the write; for a new header, whether it shows
 * any value. A value that was shown before and isn't now was lost or replaced, so it counts as a difference.
 */
function showsValueOf(before: LiveCompany): (id: string) => boolean {
  const known = new Map(
    before.webhooks.flatMap(({ id, header }) => (header === null ? [] : [[id, header.value.known] as const])),
  )
  const showsAny = [...known.values()].some((isKnown) => isKnown)
  return (id) => known.get(id) ?? showsAny
}
