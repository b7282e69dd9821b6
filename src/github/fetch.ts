import type { Dispatcher } from 'undici'
import type { Clock } from '../system/clock.ts'
import type { Connections } from '../system/connections.ts'
import { UnusableAnswerError } from './failures.ts'

/** What octokit passes to `fetch`. */
export interface FetchOptions {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}
/** The part of a `Response` that octokit reads. */
export interface FetchAnswer {
  readonly status: number
  readonly url: string
  readonly headers: ReadonlyMap<string, string>
  readonly text: () => Promise<string>
  readonly arrayBuffer: () => Promise<ArrayBuffer>
}

/** Statuses for a renamed repository (GitHub: Best practices for using the REST API, redirects). */
const MOVED = [301, 302, 307, 308]
const MAX_MOVES = 3

/** Statuses that may be gone at the next attempt; a 403 only if it says when (GitHub: Rate limits for the REST API). */
const TRANSIENT = [429, 502, 503, 504]
const ATTEMPTS = 3
/** The first pause, and the time within which attempts start, in milliseconds. */
const FIRST_PAUSE = 500
const MAX_TIME = 10_000

/** The largest answer that is read, in bytes: a hundred comments of GitHub's maximum length, escaped, and their page. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

/**
 * A `fetch` for octokit over these connections; undici's own would load most of that library. Redirects are followed on
 * the same origin only, because the token must not go elsewhere; any other redirect is an error.
 */
export function fetchOver(connections: Connections, clock: Clock) {
  const fetchOnce = async (address: string, options: FetchOptions): Promise<FetchAnswer> => {
    let url = new URL(address)
    for (let moves = 0; ; moves += 1) {
      const { method, headers, body = null, signal = null } = options
      const { origin, pathname, search } = url
      const answer = await connections.request({
        origin,
        path: pathname + search,
        method,
        headers,
        body,
        signal,
      })
      const text = await readText(answer.body)
      if (!MOVED.includes(answer.statusCode)) return toFetchAnswer(url, answer, text)
      const location = new URL(String(answer.headers['location'] ?? ''), url)
      if (location.origin !== origin || moves === MAX_MOVES) {
        throw new UnusableAnswerError('GitHub redirects to another host.')
      }
      url = location
    }
  }
  return async (address: string, options: FetchOptions): Promise<FetchAnswer> => {
    const started = clock.now()
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetchOnce(address, options).catch((error: unknown) => {
        // Undici refuses to send a request that can't be one, such as with a line break in the token.
        const isRefused = error instanceof Error && 'code' in error && error.code === 'UND_ERR_INVALID_ARG'
        if (options.signal?.aborted === true || isRefused || error instanceof UnusableAnswerError) throw error
        return { error }
      })
      const pause = pauseAfter(answer, attempt, clock)
      const isOver = attempt === ATTEMPTS || clock.now() + (pause ?? 0) - started > MAX_TIME
      if (pause === null || isOver) {
        if ('error' in answer) throw answer.error
        return answer
      }
      await clock.sleep(pause, options.signal ?? new AbortController().signal)
    }
  }
}

/** How long to wait before the next attempt, in milliseconds; `null` for an answer that is final. */
function pauseAfter(
  answer: FetchAnswer | { readonly error: unknown },
  attempt: number,
  clock: Clock,
): number | null {
  const backoff = clock.random() * FIRST_PAUSE * 2 ** attempt
  if ('error' in answer) return backoff
  const seconds = answer.headers.get('retry-after')
  const isTransient = TRANSIENT.includes(answer.status) || (answer.status === 403 && seconds !== undefined)
  if (!isTransient) return null
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) * 1_000 : backoff
}

/**
 * The whole body, read here because octokit takes one that breaks off for an empty one. Throws an `UnusableAnswerError` if
 * it's too large; `signal` limits the time.
 */
async function readText(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) {
      throw new UnusableAnswerError(`GitHub's answer is larger than ${MAX_ANSWER_BYTES / 1024 / 1024} MiB.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function toFetchAnswer(
  url: URL,
  { statusCode, headers }: Dispatcher.ResponseData,
  text: string,
): FetchAnswer {
  return {
    status: statusCode,
    url: url.href,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    text: async () => text,
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
  }
}
