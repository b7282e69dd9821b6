import * as z from 'zod/mini'
import type { UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { Webhook } from '../core/webhook.ts'
import { type CallContext, failedAnswer, parseJson } from './failures.ts'
import type { Http } from './http.ts'

/** The documented answer to a write that was taken (Auco: Company / Update). */
const Taken = z.object({ response: z.string().check(z.regex(/^ok$/i)) })

/** Statuses that won't change at another attempt. */
const FINAL: ReadonlySet<number> = new Set([400, 401, 403, 404, 422])

/** What is known right after a write. Whether it was stored, only a read-back shows. */
export interface WriteAttempt {
  /** One sentence: the status, or why there was no answer. */
  readonly outcome: string
  /** Whether Auco answered that it took the write: with 2xx and its `OK`. */
  readonly isAccepted: boolean
  /** How long Auco asks to wait before the next write, in milliseconds; `null` if it doesn't. */
  readonly retryAfter: number | null
  /** What is wrong, if the answer is final: then another write makes no sense. */
  readonly refusal?: UserError
}

/**
 * One `PUT /company` with `webhooks` and no other field (Auco: Company / Update: the array replaces the whole stored
 * list). A live webhook among them is sent as it was read. Whatever the answer, the read-back decides: it can be that of
 * a proxy. Only an apply imports this: a plan can't reach it.
 */
export async function replaceWebhooks(
  http: Http,
  privateKey: Secret,
  context: Omit<CallContext, 'keyInput'>,
  webhooks: readonly Webhook[],
): Promise<WriteAttempt> {
  const answer = await http.put(privateKey, JSON.stringify({ webhooks: webhooks.map(payload) }))
  const { status, retryAfter } = answer
  if (status === null) return { outcome: answer.reason, isAccepted: false, retryAfter }
  const isAccepted = status < 300 && Taken.safeParse(parseJson(answer.body)).success
  const outcome = `Auco answered ${status}${remarkOn(status, isAccepted)}.`
  if (!FINAL.has(status)) return { outcome, isAccepted, retryAfter }
  const refusal = failedAnswer(answer, { ...context, keyInput: 'private-key' })
  return { outcome, isAccepted, retryAfter, refusal }
}

function remarkOn(status: number, isAccepted: boolean): string {
  if (status < 300) return isAccepted ? '' : ' without `"response": "OK"`'
  return status < 400 ? ', a redirect, which is not followed' : ''
}

function payload({ id, description, url, header, asRead }: Webhook): unknown {
  if (asRead !== undefined) return JSON.parse(asRead.reveal())
  // In an apply, a file with an unset variable is invalid, so these would be bugs.
  if (!url.known) throw new Error('The URL of a webhook that is to be written is not known.')
  const fields = { id, description, url: url.reveal() }
  if (header === null) return fields
  if (!header.value.known) throw new Error('The header of a webhook that is to be written has no value.')
  return { ...fields, header: { key: header.key.reveal(), value: header.value.secret.reveal() } }
}
