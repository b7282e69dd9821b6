import type { Secret } from '../core/secret.ts'
import type { Webhook } from '../core/webhook.ts'
import { isPassing, NoAnswerError } from './answer.ts'
import { type CallContext, failedAnswer } from './failures.ts'
import type { Http } from './http.ts'

/** What is known right after a write: that is, nothing about what is stored. Only a read-back tells. */
export interface WriteAttempt {
  /** One sentence: the status, or why there was no answer. */
  readonly outcome: string
  /** How long Auco asks to wait before the next write, in milliseconds; `null` if it does not. */
  readonly retryAfter: number | null
}

/** Writes. Built for an apply only: in a plan no object exists that can write. */
export class AucoWriter {
  readonly #http: Http
  readonly #key: Secret
  readonly #context: Omit<CallContext, 'keyInput'>

  constructor(http: Http, privateKey: Secret, context: Omit<CallContext, 'keyInput'>) {
    this.#http = http
    this.#key = privateKey
    this.#context = context
  }

  /**
   * `PUT /company` with `webhooks` and no other field, once (Auco: Company / Update: the array replaces the whole
   * stored list). Throws a `UserError` for the statuses that are final; every other outcome is for the read-back to judge.
   */
  async replaceWebhooks(webhooks: readonly Webhook[]): Promise<WriteAttempt> {
    const body = JSON.stringify({ webhooks: webhooks.map(payload) })
    try {
      const answer = await this.#http.put('/company', this.#key, body)
      if (answer.status >= 300 && !isPassing(answer.status)) {
        throw failedAnswer(answer, { ...this.#context, keyInput: 'private-key' })
      }
      return { outcome: `Auco answered ${answer.status}.`, retryAfter: answer.retryAfter }
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error
      return { outcome: error.reason, retryAfter: null }
    }
  }
}

function payload(webhook: Webhook): object {
  const { id, description, url, header } = webhook
  const fields = { id, description, url: url.reveal() }
  if (header === null) return fields
  // Validation refuses a file with an unset variable in an apply, so this is a bug, not bad input.
  if (!header.value.known) throw new Error(`The header of a webhook that is to be written has no value.`)
  return { ...fields, header: { key: header.key, value: header.value.secret.reveal() } }
}
