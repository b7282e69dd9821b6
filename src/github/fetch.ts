import { errorCode } from '../core/errors.ts'
import type { Clock } from '../system/clock.ts'
import type { Connections } from '../system/connections.ts'
import { REQUEST_TIMEOUT, UnusableAnswerError } from './failures.ts'

/** What octokit passes to `fetch`. */
interface FetchOptions {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}
/** The part of a `Response` that octokit reads. */
interface FetchAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly text: () => Promise<string>
  /** Of an answer that isn't said to be text; GitHub gives none that isn't. */
  readonly arrayBuffer: () => Promise<string>
}

/** Statuses that may be gone at the next attempt; a 403 only if it says when (GitHub: Rate limits for the REST API). */
const TRANSIENT = [429, 502, 503, 504]
const ATTEMPTS = 3
/** Half of the longest first pause, and the time within which attempts start, in milliseconds. */
const HALF_PAUSE = 500
const MAX_TIME = 10_000

/**
 * A `fetch` for octokit over these connections; undici's own would load most of that library. A redirect is an error, because
 * the token must not go elsewhere. `cancelled` ends every request.
 */
export function fetchOver(connections: Connections, clock: Clock, cancelled: AbortSignal) {
  const fetchOnce = async (address: string, options: FetchOptions, signal: AbortSignal) => {
    const { method, headers, body = null } = options
    const { origin, pathname, search } = new URL(address)
    const path = pathname + search
    const answer = await connections.request({ origin, path, method, headers, body, signal })
    // Here, because octokit takes a body that breaks off for an empty one.
    const read = await answer.body.text()
    const status = answer.statusCode
    if (status >= 300 && status < 400)
      throw new UnusableAnswerError(`GitHub redirects the request (${status}).`)
    const text = async () => read
    return {
      status,
      headers: new Map(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
      text,
      arrayBuffer: text,
    }
  }
  return async (address: string, options: FetchOptions): Promise<FetchAnswer> => {
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(REQUEST_TIMEOUT)])
    const started = clock.now()
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetchOnce(address, options, signal).catch((error: unknown) => {
        // Undici refuses to send a request that can't be one, such as with a line break in the token.
        const isRefused = errorCode(error) === 'UND_ERR_INVALID_ARG'
        if (signal.aborted || isRefused || error instanceof UnusableAnswerError) throw error
        return { error }
      })
      const pause = pauseAfter(answer, clock.random() * HALF_PAUSE * 2 ** attempt)
      const isOver = attempt === ATTEMPTS || clock.now() + (pause ?? 0) - started > MAX_TIME
      if (pause === null || isOver) {
        if ('error' in answer) throw answer.error
        return answer
      }
      await clock.sleep(pause, signal)
    }
  }
}

/** How long to wait before the next attempt, in milliseconds; `null` for an answer that is final. */
function pauseAfter(answer: FetchAnswer | { readonly error: unknown }, backoff: number): number | null {
  if ('error' in answer) return backoff
  const seconds = answer.headers.get('retry-after')
  const isTransient = TRANSIENT.includes(answer.status) || (answer.status === 403 && seconds !== undefined)
  if (!isTransient) return null
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) * 1_000 : backoff
}
