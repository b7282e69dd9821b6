/**
 * Faults of Auco by schedule: answers are lost, delayed, cut and forged, and a write is applied before, after or long
 * after its answer.
 */
import { type Company, startAuco, type Webhook } from '../fakes/auco.ts'
import { type Answer, type Outcome, type Respond, recordedStatus } from '../fakes/recording-server.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A read before the run's first write, a write, and a read after it. */
export type Kind = 'read' | 'write' | 'read-back'

/** What the run gets instead of Auco's answer. */
export type Reply = Answer | ((own: Answer, clock: VirtualClock) => Outcome)

/** What goes wrong with some requests of one kind. */
export interface Fault {
  readonly kind: Kind
  /** Index of the first of them among the run's requests of this kind; the default is 0. */
  readonly from?: number
  /** How many; `Infinity` for all that follow. */
  readonly times: number
  /** The default is Auco's own answer. */
  readonly reply?: Reply
  /** A write is applied before the n-th read-back from then on; by default before its answer, with `Infinity` never. */
  readonly storedAt?: number | undefined
  /** How many reads from now on show what was stored before this write. */
  readonly staleReads?: number
  /** Another writer, right before this request is handled. */
  readonly editBefore?: ((company: Company) => void) | undefined
  /** Another writer, right after it, while its answer is on the way. */
  readonly editAfter?: (company: Company) => void
}

/** What became of one request. */
export interface Served {
  readonly kind: Kind
  readonly hadFault: boolean
  /** Status of a whole answer; null if there was none. */
  readonly status: number | null
  /** Fingerprint of the set that a whole answer to a read showed; null for a write and for every other answer. */
  readonly shown: string | null
  /** Fingerprint of what was stored when its answer was made. */
  readonly stored: string
}

/** A set of webhooks as one text: equal texts, equal sets. */
export function fingerprint(webhooks: readonly Webhook[]): string {
  return JSON.stringify(
    webhooks
      .map(({ id, description, url, header }) => [id, description, url, header?.key, header?.value])
      .sort((one, other) => String(one[0]).localeCompare(String(other[0]))),
  )
}

/** Starts an Auco with the seeded company for one run. */
export async function startFaultyAuco(clock: VirtualClock, faults: readonly Fault[]) {
  const auco = await startAuco()
  const { quirks, edit } = auco
  const served: Served[] = []
  let delayed: { readonly apply: Own; reads: number }[] = []
  const stored = () => fingerprint(auco.company().webhooks)
  const visible = () => fingerprint(auco.visible().webhooks)

  const write = async (own: Own, { storedAt, staleReads }: Partial<Fault>): Promise<Answer> => {
    if (storedAt !== undefined) {
      delayed.push({ apply: own, reads: storedAt })
      return { status: 200, body: { response: 'OK' } }
    }
    const answer = await expectOk(own)
    if (staleReads !== undefined) quirks.staleReads = staleReads
    return answer
  }
  const applyDelayed = async (isDue: (reads: number) => boolean) => {
    const due = delayed.filter(({ reads }) => isDue(reads))
    delayed = delayed.filter((write) => !due.includes(write))
    for (const { apply } of due) await expectOk(apply)
  }
  quirks.respond = async ({ method }, own) => {
    const hasWritten = served.some(({ kind }) => kind === 'write')
    const kind = method === 'PUT' ? 'write' : hasWritten ? 'read-back' : 'read'
    const index = served.filter((request) => request.kind === kind).length
    const fault = faults.find(
      ({ kind: of, from = 0, times }) => of === kind && index >= from && index < from + times,
    )
    if (fault?.editBefore) edit(fault.editBefore)
    if (kind !== 'write') {
      for (const write of delayed) write.reads -= 1
      await applyDelayed((reads) => reads <= 0)
    }
    const shown = kind === 'write' ? null : visible()
    const answer = kind === 'write' ? await write(own, fault ?? {}) : await expectOk(own)
    const { reply = answer } = fault ?? {}
    const outcome = typeof reply === 'function' ? reply(answer, clock) : reply
    const isShown = typeof outcome === 'object' && outcome.body === answer.body
    const status = recordedStatus(outcome)
    served.push({
      kind,
      hadFault: fault?.reply !== undefined,
      status: typeof status === 'number' ? status : null,
      shown: isShown ? shown : null,
      stored: stored(),
    })
    if (fault?.editAfter) edit(fault.editAfter)
    return outcome
  }
  return {
    ...auco,
    served,
    /** What is stored now, and what a read would show. */
    now: () => ({ stored: stored(), visible: visible() }),
    /** What is stored once the delayed writes are applied. */
    settle: async () => {
      await applyDelayed(Number.isFinite)
      return stored()
    },
  }
}

type Own = Parameters<Respond>[1]

async function expectOk(own: Own): Promise<Answer> {
  const answer = await own()
  if (answer.status !== 200) throw new Error(`Auco answers ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer
}
