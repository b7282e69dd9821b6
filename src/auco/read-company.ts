import type { Secret } from '../core/secret.ts'
import type { LiveCompany } from '../core/webhook.ts'
import { NoAnswerError } from './answer.ts'
import { parseCompany } from './company.ts'
import { type CallContext, failedAnswer, failedCall, notJson, parseJson, wrongCompany } from './failures.ts'
import type { Http } from './http.ts'

/** Reads what is live: `GET /company` (Auco: Company / Query). Throws a `UserError` for anything but a company. */
export async function readCompany(
  http: Pick<Http, 'get'>,
  publicKey: Secret,
  context: CallContext,
): Promise<LiveCompany> {
  const answer = await http.get('/company', publicKey).catch((error: unknown) => {
    throw error instanceof NoAnswerError ? failedCall(error, context) : error
  })
  if (answer.status !== 200) throw failedAnswer(answer, context)
  const json = parseJson(answer.body)
  const parsed = parseCompany(json)
  if (parsed.ok) return parsed.company
  throw json === undefined ? notJson(answer, context) : wrongCompany(parsed.fault, context)
}
