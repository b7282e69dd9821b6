import * as z from 'zod/mini'
import { UserError } from '../errors.ts'
import { repeatsSecret } from '../redact.ts'
import type { Secret } from '../secret.ts'
import { visible } from '../visible.ts'
import type { Environment } from '../webhook.ts'
import type { HttpAnswer, NoAnswerError } from './http.ts'

/** The longest piece of Auco's own error message that is shown, in characters. */
const MAX_MESSAGE = 200

/** What the words of an error depend on. */
export interface CallContext {
  readonly environment: Environment
  /** The input that holds the key of this call. */
  readonly keyInput: 'public-key' | 'private-key'
  /** Every secret of the run: Auco's message is withheld if it repeats a piece of one. */
  readonly secrets: () => Iterable<Secret>
}

/** One clear error for an answer that is not a success. */
export function failedAnswer(answer: HttpAnswer, context: CallContext): UserError {
  const { environment, keyInput } = context
  const { status } = answer
  const said = saidByAuco(answer, context.secrets())
  if (status === 401) {
    return new UserError(
      'auco-unauthorized',
      `Auco does not accept \`${keyInput}\` for ${environment} (401).`,
      `The two usual causes: the key belongs to the other environment (set \`environment\`, or take the key of ${environment}), ` +
        'or it was mistyped or revoked (copy it again from Auco into the secret).',
    )
  }
  if (status === 403) {
    return new UserError(
      'auco-forbidden',
      `Auco forbids \`${keyInput}\` this call for ${environment} (403).${said}`,
      "Check with Auco that the key's company may use the company API.",
    )
  }
  if (status === 404) {
    return new UserError(
      'auco-not-found',
      `Auco has no company API at this address for ${environment} (404).${said}`,
      "Check `api-url`, or remove it for Auco's own address.",
    )
  }
  if (status === 400 || status === 422) {
    return new UserError(
      'auco-invalid',
      `Auco refuses the webhooks as invalid (${status}).${said}`,
      'Nothing was changed. Correct the file; `default` must be among the webhooks.',
    )
  }
  if (status >= 300 && status < 400) {
    return new UserError(
      'auco-redirect',
      `Auco's address answers with a redirect (${status}), which is not followed: no key goes to another place.`,
      "Check `api-url`, or remove it for Auco's own address.",
    )
  }
  if (status === 429) {
    return new UserError(
      'auco-rate-limit',
      `Auco limits the rate of requests (429).${said}`,
      'Run the job again in a few minutes.',
    )
  }
  if (status >= 500 || status === 408) {
    return new UserError(
      'auco-unavailable',
      `Auco is not available (${status}).${said}`,
      'Run the job again in a few minutes.',
    )
  }
  return new UserError(
    'auco-unexpected-status',
    `Auco answers with status ${status}.${said}`,
    'Check `api-url`; if it is right, ask Auco what this status means.',
  )
}

/** One clear error for a call that got no complete answer. */
export function failedCall(error: NoAnswerError): UserError {
  return new UserError(
    'auco-no-answer',
    error.reason,
    "Check `api-url`, the proxy settings and Auco's status, then run the job again.",
  )
}

/** The answer was a success in form, but not what Auco documents. */
export function wrongShape(answer: HttpAnswer, isJson: boolean): UserError {
  return new UserError(
    isJson ? 'auco-wrong-shape' : 'auco-not-json',
    isJson
      ? "Auco's answer is JSON, but not a company with `webhooks` as its documentation shows."
      : `Auco's answer is not JSON (${describeBody(answer)}).`,
    "Check that `api-url` is Auco's company API and that no proxy answers in its place.",
  )
}

const ErrorBody = z.object({
  message: z.optional(z.unknown()),
  error: z.optional(z.unknown()),
  code: z.optional(z.unknown()),
})

/** Auco's short message if it is one and repeats nothing of ours; of any other body, type and size only. */
function saidByAuco(answer: HttpAnswer, secrets: Iterable<Secret>): string {
  if (answer.body === '') return ''
  const parsed = ErrorBody.safeParse(parseJson(answer.body))
  const fields = parsed.success ? [parsed.data.message, parsed.data.error, parsed.data.code] : []
  const message = fields.find((field) => typeof field === 'string' && field !== '')
  if (typeof message !== 'string') return ` (Its answer: ${describeBody(answer)}.)`
  if (repeatsSecret(message, secrets)) return ' (Its message is withheld: it repeats part of the request.)'
  return ` It says: ${[...visible(message)].slice(0, MAX_MESSAGE).join('')}`
}

function describeBody(answer: HttpAnswer): string {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(answer.contentType)?.[0] ?? 'no content type'
  return `${type}, ${Buffer.byteLength(answer.body)} bytes`
}

/** The value of a JSON text; `undefined` if it is none. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    // Not JSON: the error's message would quote the body, and every caller has its own words for this.
    return undefined
  }
}
