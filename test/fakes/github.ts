import { Accounts, type Permissions } from './github/accounts.ts'
import { answerGraphQL } from './github/graphql.ts'
import type { Lagging } from './github/lag.ts'
import { type MergeMethod, mergePulls, testMerge } from './github/merging.ts'
import { addComment, changeComment, commentsOf, type PullRequestState } from './github/pull-request.ts'
import { RepositoryState } from './github/repository.ts'
import { answerRest, failure } from './github/rest.ts'
import { commentJson, pullJson, runJson } from './github/rest-json.ts'
import { Sequence } from './github/sequence.ts'
import { View } from './github/view.ts'
import {
  addRun,
  changeRun,
  type RunChange,
  type RunConclusion,
  type RunStatus,
  runsOf,
} from './github/workflow-run.ts'
import { type RecordedRequest, type Respond, startRecordingServer } from './recording-server.ts'

export interface Repository {
  readonly owner: string
  readonly name: string
  /** The head of `main` when the repository was created. */
  readonly headSha: string
}

/** A pull request, a comment and a run as the REST API gives them. */
export type PullRequest = ReturnType<typeof pullJson>
export type Comment = ReturnType<typeof commentJson>
export type Run = ReturnType<typeof runJson>

export interface WorkflowRun {
  readonly id: number
  readonly runNumber: number
}

export interface RunOptions {
  /** Such as `push`. */
  readonly event: string
  readonly branch: string
  readonly headSha: string
  /** Name of the file in `.github/workflows`; the default is `webhooks.yml`. */
  readonly workflow?: string
  /** The default is `queued`. */
  readonly status?: RunStatus
  readonly conclusion?: RunConclusion
  /** The fork that has the branch. */
  readonly from?: Repository
}

export interface PullRequestOptions {
  /** The branch to merge into; the default is `main`. */
  readonly base?: string
  /** The fork that has the branch. */
  readonly from?: Repository
}

export interface FakeGitHub {
  /** The REST API's base URL, for `GITHUB_API_URL`; GraphQL is at `/graphql`. */
  readonly url: string
  /** `github-actions[bot]` with `contents: read`, `pull-requests: write`, `actions: read`. */
  readonly botToken: string
  /** `github-actions[bot]` as on a pull request from a fork: everything read-only. */
  readonly readOnlyToken: string
  /** `mariana`, who reviews. */
  readonly humanToken: string
  /** Requests to `url`; those of the methods below are not among them. */
  readonly requests: readonly RecordedRequest[]
  /** Answers instead of the fake; undefined leaves its own answer. */
  respond: Respond | undefined
  /** Accepts one more token of workflows, with the permissions of `botToken`. */
  acceptToken(token: string): void
  /** A new token of an app; the default is the app of workflows. Reading a public repository is always allowed. */
  appToken(permissions: Permissions, app?: string): string
  createRepository(options: { files: Record<string, string>; isPrivate?: boolean }): Promise<Repository>
  /** A fork with the head of `main`. */
  fork(repo: Repository, owner: string): Promise<Repository>
  /** Deletes a repository; pull requests from it stay, without their head repository. */
  deleteRepository(repo: Repository): Promise<void>
  /** Commits to the branch, made from `main` where it is missing; null deletes a file. Gives the commit's sha. */
  commit(
    repo: Repository,
    branch: string,
    files: Record<string, string | null>,
    message: string,
  ): Promise<string>
  /** Moves or makes a branch, whatever it was. */
  forcePush(repo: Repository, branch: string, sha: string): Promise<void>
  deleteBranch(repo: Repository, branch: string): Promise<void>
  openPullRequest(
    repo: Repository,
    branch: string,
    title: string,
    options?: PullRequestOptions,
  ): Promise<PullRequest>
  closePullRequest(repo: Repository, number: number): Promise<void>
  /** Changes the base branch. */
  retarget(repo: Repository, number: number, base: string): Promise<void>
  /** Gives the commit that the base branch has now: a merge commit by default. */
  mergePullRequest(repo: Repository, number: number, method?: MergeMethod): Promise<string>
  /** Merges several pull requests with one push, as a merge queue does; gives the commit of each. */
  mergeQueue(repo: Repository, numbers: readonly number[], method?: MergeMethod): Promise<string[]>
  pullRequest(repo: Repository, number: number): Promise<PullRequest>
  /** All comments, oldest first. */
  comments(repo: Repository, number: number): Promise<Comment[]>
  comment(repo: Repository, number: number, body: string, token: string): Promise<Comment>
  editComment(repo: Repository, id: number, body: string): Promise<void>
  deleteComment(repo: Repository, id: number): Promise<void>
  /** Starts a run of a workflow; the numbers are counted per workflow. */
  startRun(repo: Repository, options: RunOptions): Promise<WorkflowRun>
  /** Changes a run; `attempt` for one that is repeated. */
  setRun(repo: Repository, id: number, change: RunChange): Promise<void>
  endRun(repo: Repository, id: number, conclusion: RunConclusion): Promise<void>
  /** Runs of all workflows, newest first. */
  runs(repo: Repository): Promise<Run[]>
  headOf(repo: Repository, branch: string): Promise<string>
  /** Text of a file at a commit; null if it isn't there. */
  fileAt(repo: Repository, commit: string, path: string): Promise<string | null>
  /** The commit of a pull request's test merge; null on a conflict. */
  testMerge(repo: Repository, number: number): Promise<string | null>
  /**
   * Lets answers lag: the next requests that ask for such a thing see it as many states behind as `steps` says, one step
   * each, and all further requests `then` states. A merge that is not seen yet lets its pull request look open in lists.
   */
  lag(repo: Repository, what: Lagging, steps: readonly number[], then?: number): void
  close(): Promise<void>
}

