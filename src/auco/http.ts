import type { Dispatcher } from 'undici'
import type { Secret } from '../core/secret.ts'
import type { Clock } from '../system/clock.ts'
import { type Connections, openConnections } from '../system/connections.ts'
import { type HttpAnswer, isPassing, MAX_RESPONSE_BYTES, NoAnswerError } from './answer.ts'

/** Time limits in milliseconds: of the parts of one request, and of one call with all its attempts and pauses. */
export const LIMITS = { connect: 10_000, headers: 15_000, body: 30_000, call: 120_000 } as const
export type Limits = Readonly<Record<keyof typeof LIMITS, number>>

/** Attempts of a read, and the bounds of the pause between them, in milliseconds. */
const READ_ATTEMPTS = 4
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 8_000
const LONGEST_RETRY_AFTER = 60_000

export interface HttpOptions {
  /** Auco's base URL, without a slash at its end. */
  readonly baseUrl: string
  readonly userAgent: string
  readonly clock: Clock
  /** `LIMITS`, but for tests. */
  readonly limits: Limits
  /** Aborted when the run is cancelled: every request and pause ends. */
  readonly cancelled: AbortSignal
  /** Told before each further attempt of a read. */
  readonly onRetry: (message: string) => void
}

/** Requests to Auco: time limits, size limit, proxies of the environment; no redirects, no cache, no cookies. */
export class Http {
  readonly #options: HttpOptions
  readonly #connections: Connections
  readonly #closing = new AbortController()

  constructor(options: HttpOptions) {
    this.#options = options
    // Auco is asked one thing after another: a write goes over the connection of the read before it.
    this.#connections = openConnections(options.limits.connect, 1)
  }

  /** A read: up to four attempts on network errors, 408, 429 and 5xx. Throws `NoAnswerError` or the reason of a cancellation. */
  async get(path: string, key: Secret): Promise<HttpAnswer> {
    const { clock, limits, cancelled, onRetry } = this.#options
    const limit = AbortSignal.any([cancelled, this.#closing.signal, clock.deadline(limits.call)])
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#attempt({ method: 'GET', path, key, body: null }, limit)
      const isLast = attempt === READ_ATTEMPTS
      if (answer instanceof NoAnswerError) {
        if (isLast || !answer.retryable) throw answer
        onRetry(`${answer.reason} Attempt ${attempt} of ${READ_ATTEMPTS}; trying again.`)
      } else {
        if (isLast || !isPassing(answer.status)) return answer
        onRetry(`Auco answered ${answer.status}. Attempt ${attempt} of ${READ_ATTEMPTS}; trying again.`)
      }
      const isOver = await this.#pause(
        attempt,
        answer instanceof NoAnswerError ? null : answer.retryAfter,
        limit,
      )
      // The time of the whole call is up: the last answer says more than that.
      if (isOver && answer instanceof NoAnswerError) throw answer
      if (isOver && !(answer instanceof NoAnswerError)) return answer
    }
  }

  /** A write: one attempt, whatever happens. Throws `NoAnswerError` or the reason of a cancellation. */
  async put(path: string, key: Secret, body: string): Promise<HttpAnswer> {
    const { clock, limits, cancelled } = this.#options
    const limit = AbortSignal.any([cancelled, clock.deadline(limits.call)])
    const answer = await this.#attempt({ method: 'PUT', path, key, body }, limit)
    if (answer instanceof NoAnswerError) throw answer
    return answer
  }

  /** Ends what is still under way: a run that is over does not wait for an answer that it no longer needs. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#connections.destroy()
  }

  async #attempt(
    request: { method: 'GET' | 'PUT'; path: string; key: Secret; body: string | null },
    limit: AbortSignal,
  ): Promise<HttpAnswer | NoAnswerError> {
    const { baseUrl, userAgent, clock, limits, cancelled } = this.#options
    const url = new URL(baseUrl + request.path)
    try {
      const response = await this.#connections.request({
        origin: url.origin,
        path: url.pathname,
        method: request.method,
        headers: {
          accept: 'application/json',
          authorization: request.key.reveal(),
          'user-agent': userAgent,
          ...(request.body === null ? {} : { 'content-type': 'application/json' }),
        },
        body: request.body,
        headersTimeout: limits.headers,
        bodyTimeout: limits.body,
        signal: limit,
      })
      return {
        status: response.statusCode,
        contentType: headerText(response.headers['content-type']),
        retryAfter: retryAfterOf(headerText(response.headers['retry-after']), clock),
        body: await readBody(response.body, clock, limits),
      }
    } catch (error) {
      cancelled.throwIfAborted()
      if (error instanceof NoAnswerError) return error
      return limit.aborted
        ? new NoAnswerError(`Auco did not answer within ${limits.call / 1000} seconds.`, false)
        : noAnswer(error, limits)
    }
  }

  /** Waits before the next attempt; gives whether the time of the whole call is up. */
  async #pause(attempt: number, retryAfter: number | null, limit: AbortSignal): Promise<boolean> {
    const { clock, cancelled } = this.#options
    const ceiling = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1))
    try {
      await clock.sleep(retryAfter ?? Math.floor(clock.random() * ceiling), limit)
      return false
    } catch {
      // Only the limit ends a pause early, and a cancellation, which has an error of its own.
      cancelled.throwIfAborted()
      return true
    }
  }
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
  clock: Clock,
  limits: Limits,
): Promise<string> {
  // undici's own body time-out runs between two chunks, so that a drip would last for ever; this one is for the whole.
  const slow = clock.deadline(limits.body)
  const destroy = () =>
    body.destroy(new NoAnswerError(`Auco's answer took more than ${limits.body / 1000} seconds.`, true))
  slow.addEventListener('abort', destroy, { once: true })
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      if (!Buffer.isBuffer(chunk)) continue
      bytes += chunk.length
      if (bytes > MAX_RESPONSE_BYTES) {
        throw new NoAnswerError(
          `Auco's answer is larger than ${MAX_RESPONSE_BYTES / 1024 / 1024} MiB.`,
          false,
        )
      }
      chunks.push(chunk)
    }
  } finally {
    slow.removeEventListener('abort', destroy)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function headerText(header: string | string[] | undefined): string {
  return Array.isArray(header) ? (header[0] ?? '') : (header ?? '')
}

/** RFC 9110, section 10.2.3: seconds or a date; longer waits are cut to a minute, and everything else is ignored. */
function retryAfterOf(header: string, clock: Clock): number | null {
  const isDate = /^[A-Z][a-z]+,? .*GMT$/.test(header)
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1000
    : isDate
      ? Date.parse(header) - clock.now()
      : Number.NaN
  return Number.isNaN(milliseconds) ? null : Math.min(Math.max(milliseconds, 0), LONGEST_RETRY_AFTER)
}

/** Our words for the error codes of undici, Node's sockets and TLS. The libraries' messages are never shown. */
function noAnswer(error: unknown, limits: Limits): NoAnswerError {
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

/** The code of an error or of what caused it. Errors without a code are bugs of ours. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_]+$/.test(error.code)) return error.code
  return error.cause === undefined ? null : codeOf(error.cause)
}
