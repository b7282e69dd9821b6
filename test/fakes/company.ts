import { afterAll, beforeEach, expect } from 'vitest'
import { type FakeAuco, seedCompany, startAuco, type Webhook } from './auco.ts'
import { type FakeGitHub, type PullRequest, type Repository, startGitHub } from './github.ts'
import { pullRequestEvent, pushEvent } from './github-events.ts'
import type { RecordedRequest } from './recording-server.ts'
import { type ActionEvent, type ActionOptions, type ActionRun, runAction } from './run-action.ts'

/** The secrets of the step's `env:`, as the live company has them. */
export const hookTokens = {
  AUCO_HOOK_TOKEN: 'live-default-9fK2vQ7sXc',
  BILLING_HOOK_TOKEN: 'live-billing-4mT8wZ1pRd',
}

/** Entries of the file that are equal to what is live, and one that is not there. */
export const entries = {
  default: {
    id: 'default',
    description: 'Every signing event',
    url: 'https://hooks.notaria.example/auco',
    header: { key: 'Authorization', value: 'Bearer ${AUCO_HOOK_TOKEN}' },
  },
  billing: {
    id: 'Billing',
    description: 'Billing wants FINISH only',
    url: 'https://billing.notaria.example/auco',
    header: { key: 'X-Billing-Token', value: '${BILLING_HOOK_TOKEN}' },
  },
  audit: {
    id: 'Audit',
    description: 'Audit trail',
    url: 'https://audit.notaria.example/auco',
  },
} as const

/** Text of a `webhooks.yaml`; JSON is YAML, and keeps the scenarios short. */
export function fileOf(...webhooks: readonly object[]): string {
  return `${JSON.stringify({ webhooks }, null, 2)}\n`
}

/** The file that declares exactly what is live. */
export const liveFile = fileOf(entries.default, entries.billing)

/** What a pull request wants to be live: `default` updated, `Billing` as it is, `Audit` new. */
export const desired = [
  { ...entries.default, description: 'Every signing event that names no other webhook' },
  entries.billing,
  entries.audit,
] as const
export const desiredFile = fileOf(...desired)

/** What Auco stores for an entry of the file once its variables are replaced. */
export function stored(
  entry: {
    readonly id: string
    readonly description: string
    readonly url: string
    readonly header?: { readonly key: string; readonly value: string }
  },
  variables: Readonly<Record<string, string>> = hookTokens,
): Webhook {
  const { header, ...fields } = entry
  if (header === undefined) return fields
  const value = header.value.replaceAll(/\$\{(\w+)\}/g, (_, name) => variables[name] ?? '')
  return { ...fields, header: { key: header.key, value } }
}

type Status = RecordedRequest['status']
type Request = readonly [method: string, path: string, status: Status]

export interface CompanyRun extends ActionRun {
  /** Requests that Auco saw in this run, in order of arrival. */
  readonly toAuco: readonly Request[]
  /** Bodies of the `PUT`s among them. */
  readonly written: readonly unknown[]
  /** Requests that GitHub saw in this run, in order of arrival, without `/repos/{owner}/{name}`. */
  readonly toGitHub: readonly Request[]
}

/** A read and a write of the company, as `toAuco` lists them. */
export const read = (status: Status = 200): Request => ['GET', '/v1.5/ext/company', status]
export const write = (status: Status = 200): Request => ['PUT', '/v1.5/ext/company', status]

export type RunOptions = Partial<ActionOptions> &
  Pick<ActionOptions, 'event'> & {
    /** Text of `webhooks.yaml`; the default is `liveFile`. `workspace` replaces it. */
    readonly file?: string
  }

