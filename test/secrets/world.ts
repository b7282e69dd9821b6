import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type RunContext, readRunContext } from '../../src/action/github-context.ts'
import { type Inputs, readInputs } from '../../src/action/inputs.ts'
import { run } from '../../src/action/run.ts'
import type { Run } from '../../src/action/run-context.ts'
import { Runner } from '../../src/action/workflow-log.ts'
import { Http, LIMITS } from '../../src/auco/http.ts'
import { UserError } from '../../src/core/errors.ts'
import { connectGitHub, type GitHub } from '../../src/github/client.ts'
import { failureText } from '../../src/report/failure-text.ts'
import { heading } from '../../src/report/markdown.ts'
import type { Clock } from '../../src/system/clock.ts'
import { seedCompany, startAuco, type Webhook } from '../fakes/auco.ts'
import {
  type Answer,
  type Outcome,
  type SeenRequest,
  startRecordingServer,
} from '../fakes/recording-server.ts'

/** Everything that a run meets. */
export interface Scenario {
  readonly event: 'pull_request' | 'push' | 'workflow_dispatch' | 'schedule'
  /** As in the workflow's `with`, but for `api-url`. */
  readonly inputs: Readonly<Record<string, string>>
  /** As in the step's `env`. */
  readonly variables: Readonly<Record<string, string>>
  readonly file: string
  /** The base branch's file; by default there is none. */
  readonly baseFile?: string
  readonly live: readonly Webhook[]
  /** Answers instead of Auco; `undefined` lets it answer. */
  readonly auco?: (request: SeenRequest, company: Stored) => Outcome | undefined
  /** Answers instead of GitHub. */
  readonly github?: (request: SeenRequest) => Outcome | undefined
  /** Bodies of the comments that are there. */
  readonly comments?: readonly string[]
  /** The branch's head; the default is this run's commit. */
  readonly head?: string
  /** Also print everything that the run works with. */
  readonly printsTools?: boolean
}

/** What Auco has stored, for an answer that changes it. */
export interface Stored {
  webhooks: Webhook[]
  reads: number
  writes: number
}

export interface Told {
  readonly code: string
  /** Everything that anybody can see after the run, by name; mask lines of stdout are left out. */
  readonly texts: Readonly<Record<string, string>>
  /** Lines of stdout, and answers of Auco, in the order in which they came. */
  readonly events: readonly Event[]
  readonly comments: readonly string[]
  readonly stored: Stored
}

export type Event =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'answered'; readonly request: string }

export const SHA = '5e1f0a9c8b7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f'
const HEAD_SHA = '0123456789abcdef0123456789abcdef01234567'

/** Waits take no time: nothing here is about time. */
const clock: Clock = {
  sleep: async (_, signal) => signal.throwIfAborted(),
  deadline: () => new AbortController().signal,
  now: () => 0,
  random: () => 0,
}

/**
 * Runs the action's own `run` with its real parts in this process, against small servers for Auco and GitHub: a
 * hundred times as many runs as with processes of their own. `main.ts` is the only part that is repeated here.
 */
export interface World {
  run(scenario: Scenario): Promise<Told>
  close(): Promise<void>
}

interface Now {
  scenario: Scenario
  stored: Stored
  comments: string[]
  events: Event[]
  toGitHub: unknown[]
}

export async function startWorld(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'secrets-world-'))
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
    const outcome = scenario.auco?.(request, stored) ?? (await own())
    events.push({ kind: 'answered', request: request.method })
    return outcome
  }
  const github = await startRecordingServer(
    (request) => answerOfGitHub(request, current()),
    () => (request) => {
      const { scenario, toGitHub } = current()
      toGitHub.push({ target: request.target, query: request.query, body: request.body })
      return scenario.github?.(request)
    },
  )
  // The library reads this when it is loaded, which is at its first use.
  process.env['GITHUB_API_URL'] = github.url

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
        comments: [...(scenario.comments ?? [])],
        events: [],
        toGitHub: [],
      }
      const { events, comments, stored, toGitHub } = now
      await writeFile(paths.event, JSON.stringify(payloadOf(scenario)))
      await writeFile(paths.file, scenario.file)
      for (const name of ['summary', 'output', 'environment', 'state'] as const)
        await writeFile(paths[name], '')
      const restore = surround(scenario, paths, auco.url, (line) => events.push({ kind: 'line', line }))
      const objects: Record<string, unknown> = {}
      const ended = await runAsMain(scenario, objects).finally(restore)

      const lines = events.flatMap((event) => (event.kind === 'line' ? [event.line] : []))
      return {
        code: ended,
        events,
        comments,
        stored,
        texts: {
          stdout: lines.filter((line) => !line.startsWith('::add-mask::')).join('\n'),
          summary: await readFile(paths.summary, 'utf8'),
          outputs: await readFile(paths.output, 'utf8'),
          environment: await readFile(paths.environment, 'utf8'),
          state: await readFile(paths.state, 'utf8'),
          requests: JSON.stringify(toGitHub),
          ...Object.fromEntries(Object.entries(objects).flatMap(([name, object]) => printsOf(name, object))),
        },
      }
    },

    async close() {
      delete process.env['GITHUB_API_URL']
      await Promise.all([auco.close(), github.close()])
      await rm(directory, { recursive: true })
    },
  }
}

/** Every way in which an object gets into a log by mistake. */
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

