/**
 * Faults of Auco by schedule: answers are lost, delayed, cut and forged, and a write is applied before, after or long
 * after its answer.
 */
import {
  type Company,
  type FakeAuco,
  type Quirks,
  seedCompany,
  startAuco,
  type Webhook,
} from '../fakes/auco.ts'
import {
  type Answer,
  drip,
  halfOf,
  type Outcome,
  type Respond,
  rawBytes,
  recordedStatus,
  type SeenRequest,
} from '../fakes/recording-server.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A read before the run's first write, a write, and a read after it. */
export type Kind = 'read' | 'write' | 'read-back'

/**
 * What the run gets instead of Auco's answer: another one; Auco's own, changed; bytes that are no HTTP; or no whole answer.
 * `half` is cut before the length that it announced; `drip` sends a byte a (virtual) second and never ends.
 */
export type Reply =
  | Answer
  | ((own: Answer) => Answer)
  | { readonly bytes: string }
  | 'reset'
  | 'silence'
  | 'half'
  | 'drip'

/** What goes wrong with some requests of one kind. */
export interface Fault {
  readonly kind: Kind
  /** Index of the first of them among the run's requests of this kind; the default is 0. */
  readonly from?: number
  /** How many; `Infinity` for all that follow. */
  readonly times: number
  /** The default is Auco's own answer. */
  readonly reply?: Reply | undefined
  /** When a write is applied: before its answer (the default), never, or not before the n-th read-back from then on. */
  readonly store?: 'never' | { readonly beforeRead: number }
  /** A write leaves the last webhook out. */
  readonly dropsLast?: boolean
  /** How many reads from now on show what was stored before this write. */
  readonly staleReads?: number
  /** Another writer, right before this request is handled. */
  readonly editBefore?: (company: Company) => void
  /** Another writer, right after it, while its answer is on the way. */
  readonly editAfter?: (company: Company) => void
}

/** What became of one request. */
export interface Served {
  /** Who asked: the `User-Agent`. */
  readonly actor: string
  /** `edit`: no request, but another writer. */
  readonly kind: Kind | 'edit'
  /** When it arrived, by the virtual clock. */
  readonly at: number
  readonly hadFault: boolean
  /** Status of a whole answer; null if there was none. */
  readonly status: number | null
  /** Fingerprint of the set that a whole answer to a read showed; null for a write and for every other answer. */
  readonly shown: string | null
  /** Fingerprint of what was stored when its answer was made. */
  readonly stored: string
}

/** The company while one schedule lasts. */
export interface Scene {
  readonly served: readonly Served[]
  /** Fingerprint of what is stored. */
  stored(): string
  /** Fingerprint of what a read would show now. */
  visible(): string
  /** Another writer, between two requests. */
  edit(change: (company: Company) => void): void
  /** Applies the writes that are still delayed. */
  settle(): Promise<void>
}

export interface SceneOptions {
  readonly clock: VirtualClock
  readonly faults: readonly Fault[]
  /** How a read shows each stored webhook, such as with its header value masked. */
  readonly shows?: Quirks['shows']
  /** How a write stores each webhook. */
  readonly stores?: Quirks['stores']
  /** Holds a request back until it resolves; returns what to call once the request is done. */
  readonly gate?: (actor: string) => Promise<() => void>
}

export interface FaultyAuco {
  /** The API's base URL. */
  readonly url: string
  readonly publicKey: string
  readonly privateKey: string
  /** Requests of no scene or with a wrong key, and failures of the scene itself. A test that has any proves nothing. */
  readonly strays: readonly string[]
  /** Brings the seeded company back. Requests from now on belong to the new scene. */
  stage(options: SceneOptions): Scene
  close(): Promise<void>
}

/** A set of webhooks as one text: equal texts, equal sets. */
export function fingerprint(webhooks: readonly Webhook[]): string {
  return JSON.stringify(
    webhooks
      .map(({ id, description, url, header }) => [id, description, url, header?.key, header?.value])
      .sort((one, other) => String(one[0]).localeCompare(String(other[0]))),
  )
}

/** Starts an Auco whose faults follow the schedule of the scene that was staged last. */
export async function startFaultyAuco(): Promise<FaultyAuco> {
  const auco = await startAuco()
  const { url, publicKey, privateKey, close, quirks } = auco
  const strays: string[] = []
  const stray = async ({ method, target }: SeenRequest): Promise<Outcome> => {
    strays.push(`${method} ${target}`)
    return 'reset'
  }
  quirks.respond = stray
  return {
    url,
    publicKey,
    privateKey,
    strays,
    close,
    stage: (options) => {
      auco.edit((company) => Object.assign(company, seedCompany()))
      Object.assign(quirks, { staleReads: 0, shows: options.shows, stores: options.stores })
      const scene = new Performer(auco, options)
      quirks.respond = async (request, own) => {
        const key = request.method === 'PUT' ? privateKey : publicKey
        if (request.headers.authorization !== key) return stray(request)
        try {
          return await scene.respond(request, own)
        } catch (error) {
          strays.push(String(error))
          return 'reset'
        }
      }
      return scene
    },
  }
}

