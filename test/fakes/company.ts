import { afterAll, beforeEach, expect } from 'vitest'
import { KINDS } from '../../src/core/errors.ts'
import { type FakeAuco, seedCompany, startAuco } from './auco.ts'
import { expectNoLeak, expectNothingLeft } from './expect-clean-run.ts'
import type { MergeMethod } from './github/merging.ts'
import type { RunChange } from './github/workflow-run.ts'
import { type FakeGitHub, type PullRequest, type Repository, startGitHub } from './github.ts'
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

export interface Company {
  readonly auco: FakeAuco
  readonly github: FakeGitHub
  /** A new one for each test, with `liveFile` on `main`. */
  readonly repo: Repository
  /** A pull request of a person, with this file. */
  propose(file: string): Promise<PullRequest>
  /** As `planFile`, and the plan must succeed. */
  review(file: string): Promise<Planned>
  /** The same from a stranger's fork. */
  proposeFromFork(file: string): Promise<PullRequest>
  /** A pull request with the file and its plan, whatever comes of it. */
  planFile(file: string, options?: Partial<RunOptions>): Promise<Planned>
  /** The file, committed to `main`, and its apply, whatever comes of it. */
  applyFile(file: string, options?: Partial<RunOptions>): Promise<CompanyRun>
  /** Merges it, by a merge commit by default; returns the event of the push, whose run is queued. */
  merge(pull: PullRequest, method?: MergeMethod, options?: PushOptions): Promise<ActionEvent>
  /** Commits the file to `main` without a pull request; returns the event of the push, whose run is queued. */
  push(file: string, options?: PushOptions): Promise<ActionEvent>
  /** As `push`, of several files; null deletes one. */
  commit(
    files: Readonly<Record<string, string | null>>,
    message?: string,
    options?: PushOptions,
  ): Promise<ActionEvent>
  /** A manual run on `main`, which is queued; by default of the head. */
  dispatch(sha?: string): Promise<ActionEvent>
  /** Bodies of the comments, oldest first. */
  comments(pull: PullRequest): Promise<string[]>
  /** A run with just these inputs and `api-url`. If GitHub knows it, it gets to know of its progress. */
  run(options: RunOptions): Promise<CompanyRun>
  /** A run of a plan job, which has the public key. */
  plan(options: RunOptions): Promise<CompanyRun>
  /** A run of an apply job, which has both keys. */
  apply(options: RunOptions): Promise<CompanyRun>
}

/**
 * Starts Auco and GitHub for the tests of a file; each test finds the seeded company and a repository of its own. With
 * `inProcess` the runs are of the source, in this process, for tests of a rule that takes several runs to see.
 */
export async function startCompany({ inProcess = false } = {}): Promise<Company> {
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
  const tell = async ({ runId, runAttempt = 1 }: ActionEvent, to: RunChange) => {
    const known = (await github.runs(repo)).find(({ id }) => id === runId)
    if (known !== undefined) await github.setRun(repo, known.id, { ...to, attempt: runAttempt })
  }

  const company: Company = {
    auco,
    github,
    get repo() {
      return repo
    },

    propose: async (file) => {
      const branch = `change-${pulls.length + 1}`
      await github.commit(repo, branch, { 'webhooks.yaml': file }, 'feat: change webhooks')
      const pull = await github.openPullRequest(repo, branch, 'Change webhooks')
      pulls.push(pull)
      return pull
    },

    proposeFromFork: async (file) => {
      const fork = await github.fork(repo, 'stranger')
      await github.commit(fork, 'change', { 'webhooks.yaml': file }, 'feat: change webhooks')
      return github.openPullRequest(repo, 'change', 'Change webhooks', { from: fork })
    },

    review: async (file) => {
      const planned = await company.planFile(file)
      expect(planned.run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
      return planned
    },

    planFile: async (file, options) => {
      const pull = await company.propose(file)
      const run = await company.plan({ file, event: pullRequestEvent(repo, pull), ...options })
      const [comment = ''] = await company.comments(pull)
      return { pull, run, comment }
    },

    applyFile: async (file, options) => company.apply({ file, event: await company.push(file), ...options }),

    merge: async ({ number }, method, options) => {
      const before = await github.headOf(repo, 'main')
      return pushed(before, await github.mergePullRequest(repo, number, method), options)
    },

    push: (file, options) => company.commit({ 'webhooks.yaml': file }, undefined, options),

    commit: async (files, message = 'feat: change webhooks', options) => {
      const before = await github.headOf(repo, 'main')
      return pushed(before, await github.commit(repo, 'main', { ...files }, message), options)
    },

    dispatch: async (sha) =>
      queued(workflowDispatchEvent(repo, 'main'), sha ?? (await github.headOf(repo, 'main'))),

    comments: async ({ number }) => (await github.comments(repo, number)).map(({ body }) => body),

    run: async ({ file = liveFile, inputs = {}, env = hookTokens, token = github.botToken, ...options }) => {
      const { workspace = { 'webhooks.yaml': file } } = options
      const [seenByAuco, seenByGitHub] = [auco.requests.length, github.requests.length]
      const secrets = [...Object.values(keys), ...secretsOf(env), ...liveValues(), token]
      await tell(options.event, { status: 'in_progress', conclusion: null })
      const run = await runAction({
        env,
        token,
        githubUrl: github.url,
        inProcess,
        ...options,
        workspace,
        inputs: { 'api-url': auco.url, ...inputs },
      })
      const conclusion = run.exitCode === 0 ? 'success' : 'failure'
      await tell(options.event, { status: 'completed', conclusion })
      const toAuco = auco.requests.slice(seenByAuco)
      const toGitHub = github.requests.slice(seenByGitHub)
      const comments = await Promise.all(pulls.map(company.comments))
      expectNoLeak(run, comments.flat(), [...secrets, ...liveValues()])
      expectNothingLeft(run, workspace)
      return {
        ...run,
        toAuco: toAuco.map(({ method, path, status }) => [method, path, status]),
        written: toAuco.filter(({ method }) => method === 'PUT').map(({ body }) => body),
        toGitHub: toGitHub.map(({ method, path, status }) => [
          method,
          path.replace(/^\/repos\/[^/]+\/[^/]+/, ''),
          status,
        ]),
        plan: JSON.parse(run.outputs['plan'] ?? '{}'),
        kind: /How to fix this: \S+#([\w-]+)/.exec(run.stdout)?.[1],
      }
    },

    plan: ({ inputs, ...options }) =>
      company.run({ ...options, inputs: { 'public-key': auco.publicKey, ...inputs } }),

    apply: ({ inputs, ...options }) => company.run({ ...options, inputs: { ...keys, ...inputs } }),
  }
  return company
}

/** Variables of the step, except the addresses of proxies. */
function secretsOf(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (/_proxy$/i.test(name) ? [] : [value]))
}

/** The kind of an error: the section of the page of errors. */
export function kindOf(code: string): string | undefined {
  return KINDS.find(([, codes]) => codes.includes(code))?.[0]
}
