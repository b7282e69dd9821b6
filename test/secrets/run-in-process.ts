import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { ProcessEvents } from '../../src/action/cancellation.ts'
import { Cancellation } from '../../src/action/cancellation.ts'
import { run } from '../../src/action/plan-or-apply.ts'
import { type Ending, type Host, openRun, runAction } from '../../src/action/run-action.ts'
import { WorkflowLog } from '../../src/action/workflow-log.ts'
import { UserError } from '../../src/core/errors.ts'
import type { Clock } from '../../src/system/clock.ts'
import { seedCompany, startAuco, type Webhook } from '../fakes/auco.ts'
import { type FakeGitHub, type PullRequest, startGitHub } from '../fakes/github.ts'
import type { Outcome, SeenRequest } from '../fakes/recording-server.ts'
import { toolkitOf } from '../fakes/toolkit.ts'

/** The inputs, the file and the services of a run. */
export interface Scenario {
  readonly event: 'pull_request' | 'pull_request_target' | 'push' | 'workflow_dispatch' | 'schedule'
  /** As in the workflow's `with`, except `api-url`. */
  readonly inputs: Readonly<Record<string, string>>
  /** As in the step's `env`. */
  readonly variables: Readonly<Record<string, string>>
  readonly file: string
  /** The default branch's file; by default there is none. */
  readonly baseFile?: string
  readonly live: readonly Webhook[]
  /** Answers in place of Auco; `undefined` leaves its own answer. */
  readonly auco?: (request: SeenRequest, company: Stored) => Outcome | undefined
  /** Answers in place of GitHub. */
  readonly github?: (request: SeenRequest) => Outcome | undefined
  /** The pull request comes from a fork. */
  readonly isFork?: boolean
  /** The run is cancelled while Auco answers such a request. */
  readonly cancelledAt?: 'GET' | 'PUT'
  /** The branch has another file by now, and a run for it. */
  readonly isBehind?: boolean
  /** Also print the objects that the run works with. */
  readonly printsInternals?: boolean
}

/** What Auco has stored, for an answer that changes it. */
export interface Stored {
  webhooks: Webhook[]
  reads: number
  writes: number
}

export interface RunRecord {
  readonly code: string
  /** Everything that anybody can see after the run, by name, without the mask lines of stdout. */
  readonly texts: Readonly<Record<string, string>>
  /** Lines of stdout and answers of Auco, in order. */
  readonly events: readonly Event[]
  readonly comments: readonly string[]
  readonly stored: Stored
}

export type Event =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'answered'; readonly request: string }

/** Waits take no time. */
const clock: Clock = {
  sleep: async (_, signal) => signal.throwIfAborted(),
  deadline: () => new AbortController().signal,
  now: () => 0,
  random: () => 0,
}

/** Runs the whole action in this process, a hundred times as fast as with a process each. */
export interface Runner {
  run(scenario: Scenario): Promise<RunRecord>
  close(): Promise<void>
}

interface Now {
  scenario: Scenario
  stored: Stored
  events: Event[]
  cancel: () => void
}