export interface Company {
  readonly auco: FakeAuco
  readonly github: FakeGitHub
  /** A new one for each test, with `liveFile` on `main`. */
  readonly repo: Repository
  /** A pull request of a person, whose branch changes the file. */
  propose(file: string): Promise<PullRequest>
  /** A pull request with the file and its plan, which must succeed; `comment` is the plan comment. */
  review(file: string): Promise<{ pull: PullRequest; planned: CompanyRun; comment: string }>
  /** Merges it and gives the push that follows. */
  merge(pull: PullRequest): Promise<ActionEvent>
  /** Commits the file to `main` without a pull request, and gives the push. */
  push(file: string): Promise<ActionEvent>
  /** Bodies of the comments, oldest first. */
  comments(pull: PullRequest): Promise<string[]>
  /** A run with the inputs given and no others, but for `api-url`. */
  run(options: RunOptions): Promise<CompanyRun>
  /** A run as of a plan job: it has the public key. */
  plan(options: RunOptions): Promise<CompanyRun>
  /** A run as of an apply job: it has both keys. */
  apply(options: RunOptions): Promise<CompanyRun>
}

/** Starts Auco and GitHub for the tests of a file; each test finds the seeded company and a repository of its own. */
export async function startCompany(): Promise<Company> {
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

    review: async (file) => {
      const pull = await company.propose(file)
      const planned = await company.plan({ file, event: pullRequestEvent(repo, pull) })
      expect(planned).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
      const [comment = ''] = await company.comments(pull)
      return { pull, planned, comment }
    },

    merge: async ({ number }) => {
      const before = await github.headOf(repo, 'main')
      const after = await github.mergePullRequest(repo, number)
      return pushEvent(repo, { before, after, branch: 'main' })
    },

    push: async (file) => {
      const before = await github.headOf(repo, 'main')
      const after = await github.commit(repo, 'main', { 'webhooks.yaml': file }, 'feat: change webhooks')
      return pushEvent(repo, { before, after, branch: 'main' })
    },

    comments: async ({ number }) => (await github.comments(repo, number)).map(({ body }) => body),

    run: async ({ file = liveFile, inputs = {}, env = hookTokens, token = github.botToken, ...options }) => {
      const { workspace = { 'webhooks.yaml': file } } = options
      const [seenByAuco, seenByGitHub] = [auco.requests.length, github.requests.length]
      const secrets = [...Object.values(keys), ...secretsOf(env), ...liveValues(), token]
      const run = await runAction({
        env,
        token,
        githubUrl: github.url,
        ...options,
        workspace,
        inputs: { 'api-url': auco.url, ...inputs },
      })
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
      }
    },

    plan: ({ inputs, ...options }) =>
      company.run({ ...options, inputs: { 'public-key': auco.publicKey, ...inputs } }),

    apply: ({ inputs, ...options }) => company.run({ ...options, inputs: { ...keys, ...inputs } }),
  }
  return company
}

/** Variables of the step, but for the addresses of proxies. */
function secretsOf(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (/_proxy$/i.test(name) ? [] : [value]))
}

/** Whatever happens in a run: no secret, in no spelling, is in what people or later steps get to see. */
function expectNoLeak(run: ActionRun, comments: readonly string[], secrets: readonly string[]): void {
  const masks = /^::add-mask::.*$/gm
  const told = {
    ...run,
    stdout: run.stdout.replaceAll(masks, ''),
    commands: [],
    masks: [],
    files: {},
    comments,
  }
  const text = JSON.stringify(told)
  const spellings = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=*$/, '').slice(0, -1),
    ])
  expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([])
}

const runnerFiles = [
  'temp/_github_workflow/event.json',
  ...['set_output', 'set_env', 'save_state', 'add_path', 'step_summary'].map(
    (name) => `temp/_runner_file_commands/${name}`,
  ),
]

/** A run changes and leaves no file, and sets nothing for later steps but its outputs. */
function expectNothingLeft(run: ActionRun, workspace: ActionOptions['workspace']): void {
  expect([run.environmentFile, run.stateFile, run.pathFile]).toEqual(['', '', ''])
  const given = typeof workspace === 'string' ? {} : workspace
  const inWorkspace = Object.entries(given).map(([path, content]) => [`workspace/${path}`, content])
  const fromRunner = runnerFiles.map((path) => [path, expect.any(String)])
  expect(run.files).toEqual(Object.fromEntries([...inWorkspace, ...fromRunner]))
}
