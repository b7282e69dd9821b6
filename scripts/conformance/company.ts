import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { parseJson } from '../../src/auco/failures.ts'
import { LIMITS } from '../../src/auco/http.ts'
import { parseCompany } from '../../src/auco/read-company.ts'
import { UserError } from '../../src/core/errors.ts'
import type { Secret } from '../../src/core/secret.ts'
import type { LiveCompany } from '../../src/core/webhook.ts'
import type { Connections } from '../../src/system/connections.ts'

/** Begins the id of every webhook that the suite adds. */
const PREFIX = 'auco-webhooks-conformance-'
/** Pauses before the reads after a write, in milliseconds: 7.5 seconds in all, as in an apply. */
const PAUSES = [0, 100, 400, 1_000, 2_000, 4_000] as const
/** To restore, and the pause after one without an answer, in milliseconds. */
const RESTORE_ATTEMPTS = 3
const RESTORE_PAUSE = 5_000
/** The documented fields of a company, besides `webhooks`. */
const OTHER_FIELDS = ['id', 'name', 'uxOptions', 'image', 'webhook', 'webhookHeader'] as const

export interface Access {
  /** Auco's base URL, without a trailing slash. */
  readonly url: string
  readonly connections: Connections
  readonly publicKey: Secret
  readonly privateKey: Secret
  /** Waits; only tests pass another one. */
  readonly sleep: (milliseconds: number) => Promise<unknown>
  /** From then on nothing is sent but what restores the webhooks. */
  readonly interrupted: AbortSignal
}

/** What keeps the suite from starting: a sentence of our own, with the fix. */
export class Refused extends Error {}

/** Ends a check early: the assumption doesn't hold, or nothing was seen of it. */
export class Unmet extends Error {
  readonly result: 'not held' | 'not seen'

  constructor(result: Unmet['result'], why: string) {
    super(why)
    this.result = result
  }
}

export interface Reply {
  readonly status: number
  /** Undefined if it isn't JSON. */
  readonly body: unknown
}

export type OwnWebhook = Readonly<Record<string, unknown>> & { readonly id: string }

const Raw = z.looseObject({ webhooks: z.array(z.looseObject({ id: z.string() })).nullish() })

interface Live {
  readonly raw: z.infer<typeof Raw>
  readonly ids: readonly string[]
  /** The webhooks as a write sends them back. */
  readonly webhooks: readonly unknown[]
}

/**
 * The company that the suite runs on. Every list that it writes holds what the company had, unless a check is about lists
 * without it; and whatever a write did is undone before the next one.
 */
export class Company {
  readonly access: Access
  /** As it was read at first. */
  readonly before: Live
  /** Header values that Auco didn't show then. */
  readonly hidden: number
  /** Of each write that a read has to show: how long that took, in milliseconds; 0 if the first did, null if none did. */
  readonly delays: (number | null)[] = []
  /** Why nothing may be written, or not any more. */
  #obstacle: string | null
  #hasWritten = false
  /** The most reads that it took until one showed a write. */
  #slowest = 1
  #added = 0

  private constructor(access: Access, before: Live, hidden: number, obstacle: string | null) {
    this.access = access
    this.before = before
    this.hidden = hidden
    this.#obstacle = obstacle
  }

  /** Reads the company. Throws `Refused` if that fails. */
  static async open(access: Access): Promise<Company> {
    const { status, body } = await send(access, {
      method: 'GET',
      authorization: access.publicKey.reveal(),
    })
    if (status !== 200) throw new Refused(`Auco answers ${status} to the public key. Is it the key of stage?`)
    const live = liveOf(body)
    const company = companyOf(body)
    if (live === null || company === null) throw new Refused("Auco's answer is not a company.")
    if (live.ids.some((id) => id.startsWith(PREFIX))) {
      throw new Refused(
        `The company has webhooks of an earlier run (\`${PREFIX}…\`). Run the command that it printed, or remove them.`,
      )
    }
    const { webhooks, unknownFields } = company
    const hidden = webhooks.filter(({ header }) => header?.value.known === false).length
    const obstacle =
      hidden > 0
        ? 'a hidden header value could not be restored'
        : unknownFields.length > 0
          ? 'a write would drop fields that Auco does not document'
          : webhooks.length === 0
            ? 'an empty list could not be restored'
            : null
    return new Company(access, live, hidden, obstacle)
  }

  get canWrite(): boolean {
    return this.#obstacle === null
  }

  /** The body of the write that restores the webhooks. */
  get backup(): string {
    return JSON.stringify({ webhooks: this.before.webhooks })
  }

  /** A webhook with an id that no other has. A field that is undefined is absent. */
  webhook(fields: Readonly<Record<string, unknown>> = {}): OwnWebhook {
    this.#added += 1
    return {
      id: `${PREFIX}${this.#added}`,
      description: 'Added by the conformance suite of auco-webhooks-action',
      url: 'https://auco-webhooks-conformance.example/auco',
      header: { key: 'X-Conformance', value: 'not-a-secret' },
      ...fields,
    }
  }

  /** What the company had, and these. */
  listWith(...own: readonly unknown[]): readonly unknown[] {
    return [...this.before.webhooks, ...own]
  }

  /** One read with this `Authorization`. */
  async get(authorization: string | null): Promise<Reply> {
    return await this.#send({ method: 'GET', authorization })
  }

