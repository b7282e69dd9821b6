import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import * as z from 'zod'
import { runInProcess } from './run-in-process.ts'
import { type RunnerLog, readFileCommands, readOutput } from './runner-output.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const fastClock = new URL('./fast-clock.mjs', import.meta.url).href

/** Compiled code of the bundle, reused by later runs. */
const compileCache = join(tmpdir(), 'auco-webhooks-action-compile-cache')

/** A token that GitHub does not know. */
const unknownToken = 'ghs_tokenOfNoGitHub'

export interface ActionEvent {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
  /** `owner/name` */
  readonly repository: string
  readonly ref?: string
  readonly sha?: string
  readonly runId?: number
  /** The default is 1. */
  readonly runNumber?: number
  readonly runAttempt?: number
  /** Name of the file in `.github/workflows`; the default is `webhooks.yml`. */
  readonly workflow?: string
  readonly actor?: string
}

export interface ActionOptions {
  /** Path of the bundled action; the default is the repository's own `dist/index.js`. */
  readonly script?: string
  /** Files by path, written for this run only; or the path of a directory, used as it is. */
  readonly workspace: Readonly<Record<string, string>> | string
  /** As in the workflow's `with`; action.yml adds its defaults. */
  readonly inputs: Readonly<Record<string, string>>
  /** As in the step's `env`. The runner's own variables win. */
  readonly env?: Readonly<Record<string, string>>
  readonly event: ActionEvent
  /** `github.token`; masked in the log, as the runner does. */
  readonly token?: string
  /** GitHub's API; the default is a port where nobody answers. */
  readonly githubUrl?: string
  /** Sent once `when` resolves, for example by a hook of a fake. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly when: Promise<unknown> }
  readonly nodeArguments?: readonly string[]
  /** The run was started with debug logging. */
  readonly debug?: boolean
  /** Whose machine it is. By default somebody's own, where a plan checks no endpoints unless it is told to. */
  readonly runner?: 'github-hosted' | 'self-hosted'
  /** Waits of `node:timers/promises` take a two-hundredth of their time. */
  readonly fastClock?: boolean
  /** Runs the source here instead of the bundle in a process of its own, with a fast clock. Signals need a process. */
  readonly inProcess?: boolean
}

export interface ActionRun extends RunnerLog {
  /** Null after a signal that killed the process. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly outputs: Readonly<Record<string, string>>
  /** Raw, as the action wrote them: the runner's masks are not applied. */
  readonly summary: string
  readonly environmentFile: string
  readonly stateFile: string
  readonly pathFile: string
  /** Every file that exists afterwards, by path with slashes: workspace, event, file commands, temporary directory, home. */
  readonly files: Readonly<Record<string, string>>
  /** With `fastClock`: every requested wait, in milliseconds. */
  readonly waits: readonly number[]
}

/** Runs a bundled JavaScript action as GitHub's runner would, in a directory that is deleted afterwards. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const directory = await mkdtemp(join(tmpdir(), 'action-run-'))
  try {
    return await runIn(directory, options)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function runIn(directory: string, options: ActionOptions): Promise<ActionRun> {
  const { token = unknownToken, debug = false } = options
  const prepared = await prepareAction(directory, options)
  const { paths } = prepared
  const ended = await (options.inProcess === true ? endHere(prepared) : endOfProcess(prepared, options))
  await rm(paths.clockLog)
  return {
    ...ended,
    ...readOutput(`${ended.stdout}${ended.stdout.endsWith('\n') ? '' : '\n'}${ended.stderr}`, [token], debug),
    outputs: readFileCommands(await readFile(paths.commands.output, 'utf8')),
    summary: await readFile(paths.commands.summary, 'utf8'),
    environmentFile: await readFile(paths.commands.environment, 'utf8'),
    stateFile: await readFile(paths.commands.state, 'utf8'),
    pathFile: await readFile(paths.commands.path, 'utf8'),
    files: await filesIn(directory),
  }
}

type Prepared = Awaited<ReturnType<typeof prepareAction>>
type End = Pick<ActionRun, 'exitCode' | 'signal' | 'stdout' | 'stderr' | 'waits'>

async function endHere({ env }: Prepared): Promise<End> {
  return { ...(await runInProcess(env)), signal: null, stderr: '' }
}

async function endOfProcess({ args, cwd, env, paths }: Prepared, { signal }: ActionOptions): Promise<End> {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // An action that hangs must not outlive its test.
    timeout: 25_000,
    killSignal: 'SIGKILL',
  })
  const exited = once(child, 'exit')
  signal?.when.then(
    () => child.kill(signal.name),
    (error: unknown) => child.emit('error', error),
  )
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await exited
  const waits = await readFile(paths.clockLog, 'utf8')
  return {
    exitCode: child.exitCode,
    signal: child.signalCode,
    stdout,
    stderr,
    waits: waits.split('\n').filter(Boolean).map(Number),
  }
}

/** Writes the files that a runner provides into a directory; returns how to start Node there. */
export async function prepareAction(directory: string, options: ActionOptions) {
  const { token = unknownToken, debug = false } = options
  const paths = pathsIn(directory, options.workspace)
  await mkdir(paths.home)
  await mkdir(paths.workspace, { recursive: true })
  await write(paths.event, JSON.stringify(options.event.payload))
  for (const file of [...Object.values(paths.commands), paths.clockLog]) await write(file, '')
  if (typeof options.workspace !== 'string') {
    for (const [path, content] of Object.entries(options.workspace)) {
      await write(join(paths.workspace, path), content)
    }
  }
  const script = options.script ?? join(root, 'dist/index.js')
  const preload = options.fastClock ? ['--import', fastClock] : []
  return {
    paths,
    args: [...preload, ...(options.nodeArguments ?? []), script],
    cwd: paths.workspace,
    // As the runner orders them: a step cannot override the runner's own variables.
    env: {
      // Compiling the bundle is a large part of a short run. Real runners have no cache, and neither has the benchmark.
      NODE_COMPILE_CACHE: compileCache,
      ...options.env,
      ...(await inputVariables(options.inputs, token)),
      ...eventVariables(options.event, options.githubUrl ?? 'http://127.0.0.1:9'),
      ...runnerVariables(paths),
      RUNNER_ENVIRONMENT: options.runner ?? 'self-hosted',
      ...(debug && { RUNNER_DEBUG: '1' }),
      ...(options.fastClock && { FAST_CLOCK_LOG: paths.clockLog }),
    },
  }
}

