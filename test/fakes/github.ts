import * as z from 'zod'
import { owner, PullRequest, startGitHubService } from './github-service.ts'
import { type RecordedRequest, type Respond, startRecordingServer } from './recording-server.ts'

export type { PullRequest } from './github-service.ts'

export interface Repository {
  readonly owner: string
  readonly name: string
  /** The head of `main` when the repository was created. */
  readonly headSha: string
}

const Comment = z.object({ id: z.int(), body: z.string(), user: z.object({ login: z.string() }) })
export type Comment = z.infer<typeof Comment>

const Sha = z.object({ sha: z.string() })
const Ref = z.object({ object: Sha })
const Branches = z.array(z.object({ name: z.string() }))
const Comparison = z.object({
  files: z.array(
    z.object({
      filename: z.string(),
      previous_filename: z.string().optional(),
      status: z.string(),
      sha: z.string(),
    }),
  ),
})

/** A change to a tree: a path's new content or blob, or `sha: null` for none. */
type TreeChange = { readonly path: string } & ({ readonly content: string } | { readonly sha: string | null })

export interface GitHubEmulator {
  /** The REST API's base URL, for `GITHUB_API_URL`. */
  readonly url: string
  /** `github-actions[bot]` with `contents: read`, `pull-requests: write`. */
  readonly botToken: string
  /** `github-actions[bot]` as on a pull request from a fork: everything read-only. */
  readonly readOnlyToken: string
  /** `mariana`, who reviews. */
  readonly humanToken: string
  /** Requests to `url`; those of the methods below are not among them. */
  readonly requests: readonly RecordedRequest[]
  /** Answers instead of the emulator; undefined to let it answer. */
  respond: Respond | undefined
  createRepository(options: { files: Record<string, string> }): Promise<Repository>
  /** Commits to the branch, made from `main` where it is missing; null deletes a file. Gives the commit's sha. */
  commit(
    repo: Repository,
    branch: string,
    files: Record<string, string | null>,
    message: string,
  ): Promise<string>
  openPullRequest(repo: Repository, branch: string, title: string): Promise<PullRequest>
  /** Merges with a merge commit, whose sha it gives. */
  mergePullRequest(repo: Repository, number: number): Promise<string>
  pullRequest(repo: Repository, number: number): Promise<PullRequest>
  /** All comments, oldest first. */
  comments(repo: Repository, number: number): Promise<Comment[]>
  comment(repo: Repository, number: number, body: string, token: string): Promise<Comment>
  headOf(repo: Repository, branch: string): Promise<string>
  close(): Promise<void>
}

