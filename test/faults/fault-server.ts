/**
 * Faults between the action and the Auco emulator: a server in front of it that loses, delays, cuts and forges answers,
 * and applies a write before, after or long after it has answered.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { closeHttpServer, waitForListening } from 'emulate'
import { type AucoEmulator, type Company, seedCompany, startAuco, type Webhook } from '../fakes/auco.ts'
import type { Answer } from '../fakes/recording-server.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A read before the run's first write, a write, and a read after it. */
export type Kind = 'read' | 'write' | 'read-back'

/**
 * What the run gets instead of Auco's answer: another one; Auco's own, changed; or no whole answer. `half` is cut before
 * the length that it announced; `drip` sends a byte a (virtual) second and never ends.
 */
export type Reply = Answer | ((own: Answer) => Answer) | 'reset' | 'silence' | 'half' | 'drip'

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
  /** Another writer, right before this request is looked at. */
  readonly editBefore?: (company: Company) => void
  /** Another writer, right after it, while its answer is on the way. */
  readonly editAfter?: (company: Company) => void
}

/** What became of one request. */
export interface Served {
  /** Who asked: the `User-Agent`. */
  readonly actor: string
  /** `edit`: no request, but another writer at his turn. */
  readonly kind: Kind | 'edit'
  /** When it came, by the virtual clock. */
  readonly at: number
  readonly hadFault: boolean
  /** Status of a whole answer; null if there was none. */
  readonly status: number | null
  /** Fingerprint of the set that a whole answer to a read showed; null for a write and for every other answer. */
  readonly shown: string | null
  /** Fingerprint of what was stored when its answer was made. */
  readonly stored: string
}

/** The company behind the server while one schedule lasts. */
export interface Scene {
  readonly served: readonly Served[]
  /** Fingerprint of what is stored. */
  stored(): string
  /** Fingerprint of what a read would show now. */
  visible(): string
  /** Another writer, between two requests. */
  edit(change: (company: Company) => void): Promise<void>
  /** Applies the writes that are still on their way. */
  settle(): Promise<void>
}

export interface SceneOptions {
  readonly clock: VirtualClock
  readonly faults: readonly Fault[]
  /** Holds a request back until it resolves; gives what is to be called once the request is done. */
  readonly gate?: (actor: string) => Promise<() => void>
}

