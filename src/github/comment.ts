import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { statusOf } from './client.ts'

export interface Comment {
  readonly id: number
  readonly body: string
  readonly url: string
}

/** Comments of a page: the most that GitHub gives. */
const PAGE = 100

const Created = z.object({ html_url: z.string() })
const Comments = z.array(
  z.object({
    id: z.number(),
    body: z.nullish(z.string()),
    html_url: z.string(),
    user: z.nullish(z.object({ login: z.string() })),
  }),
)

/** The login of the workflow's own token, where GitHub cannot be asked. */
const DEFAULT_LOGIN = 'github-actions[bot]'

/**
 * This action's comment on a pull request: the oldest one that `isOurs` by its text **and** was written by the owner of
 * the token, over all pages. A marker alone proves nothing: anybody may write one.
 */
export async function findComment(
  { octokit, repository }: GitHub,
  pullRequest: number,
  isOurs: (body: string) => boolean,
): Promise<Comment | null> {
  const comments: z.infer<typeof Comments> = []
  for (let page = 1; comments.length === (page - 1) * PAGE; page += 1) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...repository,
      issue_number: pullRequest,
      per_page: PAGE,
      page,
    })
    comments.push(...Comments.parse(data))
  }
  const candidates = comments.filter(({ body }) => isOurs(body ?? ''))
  if (candidates.length === 0) return null
  const login = await loginOfToken(octokit)
  const found = candidates.find(({ user }) => user?.login.toLowerCase() === login.toLowerCase())
  return found === undefined ? null : { id: found.id, body: found.body ?? '', url: found.html_url }
}

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

/**
 * Whose comments the token writes. GraphQL's `viewer` answers every kind of token, `GET /user` only those of people;
 * where both are missing, the token is taken for the workflow's own.
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

/** What GraphQL says where a token may not ask; everything else, such as a rate limit, is a failure. */
const Refused = z.object({
  name: z.literal('GraphqlResponseError'),
  errors: z.array(z.object({ type: z.enum(['FORBIDDEN', 'INSUFFICIENT_SCOPES']) })).check(z.minLength(1)),
})

/**
 * A server that does not know the call, or a token that may not make it, answers with a status, or GraphQL with errors in
 * an answer of 200; all else is a failure.
 */
function unlessUnsupported(error: unknown): undefined {
  if (Refused.safeParse(error).success) return undefined
  const status = statusOf(error)
  if (status === null || status === 401 || status >= 500) throw error
  return undefined
}
