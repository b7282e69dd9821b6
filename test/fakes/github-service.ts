/**
 * GitHub's API as `emulate` emulates it, repaired where the action would otherwise learn something wrong.
 *
 * What emulate 0.12.2 does differently from GitHub, and this file repairs:
 * - An unknown token acts as the first seeded user. Here: 401 "Bad credentials".
 * - A refused installation token says "Forbidden". Here: "Resource not accessible by integration".
 * - A pull request's `head.sha` stays what it was at its creation. Here: the branch's tip while it is open.
 * - A merge takes the tree of the head as of the creation, on the base of then. Here (`mergePullRequest` of github.ts only):
 *   a merge commit of both tips, which `merge_commit_sha` and the base branch name.
 * - A list of pull requests has the fields of a single one (`merged`, `mergeable`, …). Here: it hasn't.
 * - `/commits/{sha}/pulls` is 404. Here: the pull requests with that merge commit or head.
 * - `html_url`s point at the emulator, and a comment's at `/issues/`. Here: https://github.com/…/pull/….
 * - `url`s and `Link`s point at the emulator. Here: at this server.
 *
 * What stays different, and a test must not rely on:
 * - `base.sha` stays the base branch's tip of when the pull request was opened.
 * - `merge_commit_sha` is null until the merge; GitHub gives open and unmerged ones a test merge that no branch has.
 * - `/pulls/{n}/files` lists no real file; a pull request counts no comments; GraphQL, merge queues, `ETag`s and
 *   secondary rate limits do not exist; `base64` contents come without line breaks and without a size limit.
 * - Any known user may comment and open pull requests; only an installation token's permissions are checked, and
 *   on a public repository for writes only.
 * - Commit times have seconds: the same tree, parents, author and message in one second are one commit.
 */
import { sign } from 'node:crypto'
import { createEmulator } from 'emulate'
import * as z from 'zod'
import type { Answer } from './recording-server.ts'

/** The organization that owns every repository. */
export const owner = 'acme'
const humanToken = 'ghp_humanReviewer7Jq2LrX9wTzB4nVdKc8sYfMj'
const adminToken = 'ghp_repositoryAdmin5xJt1RgQ8mWbZk2CyPh7Ld'
/** The app that GitHub's own workflow tokens belong to; its bot is `github-actions[bot]`. */
const actionsApp = { app_id: 15368, slug: 'github-actions', name: 'GitHub Actions' } as const
const installationId = 1

const BranchEnd = z.looseObject({ ref: z.string(), sha: z.string() })
export const PullRequest = z.looseObject({
  number: z.int(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullable(),
  merge_commit_sha: z.string().nullable(),
  head: BranchEnd,
  base: BranchEnd,
})
export type PullRequest = z.infer<typeof PullRequest>

const PullRequests = z.array(PullRequest)
const Ref = z.object({ object: z.object({ sha: z.string() }) })

/** What this API needs of a request. */
export interface ApiRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly token?: string | undefined
  readonly accept?: string | undefined
  readonly body?: string | undefined
}

export interface GitHubService {
  readonly adminToken: string
  readonly humanToken: string
  readonly botToken: string
  readonly readOnlyToken: string
  answer(request: ApiRequest): Promise<Answer>
  /** Tells what emulate does not know about the merge of the pull request with this API path. */
  recordMerge(pullPath: string, merge: { head: string; mergeCommit: string }): void
  close(): Promise<void>
}