/** Starts GitHub on a free port of 127.0.0.1. What it does unlike the real one stands in github-service.ts. */
export async function startGitHub(): Promise<GitHubEmulator> {
  const server = await startRecordingServer(
    ({ method, target, token, headers }, body) =>
      service.answer({ method, target, token, accept: headers.accept, body: body || undefined }),
    () => github.respond,
  )
  const service = await startGitHubService(server.url)
  const { humanToken, botToken, readOnlyToken } = service
  let repositories = 0

  const ask = async <T>(
    schema: z.ZodType<T>,
    method: string,
    target: string,
    body?: object,
    token = service.adminToken,
  ) => {
    const answer = await service.answer({ method, target, token, body: body && JSON.stringify(body) })
    if (answer.status >= 400) throw new Error(`${method} ${target}: ${answer.status} ${answer.body}`)
    return schema.parse(typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body)
  }

  const commitOnTop = async (
    repo: string,
    message: string,
    [base, ...others]: readonly [string, ...string[]],
    changes: readonly TreeChange[],
  ) => {
    const { tree: onTopOf } = await ask(z.object({ tree: Sha }), 'GET', `${repo}/git/commits/${base}`)
    const tree = await ask(Sha, 'POST', `${repo}/git/trees`, {
      base_tree: onTopOf.sha,
      tree: changes.map((change) => ({ mode: '100644', type: 'blob', ...change })),
    })
    const commit = { message, tree: tree.sha, parents: [base, ...others] }
    return (await ask(Sha, 'POST', `${repo}/git/commits`, commit)).sha
  }

  const github: GitHubEmulator = {
    url: server.url,
    botToken,
    readOnlyToken,
    humanToken,
    requests: server.requests,
    respond: undefined,

    createRepository: async ({ files }) => {
      repositories += 1
      const repo = { owner, name: repositories === 1 ? 'webhooks' : `webhooks-${repositories}`, headSha: '' }
      await ask(z.unknown(), 'POST', `/orgs/${owner}/repos`, { name: repo.name, auto_init: true })
      return { ...repo, headSha: await github.commit(repo, 'main', files, 'feat: webhooks as code') }
    },

    commit: async (repo, branch, files, message) => {
      const path = pathOf(repo)
      const branches = await ask(Branches, 'GET', `${path}/branches?per_page=100`)
      if (!branches.some(({ name }) => name === branch)) {
        const sha = await github.headOf(repo, 'main')
        await ask(Ref, 'POST', `${path}/git/refs`, { ref: `refs/heads/${branch}`, sha })
      }
      const changes = Object.entries(files).map(([file, content]) =>
        content === null ? { path: file, sha: null } : { path: file, content },
      )
      const sha = await commitOnTop(path, message, [await github.headOf(repo, branch)], changes)
      await ask(Ref, 'PATCH', `${path}/git/refs/heads/${branch}`, { sha })
      return sha
    },

    openPullRequest: (repo, branch, title) =>
      ask(PullRequest, 'POST', `${pathOf(repo)}/pulls`, { title, head: branch, base: 'main' }, humanToken),

    pullRequest: (repo, number) => ask(PullRequest, 'GET', `${pathOf(repo)}/pulls/${number}`),

    mergePullRequest: async (repo, number) => {
      const path = pathOf(repo)
      const pull = await github.pullRequest(repo, number)
      const [head, base] = [pull.head.sha, await github.headOf(repo, pull.base.ref)]
      const { files } = await ask(Comparison, 'GET', `${path}/compare/${base}...${head}`)
      const changes = files.flatMap(({ filename, previous_filename, status, sha }): TreeChange[] => [
        ...(previous_filename === undefined ? [] : [{ path: previous_filename, sha: null }]),
        { path: filename, sha: status === 'removed' ? null : sha },
      ])
      const message = `Merge pull request #${number} from ${owner}/${pull.head.ref}`
      const mergeCommit = await commitOnTop(path, message, [base, head], changes)
      await ask(z.unknown(), 'PUT', `${path}/pulls/${number}/merge`, {})
      // Forced, because emulate's own merge commit of stale tips is there now.
      await ask(Ref, 'PATCH', `${path}/git/refs/heads/${pull.base.ref}`, { sha: mergeCommit, force: true })
      service.recordMerge(`${path}/pulls/${number}`, { head, mergeCommit })
      return mergeCommit
    },

    comments: async (repo, number) => {
      const all: Comment[] = []
      for (let page = 1; ; page += 1) {
        const target = `${pathOf(repo)}/issues/${number}/comments?per_page=100&page=${page}`
        const comments = await ask(z.array(Comment), 'GET', target)
        all.push(...comments)
        if (comments.length < 100) return all
      }
    },

    comment: (repo, number, body, token) =>
      ask(Comment, 'POST', `${pathOf(repo)}/issues/${number}/comments`, { body }, token),

    headOf: async (repo, branch) =>
      (await ask(Ref, 'GET', `${pathOf(repo)}/git/ref/heads/${branch}`)).object.sha,

    close: async () => {
      await server.close()
      await service.close()
    },
  }
  return github
}

function pathOf({ owner, name }: Repository): string {
  return `/repos/${owner}/${name}`
}
