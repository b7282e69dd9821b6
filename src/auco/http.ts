import { addAbortSignal } from 'node:stream'
import { USER_AGENT } from '../core/about.ts'
import { errorCode } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { Clock } from '../system/clock.ts'
import { type Connections, openConnections } from '../system/connections.ts'
import { readAtMost } from '../system/read-at-most.ts'

/** Limits of the parts of one request, and of one call with all its attempts and pauses, in milliseconds. */
export const LIMITS = { connect: 10_000, headers: 15_000, body: 30_000, call: 120_000 } as const

const MAX_BODY_BYTES = 5 * 1024 * 1024

/** Attempts of a read, the longest pause after the first of them, and the longest that Auco can ask for, in milliseconds. */
const READ_ATTEMPTS = 4
const FIRST_PAUSE = 500
const MAX_RETRY_AFTER = 60_000

export interface HttpAnswer {
  readonly status: number
  readonly body: string
  /** The wait that `Retry-After` asks for, in milliseconds; `null` without one. */
  readonly retryAfter: number | null
}

export interface NoAnswer {
  readonly status: null
  /** A sentence of our own that contains at most a library's error code. */
  readonly reason: string
  /** Whether another attempt can't help. */
  readonly isFinal: boolean
  readonly code: 'auco-no-answer' | 'proxy-authentication'
  readonly retryAfter: null
}

export interface HttpOptions {
  /** Auco's base URL, without a trailing slash. */
  readonly baseUrl: string
  readonly clock: Clock
  /** How long a request waits for its answer to begin, in milliseconds. Only tests change it. */
  readonly headersTimeout?: number
  readonly cancelled: AbortSignal
  /** Called before each further attempt of a read. */
  readonly onRetry: (message: string) => void
}

/**
 * Requests for the company, with limits of time and size, through the proxies of the environment. Follows no redirects.
 * Throws nothing but the reason of a cancellation.
 */
export class Http {
  readonly #options: HttpOptions
  readonly #url: URL
  readonly #connections: Connections
  readonly #closing = new AbortController()

  constructor(options: HttpOptions) {
    this.#options = options
    this.#url = new URL(`${options.baseUrl}/company`)
    // Requests are made one after another, so a write reuses the connection of the read before it.
    this.#connections = openConnections(LIMITS.connect, 1)
  }

  /** A read, attempted up to four times on network errors, 408, 429 and 5xx. */
  async get(key: Secret): Promise<HttpAnswer | NoAnswer> {
    const { clock, cancelled, onRetry } = this.#options
    const limit = this.#limit()
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#attempt('GET', key, null, limit)
      const isFinal = answer.status === null ? answer.isFinal : !isTransientStatus(answer.status)
      if (isFinal || attempt === READ_ATTEMPTS) return answer
      const what = answer.status === null ? answer.reason : `Auco answered ${answer.status}.`
      onRetry(`${what} Attempt ${attempt} of ${READ_ATTEMPTS}; trying again.`)
      const backoff = Math.floor(clock.random() * FIRST_PAUSE * 2 ** (attempt - 1))
      try {
        await clock.sleep(answer.retryAfter ?? backoff, limit)
      } catch {
        cancelled.throwIfAborted()
        // The time for the whole call is up. The last answer says more than that.
        return answer
      }
    }
  }

  put(key: Secret, body: string): Promise<HttpAnswer | NoAnswer> {
    return this.#attempt('PUT', key, body, this.#limit())
  }

  /** Ends pending reads and closes the connections: a run that is over waits for nothing. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#connections.destroy()
  }

  #limit(): AbortSignal {
    const { clock, cancelled } = this.#options
    return AbortSignal.any([cancelled, this.#closing.signal, clock.deadline(LIMITS.call)])
  }

  async #attempt(
    method: 'GET' | 'PUT',
    key: Secret,
    body: string | null,
    limit: AbortSignal,
  ): Promise<HttpAnswer | NoAnswer> {
    const { clock, cancelled, headersTimeout = LIMITS.headers } = this.#options
    const options = {
      origin: this.#url.origin,
      path: this.#url.pathname,
      method,
      headers: {
        accept: 'application/json',
        authorization: key.reveal(),
        'user-agent': USER_AGENT,
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
      body,
      headersTimeout,
      signal: limit,
    }
    let slow: AbortSignal | null = null
    try {
      const response = await this.#connections.request(options)
      // undici's own limit is for each chunk: a server that sends a byte a second would never hit it.
      slow = clock.deadline(LIMITS.body)
      const bytes = await readAtMost(addAbortSignal(slow, response.body), MAX_BODY_BYTES)
      if (bytes === null) {
        return noAnswer(`Auco's answer is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB.`, true)
      }
      return {
        status: response.statusCode,
        retryAfter: parseRetryAfter(response.headers['retry-after'], clock.now()),
        body: bytes.toString('utf8'),
      }
    } catch (error) {
      cancelled.throwIfAborted()
      return limit.aborted || slow?.aborted === true
        ? noAnswer('Auco did not answer in time.', limit.aborted)
        : describeFailure(error)
    }
  }
}

function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, section 10.2.3), at most a minute; anything else is ignored. */
function parseRetryAfter(header: string | string[] = '', now: number): number | null {
  const text = header.toString()
  const end = / GMT$/.test(text)
    ? Date.parse(text)
    : now + Number(/^\d+$/.exec(text)?.[0] ?? Number.NaN) * 1_000
  return Number.isNaN(end) ? null : Math.min(Math.max(end - now, 0), MAX_RETRY_AFTER)
}

function noAnswer(reason: string, isFinal = false, code: NoAnswer['code'] = 'auco-no-answer'): NoAnswer {
  return { status: null, reason, isFinal, code, retryAfter: null }
}

/**
 * Translates what undici, Node's sockets or TLS threw, whatever it is; the libraries' messages are never shown, only the
 * codes of Node.js. Most failures pass. A certificate and a proxy that wants a password stay as they are.
 */
function describeFailure(error: unknown): NoAnswer {
  const code = errorCode(error)
  // undici gives the status of a proxy that refuses a tunnel in its message only.
  const refusal = error instanceof Error ? /^Proxy response \((\d{3})\)/.exec(error.message)?.[1] : undefined
  if (refusal === '407') {
    return noAnswer('The proxy asks for authentication (407).', true, 'proxy-authentication')
  }
  if (refusal !== undefined) return noAnswer(`The proxy refuses the connection (${refusal}).`)
  if (/^UND_ERR_(?:CONNECT|HEADERS)_TIMEOUT$/.test(code)) return noAnswer('Auco did not answer in time.')
  if (/CERT|UNABLE_TO|SELF_SIGNED/.test(code)) {
    return noAnswer(`Auco's certificate could not be verified (${code}).`, true)
  }
  return noAnswer(`The connection to Auco failed${/^E/.test(code) ? ` (${code})` : ''}.`)
}
