import { afterAll, beforeEach, expect } from 'vitest'
import { KINDS } from '../../src/core/errors.ts'
import { seedCompany, startAuco } from './auco.ts'
import { expectNoLeak, expectNothingLeft } from './expect-clean-run.ts'
import type { MergeMethod } from './github/repository.ts'
import { type PullRequest, type Repository, type RunChange, startGitHub } from './github.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from './github-events.ts'
import type { RecordedRequest } from './recording-server.ts'
import { type ActionEvent, type ActionOptions, type ActionRun, runAction } from './run-action.ts'
import { hookTokens, liveFile } from './webhooks-file.ts'

type Status = RecordedRequest['status']
type Request = readonly [method: string, path: string, status: Status]

export interface CompanyRun extends ActionRun {
  /** Requests that Auco saw in this run, in order of arrival. */
  readonly toAuco: readonly Request[]
  /** Bodies of the `PUT`s among them. */
  readonly written: readonly unknown[]
  /** Requests that GitHub saw in this run, in order of arrival, without `/repos/{owner}/{name}`. */
  readonly toGitHub: readonly Request[]
  /** The output `plan`; empty without one. */
  readonly plan: Readonly<Record<string, unknown>>
  /** Where the log leads to: the kind of the error. */
  readonly kind: string | undefined
}

/** A pull request with its plan, and what its comment says. */
export interface Planned {
  readonly pull: PullRequest
  readonly run: CompanyRun
  readonly comment: string
}

/** A read and a write of the company, as `toAuco` lists them. */
export const read = (status: Status = 200): Request => ['GET', '/v1.5/ext/company', status]
export const write = (status: Status = 200): Request => ['PUT', '/v1.5/ext/company', status]

export type RunOptions = Partial<ActionOptions> &
  Pick<ActionOptions, 'event'> & {
    /** Text of `webhooks.yaml`; the default is `liveFile`. `workspace` replaces it. */
    readonly file?: string
  }

export interface PushOptions {
  /** False for a push with `GITHUB_TOKEN`, or one that `paths` leaves out: it starts no run. */
  readonly startsRun?: boolean
}

export type Company = Awaited<ReturnType<typeof startCompany>>

/**
 * Starts Auco and GitHub for the tests of a file; each test finds the seeded company and a repository of its own. With
 * `inProcess` the runs are of the source, in this process, for tests of a rule that takes several runs to see.
 */
