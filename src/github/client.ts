import type { Octokit } from '@octokit/core'
import * as z from 'zod/mini'
import type { Secret } from '../core/secret.ts'

export interface Repository {
  readonly owner: string
  readonly repo: string
}

/** GitHub's API, and the repository that this run is about. */
export interface GitHub {
  readonly octokit: Octokit
  readonly repository: Repository
}

export interface GitHubOptions {
  /** Base URL of the REST API. */
  readonly apiUrl: string
  readonly repository: Repository
  readonly token: Secret
  readonly userAgent: string
  /** Aborted when the run is cancelled: every request ends. */
  readonly cancelled: AbortSignal
}

/** A connection and a request to GitHub may take this long, in milliseconds: a comment is not worth a hanging job. */
const CONNECT_TIMEOUT = 10_000
const REQUEST_TIMEOUT = 15_000

/** As many requests go side by side at most: the base file, the comments, the pull request. */
const CONNECTIONS = 3

/**
 * A client of GitHub's API, through the proxies of the environment. The libraries are loaded here and not at the start: a
 * run that fails on its file never needs them. `@actions/github` would add every endpoint by name, and undici as a whole.
 */
export async function connectGitHub(options: GitHubOptions): Promise<GitHub> {
  const { apiUrl, repository, token, userAgent, cancelled } = options
  const [{ Octokit: Client }, { openConnections }, { fetchOver }] = await Promise.all([
    import('@octokit/core'),
    import('../system/connections.ts'),
    import('./fetch.ts'),
  ])
  // The library writes its deprecation notices and request errors to the console, URL and all.
  const silent = () => {}
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const octokit = new Client({
    auth: token.reveal(),
    baseUrl: apiUrl,
    userAgent,
    log,
    request: { fetch: fetchOver(openConnections(CONNECT_TIMEOUT, CONNECTIONS)), log },
  })
  octokit.hook.before('request', (request) => {
    request.request = {
      ...request.request,
      signal: AbortSignal.any([cancelled, AbortSignal.timeout(REQUEST_TIMEOUT)]),
    }
  })
  return { octokit, repository }
}

/**
 * A call that the run can do without: its failure, of whatever kind, is told in our words and gives `null`, so that
 * GitHub never changes what happened at Auco. Only a cancellation goes on.
 */
export async function optional<T>(
  call: () => Promise<T>,
  cancelled: AbortSignal,
  onFailure: (reason: string) => void,
): Promise<T | null> {
  try {
    return await call()
  } catch (error) {
    cancelled.throwIfAborted()
    onFailure(describeFailure(error))
    return null
  }
}

/** What went wrong at GitHub: the library's messages hold URLs and answers, so they are not shown. */
function describeFailure(error: unknown): string {
  const status = statusOf(error)
  // The library gives a broken connection and a time-out the status 500, but no response.
  if (status === 500 && error instanceof Error && !('response' in error && error.response !== undefined)) {
    return `GitHub could not be reached, or did not answer within ${REQUEST_TIMEOUT / 1000} seconds.`
  }
  if (status === 429 || isRateLimited(error)) return `GitHub limits the rate of requests (${status}).`
  switch (status) {
    case null:
      return 'GitHub answered something unexpected.'
    case 401:
      return 'GitHub does not accept the token (401). Check the input `github-token`.'
    case 403:
      return 'GitHub does not allow the token to do this (403). Give the job `pull-requests: write` and `contents: read`; runs of forks and of Dependabot get a read-only token.'
    case 404:
      return 'GitHub does not find it with this token (404). Give the job `pull-requests: write` and `contents: read`.'
    case 422:
      return 'GitHub refuses the request as invalid (422).'
    default:
      return `GitHub answers with status ${status}.`
  }
}

/** A rate limit comes as 403 too, told from a missing permission by these headers (GitHub: Rate limits for the REST API). */
function isRateLimited(error: unknown): boolean {
  const parsed = RateLimited.safeParse(error)
  if (!parsed.success) return false
  const { headers } = parsed.data.response
  return headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'
}

const RateLimited = z.object({ response: z.object({ headers: z.record(z.string(), z.unknown()) }) })

/** The HTTP status that an error of the library carries; `null` for everything that is not an answer. */
export function statusOf(error: unknown): number | null {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null
}
