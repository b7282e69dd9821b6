import * as z from 'zod/mini'
import { UserError, type UserErrorCode } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import { repeatsSecret } from '../core/secret-redactor.ts'
import type { Environment } from '../core/webhook.ts'
import type { HttpAnswer, NoAnswer } from './http.ts'

/** Longest shown part of Auco's own error message, in characters. */
const MAX_MESSAGE = 200

export interface CallContext {
  readonly environment: Environment
  /** The action's input, or the command's variable, that holds the key of this call. */
  readonly keyInput: 'public-key' | 'private-key' | `AUCO_${string}`
  /** Every secret of the run: Auco's message is withheld if it contains a part of one. */
  readonly secrets: () => Iterable<Secret>
}

/** The error for a response that is not a success. */
export function failedAnswer(answer: HttpAnswer, context: CallContext): UserError {
  const { status } = answer
  const { environment, keyInput, secrets } = context
  // Auco's message for a 401 adds nothing to the two usual causes, and may contain the key.
  const quote = status === 401 ? null : quoteAuco(answer, secrets())
  const error = (code: UserErrorCode, reason: string, fix: string) => new UserError(code, reason, fix, quote)
  switch (status) {
    case 400:
    case 422:
      // Nothing in a read could be invalid.
      if (keyInput !== 'private-key') break
      return error(
        'auco-invalid',
        `Auco refuses the webhooks as invalid (${status}).`,
        "Auco did not take this write. Correct what Auco names: in the file, or at Auco if the file doesn't list it.",
      )
    case 401:
      return error(
        'auco-unauthorized',
        `Auco does not accept \`${keyInput}\` for ${environment} (401).`,
        `The two usual causes: the key belongs to the other environment (set \`environment\`, or take the key of ${environment}), or it was mistyped or revoked (copy it again from Auco into ${keyInput.startsWith('AUCO_') ? 'the variable' : 'the secret'}).`,
      )
    case 403:
      return error(
        'auco-forbidden',
        `The request for ${environment} is forbidden (403).`,
        // 401 is what Auco documents for every wrong key.
        `\`${keyInput}\` is probably right: Auco answers 401 to a wrong key. Check that no proxy or firewall answers in Auco's place, or ask Auco whether it admits this machine and your company.`,
      )
  }
  if (status === 404 || (status >= 300 && status < 400)) {
    return error(
      'auco-not-found',
      `Auco has no company API at this address for ${environment} (${status}).`,
      "Check `api-url`, or remove it for Auco's own address. Redirects aren't followed.",
    )
  }
  if (status === 408 || status === 429 || status >= 500) {
    return error('auco-unavailable', `Auco is not available (${status}).`, 'Re-run it in a few minutes.')
  }
  return error(
    'auco-unexpected-status',
    `Auco answers with status ${status}.`,
    'Check `api-url`; if it is right, ask Auco what this status means.',
  )
}

/** The error for a call without a complete response. */
export function failedCall({ code, reason }: NoAnswer): UserError {
  const fix =
    code === 'proxy-authentication'
      ? 'Put its user and password into `HTTPS_PROXY` or `HTTP_PROXY`, such as `http://user:password@proxy.example.com:3128`.'
      : "Check `api-url`, the proxy settings and Auco's status, then run it again."
  return new UserError(code, reason, fix)
}

/** The error for a response with status 200 that isn't a company. */
export function notACompany(): UserError {
  return new UserError(
    'auco-wrong-shape',
    "Auco's answer is not a company with `webhooks` as its documentation shows.",
    "Check that `api-url` is Auco's company API and that no proxy answers in its place.",
  )
}

const text = z.catch(z.optional(z.string()), undefined)
const ErrorBody = z.object({ message: text, error: text, code: text })

function quoteAuco({ body }: HttpAnswer, secrets: Iterable<Secret>): string | null {
  const { message, error, code } = ErrorBody.safeParse(parseJson(body)).data ?? {}
  const words = message || error || code
  if (!words) return null
  // Only the part that is shown is judged, because nothing else can be told.
  const part = [...words.slice(0, 2 * MAX_MESSAGE)].slice(0, MAX_MESSAGE).join('')
  return repeatsSecret(part, secrets)
    ? '(not shown, because it repeats part of the request)'
    : [...escapeInvisible(part)].slice(0, MAX_MESSAGE).join('')
}

/** The value of a JSON text; `undefined` if it isn't JSON. A byte order mark before it is ignored (RFC 8259, section 8.1). */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''))
  } catch {
    // The error's message would quote the body; callers have their own words for this.
    return undefined
  }
}