  /** One write; text is sent as it is. Throws `Unmet` if nothing may be written. */
  async put(
    body: unknown,
    authorization: string | null = this.access.privateKey.reveal(),
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    if (this.access.interrupted.aborted) this.stop('the run was interrupted')
    if (this.#obstacle !== null) throw new Unmet('not seen', this.#obstacle)
    this.#hasWritten = true
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return await this.#send({ method: 'PUT', authorization, body: text, headers })
  }

  /** Adds webhooks that Auco has to take; returns what it then has. Throws `Unmet` if it doesn't show them. */
  async store(...own: readonly OwnWebhook[]): Promise<Live & { readonly own: Live['webhooks'] }> {
    const { status } = await this.put({ webhooks: this.listWith(...own) })
    if (status !== 200) {
      await this.settle()
      throw new Unmet('not held', `a valid list is answered ${status}`)
    }
    const live = await this.#readBack(({ ids }) => own.every(({ id }) => ids.includes(id)))
    if (live === null) {
      this.stop('no read showed an earlier write')
      throw new Unmet('not held', 'no read showed the write')
    }
    const stored = own.map(({ id }) => live.raw.webhooks?.find((webhook) => webhook.id === id))
    return { ...live, own: stored }
  }

  /** Whether the company is what it was before. If its webhooks aren't, they are restored at once. */
  async settle(): Promise<boolean> {
    if (!this.#hasWritten) return true
    // A change shows as late as the slowest write did.
    const changed = await this.#changed(this.#slowest)
    if (changed === 'webhooks' && !(await this.restore())) this.stop('the webhooks could not be restored')
    return changed === null
  }

  hasOtherFieldsAsBefore(live: Pick<Live, 'raw'> | null): boolean {
    return OTHER_FIELDS.every((name) => isDeepStrictEqual(live?.raw[name], this.before.raw[name]))
  }

  /** Nothing is written from now on, except to restore. */
  stop(obstacle: string): void {
    this.#obstacle ??= obstacle
  }

  get missingFields(): readonly string[] {
    return [...OTHER_FIELDS, 'webhooks'].filter((name) => this.before.raw[name] === undefined)
  }

  /** Writes back what the company had; whether a read shows it. */
  async restore(): Promise<boolean> {
    for (let attempt = 1; attempt <= RESTORE_ATTEMPTS; attempt += 1) {
      try {
        const authorization = this.access.privateKey.reveal()
        const { status } = await this.#send({ method: 'PUT', authorization, body: this.backup })
        // If this write was refused, a single read can show what was there before an earlier one.
        const isRestored =
          status === 200
            ? (await this.#readBack((live) => this.#hasWebhooksAsBefore(live))) !== null
            : (await this.#changed(PAUSES.length)) !== 'webhooks'
        if (isRestored) return true
      } catch (error) {
        if (!(error instanceof Unmet)) throw error
        await this.access.sleep(RESTORE_PAUSE)
      }
    }
    return false
  }

  /** What the first of so many reads that shows a change shows; null if none does. */
  async #changed(reads: number): Promise<'webhooks' | 'another field' | null> {
    for (const pause of PAUSES.slice(0, reads)) {
      await this.access.sleep(pause)
      const live = await this.#read()
      if (!this.#hasWebhooksAsBefore(live)) return 'webhooks'
      if (!this.hasOtherFieldsAsBefore(live)) return 'another field'
    }
    return null
  }

  #hasWebhooksAsBefore(live: Live | null): boolean {
    return isDeepStrictEqual(live?.webhooks, this.before.webhooks)
  }

  /** What Auco has once a read shows a write; null if none does. */
  async #readBack(isShown: (live: Live) => boolean): Promise<Live | null> {
    const startedAt = performance.now()
    for (const [index, pause] of PAUSES.entries()) {
      await this.access.sleep(pause)
      const live = await this.#read()
      if (live === null || !isShown(live)) continue
      this.delays.push(index === 0 ? 0 : performance.now() - startedAt)
      this.#slowest = Math.max(this.#slowest, index + 1)
      return live
    }
    this.delays.push(null)
    return null
  }

  async #read(): Promise<Live | null> {
    const { status, body } = await this.get(this.access.publicKey.reveal())
    return status === 200 ? liveOf(body) : null
  }

  /** Without an answer, or where Auco asks for fewer requests, nothing else is worth a try. */
  async #send(request: Request): Promise<Reply> {
    const reply = await send(this.access, request).catch((error: unknown) => {
      if (error instanceof Refused) return null
      throw error
    })
    if (reply !== null && reply.status !== 429) return reply
    const why = reply === null ? 'Auco did not answer' : 'Auco limits the rate (429)'
    this.stop(why)
    throw new Unmet('not seen', why)
  }
}

interface Request {
  readonly method: 'GET' | 'PUT'
  /** Null for none. */
  readonly authorization: string | null
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function send(
  { url, connections }: Access,
  { method, authorization, body, headers }: Request,
): Promise<Reply> {
  const { origin, pathname } = new URL(`${url}/company`)
  try {
    const response = await connections.request({
      origin,
      path: pathname,
      method,
      headers: {
        ...(authorization !== null && { authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body ?? null,
      headersTimeout: LIMITS.headers,
      bodyTimeout: LIMITS.body,
    })
    return { status: response.statusCode, body: parseJson(await response.body.text()) }
  } catch {
    // What was thrown can hold addresses.
    throw new Refused('Auco did not answer. Does this machine reach dev.auco.ai? HTTPS_PROXY names a proxy.')
  }
}

/** `null` for anything but a company whose webhooks an apply could read. */
function companyOf(body: unknown): LiveCompany | null {
  try {
    return parseCompany(body)
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}

function liveOf(body: unknown): Live | null {
  const raw = Raw.safeParse(body)
  const company = companyOf(body)
  if (!raw.success || company === null) return null
  const { webhooks } = company
  return {
    raw: raw.data,
    ids: webhooks.map(({ id }) => id),
    webhooks: webhooks.map(({ asRead }): unknown => JSON.parse(asRead?.reveal() ?? 'null')),
  }
}