function pathsIn(directory: string, workspace: ActionOptions['workspace']) {
  const temp = join(directory, 'temp')
  const commandFile = (name: string) => join(temp, '_runner_file_commands', name)
  return {
    temp,
    home: join(directory, 'home'),
    workspace: typeof workspace === 'string' ? workspace : join(directory, 'workspace'),
    event: join(temp, '_github_workflow', 'event.json'),
    clockLog: join(directory, 'fast-clock.jsonl'),
    commands: {
      output: commandFile('set_output'),
      environment: commandFile('set_env'),
      state: commandFile('save_state'),
      path: commandFile('add_path'),
      summary: commandFile('step_summary'),
    },
  }
}

function runnerVariables({ temp, home, workspace, event, commands }: ReturnType<typeof pathsIn>) {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    TMPDIR: temp,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_PATH: event,
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: commands.output,
    GITHUB_ENV: commands.environment,
    GITHUB_STATE: commands.state,
    GITHUB_PATH: commands.path,
    GITHUB_STEP_SUMMARY: commands.summary,
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: join(temp, 'tools'),
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'test',
  }
}

const Metadata = z.object({
  inputs: z.record(z.string(), z.object({ default: z.coerce.string().optional() })),
})

/** The `INPUT_…` variables of the given inputs, and of the defaults of all others. */
async function inputVariables(inputs: Readonly<Record<string, string>>, token: string) {
  const metadata = Metadata.parse(parse(await readFile(join(root, 'action.yml'), 'utf8')))
  const defaults = Object.entries(metadata.inputs).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value.replaceAll(/\$\{\{ *github\.token *\}\}/g, () => token)]],
  )
  const all: Record<string, string> = { ...Object.fromEntries(defaults), ...inputs }
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}

const PullRequestPayload = z.object({
  pull_request: z.object({ head: z.object({ ref: z.string() }), base: z.object({ ref: z.string() }) }),
})

/** The runner's variables for an event. */
export function eventVariables(event: ActionEvent, apiUrl: string): Record<string, string> {
  const {
    ref = 'refs/heads/main',
    sha = 'f'.repeat(40),
    actor = 'mariana',
    workflow = 'webhooks.yml',
    repository,
  } = event
  const [owner = ''] = repository.split('/')
  const pull = PullRequestPayload.safeParse(event.payload)
  const workflowRef = `${repository}/.github/workflows/${workflow}@${ref}`
  return {
    GITHUB_EVENT_NAME: event.name,
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_HEAD_REF: pull.data?.pull_request.head.ref ?? '',
    GITHUB_BASE_REF: pull.data?.pull_request.base.ref ?? '',
    GITHUB_SHA: sha,
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: '790412345',
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_REPOSITORY_OWNER_ID: '9919',
    GITHUB_ACTOR: actor,
    GITHUB_ACTOR_ID: '583231',
    GITHUB_TRIGGERING_ACTOR: actor,
    GITHUB_RUN_ID: String(event.runId ?? 17_023_456_789),
    GITHUB_RUN_NUMBER: String(event.runNumber ?? 1),
    GITHUB_RUN_ATTEMPT: String(event.runAttempt ?? 1),
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_WORKFLOW: 'Webhooks',
    GITHUB_WORKFLOW_REF: workflowRef,
    GITHUB_WORKFLOW_SHA: sha,
    GITHUB_JOB: 'webhooks',
    GITHUB_ACTION: '__acme_auco-webhooks-action',
    GITHUB_ACTION_REPOSITORY: 'acme/auco-webhooks-action',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: apiUrl,
    GITHUB_GRAPHQL_URL: `${apiUrl}/graphql`,
  }
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

async function filesIn(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = paths.map(
    async (path) => [relative(directory, path).replaceAll(sep, '/'), await readFile(path, 'utf8')] as const,
  )
  return Object.fromEntries(await Promise.all(contents))
}
