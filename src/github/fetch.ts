import type { Dispatcher } from 'undici'
import type { Connections } from '../system/connections.ts'

/** What octokit passes to `fetch`. */
export interface FetchOptions {
  readonly method: 'GET' | 'POST' | 'PATCH'
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

/**
 * A `fetch` for octokit over these connections; undici's own would load most of that library. Redirects are followed on
 * the same origin only, because the token must not go elsewhere; any other redirect is an error.
 */
export function fetchOver(connections: Connections) {
  return async (address: string, options: FetchOptions): Promise<FetchAnswer> => {
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
      if (!MOVED.includes(answer.statusCode)) return toFetchAnswer(url, answer)
      await answer.body.dump()
      const location = new URL(String(answer.headers['location'] ?? ''), url)
      if (location.origin !== origin || moves === MAX_MOVES) throw new Error('GitHub redirects elsewhere.')
      url = location
    }
  }
}

function toFetchAnswer(url: URL, { statusCode, headers, body }: Dispatcher.ResponseData): FetchAnswer {
  return {
    status: statusCode,
    url: url.href,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    text: () => body.text(),
    arrayBuffer: () => body.arrayBuffer(),
  }
}
