import type { context } from '@actions/github'
import type { GitHub as Toolkit } from '@actions/github/lib/utils'
import * as z from 'zod/mini'
import { USER_AGENT } from '../core/about.ts'
import type { Secret } from '../core/secret.ts'
import type { Clock } from '../system/clock.ts'
import { describeFailure, isForbidden, queryErrorsOf } from './failures.ts'
import { fetchOver } from './fetch.ts'

/** What `@actions/github` knows of the run. */
export type ToolkitContext = Omit<typeof context, 'issue'>

/** Evaluates the toolkit's context, which reads the event file and `process.env`. */
export async function loadToolkit(): Promise<ToolkitContext> {
  const { context } = await import('@actions/github')
  return context
}

/** GitHub's API, and the repository that this run is about. */
export interface GitHub {
  readonly octokit: InstanceType<typeof Toolkit>
  readonly repository: { readonly owner: string; readonly repo: string }
}

export interface GitHubOptions {
  readonly apiUrl: string
  readonly repository: GitHub['repository']
  readonly token: Secret
  readonly clock: Clock
  readonly cancelled: AbortSignal
}

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
  const { apiUrl, repository, token, clock, cancelled } = options
  const [{ GitHub: Client, getOctokitOptions }, { openConnections }] = await Promise.all([
    import('@actions/github/lib/utils'),
    import('../system/connections.ts'),
  ])
  // The library logs deprecations and failed requests to the console, with their URLs.
  const silent = () => {}
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const fetch = fetchOver(openConnections(CONNECT_TIMEOUT, MAX_CONNECTIONS), clock, cancelled)
  const octokit = new Client(
    getOctokitOptions(token.reveal(), {
      baseUrl: apiUrl,
      userAgent: USER_AGENT,
      log,
      request: { fetch, log },
    }),
  )
  return { octokit, repository }
}

/** What a query gave. `error` is set if the token may not see everything; what it may not see is `null` then. */
export interface Answer<T> extends Omit<Sent, 'data'> {
  readonly repository: T
  /** The login of the token's owner, of a query with `VIEWER`; `null` if GitHub doesn't say it. */
  readonly viewer: string | null
}

interface Sent {
  readonly data: unknown
  readonly error: Error | null
  /** Where the data is missing: a path of fields for each error, empty if GitHub gives none. */
  readonly missing: readonly (readonly (string | number)[])[]
}

export const Blob = z.object({ text: z.nullish(z.string()), isTruncated: z.nullish(z.boolean()) })

/** The text of a file; `null` for what isn't a text, or is too long for GitHub to give. */
export function textOf(blob: z.infer<typeof Blob>): string | null {
  return blob.isTruncated === true ? null : (blob.text ?? null)
}

/** Who owns the token, for a query that is sent with the variable `viewer: true`. */
export const VIEWER = 'viewer @include(if: $viewer) { login }'
const Viewer = z.nullish(z.object({ login: z.string() }))

type Variables = Readonly<Record<string, string | number | boolean | null>>

/**
 * Sends a query about the repository whose variables are these, `$owner` and `$repo`. `shape`: of the repository, because
 * with its aliases no type describes it. Throws for an answer without data, and if the token may not read the repository.
 */
export async function query<T>(
  { octokit, repository: of }: GitHub,
  text: string,
  variables: Variables,
  shape: z.ZodMiniType<T>,
): Promise<Answer<T>> {
  const send = (given: Variables): Promise<Sent> =>
    octokit.graphql(text, { ...of, ...given }).then(
      (data: unknown) => ({ data, error: null, missing: [] }),
      (error: unknown) => {
        // GitHub sends what the token may see beside the errors (GraphQL: Response, section 7).
        const partial = queryErrorsOf(error)
        if (partial?.data != null && error instanceof Error) {
          return { data: partial.data, error, missing: partial.errors.map(({ path }) => path ?? []) }
        }
        // A viewer can't be `null`, so there is no data at all if GitHub refuses that part.
        if (given['viewer'] === true && isForbidden(error)) return send({ ...given, viewer: false })
        throw error
      },
    )
  const { data, error, missing } = await send(variables)
  const { repository, viewer } = z.object({ repository: z.nullish(shape), viewer: Viewer }).parse(data)
  if (repository == null) throw error ?? new Error('No repository')
  return { repository, viewer: viewer?.login ?? null, error, missing }
}