/** Starts emulate's GitHub with an organization, a reviewer and the Actions bot; `publicUrl` is where people see it. */
export async function startGitHubService(publicUrl: string): Promise<GitHubService> {
  const emulator = await createEmulator({ service: 'github', port: 0, seed })
  const { port } = new URL(emulator.url)
  const merges = new Map<string, { head: string; mergeCommit: string }>()

  const forward = async ({
    method,
    target,
    token,
    accept,
    body,
  }: ApiRequest): Promise<Answer & { body: string }> => {
    const response = await fetch(`http://127.0.0.1:${port}${target}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(accept !== undefined && { accept }),
        'content-type': 'application/json',
      },
      body: body ?? null,
      redirect: 'manual',
    })
    const link = response.headers.get('link')
    const type = response.headers.get('content-type') ?? 'text/plain'
    return {
      status: response.status,
      headers: { 'content-type': type, ...(link !== null && { link: withPublicUrls(link) }) },
      body: withPublicUrls(await response.text()),
    }
  }

  const withPublicUrls = (text: string) =>
    text
      .replaceAll(`"html_url":"${emulator.url}`, '"html_url":"https://github.com')
      .replaceAll(/\/issues\/(\d+)#issuecomment/g, '/pull/$1#issuecomment')
      .replaceAll(emulator.url, publicUrl)
      .replaceAll(`http://127.0.0.1:${port}`, publicUrl)

  const get = async <T>(schema: z.ZodType<T>, target: string) =>
    schema.parse(JSON.parse((await forward({ method: 'GET', target, token: adminToken })).body))

  const current = async (repo: string, pull: PullRequest): Promise<PullRequest> => {
    const merge = merges.get(`${repo}/pulls/${pull.number}`)
    if (merge)
      return { ...pull, merge_commit_sha: merge.mergeCommit, head: { ...pull.head, sha: merge.head } }
    if (pull.state === 'closed') return pull
    const { object } = await get(Ref, `${repo}/git/ref/heads/${pull.head.ref}`)
    return { ...pull, head: { ...pull.head, sha: object.sha } }
  }

  const answer = async (request: ApiRequest): Promise<Answer> => {
    const { method, target, token } = request
    if (token !== undefined && !knownTokens.has(token)) return refusal(401, 'Bad credentials')

    const { repo = '', commit, pulls, number } = pullsRoute.exec(target)?.groups ?? {}
    if (method === 'GET' && commit !== undefined) {
      const all = await get(PullRequests, `${repo}/pulls?state=all&per_page=100`)
      const related = (await Promise.all(all.map((pull) => current(repo, pull)))).filter(
        (pull) => pull.merge_commit_sha === commit || pull.head.sha === commit,
      )
      return { status: 200, body: related.map(asListed) }
    }

    const answered = await forward(request)
    if (answered.status === 403 && token?.startsWith('ghs_')) {
      return refusal(403, 'Resource not accessible by integration')
    }
    if (pulls === undefined || answered.status >= 300) return answered
    const content: unknown = JSON.parse(answered.body)
    if (method !== 'GET' || number !== undefined) {
      return { ...answered, body: await current(repo, PullRequest.parse(content)) }
    }
    const listed = PullRequests.parse(content).map(async (pull) => asListed(await current(repo, pull)))
    return { ...answered, body: await Promise.all(listed) }
  }

  const appToken = jsonWebToken(emulator.generatedSecrets[0]?.value ?? '')
  const installationToken = async (permissions: object) => {
    const target = `/app/installations/${installationId}/access_tokens`
    const body = JSON.stringify({ permissions })
    const created = await forward({ method: 'POST', target, token: appToken, body })
    return z.object({ token: z.string() }).parse(JSON.parse(created.body)).token
  }
  const botToken = await installationToken({ contents: 'read', pull_requests: 'write' })
  const readOnlyToken = await installationToken({ contents: 'read', pull_requests: 'read' })
  const knownTokens = new Set([adminToken, humanToken, botToken, readOnlyToken])

  return {
    adminToken,
    humanToken,
    botToken,
    readOnlyToken,
    answer,
    recordMerge: (pullPath, merge) => merges.set(pullPath, merge),
    close: () => emulator.close(),
  }
}

const seed = {
  tokens: { [adminToken]: { login: 'admin' }, [humanToken]: { login: 'mariana' } },
  github: {
    users: [{ login: 'mariana', name: 'Mariana Restrepo', email: 'mariana@acme.example' }],
    orgs: [{ login: owner, members: [{ login: 'admin', role: 'admin' }, { login: 'mariana' }] }],
    apps: [
      {
        ...actionsApp,
        permissions: { contents: 'read', pull_requests: 'write' },
        installations: [{ installation_id: installationId, account: owner }],
      },
    ],
  },
}

const pullsRoute =
  /^(?<repo>\/repos\/[^/]+\/[^/?]+)\/(?:commits\/(?<commit>[0-9a-f]{40})\/pulls|(?<pulls>pulls)(?:\/(?<number>\d+))?)(?:\?|$)/

function refusal(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  }
}

/** The fields that GitHub gives for a single pull request only. */
const detail = [
  'merged',
  'mergeable',
  'rebaseable',
  'mergeable_state',
  'merged_by',
  'comments',
  'review_comments',
  'maintainer_can_modify',
  'commits',
  'additions',
  'deletions',
  'changed_files',
]

function asListed(pull: PullRequest): unknown {
  return Object.fromEntries(Object.entries(pull).filter(([field]) => !detail.includes(field)))
}

/** The app's own credential, good for ten minutes. */
function jsonWebToken(privateKey: string): string {
  const now = Math.floor(Date.now() / 1000)
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const content = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: actionsApp.app_id, iat: now, exp: now + 600 })}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`
}
