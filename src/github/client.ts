import type { GitHub as Toolkit } from '@actions/github/lib/utils'
import type { Secret } from '../core/secret.ts'
import type { Clock } from '../system/clock.ts'
import { describeFailure, REQUEST_TIMEOUT } from './failures.ts'

export interface Repository {
  readonly owner: string
  readonly repo: string
}

/** GitHub's API, and the repository that this run is about. */
export interface GitHub {
  readonly octokit: InstanceType<typeof Toolkit>
  readonly repository: Repository
}

export interface GitHubOptions {
  /** Base URL of the REST API. */
  readonly apiUrl: string
  readonly repository: Repository
  readonly token: Secret
  readonly userAgent: string
  readonly clock: Clock
  /** Aborted when the run is cancelled: every request ends. */
  readonly cancelled: AbortSignal
}

/** What a call gave, or in one sentence why it failed. */
export type GitHubResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string }

/**
 * Makes a call to GitHub. A failure of any kind is a result, because GitHub never changes what happened at Auco; only a
 * cancellation is thrown.
 */
export type AskGitHub = <T>(call: (github: GitHub) => Promise<T>) => Promise<GitHubResult<T>>

/** Longest wait for a connection, in milliseconds: a comment is not worth a hanging job. */
const CONNECT_TIMEOUT = 10_000

/** GitHub Enterprise Server knows newer versions of the REST API later (GitHub: API versions). */
const API_VERSION = { cloud: '2026-03-10', server: '2022-11-28' } as const

/** Most requests at the same time: the base file, the comments, the pull request. */
const MAX_CONNECTIONS = 3

/** One client for all calls, so that connections are reused. It's made at the first call. */
export function gitHubAt(options: GitHubOptions): AskGitHub {
  let opening: Promise<GitHub> | null = null
  return async (call) => {
    opening ??= openClient(options)
    try {
      return { ok: true, value: await call(await opening) }
    } catch (error) {
      options.cancelled.throwIfAborted()
      return { ok: false, reason: describeFailure(error) }
    }
  }
}

/**
 * The toolkit's client, over connections that use the proxies of the environment. It's loaded here and not at the start,
 * because a run without a comment doesn't need it.
 */
async function openClient(options: GitHubOptions): Promise<GitHub> {
  const { apiUrl, repository, token, userAgent, clock, cancelled } = options
  const [{ GitHub: Client, getOctokitOptions }, { openConnections }, { fetchOver }] = await Promise.all([
    import('@actions/github/lib/utils'),
    import('../system/connections.ts'),
    import('./fetch.ts'),
  ])
  // The library logs deprecations and failed requests to the console, with their URLs.
  const silent = () => {}
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const fetch = fetchOver(openConnections(CONNECT_TIMEOUT, MAX_CONNECTIONS), clock)
  const octokit = new Client(
    getOctokitOptions(token.reveal(), { baseUrl: apiUrl, userAgent, log, request: { fetch, log } }),
  )
  const isCloud = /^https:\/\/api\.(?:github\.com|[^/]+\.ghe\.com)$/.test(apiUrl)
  octokit.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = isCloud ? API_VERSION.cloud : API_VERSION.server
    request.request = {
      ...request.request,
      signal: AbortSignal.any([cancelled, AbortSignal.timeout(REQUEST_TIMEOUT)]),
    }
  })
  return { octokit, repository }
}
