import type { AucoReader } from '../auco/read-company.ts'
import type { AucoWriter } from '../auco/replace-webhooks.ts'
import { UserError } from '../core/errors.ts'
import type { LiveCompany, Webhook } from '../core/webhook.ts'
import { differingIds, hiddenIds } from '../plan/compare-webhooks.ts'
import { defaultFirst } from '../plan/default-first.ts'
import type { Clock } from '../system/clock.ts'

/** Writes of one run at most: the first, and two more while the set is still what it was before. */
const MAX_WRITES = 3

/**
 * Pauses before the read-backs after one write, in milliseconds: 7.5 seconds in all. Auco says nothing about how soon
 * a read shows a write, so a read-back is not called a failure before the last of them.
 */
const READ_BACK_PAUSES = [0, 500, 1_000, 2_000, 4_000] as const

/** What a run that is cancelled can say about its write. */
export type WriteState = 'not-sent' | 'unknown' | 'confirmed'

/** How an apply ended. Only `verified` is green. */
export type ApplyOutcome =
  /** `hidden`: ids whose header value Auco does not return, so that the proof leaves it out. */
  | { readonly kind: 'verified'; readonly writes: number; readonly hidden: readonly string[] }
  | { readonly kind: 'not-applied'; readonly writes: number; readonly lastOutcome: string }
  | { readonly kind: 'somebody-else'; readonly ids: readonly string[] }
  | { readonly kind: 'unknown'; readonly cause: UserError }

export interface ApplyTools {
  readonly reader: AucoReader
  readonly writer: AucoWriter
  readonly clock: Clock
  readonly cancelled: AbortSignal
  /** Told at each change of what is known about the write. */
  readonly onState: (state: WriteState) => void
  readonly log: (line: string) => void
  /** Told of each live set that was read, before anything else is done with it: its header values are to be masked. */
  readonly onRead: (live: LiveCompany) => void
}

/**
 * Makes live equal to the file and proves it: writes, then reads back until live is the file, or is clearly not.
 * Whatever the write answered, the read-back decides. Throws a `UserError` only for an answer that is final
 * (400, 401, 403, 404, 422 …), and the reason of a cancellation.
 */
export async function apply(
  desired: readonly Webhook[],
  before: LiveCompany,
  tools: ApplyTools,
): Promise<ApplyOutcome> {
  const webhooks = defaultFirst(desired)
  for (let writes = 1; ; writes += 1) {
    tools.onState('unknown')
    const attempt = await tools.writer.replaceWebhooks(webhooks).catch((error: unknown) => {
      // A final answer is Auco's word that nothing was written; a cancellation says nothing.
      const isFinal = error instanceof UserError && !tools.cancelled.aborted
      if (isFinal && writes === 1) tools.onState('not-sent')
      throw error
    })
    tools.log(`Write ${writes}: ${attempt.outcome}`)

    // Waited for here and not after the reads, so that a further write follows right after a read.
    if (attempt.retryAfter !== null) await tools.clock.sleep(attempt.retryAfter, tools.cancelled)
    const seen = await readBack(webhooks, before, tools)
    if (seen.kind === 'equal') {
      tools.onState('confirmed')
      return { kind: 'verified', writes, hidden: seen.hidden }
    }
    if (seen.kind !== 'as-before') return seen
    if (writes === MAX_WRITES) return { kind: 'not-applied', writes, lastOutcome: attempt.outcome }
  }
}

type Seen =
  | { readonly kind: 'equal'; readonly hidden: readonly string[] }
  | { readonly kind: 'as-before' }
  | Extract<ApplyOutcome, { kind: 'somebody-else' | 'unknown' }>

/** Reads until live equals the file, through the whole window; then says what the reads showed. */
async function readBack(desired: readonly Webhook[], before: LiveCompany, tools: ApplyTools): Promise<Seen> {
  const isShown = showsValueOf(before)
  let foreignIds: readonly string[] | null = null
  for (const pause of READ_BACK_PAUSES) {
    if (pause > 0) await tools.clock.sleep(pause, tools.cancelled)
    const live = await tools.reader.read().catch((error: unknown) => {
      if (error instanceof UserError) return error
      throw error
    })
    if (live instanceof UserError) return { kind: 'unknown', cause: live }
    tools.onRead(live)

    const differing = differingIds(desired, live.webhooks, isShown)
    if (differing.length === 0) return { kind: 'equal', hidden: hiddenIds(desired, live.webhooks) }
    // Neither what was nor what should be. It may be an old state on its way out, so the window goes on; but once seen,
    // no further write follows: it would undo what somebody else did.
    if (differingIds(before.webhooks, live.webhooks, isShown).length > 0) foreignIds = differing
    tools.log(`Read-back: live does not equal the file yet (${differing.length} of its ids differ).`)
  }
  return foreignIds === null ? { kind: 'as-before' } : { kind: 'somebody-else', ids: foreignIds }
}

/**
 * Whether Auco shows the header value of an id, as far as the reading before the write tells: of a new header, whether it
 * shows any. A value that it showed and shows no longer was lost or replaced, and is no unseen one to be left out.
 */
function showsValueOf(before: LiveCompany): (id: string) => boolean {
  const known = new Map(
    before.webhooks.flatMap(({ id, header }) => (header === null ? [] : [[id, header.value.known] as const])),
  )
  const showsAny = [...known.values()].some((isKnown) => isKnown)
  return (id) => known.get(id) ?? showsAny
}