/** Sets the process up as a step of this scenario; gives what undoes it. */
function surround(
  scenario: Scenario,
  paths: Readonly<Record<'summary' | 'output' | 'environment' | 'state' | 'event', string>>,
  aucoUrl: string,
  onLine: (line: string) => void,
): () => void {
  const inputs = { 'api-url': aucoUrl, ...scenario.inputs }
  const variables: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    GITHUB_OUTPUT: paths.output,
    GITHUB_ENV: paths.environment,
    GITHUB_STATE: paths.state,
    GITHUB_STEP_SUMMARY: paths.summary,
    GITHUB_EVENT_PATH: paths.event,
    GITHUB_EVENT_NAME: scenario.event,
    GITHUB_REF: scenario.event === 'pull_request' ? 'refs/pull/1/merge' : 'refs/heads/main',
    GITHUB_SHA: SHA,
    GITHUB_REPOSITORY: 'acme/hooks',
    GITHUB_RUN_ID: '17023456789',
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

/** What `main.ts` does. Gives the code of the error that it ended with, or `ok`. */
async function runAsMain(scenario: Scenario, objects: Record<string, unknown>): Promise<string> {
  const runner = new Runner(process.env)
  const cancellation = new AbortController()
  let http: Http | null = null
  let github: Promise<GitHub> | null = null
  try {
    const inputs = readInputs((secret) => runner.mask(secret))
    const context = readRunContext(process.env)
    const tools: Run = {
      inputs,
      context,
      runner,
      clock,
      cancelled: cancellation.signal,
      variable: (name) => scenario.variables[name],
      onWriteState: () => {},
      connectAuco: async () => {
        http ??= connectHttp(inputs, runner, cancellation.signal)
        return http
      },
      connectGitHub: () => {
        github ??= open(inputs, context, cancellation.signal)
        return github
      },
    }
    if (scenario.printsTools === true) objects['tools'] = tools
    await run(tools)
    return 'ok'
  } catch (error) {
    objects['error'] = error
    if (!(error instanceof UserError)) throw error
    runner.fail(error.message)
    if (!runner.hasSummary) runner.summary(`${heading('Auco webhooks')}\n\n${failureText(error)}\n`)
    return error.code
  } finally {
    objects['http'] = http
    await (http === null ? undefined : close(http))
  }
}

function close(http: Http): Promise<void> {
  return http.close()
}

function connectHttp({ apiUrl }: Inputs, runner: Runner, cancelled: AbortSignal): Http {
  return new Http({
    baseUrl: apiUrl,
    userAgent: 'auco-webhooks-action/test',
    clock,
    limits: LIMITS,
    cancelled,
    onRetry: (message) => runner.info(message),
  })
}

function open(
  { githubToken: token }: Inputs,
  { repository, githubApiUrl: apiUrl }: RunContext,
  cancelled: AbortSignal,
): Promise<GitHub> | null {
  if (token === null || repository === null) return null
  return connectGitHub({ apiUrl, repository, token, userAgent: 'auco-webhooks-action/test', cancelled })
}

function payloadOf({ event }: Scenario): unknown {
  const repository = { default_branch: 'main' }
  return event === 'pull_request'
    ? { repository, pull_request: { number: 1, head: { sha: HEAD_SHA }, base: { sha: 'b'.repeat(40) } } }
    : { repository, commits: [{ id: SHA }] }
}

/** One repository with one pull request, that the action's own token comments on. */
function answerOfGitHub({ method, path, body }: SeenRequest, { scenario, comments }: Now): Answer {
  const asComment = (text: string, index: number) => ({
    id: index + 1,
    body: text,
    html_url: `https://github.com/acme/hooks/pull/1#issuecomment-${index + 1}`,
    user: { login: 'github-actions[bot]' },
  })
  const written = () =>
    typeof body === 'object' && body !== null && 'body' in body && typeof body.body === 'string'
      ? body.body
      : ''
  const route = `${method} ${path.replace('/repos/acme/hooks', '')}`
  const comment = /^PATCH \/issues\/comments\/(\d+)$/.exec(route)?.[1]
  if (comment !== undefined) {
    comments[Number(comment) - 1] = written()
    return { status: 200, body: asComment(written(), Number(comment) - 1) }
  }
  switch (route) {
    case 'POST /graphql':
      return { status: 200, body: { data: { viewer: { login: 'github-actions[bot]' } } } }
    case 'GET /issues/1/comments':
      return { status: 200, body: comments.map(asComment) }
    case 'POST /issues/1/comments':
      comments.push(written())
      return { status: 201, body: asComment(written(), comments.length - 1) }
    case 'GET /git/ref/heads/main':
      return { status: 200, body: { object: { sha: scenario.head ?? SHA } } }
    case 'GET /pulls': {
      const pull = {
        number: 1,
        merged_at: '2026-11-23T10:00:00Z',
        merge_commit_sha: SHA,
        head: { sha: HEAD_SHA },
      }
      return { status: 200, body: [pull] }
    }
    case 'GET /pulls/1':
      return { status: 200, body: { number: 1, state: 'open' } }
    case 'GET /contents/webhooks.yaml':
      return scenario.baseFile === undefined
        ? { status: 404, body: { message: 'Not Found' } }
        : {
            status: 200,
            body: { type: 'file', content: Buffer.from(scenario.baseFile).toString('base64') },
          }
    default:
      return { status: 404, body: { message: 'Not Found' } }
  }
}