export interface FaultServer {
  /** The API's base URL. */
  readonly url: string
  readonly publicKey: string
  readonly privateKey: string
  /** Requests of no scene or with a wrong key, and failures of the server itself: a test that has some proves nothing. */
  readonly strays: readonly string[]
  /** Puts the seeded company back, and gives the requests from now on to a new scene. */
  stage(options: SceneOptions): Promise<Scene>
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

/** Starts an Auco, and the server in front of it on a free port of 127.0.0.1. */
export async function startFaultServer(): Promise<FaultServer> {
  const auco = await startAuco()
  const { publicKey, privateKey } = auco
  const strays: string[] = []
  let performer: Performer | null = null
  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const body = await text(message)
    const key = message.method === 'PUT' ? privateKey : publicKey
    if (performer === null || message.headers.authorization !== key) {
      throw new Error(`A stray ${message.method} ${message.url}`)
    }
    await performer.serve(message, body, response)
  }
  const server = createServer((message, response) => {
    serve(message, response).catch((error: unknown) => {
      strays.push(String(error))
      message.socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await waitForListening(server)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    url: `http://127.0.0.1:${address.port}/v1.5/ext`,
    publicKey,
    privateKey,
    strays,
    stage: async (options) => {
      await auco.edit((company) => Object.assign(company, seedCompany()))
      performer = new Performer(auco, options)
      return performer
    },
    close: async () => {
      server.closeAllConnections()
      await closeHttpServer(server)
      await auco.close()
    },
  }
}

class Performer implements Scene {
  readonly served: Served[] = []
  readonly #auco: AucoEmulator
  readonly #options: SceneOptions
  /** How many requests of each kind an actor has made. */
  readonly #counts = new Map<string, number>()
  #delayed: { readonly body: string; reads: number }[] = []
  #stale: { readonly company: Company; reads: number } | null = null

  constructor(auco: AucoEmulator, options: SceneOptions) {
    this.#auco = auco
    this.#options = options
  }

  stored(): string {
    return fingerprint(this.#auco.company().webhooks)
  }

  visible(): string {
    return this.#stale === null || this.#stale.reads === 0
      ? this.stored()
      : fingerprint(this.#stale.company.webhooks)
  }

  async edit(change: (company: Company) => void): Promise<void> {
    await this.#auco.edit(change)
    const at = this.#options.clock.now()
    const nothing = { hadFault: false, status: null, shown: null } as const
    this.served.push({ actor: '', kind: 'edit', at, ...nothing, stored: this.stored() })
  }

  async settle(): Promise<void> {
    const delayed = this.#delayed
    this.#delayed = []
    for (const { body } of delayed) await this.#forward('PUT', body)
  }

  async serve(message: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const { clock, gate } = this.#options
    const actor = message.headers['user-agent'] ?? ''
    const done = await gate?.(actor)
    const kind = this.#kindOf(actor, message.method)
    const index = this.#count(`${actor} ${kind}`)
    const fault = this.#options.faults.find(
      ({ kind: of, from = 0, times }) => of === kind && index >= from && index < from + times,
    )
    const at = clock.now()
    if (fault?.editBefore !== undefined) await this.#auco.edit(fault.editBefore)
    const own = kind === 'write' ? await this.#write(body, fault) : await this.#read()
    const reply = typeof fault?.reply === 'function' ? fault.reply(own.answer) : fault?.reply
    const isOwn = fault?.reply === undefined || typeof fault.reply === 'function'
    this.served.push({
      actor,
      kind,
      at,
      hadFault: fault?.reply !== undefined,
      status: typeof reply === 'string' ? null : (reply ?? own.answer).status,
      shown: kind !== 'write' && isOwn ? own.shown : null,
      stored: this.stored(),
    })
    if (fault?.editAfter !== undefined) await this.#auco.edit(fault.editAfter)
    await this.#reply(message, response, own.answer, reply)
    done?.()
  }

  #kindOf(actor: string, method = ''): Kind {
    if (method === 'PUT') return 'write'
    return this.#counts.has(`${actor} write`) ? 'read-back' : 'read'
  }

  #count(name: string): number {
    const index = this.#counts.get(name) ?? 0
    this.#counts.set(name, index + 1)
    return index
  }

  async #write(body: string, fault: Fault | undefined): Promise<{ answer: Answer; shown: null }> {
    const ok = { answer: { status: 200, body: { response: 'OK' } }, shown: null }
    const store = fault?.store ?? 'now'
    if (store === 'never') return ok
    if (store !== 'now') {
      this.#delayed.push({ body, reads: store.beforeRead })
      return ok
    }
    const before = this.#auco.company()
    const answer = await this.#forward('PUT', body)
    if (fault?.dropsLast === true) await this.#auco.edit(({ webhooks }) => webhooks.pop())
    if (fault?.staleReads !== undefined) this.#stale = { company: before, reads: fault.staleReads }
    return { answer, shown: null }
  }

  async #read(): Promise<{ answer: Answer; shown: string }> {
    for (const delayed of this.#delayed) delayed.reads -= 1
    for (const { body } of this.#delayed.filter(({ reads }) => reads <= 0)) await this.#forward('PUT', body)
    this.#delayed = this.#delayed.filter(({ reads }) => reads > 0)

    const shown = this.visible()
    const stale = this.#stale
    if (stale === null || stale.reads === 0) return { answer: await this.#forward('GET', null), shown }
    stale.reads -= 1
    return { answer: { status: 200, body: stale.company }, shown }
  }

  async #reply(
    message: IncomingMessage,
    response: ServerResponse,
    own: Answer,
    reply: Exclude<Reply, (own: Answer) => Answer> | undefined,
  ): Promise<void> {
    switch (reply) {
      case undefined:
        return send(response, own)
      case 'reset':
        message.socket.resetAndDestroy()
        return
      case 'silence':
        return
      case 'half':
        return cut(response, own)
      case 'drip':
        return drip(response, this.#options.clock)
      default:
        return send(response, reply)
    }
  }

  async #forward(method: 'GET' | 'PUT', body: string | null): Promise<Answer> {
    const { publicKey, privateKey, url } = this.#auco
    const answer = await fetch(`${url}/company`, {
      method,
      headers: {
        authorization: method === 'GET' ? publicKey : privateKey,
        'content-type': 'application/json',
      },
      body,
    })
    if (answer.status !== 200) throw new Error(`The emulator answers a ${method} with ${answer.status}`)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: await answer.text() }
  }
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  const { content, headers } = prepare(answer)
  response.writeHead(answer.status, headers)
  response.end(content)
}

/** Announces the whole answer and a bit more, sends half of it, and hangs up. */
async function cut(response: ServerResponse, answer: Answer): Promise<void> {
  const { content, headers } = prepare(answer)
  response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(content) + 100 })
  response.write(content.slice(0, content.length / 2), () => response.destroy())
}

/** More bytes than any client waits for, one a virtual second. */
async function drip(response: ServerResponse, clock: VirtualClock): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 })
  for (let bytes = 0; bytes < 1_000 && !response.destroyed; bytes += 1) {
    response.write(' ')
    clock.advance(1_000)
    await wait(1)
  }
  response.destroy()
}

function prepare({ body, headers }: Answer): { content: string; headers: Record<string, string> } {
  const [content, type] =
    typeof body === 'string' ? [body, 'text/plain'] : [JSON.stringify(body) ?? '', 'application/json']
  return { content, headers: { 'content-type': type, ...headers } }
}