/** The organization that owns every repository. */
const OWNER = 'acme'
/** The app that the tokens of workflows belong to. */
const ACTIONS = 'github-actions'
const BOT: Permissions = { contents: 'read', pullRequests: 'write', actions: 'read' }

/**
 * Starts GitHub on a free port of 127.0.0.1.
 *
 * What GitHub does otherwise, and a test must not rely on:
 * - A second passes with each event, and nothing else moves the clock.
 * - Everybody with a token may see every repository. Rate limits and `ETag`s don't exist.
 * - Renames, symbolic links and modes of files are not known.
 * - A squash and a merge commit have GitHub's default messages; repositories can configure others.
 * - `compare(headRef)` takes the id of a commit; GitHub documents a ref.
 */
export async function startGitHub(): Promise<FakeGitHub> {
  const accounts = new Accounts()
  const sequence = new Sequence()
  const repositories = new Map<string, RepositoryState>()
  const humanToken = accounts.person('mariana')
  const botToken = accounts.app(ACTIONS, BOT)
  const readOnlyToken = accounts.app(ACTIONS, { contents: 'read', pullRequests: 'read', actions: 'read' })

  const server = await startRecordingServer(
    (request) => {
      const { token, path, method, body } = request
      const known = token === undefined ? null : accounts.find(token)
      if (known === undefined) return failure(401, 'Bad credentials')
      const view = new View(state, known)
      return path === '/graphql' && method === 'POST' ? answerGraphQL(view, body) : answerRest(view, request)
    },
    () => github.respond,
  )
  const state = { url: server.url, accounts, sequence, repositories }

  const find = ({ owner, name }: Pick<Repository, 'owner' | 'name'>): RepositoryState => {
    const repository = repositories.get(`${owner}/${name}`.toLowerCase())
    if (repository === undefined) throw new Error(`There is no repository ${owner}/${name}`)
    return repository
  }
  const findPull = (repo: Repository, number: number): PullRequestState => {
    const pull = find(repo).findPull(number)
    if (pull === undefined) throw new Error(`There is no pull request ${number}`)
    return pull
  }
  const accountOf = (token: string) => {
    const found = accounts.find(token)
    if (found === undefined) throw new Error('There is no such token')
    return found.account
  }
  const human = accountOf(humanToken)
  const change = (repo: Repository, id: number, to: Parameters<typeof changeComment>[2]) => {
    if (changeComment(find(repo), id, to) === undefined) throw new Error(`There is no comment ${id}`)
  }
  const add = (repository: RepositoryState) => {
    repositories.set(repository.fullName.toLowerCase(), repository)
    return repository
  }
  const json = (pull: PullRequestState) => pullJson(state, pull)
  const merge = (pulls: readonly PullRequestState[], method: MergeMethod): string[] => {
    if (!mergePulls(pulls, method, human)) throw new Error('The pull requests have conflicts')
    return pulls.flatMap((pull) => pull.merge?.commit ?? [])
  }

  const github: FakeGitHub = {
    url: server.url,
    botToken,
    readOnlyToken,
    humanToken,
    requests: server.requests,
    respond: undefined,
    acceptToken: (token) => accounts.accept(token, ACTIONS, 'Bot', BOT),
    appToken: (permissions, app = ACTIONS) => accounts.app(app, permissions),

    createRepository: async ({ files, isPrivate = false }) => {
      const name = repositories.size === 0 ? 'webhooks' : `webhooks-${repositories.size + 1}`
      const repository = add(new RepositoryState({ owner: OWNER, name, isPrivate, sequence }))
      const { oid } = repository.writeCommit({
        files: repository.changed(new Map(), files),
        parents: [],
        message: 'feat: webhooks as code',
      })
      repository.moveBranch(repository.defaultBranch, oid, human)
      return { owner: OWNER, name, headSha: oid }
    },

    fork: async (repo, owner) => {
      const parent = find(repo)
      const { name, isPrivate, defaultBranch } = parent
      const fork = add(new RepositoryState({ owner, name, isPrivate, sequence, forkOf: parent }))
      const headSha = parent.headOf(defaultBranch)
      fork.moveBranch(defaultBranch, headSha, human)
      return { owner, name, headSha }
    },

    deleteRepository: async (repo) => {
      const repository = find(repo)
      repositories.delete(repository.fullName.toLowerCase())
      repository.leaveNetwork()
    },

    commit: async (repo, branch, files, message) => {
      const repository = find(repo)
      const parent = repository.findHead(branch) ?? repository.headOf(repository.defaultBranch)
      const changed = repository.changed(repository.objects.commit(parent).files, files)
      const { oid } = repository.writeCommit({ files: changed, parents: [parent], message })
      repository.moveBranch(branch, oid, human)
      return oid
    },

    forcePush: async (repo, branch, sha) =>
      find(repo).moveBranch(branch, find(repo).objects.commit(sha).oid, human),

    deleteBranch: async (repo, branch) => find(repo).moveBranch(branch, null, human),

    openPullRequest: async (repo, branch, title, { base = 'main', from = repo } = {}) =>
      json(find(repo).openPull({ title, author: human, base, from: find(from), branch })),

    closePullRequest: async (repo, number) => find(repo).closePull(findPull(repo, number)),
    retarget: async (repo, number, base) => find(repo).retarget(findPull(repo, number), base),

    mergePullRequest: async (repo, number, method = 'merge') => {
      const [commit = ''] = merge([findPull(repo, number)], method)
      return commit
    },

    mergeQueue: async (repo, numbers, method = 'merge') =>
      merge(
        numbers.map((number) => findPull(repo, number)),
        method,
      ),

    pullRequest: async (repo, number) => json(findPull(repo, number)),

    comments: async (repo, number) => {
      const pull = findPull(repo, number)
      return commentsOf(pull).map((comment) => commentJson(state, pull, comment))
    },

    comment: async (repo, number, body, token) => {
      const pull = findPull(repo, number)
      return commentJson(state, pull, addComment(pull, accountOf(token), body))
    },

    editComment: async (repo, id, body) => change(repo, id, { body }),
    deleteComment: async (repo, id) => change(repo, id, null),

    startRun: async (
      repo,
      { workflow = 'webhooks.yml', status = 'queued', conclusion = null, ...options },
    ) => {
      const { event, branch, headSha, from = repo } = options
      const run = { workflow, event, branch, headSha, headRepository: find(from), status, conclusion }
      const { id, number } = addRun(find(repo), run)
      return { id, runNumber: number }
    },
    setRun: async (repo, id, to) => {
      if (!changeRun(find(repo), id, to)) throw new Error(`There is no run ${id}`)
    },
    endRun: (repo, id, conclusion) => github.setRun(repo, id, { status: 'completed', conclusion }),
    runs: async (repo) => runsOf(find(repo)).map((run) => runJson(state, find(repo), run)),

    headOf: async (repo, branch) => find(repo).headOf(branch),
    fileAt: async (repo, commit, path) => {
      const { objects } = find(repo)
      const oid = objects.commit(commit).files.get(path)
      return oid === undefined ? null : (objects.blob(oid)?.toString() ?? null)
    },
    testMerge: async (repo, number) => testMerge(findPull(repo, number))?.oid ?? null,
    lag: (repo, what, steps, then = 0) => find(repo).lag.set(what, steps, then),
    close: () => server.close(),
  }
  return github
}
