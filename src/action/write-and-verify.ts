import type { WriteAttempt } from '../auco/replace-webhooks.ts'
import { UserError } from '../core/errors.ts'
import type { LiveCompany, Webhook } from '../core/webhook.ts'
import { differingIds, hiddenIds } from '../plan/compare-webhooks.ts'
import { defaultFirst } from '../plan/default-first.ts'
import type { WriteFailure } from '../report/apply-errors.ts'
import type { Clock } from '../system/clock.ts'
import type { WriteState } from './run-context.ts'

/** Most writes of one run: the first, and two more while live is still what it was before. */
const MAX_WRITES = 3

/**
 * Pauses before the read-backs after one write, in milliseconds: 7.5 seconds in all. Auco doesn't document how soon a read
 * shows a write, so only the last read-back can fail.
 */
const READ_BACK_PAUSES = [0, 500, 1_000, 2_000, 4_000] as const

/** `hidden` are the ids whose header value could not be verified, because Auco doesn't return it. */
interface Verified {
  readonly kind: 'verified'
  readonly writes: number
  readonly hidden: readonly string[]
}

export interface ApplyTools {
  /** Reads what is live. Throws a `UserError`. */
  readonly read: () => Promise<LiveCompany>
  /** Writes once. Throws a `UserError` for an answer that is final. */
  readonly write: (webhooks: readonly Webhook[]) => Promise<WriteAttempt>
  readonly clock: Clock
  readonly cancelled: AbortSignal
  /** Called when the state of the write changes. */
  readonly onWriteState: (state: WriteState) => void
  readonly log: (line: string) => void
}

/**
 * Makes live equal to the file: writes, then reads back until live equals the file or clearly doesn't. Whatever the write
 * answered, the read-back decides. Throws a `UserError` only for an answer that is final (400, 401, 403, 404, 422 …), and
 * the reason of a cancellation.
 */
export async function writeAndVerify(
  desired: readonly Webhook[],
  before: LiveCompany,
  tools: ApplyTools,
): Promise<Verified | WriteFailure> {
  const webhooks = defaultFirst(desired)
  for (let writes = 1; ; writes += 1) {
    tools.onWriteState('unknown')
    const attempt = await tools.write(webhooks).catch((error: unknown) => {
      // A final answer means that nothing was written; a cancellation means nothing.
      const isFinal = error instanceof UserError && !tools.cancelled.aborted
      if (isFinal && writes === 1) tools.onWriteState('not-sent')
      throw error
    })
    tools.log(`Write ${writes}: ${attempt.outcome}`)

    // Here and not after the reads, so that nothing comes between a read and the write that is based on it.
    if (attempt.retryAfter !== null) await tools.clock.sleep(attempt.retryAfter, tools.cancelled)
    const seen = await readBack(webhooks, before, tools)
    if (seen.kind === 'equal') {
      tools.onWriteState('confirmed')
      return { kind: 'verified', writes, hidden: seen.hidden }
    }
    if (seen.kind !== 'as-before') return seen
    if (writes === MAX_WRITES) return { kind: 'not-applied', writes, lastOutcome: attempt.outcome }
  }
}

type Seen =
  | { readonly kind: 'equal'; readonly hidden: readonly string[] }
  | { readonly kind: 'as-before' }
  | Extract<WriteFailure, { kind: 'somebody-else' | 'unknown' }>

/** Reads until live equals the file or the last pause is over, and returns what the reads showed. */
async function readBack(desired: readonly Webhook[], before: LiveCompany, tools: ApplyTools): Promise<Seen> {
  const isShown = showsValueOf(before)
  let foreignIds: readonly string[] | null = null
  for (const pause of READ_BACK_PAUSES) {
    if (pause > 0) await tools.clock.sleep(pause, tools.cancelled)
    const live = await tools.read().catch((error: unknown) => {
      if (error instanceof UserError) return error
      throw error
    })
    if (live instanceof UserError) return { kind: 'unknown', cause: live }

    const differing = differingIds(desired, live.webhooks, isShown)
    if (differing.length === 0) return { kind: 'equal', hidden: hiddenIds(desired, live.webhooks) }
    // Neither the old nor the desired state. It may be a stale read, so keep polling, but never write again: that would
    // overwrite somebody else's change.
    if (differingIds(before.webhooks, live.webhooks, isShown).length > 0) foreignIds = differing
    tools.log(`Read-back: live does not equal the file yet (${differing.length} of its ids differ).`)
  }
  return foreignIds === null ? { kind: 'as-before' } : { kind: 'somebody-else', ids: foreignIds }
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
