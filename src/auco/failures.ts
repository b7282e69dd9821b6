import * as z from 'zod/mini'
import { UserError, type UserErrorCode } from '../core/errors.ts'
import { escapeInvisible } from '../core/format.ts'
import type { Secret } from '../core/secret.ts'
import { repeatsSecret } from '../core/secret-redactor.ts'
import type { Environment } from '../core/webhook.ts'
import type { HttpAnswer, NoAnswer } from './http.ts'

/** Longest shown part of Auco's own error message, in characters. */
const MAX_MESSAGE = 200

/** What the wording of an error depends on. */
export interface CallContext {
  readonly environment: Environment
  /** The action's input, or the command's variable, that holds the key of this call. */
  readonly keyInput: 'public-key' | 'private-key' | `AUCO_${string}`
  /** Every secret of the run: Auco's message is withheld if it contains a part of one. */
  readonly secrets: () => Iterable<Secret>
}

const PROXY_FIX =
  'Put its user and password into `HTTPS_PROXY` or `HTTP_PROXY`, such as `http://user:password@proxy.example.com:3128`.'

const RERUN = 'Re-run it in a few minutes.'

/** Whether a local command makes the call. */
function isVariable(keyInput: CallContext['keyInput']): boolean {
  return keyInput.startsWith('AUCO_')
}

/** What the user sets: an input of the action, or an option of the command. */
function optionName(input: 'environment' | 'api-url', { keyInput }: Pick<CallContext, 'keyInput'>): string {
  return isVariable(keyInput) ? `\`--${input}\`` : `\`${input}\``
}

/** The error for a response that is not a success. */
export function failedAnswer(answer: HttpAnswer, context: CallContext): UserError {
  const { status } = answer
  const { environment, keyInput, secrets } = context
  // Auco's message for a 401 adds nothing to the two usual causes, and may contain the key.
  const { remark, quote } = status === 401 ? { remark: '', quote: null } : quoteAuco(answer, secrets())
  const error = (code: UserErrorCode, reason: string, fix: string) =>
    new UserError(code, reason + remark, fix, quote)
  const apiUrl = optionName('api-url', context)
  const checkAddress = `Check ${apiUrl}, or remove it for Auco's own address.`
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
        `The two usual causes: the key belongs to the other environment (set ${optionName('environment', context)}, or take the key of ${environment}), ` +
          `or it was mistyped or revoked (copy it again from Auco into ${isVariable(keyInput) ? 'the variable' : 'the secret'}).`,
      )
    case 403:
      return error(
        'auco-forbidden',
        `The request for ${environment} is forbidden (403).`,
        // 401 is what Auco documents for every wrong key.
        `\`${keyInput}\` is probably right: Auco answers 401 to a wrong key. Check that no proxy or firewall answers in Auco's place, or ask Auco whether it admits this machine and your company.`,
      )
    case 404:
      return error(
        'auco-not-found',
        `Auco has no company API at this address for ${environment} (404).`,
        checkAddress,
      )
    case 407:
      return error('proxy-authentication', 'The proxy asks for authentication (407).', PROXY_FIX)
    case 429:
      return error('auco-rate-limit', 'Auco limits the rate of requests (429).', RERUN)
  }
  if (status >= 300 && status < 400) {
    return error(
      'auco-redirect',
      `Auco's address redirects (${status}). Redirects aren't followed, so that no key is sent elsewhere.`,
      checkAddress,
    )
  }
  if (status === 408 || status >= 500) {
    return error('auco-unavailable', `Auco is not available (${status}).`, RERUN)
  }
  return error(
    'auco-unexpected-status',
    `Auco answers with status ${status}.`,
    `Check ${apiUrl}; if it is right, ask Auco what this status means.`,
  )
}

/** The error for a call without a complete response. */
export function failedCall({ code, reason }: NoAnswer, context: Pick<CallContext, 'keyInput'>): UserError {
  const fix = `Check ${optionName('api-url', context)}, the proxy settings and Auco's status, then run it again.`
  return new UserError(code, reason, code === 'proxy-authentication' ? PROXY_FIX : fix)
}

/** The error for a response with status 200 that isn't JSON. */
export function notJson(answer: HttpAnswer, context: Pick<CallContext, 'keyInput'>): UserError {
  const reason = `Auco's answer is not JSON (${describeBody(answer)}).`
  return new UserError('auco-not-json', reason, checkApi(context))
}

/** The fix where something else seems to answer in Auco's place. */
export function checkApi(context: Pick<CallContext, 'keyInput'>): string {
  return `Check that ${optionName('api-url', context)} is Auco's company API and that no proxy answers in its place.`
}

const text = z.catch(z.optional(z.string()), undefined)
const ErrorBody = z.object({ message: text, error: text, code: text })

/** Auco's message, shortened, unless it repeats a secret; for any other body only its type and size. */
function quoteAuco(answer: HttpAnswer, secrets: Iterable<Secret>): { remark: string; quote: string | null } {
  if (answer.body === '') return { remark: '', quote: null }
  const fields = ErrorBody.safeParse(parseJson(answer.body)).data
  const message = fields?.message || fields?.error || fields?.code
  if (!message) return { remark: ` Its answer is ${describeBody(answer)}.`, quote: null }
  // Only the part that is shown is judged, because nothing else can be told.
  const part = [...message.slice(0, 2 * MAX_MESSAGE)].slice(0, MAX_MESSAGE).join('')
  return repeatsSecret(part, secrets)
    ? { remark: ' Its message is withheld because it repeats part of the request.', quote: null }
    : { remark: '', quote: [...escapeInvisible(part)].slice(0, MAX_MESSAGE).join('') }
}

/** Content types that are shown; any other is foreign text that could repeat what was sent. */
const KNOWN_TYPE = /^(?:application\/(?:json|octet-stream|xml)|text\/(?:html|plain|xml))$/

function describeBody({ contentType, body }: HttpAnswer): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() || 'no content type'
  const isShown = type === 'no content type' || KNOWN_TYPE.test(type)
  return `${isShown ? type : 'an unusual content type'}, ${Buffer.byteLength(body)} bytes`
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