export async function startCompany({ inProcess = false } = {}) {
  const [auco, github] = await Promise.all([startAuco(), startGitHub()])
  const quirks = { ...auco.quirks }
  let repo: Repository
  let pulls: PullRequest[] = []
  beforeEach(async () => {
    Object.assign(auco.quirks, quirks)
    github.respond = undefined
    auco.edit((company) => Object.assign(company, seedCompany()))
    repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile } })
    pulls = []
  })
  afterAll(() => Promise.all([auco.close(), github.close()]))

  const keys = { 'public-key': auco.publicKey, 'private-key': auco.privateKey }
  const liveValues = () => auco.company().webhooks.flatMap(({ header }) => header?.value ?? [])

  const queued = async (event: ActionEvent, sha: string): Promise<ActionEvent> => {
    const run = { event: event.name, branch: 'main', headSha: sha }
    const { id, runNumber } = await github.startRun(repo, run)
    return { ...event, sha, runId: id, runNumber }
  }
  const pushed = async (before: string, after: string, { startsRun = true }: PushOptions = {}) => {
    const event = pushEvent(repo, { before, after, branch: 'main' })
    return startsRun ? queued(event, after) : event
  }
  const tell = ({ runId = 0 }: ActionEvent, to: RunChange) => github.setRun(repo, runId, to)

  /** A pull request of a person, with this file. */
  const propose = async (file: string): Promise<PullRequest> => {
    const branch = `change-${pulls.length + 1}`
    await github.commit(repo, branch, { 'webhooks.yaml': file }, 'feat: change webhooks')
    const pull = await github.openPullRequest(repo, branch, 'Change webhooks')
    pulls.push(pull)
    return pull
  }

  /** The same from a stranger's fork. */
  const proposeFromFork = async (file: string): Promise<PullRequest> => {
    const fork = await github.fork(repo, 'stranger')
    await github.commit(fork, 'change', { 'webhooks.yaml': file }, 'feat: change webhooks')
    return github.openPullRequest(repo, 'change', 'Change webhooks', { from: fork })
  }

  /** Commits to `main` without a pull request, null deletes a file; returns the event of the push, whose run is queued. */
  const commit = async (
    files: Readonly<Record<string, string | null>>,
    message = 'feat: change webhooks',
    options?: PushOptions,
  ): Promise<ActionEvent> => {
    const before = await github.headOf(repo, 'main')
    return pushed(before, await github.commit(repo, 'main', files, message), options)
  }

  /** As `commit`, of the file. */
  const push = (file: string, options?: PushOptions) => commit({ 'webhooks.yaml': file }, undefined, options)

  /** Merges it, by a merge commit by default; returns the event of the push, whose run is queued. */
  const merge = async ({ number }: PullRequest, method?: MergeMethod, options?: PushOptions) => {
    const before = await github.headOf(repo, 'main')
    return pushed(before, await github.mergePullRequest(repo, number, method), options)
  }

  /** A manual run on `main`, which may have been queued before main moved on. */
  const dispatch = async (sha?: string) =>
    queued(workflowDispatchEvent(repo, 'main'), sha ?? (await github.headOf(repo, 'main')))

  /** Bodies of the comments, oldest first. */
  const commentsOn = async ({ number }: PullRequest) =>
    (await github.comments(repo, number)).map(({ body }) => body)

  /** A run with just these inputs and `api-url`. If GitHub knows it, it gets to know of its progress. */
  const run = async ({
    file = liveFile,
    inputs = {},
    env = hookTokens,
    token = github.botToken,
    ...options
  }: RunOptions): Promise<CompanyRun> => {
    const { workspace = { 'webhooks.yaml': file } } = options
    const [seenByAuco, seenByGitHub] = [auco.requests.length, github.requests.length]
    const secrets = [...Object.values(keys), ...secretsOf(env), ...liveValues(), token]
    await tell(options.event, { status: 'in_progress', conclusion: null })
    const ended = await runAction({
      env,
      token,
      githubUrl: github.url,
      inProcess,
      ...options,
      workspace,
      inputs: { 'api-url': auco.url, ...inputs },
    })
    const conclusion = ended.exitCode === 0 ? 'success' : 'failure'
    await tell(options.event, { status: 'completed', conclusion })
    const toAuco = auco.requests.slice(seenByAuco)
    const toGitHub = github.requests.slice(seenByGitHub)
    const comments = await Promise.all(pulls.map(commentsOn))
    expectNoLeak(ended, comments.flat(), [...secrets, ...liveValues()])
    expectNothingLeft(ended, workspace)
    return {
      ...ended,
      toAuco: toAuco.map(({ method, path, status }) => [method, path, status]),
      written: toAuco.filter(({ method }) => method === 'PUT').map(({ body }) => body),
      toGitHub: toGitHub.map(({ method, path, status }) => [
        method,
        path.replace(/^\/repos\/[^/]+\/[^/]+/, ''),
        status,
      ]),
      plan: JSON.parse(ended.outputs['plan'] || '{}'),
      kind: /How to fix this: \S+#([\w-]+)/.exec(ended.stdout)?.[1],
    }
  }

  /** A run of a plan job, which has the public key. */
  const plan = ({ inputs, ...options }: RunOptions) =>
    run({ ...options, inputs: { 'public-key': auco.publicKey, ...inputs } })

  /** A run of an apply job, which has both keys. */
  const apply = ({ inputs, ...options }: RunOptions) => run({ ...options, inputs: { ...keys, ...inputs } })

  /** A pull request with the file and its plan, whatever comes of it. */
  const planFile = async (file: string, options?: Partial<RunOptions>): Promise<Planned> => {
    const pull = await propose(file)
    const planned = await plan({ file, event: pullRequestEvent(repo, pull), ...options })
    const [comment = ''] = await commentsOn(pull)
    return { pull, run: planned, comment }
  }

  /** As `planFile`, and the plan must succeed. */
  const review = async (file: string): Promise<Planned> => {
    const planned = await planFile(file)
    expect(planned.run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
    return planned
  }

  /** The file, committed to `main`, and its apply, whatever comes of it. */
  const applyFile = async (file: string, options?: Partial<RunOptions>) =>
    apply({ file, event: await push(file), ...options })

  return {
    auco,
    github,
    /** A new one for each test, with `liveFile` on `main`. */
    get repo() {
      return repo
    },
    ...{ propose, proposeFromFork, planFile, review, merge, push, commit, dispatch, applyFile },
    ...{ comments: commentsOn, run, plan, apply },
  }
}

/** Variables of the step, except the addresses of proxies. */
function secretsOf(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (/_proxy$/i.test(name) ? [] : [value]))
}

/** The kind of an error: the section of the page of errors. */
export function kindOf(code: string): string | undefined {
  return KINDS.find(([, codes]) => codes.includes(code))?.[0]
}
