import { NoAnswerError } from './answer.ts'
import type { Limits } from './limits.ts'

const INVALID_HTTP = "Auco's answer is not valid HTTP."

/**
 * Translates an error of undici, Node's sockets or TLS; the libraries' messages are never shown, only their codes. Most
 * failures pass. A certificate and a proxy that wants a password stay as they are.
 */
export function noAnswer(error: unknown, limits: Limits): NoAnswerError {
  const code = codeOf(error)
  const withCode = code === null ? '' : ` (${code})`
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return new NoAnswerError(`Auco could not be reached within ${limits.connect / 1000} seconds.`, true)
    case 'UND_ERR_HEADERS_TIMEOUT':
      return new NoAnswerError(`Auco did not answer within ${limits.headers / 1000} seconds.`, true)
    case 'UND_ERR_BODY_TIMEOUT':
      return new NoAnswerError(`Auco's answer stopped for ${limits.body / 1000} seconds.`, true)
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
    case 'UND_ERR_HEADERS_OVERFLOW':
      return new NoAnswerError(INVALID_HTTP, true)
    case 'UND_ERR_ABORTED':
      return refusedTunnel(error)
    case 'UND_ERR_PRX_CONN':
    case 'UND_ERR_PRX_TLS':
      return new NoAnswerError('The connection to the proxy broke.', true)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new NoAnswerError(`Auco's host name could not be resolved (${code}).`, true)
    case 'ECONNREFUSED':
      return new NoAnswerError(`Auco's host refused the connection (${code}).`, true)
  }
  if (error instanceof Error && error.name === 'HTTPParserError') return new NoAnswerError(INVALID_HTTP, true)
  if (code !== null && /CERT|UNABLE_TO|SELF_SIGNED|HOSTNAME_MISMATCH/.test(code)) {
    return new NoAnswerError(`Auco's certificate could not be verified${withCode}.`, false)
  }
  if (code !== null && /SSL|TLS|EPROTO/.test(code)) {
    return new NoAnswerError(
      `The other side does not speak TLS as expected${withCode}. Is the address one for plain \`http:\`, or a proxy's?`,
      true,
    )
  }
  return new NoAnswerError(`The connection to Auco broke${withCode}.`, true)
}

/** undici gives the status of a proxy that refuses a tunnel in its message only. */
function refusedTunnel(error: unknown): NoAnswerError {
  const message = error instanceof Error ? error.message : ''
  const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1]
  if (status === '407') {
    return new NoAnswerError('The proxy asks for authentication (407).', false, 'proxy-authentication')
  }
  return new NoAnswerError(
    status === undefined ? 'The connection to Auco broke.' : `The proxy refuses the connection (${status}).`,
    true,
  )
}

/** The code of an error, or of its cause. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_]+$/.test(error.code)) return error.code
  return error.cause === undefined ? null : codeOf(error.cause)
}
