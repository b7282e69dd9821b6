import * as z from 'zod/mini'
import { type GitHub, type GitHubResult, query, queryWithViewer, VIEWER } from './client.ts'
import { COMMENTS, type Comment, CommentPage, findComments } from './comments.ts'
import { describeFailure } from './failures.ts'

/** What a pull request is by now. */
export interface PullRequestNow {
  readonly isOpen: boolean
  readonly headSha: string
  readonly baseBranch: string
}

/** What a plan has to know about its pull request. */
export interface PullRequestState extends PullRequestNow {
  /** Plan comments of this run's identity, newest first. */
  readonly comments: readonly Comment[]
}

/** The default branch's file; `null` if it doesn't exist there. `text` is `null` for what isn't a text. */
export type DefaultBranchFile = { readonly text: string | null } | null

interface PullRequestQuestion {
  readonly number: number
  /** The default branch, by its full name or as `HEAD`. */
  readonly defaultBranch: string
  /** The configuration file. */
  readonly file: string
  /** Whether a comment's text is one of this run's plan comments. */
  readonly isOurs: (body: string) => boolean
}

const NOW = 'state headRefOid baseRefName'
const Now = z.object({ state: z.string(), headRefOid: z.string(), baseRefName: z.string() })

const PULL_REQUEST = `query (
  $owner: String!, $repo: String!, $number: Int!, $file: String!, $after: String, $viewer: Boolean!
) {
  ${VIEWER}
  repository(owner: $owner, name: $repo) {
    file: object(expression: $file) { oid ... on Blob { text isTruncated } }
    pullRequest(number: $number) { ${NOW} ${COMMENTS} }
  }
}`
const FileBlob = z.nullable(
  z.object({ oid: z.string(), text: z.nullish(z.string()), isTruncated: z.nullish(z.boolean()) }),
)
const PullRequest = z.object({
  file: FileBlob,
  pullRequest: z.nullish(z.extend(Now, { comments: CommentPage })),
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
  const { repository, viewer, error, missing } = await queryWithViewer(
    github,
    PULL_REQUEST,
    variables,
    PullRequest,
  )
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
            ...nowOf(pullRequest),
            comments: await findComments(github, number, pullRequest.comments, viewer, isOurs),
          }),
  }
}

const AGAIN = `query ($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { ${NOW} } }
}`
const Again = z.object({ pullRequest: z.nullish(Now) })

/** Asks once more what a pull request is by now. */
export async function readPullRequestNow(github: GitHub, number: number): Promise<PullRequestNow> {
  const { repository, error } = await query(github, AGAIN, { number }, Again)
  const { pullRequest } = repository
  if (pullRequest == null) throw error ?? new Error('No pull request')
  return nowOf(pullRequest)
}

function nowOf({ state, headRefOid, baseRefName }: z.infer<typeof Now>): PullRequestNow {
  return { isOpen: state === 'OPEN', headSha: headRefOid, baseBranch: baseRefName }
}

function ok<T>(value: T): GitHubResult<T> {
  return { ok: true, value }
}

function textOf(blob: z.infer<typeof FileBlob>): DefaultBranchFile {
  return blob === null ? null : { text: blob.isTruncated === true ? null : (blob.text ?? null) }
}
