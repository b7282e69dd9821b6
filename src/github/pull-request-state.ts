import * as z from 'zod/mini'
import { Blob, type GitHub, type GitHubResult, query, textOf, VIEWER } from './client.ts'
import { COMMENTS, type Comment, CommentPage, findComments } from './comments.ts'
import { describeFailure } from './failures.ts'

export interface PullRequestState {
  readonly isOpen: boolean
  readonly headSha: string
  readonly baseBranch: string
  /** Plan comments of this run's identity, newest first. */
  readonly comments: readonly Comment[]
}

/** The default branch's file; `null` if it doesn't exist there. `text` is `null` for what isn't a text. */
export type DefaultBranchFile = { readonly text: string | null } | null

interface PullRequestQuestion {
  readonly number: number
  /** The default branch, by its full name or as `HEAD`. */
  readonly defaultBranch: string
  readonly file: string
  readonly isOurs: (body: string) => boolean
}

const PULL_REQUEST = `query (
  $owner: String!, $repo: String!, $number: Int!, $file: String!, $after: String, $viewer: Boolean!
) {
  ${VIEWER}
  repository(owner: $owner, name: $repo) {
    file: object(expression: $file) { oid ... on Blob { text isTruncated } }
    pullRequest(number: $number) { state headRefOid baseRefName ${COMMENTS} }
  }
}`
const PullRequest = z.object({
  file: z.nullable(z.extend(Blob, { oid: z.string() })),
  pullRequest: z.nullish(
    z.object({
      state: z.string(),
      headRefOid: z.string(),
      baseRefName: z.string(),
      comments: CommentPage,
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
  const variables = { number, file: `${defaultBranch}:${file}`, after: null, viewer: true }
  const { repository, viewer, error, missing } = await query(github, PULL_REQUEST, variables, PullRequest)
  const { file: blob, pullRequest } = repository
  const denied = { ok: false, reason: describeFailure(error) } as const
  // What is missing looks like what doesn't exist.
  const isFileMissing = missing.some((path) => path.length === 0 || path.includes('file'))
  const found = isFileMissing
    ? denied
    : ({ ok: true, value: blob === null ? null : { text: textOf(blob) } } as const)
  if (pullRequest == null) return { file: found, pull: denied }
  const comments = await findComments(github, number, pullRequest.comments, viewer, isOurs)
  const { state, headRefOid: headSha, baseRefName: baseBranch } = pullRequest
  const value = { isOpen: state === 'OPEN', headSha, baseBranch, comments }
  return { file: found, pull: { ok: true, value } }
}