type Own = Parameters<Respond>[1]

class Performer implements Scene {
  readonly served: Served[] = []
  readonly #auco: FakeAuco
  readonly #options: SceneOptions
  /** How many requests of each kind an actor has made. */
  readonly #counts = new Map<string, number>()
  #delayed: { readonly apply: Own; reads: number }[] = []

  constructor(auco: FakeAuco, options: SceneOptions) {
    this.#auco = auco
    this.#options = options
  }

  stored(): string {
    return fingerprint(this.#auco.company().webhooks)
  }

  visible(): string {
    return fingerprint(this.#auco.visible().webhooks)
  }

  edit(change: (company: Company) => void): void {
    this.#auco.edit(change)
    const at = this.#options.clock.now()
    const nothing = { hadFault: false, status: null, shown: null } as const
    this.served.push({ actor: '', kind: 'edit', at, ...nothing, stored: this.stored() })
  }

  async settle(): Promise<void> {
    const delayed = this.#delayed
    this.#delayed = []
    for (const { apply } of delayed) await apply()
  }

  async respond({ method, headers }: SeenRequest, own: Own): Promise<Outcome> {
    const { clock, gate, faults } = this.#options
    const actor = headers['user-agent'] ?? ''
    const done = await gate?.(actor)
    const kind = this.#kindOf(actor, method)
    const index = this.#count(`${actor} ${kind}`)
    const fault = faults.find(
      ({ kind: of, from = 0, times }) => of === kind && index >= from && index < from + times,
    )
    const at = clock.now()
    if (fault?.editBefore !== undefined) this.#auco.edit(fault.editBefore)
    const { answer, shown } = kind === 'write' ? await this.#write(own, fault) : await this.#read(own)
    const outcome = this.#outcome(answer, fault?.reply)
    const isOwn = fault?.reply === undefined || typeof fault.reply === 'function'
    const status = recordedStatus(outcome)
    this.served.push({
      actor,
      kind,
      at,
      hadFault: fault?.reply !== undefined,
      status: typeof status === 'number' ? status : null,
      shown: isOwn ? shown : null,
      stored: this.stored(),
    })
    if (fault?.editAfter !== undefined) this.#auco.edit(fault.editAfter)
    done?.()
    return outcome
  }

  #kindOf(actor: string, method: string): Kind {
    if (method === 'PUT') return 'write'
    return this.#counts.has(`${actor} write`) ? 'read-back' : 'read'
  }

  #count(name: string): number {
    const index = this.#counts.get(name) ?? 0
    this.#counts.set(name, index + 1)
    return index
  }

  async #write(own: Own, fault: Fault | undefined): Promise<{ answer: Answer; shown: null }> {
    const ok = { answer: { status: 200, body: { response: 'OK' } }, shown: null }
    const store = fault?.store ?? 'now'
    if (store === 'never') return ok
    if (store !== 'now') {
      this.#delayed.push({ apply: () => expectOk(own), reads: store.beforeRead })
      return ok
    }
    const answer = await expectOk(own)
    if (fault?.dropsLast === true) this.#auco.edit(({ webhooks }) => webhooks.pop())
    if (fault?.staleReads !== undefined) this.#auco.quirks.staleReads = fault.staleReads
    return { answer, shown: null }
  }

  async #read(own: Own): Promise<{ answer: Answer; shown: string }> {
    for (const delayed of this.#delayed) delayed.reads -= 1
    for (const { apply } of this.#delayed.filter(({ reads }) => reads <= 0)) await apply()
    this.#delayed = this.#delayed.filter(({ reads }) => reads > 0)
    const shown = this.visible()
    return { answer: await expectOk(own), shown }
  }

  #outcome(own: Answer, reply: Reply | undefined): Outcome {
    if (reply === undefined) return own
    if (typeof reply === 'function') return reply(own)
    if (reply === 'half') return halfOf(own)
    if (typeof reply === 'object' && 'bytes' in reply) return rawBytes(reply.bytes)
    return reply === 'drip' ? drip(() => this.#options.clock.advance(1_000)) : reply
  }
}

async function expectOk(own: Own): Promise<Answer> {
  const answer = await own()
  if (answer.status !== 200) throw new Error(`Auco answers ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer
}