export async function startRunner(): Promise<Runner> {
  const directory = await mkdtemp(join(tmpdir(), 'secrets-runner-'))
  const paths = {
    summary: join(directory, 'summary'),
    output: join(directory, 'output'),
    environment: join(directory, 'environment'),
    state: join(directory, 'state'),
    event: join(directory, 'event.json'),
    file: join(directory, 'webhooks.yaml'),
  }
  let now: Now | null = null
  const current = (): Now => {
    if (now === null) throw new Error('There is no run')
    return now
  }

  const auco = await startAuco()
  auco.quirks.respond = async (request, own) => {
    const { scenario, stored, events } = current()
    if (request.method === 'GET') stored.reads += 1
    else stored.writes += 1
    if (scenario.cancelledAt === request.method) current().cancel()
    const outcome = scenario.auco?.(request, stored) ?? (await own())
    events.push({ kind: 'answered', request: request.method })
    return outcome
  }
  return {
    async run(scenario) {
      const { 'public-key': publicKey = '', 'private-key': privateKey = 'prk_none' } = scenario.inputs
      auco.addAccount({ publicKey, privateKey, company: { ...seedCompany(), webhooks: [...scenario.live] } })
      now = {
        scenario,
        stored: {
          reads: 0,
          writes: 0,
          get webhooks() {
            return auco.company(publicKey).webhooks
          },
          set webhooks(webhooks) {
            auco.edit((company) => Object.assign(company, { webhooks }), publicKey)
          },
        },
        events: [],
        cancel: () => {},
      }
      const { events, stored } = now
      const github = await startGitHub()
      const { repo, pull, sha } = await atGitHub(github, scenario)
      await writeFile(paths.event, JSON.stringify(payloadOf(scenario, pull, sha)))
      await writeFile(paths.file, scenario.file)
      for (const name of ['summary', 'output', 'environment', 'state'] as const)
        await writeFile(paths[name], '')
      const restore = setUpProcess(scenario, paths, { auco: auco.url, github: github.url, sha }, (line) =>
        events.push({ kind: 'line', line }),
      )
      const signals: ProcessEvents = {
        on: (event, listener) => {
          if (event === 'SIGINT') current().cancel = () => listener(undefined)
        },
        exit: () => {},
      }
      const isCancelled = scenario.cancelledAt !== undefined
      const env = { ...process.env, ...scenario.variables }
      const host = {
        env,
        toolkit: () => toolkitOf(env),
        clock,
        process: isCancelled ? signals : null,
      }
      const objects: Record<string, unknown> = {}
      const ending = await act(host, scenario.printsInternals === true ? objects : null).finally(restore)
      if (!ending.ok) objects['error'] = ending.error
      const toGitHub = github.requests.map(({ target, query, body }) => ({ target, query, body }))
      const comments = await github.comments(repo, pull.number)
      await github.close()

      const lines = events.flatMap((event) => (event.kind === 'line' ? [event.line] : []))
      return {
        code: codeOf(ending),
        events,
        comments: comments.map(({ body }) => body),
        stored,
        texts: {
          stdout: lines.filter((line) => !line.startsWith('::add-mask::')).join('\n'),
          summary: await readFile(paths.summary, 'utf8'),
          // The toolkit's random delimiter can look like a piece of a token.
          outputs: (await readFile(paths.output, 'utf8')).replaceAll(/ghadelimiter_[\w-]+/g, ''),
          environment: await readFile(paths.environment, 'utf8'),
          state: await readFile(paths.state, 'utf8'),
          requests: JSON.stringify(toGitHub),
          ...Object.fromEntries(Object.entries(objects).flatMap(([name, object]) => printsOf(name, object))),
        },
      }
    },

    async close() {
      await auco.close()
      await rm(directory, { recursive: true })
    },
  }
}

/** Every way an object can get into a log by mistake. */
export function printsOf(name: string, object: unknown): readonly (readonly [string, string])[] {
  return [
    [`inspection of ${name}`, inspect(object, { depth: Number.POSITIVE_INFINITY, showHidden: true })],
    [
      `raw inspection of ${name}`,
      inspect(object, {
        depth: Number.POSITIVE_INFINITY,
        showHidden: true,
        customInspect: false,
        getters: true,
        showProxy: true,
        maxStringLength: null,
        maxArrayLength: null,
      }),
    ],
    [`JSON of ${name}`, JSON.stringify(object, withoutCycles()) ?? ''],
    [`text of ${name}`, String(object)],
  ]
}

function withoutCycles(): (key: string, value: unknown) => unknown {
  const seen = new Set<unknown>()
  return (_, value) => {
    if (typeof value !== 'object' || value === null) return value
    if (seen.has(value)) return '(seen)'
    seen.add(value)
    return value
  }
}

