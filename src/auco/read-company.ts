import type { Secret } from '../core/secret.ts'
import type { LiveCompany } from '../core/webhook.ts'
import { NoAnswerError } from './answer.ts'
import { parseCompany } from './company.ts'
import { type CallContext, failedAnswer, failedCall, parseJson, wrongShape } from './failures.ts'
import type { Http } from './http.ts'

/** Reads what is live. Holds the public key only. */
export class AucoReader {
  readonly #http: Http
  readonly #key: Secret
  readonly #context: CallContext

  constructor(http: Http, publicKey: Secret, context: CallContext) {
    this.#http = http
    this.#key = publicKey
    this.#context = context
  }

  /** `GET /company` (Auco: Company / Query). Throws a `UserError` for everything that is not a company. */
  async read(): Promise<LiveCompany> {
    const answer = await this.#http.get('/company', this.#key).catch((error: unknown) => {
      throw error instanceof NoAnswerError ? failedCall(error, this.#context) : error
    })
    if (answer.status !== 200) throw failedAnswer(answer, this.#context)
    const json = parseJson(answer.body)
    const company = parseCompany(json)
    if (company === null) throw wrongShape(answer, json !== undefined, this.#context)
    return company
  }
}
