import { NoAnswerError } from './answer.ts'
import type { Limits } from './limits.ts'

/**
 * Translates an error of undici, Node's sockets or TLS by its code; the libraries' messages are never shown. Rethrows an
 * error without a code, which is a bug.
 */
export function noAnswer(error: unknown, limits: Limits): NoAnswerError {
  const code = codeOf(error)
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return new NoAnswerError(`Auco could not be reached within ${limits.connect / 1000} seconds.`, true)
    case 'UND_ERR_HEADERS_TIMEOUT':
      return new NoAnswerError(`Auco did not answer within ${limits.headers / 1000} seconds.`, true)
    case 'UND_ERR_BODY_TIMEOUT':
      return new NoAnswerError(`Auco's answer stopped for ${limits.body / 1000} seconds.`, true)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new NoAnswerError(`Auco's host name could not be resolved (${code}).`, true)
    case 'ECONNREFUSED':
      return new NoAnswerError(`Auco's host refused the connection (${code}).`, true)
    case null:
      throw error
    default:
      return /CERT|TLS|SSL|UNABLE_TO|SELF_SIGNED/.test(code)
        ? new NoAnswerError(`Auco's certificate could not be verified (${code}).`, false)
        : new NoAnswerError(`The connection to Auco broke (${code}).`, true)
  }
}

/** The code of an error, or of its cause. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_]+$/.test(error.code)) return error.code
  return error.cause === undefined ? null : codeOf(error.cause)
}