/** Sets up this process as a step of the scenario; returns a function that undoes it. */
function setUpProcess(
  scenario: Scenario,
  paths: Readonly<Record<'summary' | 'output' | 'environment' | 'state' | 'event', string>>,
  { auco, github, sha }: { readonly auco: string; readonly github: string; readonly sha: string },
  onLine: (line: string) => void,
): () => void {
  const inputs = { 'api-url': auco, ...scenario.inputs }
  const variables: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    GITHUB_OUTPUT: paths.output,
    GITHUB_ENV: paths.environment,
    GITHUB_STATE: paths.state,
    GITHUB_STEP_SUMMARY: paths.summary,
    GITHUB_API_URL: github,
    GITHUB_EVENT_PATH: paths.event,
    GITHUB_EVENT_NAME: scenario.event,
    GITHUB_REF: scenario.event === 'pull_request' ? 'refs/pull/1/merge' : 'refs/heads/main',
    GITHUB_SHA: sha,
    GITHUB_REPOSITORY: 'acme/webhooks',
    GITHUB_WORKFLOW_REF: 'acme/webhooks/.github/workflows/webhooks.yml@refs/heads/main',
    GITHUB_RUN_ID: '17023456789',
    GITHUB_RUN_NUMBER: '0',
    GITHUB_WORKSPACE: join(paths.event, '..'),
    RUNNER_DEBUG: '1',
  }
  Object.assign(process.env, variables)
  const write = process.stdout.write
  const exitCode = process.exitCode
  let rest = ''
  process.stdout.write = (chunk: string | Uint8Array) => {
    rest += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
    return true
  }
  return () => {
    if (rest !== '') onLine(rest)
    process.stdout.write = write
    process.exitCode = exitCode
    for (const name of Object.keys(variables)) delete process.env[name]
  }
}

/** The code of the error that a run ended with, or `ok`. */
function codeOf(ending: Ending): string {
  if (ending.ok) return 'ok'
  if (ending.error instanceof UserError) return ending.error.code
  throw ending.error
}

/** Runs the action; `objects` collects what the run works with, if it is to be printed. */
async function act(host: Host, objects: Record<string, unknown> | null): Promise<Ending> {
  if (objects === null) return runAction(host)
  const resources = new AsyncDisposableStack()
  try {
    const tools = await openRun(host, new WorkflowLog(host.env), new Cancellation(), resources)
    Object.assign(objects, { tools, http: await tools.connectAuco() })
    return { ok: true, result: await run(tools) }
  } catch (error) {
    return { ok: false, error }
  } finally {
    await resources.disposeAsync()
  }
}

function payloadOf({ event }: Scenario, { number, head, base }: PullRequest, sha: string): unknown {
  const repository = { default_branch: 'main' }
  return event.startsWith('pull_request')
    ? { repository, pull_request: { number, head, base } }
    : { repository, commits: [{ id: sha }] }
}

/** A repository whose pull request changes the file, merged where the run is about a push; and the run's commit. */
async function atGitHub(github: FakeGitHub, scenario: Scenario) {
  const { event, inputs, file, baseFile, isBehind, isFork } = scenario
  github.respond = (request) => scenario.github?.(request)
  github.acceptToken(inputs['github-token'] ?? '')
  const files = baseFile === undefined ? { 'README.md': '' } : { 'webhooks.yaml': baseFile }
  const repo = await github.createRepository({ files })
  const from = isFork === true ? await github.fork(repo, 'stranger') : repo
  await github.commit(from, 'change', { 'webhooks.yaml': file }, 'feat: webhooks')
  const pull = await github.openPullRequest(repo, 'change', 'Webhooks', isFork === true ? { from } : {})
  if (event === 'push') await github.mergePullRequest(repo, pull.number)
  const sha = await github.headOf(repo, 'main')
  if (isBehind === true) {
    const headSha = await github.commit(repo, 'main', { 'webhooks.yaml': 'newer' }, 'feat: newer')
    await github.startRun(repo, { event: 'push', branch: 'main', headSha })
  }
  return { repo, pull, sha }
}
