import * as z from 'zod/mini'
import type { GitHub, GitHubResult } from './client.ts'
import { COMMENTS, type Comment, CommentPage, findComments, Viewer } from './comments.ts'
import { describeFailure } from './failures.ts'
import { queryWithViewer, VIEWER } from './graphql.ts'

/** What a plan has to know about its pull request. */
export interface PullRequestState {
  readonly isOpen: boolean
  readonly headSha: string
  readonly baseBranch: string
  readonly defaultBranch: string | null
  /** Plan comments of this run's identity, newest first. */
  readonly comments: readonly Comment[]
}

/** The configuration file at the base commit; `null` if it doesn't exist there. `text` is `null` for what isn't a text. */
export type BaseFile = { readonly text: string | null } | null

export interface PullRequestQuestion {
  readonly number: number
  readonly baseSha: string
  /** The configuration file. */
  readonly file: string
  /** Whether a comment's text is one of this run's plan comments. */
  readonly isOurs: (body: string) => boolean
}

const PULL_REQUEST = `query (
  $owner: String!, $repo: String!, $number: Int!, $base: String!, $after: String, $viewer: Boolean!
) {
  ${VIEWER}
  repository(owner: $owner, name: $repo) {
    defaultBranchRef { name }
    base: object(expression: $base) { oid ... on Blob { text isTruncated } }
    pullRequest(number: $number) { state headRefOid baseRefName ${COMMENTS} }
  }
}`
const BaseBlob = z.nullish(
  z.object({ oid: z.string(), text: z.nullish(z.string()), isTruncated: z.nullish(z.boolean()) }),
)
const PullRequest = z.object({
  viewer: Viewer,
  repository: z.nullish(
    z.object({
      defaultBranchRef: z.nullish(z.object({ name: z.string() })),
      base: BaseBlob,
      pullRequest: z.nullish(
        z.object({
          state: z.string(),
          headRefOid: z.string(),
          baseRefName: z.string(),
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
  { number, baseSha, file, isOurs }: PullRequestQuestion,
): Promise<{ readonly pull: GitHubResult<PullRequestState>; readonly base: GitHubResult<BaseFile> }> {
  const variables = { number, base: `${baseSha}:${file}`, after: null }
  const { data, error, missing } = await queryWithViewer(github, PULL_REQUEST, variables, PullRequest)
  const { viewer, repository } = data
  if (repository == null) throw error ?? new Error('No repository')
  const { base, pullRequest, defaultBranchRef } = repository
  const denied = { ok: false, reason: describeFailure(error) } as const
  return {
    // What is missing looks like what doesn't exist.
    base: missing.some((path) => path.length === 0 || path.includes('base')) ? denied : ok(textOf(base)),
    pull:
      pullRequest == null
        ? denied
        : ok({
            isOpen: pullRequest.state === 'OPEN',
            headSha: pullRequest.headRefOid,
            baseBranch: pullRequest.baseRefName,
            defaultBranch: defaultBranchRef?.name ?? null,
            comments: await findComments(github, number, pullRequest.comments, viewer?.login ?? null, isOurs),
          }),
  }
}

function ok<T>(value: T): GitHubResult<T> {
  return { ok: true, value }
}

function textOf(blob: z.infer<typeof BaseBlob>): BaseFile {
  return blob == null ? null : { text: blob.isTruncated === true ? null : (blob.text ?? null) }
}
