import { answerGraphQL, loadSchema } from './github/graphql.ts'
import type { Lagging } from './github/lag.ts'
import {
  addComment,
  changed,
  closePull,
  commentsOf,
  DEFAULT_BRANCH,
  headOf,
  type MergeMethod,
  mergePulls,
  type Pull,
  RepositoryState,
  type RunConclusion,
  type RunStatus,
  testMerge,
} from './github/repository.ts'
import { answerRest, commentUrl, failure, notFound, pullUrl } from './github/rest.ts'
import { type Permissions, type Token, View } from './github/view.ts'
import { type Respond, startRecordingServer } from './recording-server.ts'

export interface Repository {
  readonly owner: string
  readonly name: string
  /** The head of `main` when the repository was created. */
  readonly headSha: string
}

/** A pull request as events have it. */
export type PullRequest = ReturnType<typeof pullJson>

export interface RunOptions {
  /** Such as `push`. */
  readonly event: string
  readonly branch: string
  readonly headSha: string
  /** Name of the file in `.github/workflows`; the default is `webhooks.yml`. */
  readonly workflow?: string
  /** The default is `queued`. */
  readonly status?: RunStatus
  /** The fork that has the branch. */
  readonly from?: Repository
}

export interface RunChange {
  readonly status: RunStatus
  readonly conclusion: RunConclusion
}

/** The app that the tokens of workflows belong to. */
const ACTIONS = 'github-actions'
/** An app's token is `ghs_<app>_<JWT>`, of about 520 characters (GitHub's changelog of 2026-04-24). */
const APP_TOKEN = `ghs_15368_eyJhbGciOiJSUzI1NiJ9.${'c3ViOmFjbWU'.repeat(12)}.${'q_7-x'.repeat(62)}`
const BOT: Permissions = { contents: 'read', pullRequests: 'write', actions: 'read' }

export type FakeGitHub = Awaited<ReturnType<typeof startGitHub>>

/**
 * Starts GitHub on a free port of 127.0.0.1.
 *
 * What GitHub does otherwise, and a test must not rely on:
 * - Everybody with a token may see every repository. Rate limits and `ETag`s don't exist.
 * - Of git's ids only those of files are git's own. Folders, renames, symbolic links and modes of files are not known.
 * - Deleting a branch leaves its pull requests as they are.
 */
