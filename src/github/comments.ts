import * as z from 'zod/mini'
import { type Answer, type GitHub, query, VIEWER } from './client.ts'

export interface Comment {
  readonly id: number
  readonly body: string
  readonly url: string
  readonly isOwn: boolean
}

const PAGE_SIZE = 100

/** Fields of a pull request that `findComments` needs. */
export const COMMENTS = `comments(first: ${PAGE_SIZE}, after: $after) {
  nodes { fullDatabaseId url body viewerDidAuthor author { __typename login } }
  pageInfo { hasNextPage endCursor }
}`

const CommentNode = z.object({
  fullDatabaseId: z.union([z.string(), z.number()]),
  url: z.string(),
  body: z.string(),
  viewerDidAuthor: z.nullish(z.boolean()),
  author: z.nullish(z.object({ __typename: z.string(), login: z.string() })),
})
export const CommentPage = z.object({
  // Without nodes there would be no comment yet, and a second one would be written.
  nodes: z.array(z.nullable(CommentNode)),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.nullish(z.string()) }),
})

/** The login of the workflow's own token, used if GitHub doesn't say who owns the token. */
const WORKFLOW_LOGIN = 'github-actions[bot]'

const MORE = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { ${COMMENTS} } }
}`
const More = z.object({ pullRequest: z.object({ comments: CommentPage }) })

/**
 * The comments on a pull request whose text `isOurs`, newest first. A marker alone proves nothing, because anybody can
 * write one: look at `isOwn`, too. `first` is the first page of comments.
 */
export async function findComments(
  github: GitHub,
  pullRequest: number,
  first: z.infer<typeof CommentPage>,
  viewer: string | null,
  isOurs: (body: string) => boolean,
): Promise<readonly Comment[]> {
  const found: Comment[] = []
  for (let page = first; ; ) {
    for (const node of page.nodes) {
      if (node === null || !isOurs(node.body)) continue
      const { fullDatabaseId, body, url } = node
      const isOwn = isAuthor(node, viewer ?? WORKFLOW_LOGIN)
      found.unshift({ id: Number(fullDatabaseId), body, url, isOwn })
    }
    if (!page.pageInfo.hasNextPage) return found
    const variables = { number: pullRequest, after: page.pageInfo.endCursor ?? null }
    const more: Answer<z.infer<typeof More>> = await query(github, MORE, variables, More)
    page = more.repository.pullRequest.comments
  }
}

/**
 * GraphQL leaves `[bot]` out of an author's login, but not out of the viewer's, and a person may be called
 * `github-actions`. Nothing documents that `viewerDidAuthor` is right for a workflow's token, so it can only add to that.
 */
function isAuthor({ author, viewerDidAuthor }: z.infer<typeof CommentNode>, viewer: string): boolean {
  if (viewerDidAuthor === true) return true
  if (author == null) return false
  const login = author.__typename === 'Bot' ? `${author.login.replace(/\[bot\]$/, '')}[bot]` : author.login
  return login.toLowerCase() === viewer.toLowerCase()
}

/** The first page of a pull request's comments, and of several in one request. */
const FIRST = (alias: number) => `p${alias}: pullRequest(number: $n${alias}) { merged ${COMMENTS} }`
const FirstPages = z.record(z.string(), z.nullish(z.object({ merged: z.boolean(), comments: CommentPage })))

/**
 * The comments whose text `isOurs` on each of these pull requests that is merged, by number, newest first. A commit that left
 * the branch belongs to open ones, too.
 */
export async function readComments(
  github: GitHub,
  pullRequests: readonly number[],
  isOurs: (body: string) => boolean,
): Promise<ReadonlyMap<number, readonly Comment[]>> {
  if (pullRequests.length === 0) return new Map()
  const text = `query (
  $owner: String!, $repo: String!, $after: String, $viewer: Boolean!
  ${pullRequests.map((_, alias) => `$n${alias}: Int!`).join(', ')}
) {
  ${VIEWER}
  repository(owner: $owner, name: $repo) { ${pullRequests.map((_, alias) => FIRST(alias)).join(' ')} }
}`
  const numbers = Object.fromEntries(pullRequests.map((number, alias) => [`n${alias}`, number]))
  const variables = { ...numbers, after: null, viewer: true }
  const { repository, viewer, error } = await query(github, text, variables, FirstPages)
  const found = await Promise.all(
    pullRequests.map(async (number, alias) => {
      const pull = repository[`p${alias}`]
      if (pull == null) throw error ?? new Error('No pull request')
      const found = pull.merged ? await findComments(github, number, pull.comments, viewer, isOurs) : []
      return [number, found] as const
    }),
  )
  return new Map(found)
}

/** The text of a comment as it is now. Without one, the sections of other runs would look removed. */
export async function readComment({ octokit, repository }: GitHub, { id }: Comment): Promise<string> {
  const { data } = await octokit.rest.issues.getComment({ ...repository, comment_id: id })
  return z.string().parse(data.body)
}

export async function createComment(
  { octokit, repository }: GitHub,
  pullRequest: number,
  body: string,
): Promise<string> {
  const { data } = await octokit.rest.issues.createComment({ ...repository, issue_number: pullRequest, body })
  return data.html_url
}

export async function updateComment(
  { octokit, repository }: GitHub,
  comment: Comment,
  body: string,
): Promise<void> {
  await octokit.rest.issues.updateComment({ ...repository, comment_id: comment.id, body })
}

export async function deleteComment({ octokit, repository }: GitHub, comment: Comment): Promise<void> {
  await octokit.rest.issues.deleteComment({ ...repository, comment_id: comment.id })
}
