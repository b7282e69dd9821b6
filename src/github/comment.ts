import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { httpStatusOf, UnusableAnswerError } from './failures.ts'

export interface Comment {
  readonly id: number
  readonly body: string
  readonly url: string
}

/** GitHub's maximum of comments per page. */
const PAGE_SIZE = 100
/** Most pages that are read: more than the 2,500 comments that GitHub allows on a pull request. */
const MAX_PAGES = 30

const Created = z.object({ html_url: z.string() })
const Comments = z.array(
  z.object({
    id: z.number(),
    body: z.nullish(z.string()),
    html_url: z.string(),
    user: z.nullish(z.object({ login: z.string() })),
  }),
)

/** The login of the workflow's own token, used if GitHub doesn't say who owns the token. */
const DEFAULT_LOGIN = 'github-actions[bot]'

/**
 * This action's comments on a pull request, newest first: those, over all pages, whose text `isOurs` **and** whose author
 * owns the token. A marker alone proves nothing, because anybody can write one.
 */
export async function findComments(
  github: GitHub,
  pullRequest: number,
  isOurs: (body: string) => boolean,
): Promise<readonly Comment[]> {
  const candidates = await readComments(github, pullRequest, isOurs)
  if (candidates.length === 0) return []
  const login = await loginOfToken(github.octokit)
  return candidates
    .filter(({ user }) => user?.login.toLowerCase() === login.toLowerCase())
    .sort((one, other) => other.id - one.id)
    .map(({ id, body, html_url: url }) => ({ id, body: body ?? '', url }))
}

/** The comments that fit, over all pages. Throws if the list doesn't end: half of it could lead to a second comment. */
async function readComments(
  { octokit, repository }: GitHub,
  pullRequest: number,
  fits: (body: string) => boolean,
): Promise<z.infer<typeof Comments>> {
  const fitting: z.infer<typeof Comments> = []
  const seen = new Set<number>()
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...repository,
      issue_number: pullRequest,
      per_page: PAGE_SIZE,
      page,
    })
    const comments = Comments.parse(data)
    // GitHub lists them by ascending id, so one that comes again means that `page` was ignored.
    if (comments.some(({ id }) => seen.has(id))) break
    for (const { id } of comments) seen.add(id)
    fitting.push(...comments.filter(({ body }) => fits(body ?? '')))
    if (comments.length < PAGE_SIZE) return fitting
  }
  throw new UnusableAnswerError("GitHub's list of comments does not end.")
}

/** Returns the URL of the new comment. */
export async function createComment(
  { octokit, repository }: GitHub,
  pullRequest: number,
  body: string,
): Promise<string> {
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...repository,
    issue_number: pullRequest,
    body,
  })
  return Created.parse(data).html_url
}

export async function updateComment(
  { octokit, repository }: GitHub,
  comment: Comment,
  body: string,
): Promise<void> {
  await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    ...repository,
    comment_id: comment.id,
    body,
  })
}

export async function deleteComment({ octokit, repository }: GitHub, comment: Comment): Promise<void> {
  await octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    ...repository,
    comment_id: comment.id,
  })
}

/**
 * The author of comments that are written with this token. GraphQL's `viewer` works for every kind of token, `GET /user`
 * only for people's; if neither works, the token is assumed to be the workflow's own.
 */
async function loginOfToken(octokit: GitHub['octokit']): Promise<string> {
  const viewer = await octokit
    .graphql<{ viewer?: { login?: unknown } }>('{ viewer { login } }')
    .then(({ viewer }) => viewer?.login)
    .catch(unlessUnsupported)
  if (typeof viewer === 'string') return viewer
  const user = await octokit
    .request('GET /user')
    .then(({ data }) => data.login)
    .catch(unlessUnsupported)
  return user ?? DEFAULT_LOGIN
}

/** GraphQL's errors for a token that may not ask; they come with status 200. Other errors, such as a rate limit, are failures. */
const Refused = z.object({
  name: z.literal('GraphqlResponseError'),
  errors: z.array(z.object({ type: z.enum(['FORBIDDEN', 'INSUFFICIENT_SCOPES']) })).check(z.minLength(1)),
})

/** Returns `undefined` if the server doesn't know the call or the token may not make it; rethrows any other failure. */
function unlessUnsupported(error: unknown): undefined {
  if (Refused.safeParse(error).success) return undefined
  const status = httpStatusOf(error)
  if (status === null || status === 401 || status >= 500) throw error
  return undefined
}