export async function startGitHub() {
  // It takes a fifth of a second, which no request has to wait for.
  loadSchema()
  const tokens = new Map<string, Token>()
  const repositories = new Map<string, RepositoryState>()
  const issue = (prefix: string, login: string, permissions: Permissions) => {
    const token = `${prefix}${login.replaceAll(/\W/g, '')}${tokens.size + 1}x7Jq2LrX9wTzB4nVdKc8sYfMj`
    tokens.set(token, { login, permissions })
    return token
  }
  const appToken = (permissions: Permissions, app = ACTIONS) => issue(APP_TOKEN, `${app}[bot]`, permissions)

  const hooks: { respond: Respond | undefined } = { respond: undefined }
  const server = await startRecordingServer(
    (request) => {
      const token = tokens.get(request.token ?? '')
      if (token === undefined) return failure(401, 'Bad credentials')
      const find = (owner: string, name: string) => {
        const repository = repositories.get(`${owner}/${name}`)
        return repository && new View(repository, token)
      }
      if (request.path === '/graphql') return answerGraphQL(find, token, request.body)
      const [, owner = '', name = '', rest = ''] = /^\/repos\/([^/]+)\/([^/]+)(.*)$/.exec(request.path) ?? []
      const view = find(owner, name)
      return view === undefined ? notFound : answerRest(view, rest, request)
    },
    () => github.respond,
  )

  const find = ({ owner, name }: Repository): RepositoryState => {
    const repository = repositories.get(`${owner}/${name}`)
    if (repository === undefined) throw new Error(`There is no repository ${owner}/${name}`)
    return repository
  }
  const findPull = (repo: Repository, number: number): Pull => {
    const pull = find(repo).findPull(number)
    if (pull === undefined) throw new Error(`There is no pull request ${number}`)
    return pull
  }
  const changeComment = (repo: Repository, id: number, body: string | null) => {
    if (!find(repo).changeComment(id, body)) throw new Error(`There is no comment ${id}`)
  }

  const github = Object.assign(hooks, {
    /** The REST API's base URL, for `GITHUB_API_URL`; GraphQL is at `/graphql`. */
    url: server.url,
    /** `github-actions[bot]` with `contents: read`, `pull-requests: write`, `actions: read`. */
    botToken: appToken(BOT),
    /** `github-actions[bot]` as on a pull request from a fork: everything read-only. */
    readOnlyToken: appToken({ contents: 'read', pullRequests: 'read', actions: 'read' }),
    /** `mariana`, who reviews. */
    humanToken: issue('ghp_', 'mariana', { contents: 'write', pullRequests: 'write', actions: 'write' }),
    /** Requests to `url`; those of the methods below are not among them. */
    requests: server.requests,
    close: server.close,

    /** Accepts one more token of workflows, with the permissions of `botToken`. */
    acceptToken: (token: string) => tokens.set(token, { login: `${ACTIONS}[bot]`, permissions: BOT }),
    /** A new token of an app; the default is the app of workflows. Reading a public repository is always allowed. */
    appToken,

    createRepository: async ({
      files,
      isPrivate = false,
    }: {
      readonly files: Readonly<Record<string, string>>
      readonly isPrivate?: boolean
    }): Promise<Repository> => {
      const id = {
        owner: 'acme',
        name: `webhooks${repositories.size === 0 ? '' : `-${repositories.size + 1}`}`,
      }
      const repository = new RepositoryState(id.owner, id.name, isPrivate)
      repositories.set(repository.fullName, repository)
      const headSha = repository.commits.write(changed(new Map(), files), [])
      repository.moveBranch(DEFAULT_BRANCH, headSha)
      return { ...id, headSha }
    },
    /** A fork with the head of `main`. */
    fork: async (repo: Repository, owner: string): Promise<Repository> => {
      const parent = find(repo)
      const { name, isPrivate, commits } = parent
      const fork = new RepositoryState(owner, name, isPrivate, commits)
      repositories.set(fork.fullName, fork)
      const headSha = parent.headOf(DEFAULT_BRANCH)
      fork.moveBranch(DEFAULT_BRANCH, headSha)
      return { owner, name, headSha }
    },

    /** Commits to the branch, made from `main` where it is missing; null deletes a file. Gives the commit's sha. */
    commit: async (
      repo: Repository,
      branch: string,
      files: Readonly<Record<string, string | null>>,
      message: string,
    ) => {
      const repository = find(repo)
      const { commits } = repository
      const parent = repository.findHead(branch) ?? repository.headOf(DEFAULT_BRANCH)
      const oid = commits.write(changed(commits.get(parent).files, files), [parent], message)
      repository.moveBranch(branch, oid)
      return oid
    },
    /** Moves or makes a branch, whatever it was. */
    forcePush: async (repo: Repository, branch: string, sha: string) =>
      find(repo).moveBranch(branch, find(repo).commits.get(sha).oid),
    deleteBranch: async (repo: Repository, branch: string) => find(repo).moveBranch(branch, null),
    headOf: async (repo: Repository, branch: string) => find(repo).headOf(branch),
    /** Text of a file at a commit; null if it isn't there. */
    fileAt: async (repo: Repository, commit: string, path: string) =>
      find(repo).commits.get(commit).files.get(path) ?? null,

    /** By default into `main`. `from`: the fork that has the branch. */
    openPullRequest: async (
      repo: Repository,
      branch: string,
      title: string,
      { base = DEFAULT_BRANCH, from = repo }: { readonly base?: string; readonly from?: Repository } = {},
    ) => pullJson(find(repo).openPull(title, { repository: find(from), ref: branch }, base)),
    pullRequest: async (repo: Repository, number: number) => pullJson(findPull(repo, number)),
    closePullRequest: async (repo: Repository, number: number) => closePull(findPull(repo, number)),
    /** Changes the base branch. */
    retarget: async (repo: Repository, number: number, base: string) => {
      findPull(repo, number).base = base
    },
    /** The commit of a pull request's test merge; null on a conflict. */
    testMerge: async (repo: Repository, number: number) => testMerge(findPull(repo, number)),
    /** Gives the commit that the base branch has now: a merge commit by default. */
    mergePullRequest: async (repo: Repository, number: number, method: MergeMethod = 'merge') =>
      mergePulls([findPull(repo, number)], method)[0] ?? '',
    /** Merges several pull requests with one push, as a merge queue does; gives the commit of each. */
    mergeQueue: async (repo: Repository, numbers: readonly number[], method: MergeMethod = 'merge') =>
      mergePulls(
        numbers.map((number) => findPull(repo, number)),
        method,
      ),

    /** All comments, oldest first. */
    comments: async (repo: Repository, number: number) => {
      const pull = findPull(repo, number)
      return commentsOf(pull).map(({ id, body }) => ({ id, body, html_url: commentUrl(pull, id) }))
    },
    comment: async (repo: Repository, number: number, body: string, token: string) =>
      addComment(findPull(repo, number), tokens.get(token)?.login ?? '', body),
    editComment: async (repo: Repository, id: number, body: string) => changeComment(repo, id, body),
    deleteComment: async (repo: Repository, id: number) => changeComment(repo, id, null),

    /** Starts a run of a workflow; the numbers are counted per workflow. */
    startRun: async (repo: Repository, options: RunOptions) => {
      const { event, branch, headSha, workflow = 'webhooks.yml', status = 'queued', from = repo } = options
      const run = { workflow, event, branch, headSha, headRepository: find(from), status, conclusion: null }
      const { id, number: runNumber } = find(repo).addRun(run)
      return { id, runNumber }
    },
    /** Changes a run, if there is such a one. */
    setRun: async (repo: Repository, id: number, change: RunChange) => find(repo).changeRun(id, change),
    endRun: async (repo: Repository, id: number, conclusion: RunConclusion) =>
      find(repo).changeRun(id, { status: 'completed', conclusion }),

    /**
     * Lets answers lag: the next requests that ask for such a thing see it as many states behind as `steps` says, one step
     * each, and all further requests `then` states. A merge that is not seen yet lets its pull request look open in lists.
     */
    lag: (repo: Repository, what: Lagging, steps: readonly number[], then = 0) =>
      find(repo).lag.set(what, steps, then),
  })
  return github
}

function pullJson(pull: Pull) {
  const { number, title, repository, head, base, closedAt, merge } = pull
  return {
    number,
    title,
    state: closedAt === null ? 'open' : 'closed',
    merged: merge !== null,
    head: { ref: head.ref, sha: headOf(pull), repo: { full_name: head.repository.fullName } },
    base: { ref: base, sha: repository.headOf(base), repo: { full_name: repository.fullName } },
    html_url: pullUrl(pull),
  }
}
