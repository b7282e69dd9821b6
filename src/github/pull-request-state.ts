import * as z from 'zod/mini'
import type { GitHub, GitHubResult } from './client.ts'
import { COMMENTS, type Comment, CommentPage, findComments, Viewer } from './comments.ts'
import { describeFailure } from './failures.ts'
import { query, queryWithViewer, VIEWER } from './graphql.ts'

/** What a plan has to know about its pull request. */
export interface PullRequestState {
  readonly isOpen: boolean
  readonly headSha: string
  /** Plan comments of this run's identity, newest first. */
  readonly comments: readonly Comment[]
}

/** The default branch's file; `null` if it doesn't exist there. `text` is `null` for what isn't a text. */
export type DefaultBranchFile = { readonly text: string | null } | null

export interface PullRequestQuestion {
  readonly number: number
  /** The default branch, by its full name or as `HEAD`. */
  readonly defaultBranch: string
  /** The configuration file. */
  readonly file: string
  /** Whether a comment's text is one of this run's plan comments. */
  readonly isOurs: (body: string) => boolean
}

const PULL_REQUEST = `query (
  $owner: String!, $repo: String!, $number: Int!, $file: String!, $after: String, $viewer: Boolean!
) {
  ${VIEWER}
  repository(owner: $owner, name: $repo) {
    file: object(expression: $file) { oid ... on Blob { text isTruncated } }
    pullRequest(number: $number) { state headRefOid ${COMMENTS} }
  }
}`
const FileBlob = z.nullish(
  z.object({ oid: z.string(), text: z.nullish(z.string()), isTruncated: z.nullish(z.boolean()) }),
)
const PullRequest = z.object({
  viewer: Viewer,
  repository: z.nullish(
    z.object({
      file: FileBlob,
      pullRequest: z.nullish(
        z.object({
          state: z.string(),
          headRefOid: z.string(),
          comments: CommentPage,
        }),
      ),
    }),
  ),
})

/**
 * Asks about a pull request in one request. Either part fails by itself if the token may not see it; throws if it may not
 * read the repository.
 */
export async function readPullRequest(
  github: GitHub,
  { number, defaultBranch, file, isOurs }: PullRequestQuestion,
): Promise<{
  readonly pull: GitHubResult<PullRequestState>
  readonly file: GitHubResult<DefaultBranchFile>
}> {
  const variables = { number, file: `${defaultBranch}:${file}`, after: null }
  const { data, error, missing } = await queryWithViewer(github, PULL_REQUEST, variables, PullRequest)
  const { viewer, repository } = data
  if (repository == null) throw error ?? new Error('No repository')
  const { pullRequest } = repository
  const denied = { ok: false, reason: describeFailure(error) } as const
  return {
    // What is missing looks like what doesn't exist.
    file: missing.some((path) => path.length === 0 || path.includes('file'))
      ? denied
      : ok(textOf(repository.file)),
    pull:
      pullRequest == null
        ? denied
        : ok({
            isOpen: pullRequest.state === 'OPEN',
            headSha: pullRequest.headRefOid,
            comments: await findComments(github, number, pullRequest.comments, viewer?.login ?? null, isOurs),
          }),
  }
}

const HEAD = `query ($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { state headRefOid } }
}`
const Head = z.object({
  repository: z.nullish(
    z.object({ pullRequest: z.nullish(z.object({ state: z.string(), headRefOid: z.string() })) }),
  ),
})

/** Asks once more whether a pull request is open, and for its head. */
export async function readPullRequestHead(
  github: GitHub,
  number: number,
): Promise<Pick<PullRequestState, 'isOpen' | 'headSha'>> {
  const { data, error } = await query(github, HEAD, { number }, Head)
  const pullRequest = data.repository?.pullRequest
  if (pullRequest == null) throw error ?? new Error('No pull request')
  return { isOpen: pullRequest.state === 'OPEN', headSha: pullRequest.headRefOid }
}

function ok<T>(value: T): GitHubResult<T> {
  return { ok: true, value }
}

function textOf(blob: z.infer<typeof FileBlob>): DefaultBranchFile {
  return blob == null ? null : { text: blob.isTruncated === true ? null : (blob.text ?? null) }
}
