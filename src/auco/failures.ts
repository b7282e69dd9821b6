import * as z from 'zod/mini'
import { UserError } from '../core/errors.ts'
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

/** The error for a response that is not a success. */
export function failedAnswer(answer: HttpAnswer, context: CallContext): UserError {
  const { code, reason, fix } = describeStatus(answer.status, context)
  // Auco's message for a 401 adds nothing to the two usual causes, and may contain the key.
  if (answer.status === 401) return new UserError(code, reason, fix)
  const { remark, quote } = quoteAuco(answer, context.secrets())
  return new UserError(code, reason + remark, fix, quote)
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

function describeStatus(status: number, context: CallContext): Pick<UserError, 'code' | 'reason' | 'fix'> {
  const { environment, keyInput } = context
  const apiUrl = optionName('api-url', context)
  switch (status) {
    case 400:
    case 422:
      if (keyInput !== 'private-key') {
        return {
          code: 'auco-unexpected-status',
          reason: `Auco refuses the request for the company as invalid (${status}).`,
          fix: `Nothing was written. ${checkApi(context)}`,
        }
      }
      return {
        code: 'auco-invalid',
        reason: `Auco refuses the webhooks as invalid (${status}).`,
        fix: "Auco did not take this write. Correct what Auco names: in the file, or at Auco if the file doesn't list it.",
      }
    case 401:
      return {
        code: 'auco-unauthorized',
        reason: `Auco does not accept \`${keyInput}\` for ${environment} (401).`,
        fix:
          `The two usual causes: the key belongs to the other environment (set ${optionName('environment', context)}, or take the key of ${environment}), ` +
          `or it was mistyped or revoked (copy it again from Auco into ${isVariable(keyInput) ? 'the variable' : 'the secret'}).`,
      }
    case 403:
      return {
        code: 'auco-forbidden',
        reason: `The request for ${environment} is forbidden (403).`,
        // 401 is what Auco documents for every wrong key.
        fix: `\`${keyInput}\` is probably right: Auco answers 401 to a wrong key. Check that no proxy or firewall answers in Auco's place, or ask Auco whether it admits this machine and your company.`,
      }
    case 404:
      return {
        code: 'auco-not-found',
        reason: `Auco has no company API at this address for ${environment} (404).`,
        fix: `Check ${apiUrl}, or remove it for Auco's own address.`,
      }
    case 407:
      return {
        code: 'proxy-authentication',
        reason: 'The proxy asks for authentication (407).',
        fix: PROXY_FIX,
      }
    case 429:
      return { code: 'auco-rate-limit', reason: 'Auco limits the rate of requests (429).', fix: RERUN }
  }
  if (status >= 300 && status < 400) {
    return {
      code: 'auco-redirect',
      reason: `Auco's address redirects (${status}). Redirects aren't followed, so that no key is sent elsewhere.`,
      fix: `Check ${apiUrl}, or remove it for Auco's own address.`,
    }
  }
  if (status === 408 || status >= 500) {
    return { code: 'auco-unavailable', reason: `Auco is not available (${status}).`, fix: RERUN }
  }
  return {
    code: 'auco-unexpected-status',
    reason: `Auco answers with status ${status}.`,
    fix: `Check ${apiUrl}; if it is right, ask Auco what this status means.`,
  }
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
