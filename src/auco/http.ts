import type { Secret } from '../core/secret.ts'
import type { Clock } from '../system/clock.ts'
import { type Connections, openConnections } from '../system/connections.ts'
import { type HttpAnswer, isTransientStatus, NoAnswerError } from './answer.ts'
import { LIMITS, type Limits } from './limits.ts'
import { noAnswer } from './network-errors.ts'
import { readBody } from './read-body.ts'

/** Attempts of a read, and the bounds of the pauses between them, in milliseconds. */
const READ_ATTEMPTS = 4
const FIRST_PAUSE = 500
const MAX_PAUSE = 8_000
const MAX_RETRY_AFTER = 60_000

export interface HttpOptions {
  /** Auco's base URL, without a trailing slash. */
  readonly baseUrl: string
  readonly userAgent: string
  readonly clock: Clock
  /** Only tests change them. */
  readonly limits?: Limits
  /** Aborted when the run is cancelled: every request and pause ends. */
  readonly cancelled: AbortSignal
  /** Called before each further attempt of a read. */
  readonly onRetry: (message: string) => void
}

/** Requests to Auco, with limits of time and size, through the proxies of the environment. Follows no redirects. */
export class Http {
  readonly #options: HttpOptions
  readonly #limits: Limits
  readonly #connections: Connections
  readonly #closing = new AbortController()

  constructor(options: HttpOptions) {
    this.#options = options
    this.#limits = options.limits ?? LIMITS
    // Requests are made one after another, so a write reuses the connection of the read before it.
    this.#connections = openConnections(this.#limits.connect, 1)
  }

  /** A read, attempted up to four times on network errors, 408, 429 and 5xx. Throws `NoAnswerError`, or the reason of a cancellation. */
  async get(path: string, key: Secret): Promise<HttpAnswer> {
    const { clock, cancelled, onRetry } = this.#options
    const limit = AbortSignal.any([cancelled, this.#closing.signal, clock.deadline(this.#limits.call)])
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#attempt({ method: 'GET', path, key, body: null }, limit)
      const isLast = attempt === READ_ATTEMPTS
      if (answer instanceof NoAnswerError) {
        if (isLast || !answer.retryable) throw answer
        onRetry(`${answer.reason} Attempt ${attempt} of ${READ_ATTEMPTS}; trying again.`)
      } else {
        if (isLast || !isTransientStatus(answer.status)) return answer
        onRetry(`Auco answered ${answer.status}. Attempt ${attempt} of ${READ_ATTEMPTS}; trying again.`)
      }
      const retryAfter = answer instanceof NoAnswerError ? null : answer.retryAfter
      if (await this.#pause(attempt, retryAfter, limit)) continue
      // The time for the whole call is up. The last answer says more than that.
      if (answer instanceof NoAnswerError) throw answer
      return answer
    }
  }

  /** A write: one attempt, whatever happens. Throws `NoAnswerError`, or the reason of a cancellation. */
  async put(path: string, key: Secret, body: string): Promise<HttpAnswer> {
    const { clock, cancelled } = this.#options
    const limit = AbortSignal.any([cancelled, clock.deadline(this.#limits.call)])
    const answer = await this.#attempt({ method: 'PUT', path, key, body }, limit)
    if (answer instanceof NoAnswerError) throw answer
    return answer
  }

  /** Ends pending reads and closes the connections: a run that is over waits for nothing. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#connections.destroy()
  }

  async #attempt(
    request: { method: 'GET' | 'PUT'; path: string; key: Secret; body: string | null },
    limit: AbortSignal,
  ): Promise<HttpAnswer | NoAnswerError> {
    const { baseUrl, userAgent, clock } = this.#options
    const limits = this.#limits
    const url = new URL(baseUrl + request.path)
    const options = {
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
    }
    const response = await this.#connections
      .request(options)
      .catch((error: unknown) => this.#failure(error, limit))
    if (response instanceof NoAnswerError) return response
    const body = await readBody(response.body, clock, limits).catch((error: unknown) =>
      this.#failure(error, limit),
    )
    if (body instanceof NoAnswerError) return body
    return {
      status: response.statusCode,
      contentType: headerText(response.headers['content-type']),
      retryAfter: parseRetryAfter(headerText(response.headers['retry-after']), clock),
      body,
    }
  }

  /**
   * What undici threw, whatever it is: all that it does here is transport. Its parser's errors have no code, so the place
   * tells them from a bug of ours, which is thrown outside of these two calls.
   */
  #failure(error: unknown, limit: AbortSignal): NoAnswerError {
    this.#options.cancelled.throwIfAborted()
    if (error instanceof NoAnswerError) return error
    return limit.aborted
      ? new NoAnswerError(`Auco did not answer within ${this.#limits.call / 1000} seconds.`, false)
      : noAnswer(error, this.#limits)
  }

  /** Waits before the next attempt; `false` if the time for the whole call is up. */
  async #pause(attempt: number, retryAfter: number | null, limit: AbortSignal): Promise<boolean> {
    const { clock, cancelled } = this.#options
    const ceiling = Math.min(MAX_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1))
    try {
      await clock.sleep(retryAfter ?? Math.floor(clock.random() * ceiling), limit)
      return true
    } catch {
      // Only the limit or a cancellation ends a pause early.
      cancelled.throwIfAborted()
      return false
    }
  }
}

function headerText(header: string | string[] | undefined): string {
  return Array.isArray(header) ? (header[0] ?? '') : (header ?? '')
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, section 10.2.3), at most a minute; anything else is ignored. */
function parseRetryAfter(header: string, clock: Clock): number | null {
  const isDate = /^[A-Z][a-z]+,? .*GMT$/.test(header)
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1000
    : isDate
      ? Date.parse(header) - clock.now()
      : Number.NaN
  return Number.isNaN(milliseconds) ? null : Math.min(Math.max(milliseconds, 0), MAX_RETRY_AFTER)
}
