import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Ending } from '../../src/action/run-action.ts'
import { UserError } from '../../src/core/errors.ts'
import type { Clock } from '../../src/system/clock.ts'
import { runInProcess } from './run-in-process.ts'
import { filesIn, type ProcessOptions, runProcess } from './run-process.ts'
import { type RunnerLog, readFileCommands, readOutput } from './runner-output.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const fastClock = new URL('./fast-clock.mjs', import.meta.url).href

/** Compiled code of the bundle, reused by later runs. */
const compileCache = join(tmpdir(), 'auco-webhooks-action-compile-cache')

/** Folder of the files that an action writes commands to. */
const COMMANDS = 'temp/_runner_file_commands'

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
}

export interface ActionOptions extends Pick<ProcessOptions, 'signal'> {
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
  readonly nodeArguments?: readonly string[]
  /** The run was started with debug logging. */
  readonly debug?: boolean
  /** Whose machine it is. By default somebody's own, where a plan checks no endpoints unless it is told to. */
  readonly runner?: 'github-hosted' | 'self-hosted'
  /** Waits of `node:timers/promises` take a two-hundredth of their time. */
  readonly fastClock?: boolean
  /** Runs the source here instead of the bundle in a process of its own, with a fast clock. Signals need a process. */
  readonly inProcess?: boolean
  /** Of a run in this process, instead of the fast one. */
  readonly clock?: Clock
}

export interface ActionRun extends RunnerLog {
  /** Null for a run in a process of its own. */
  readonly ending: Ending | null
  /** Null after a signal that killed the process. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly outputs: Readonly<Record<string, string>>
  /** Raw, as the action wrote them: the runner's masks are not applied. */
  readonly summary: string
  /** Every file that exists afterwards, by path with slashes: workspace, event, file commands, temporary directory, home. */
  readonly files: Readonly<Record<string, string>>
  /** With `inProcess`, unless there is a `clock`: every requested wait, in milliseconds. */
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
  const { args, cwd, env } = await prepareAction(directory, options)
  const inProcess = () => runInProcess(env, options.clock)
  const inOneOfItsOwn = async () => {
    const ended = await runProcess([process.execPath, ...args], { cwd, env, signal: options.signal })
    return { ...ended, ending: null, waits: [] }
  }
  const ended = await (options.inProcess === true ? inProcess() : inOneOfItsOwn())
  const files = await filesIn(directory)
  const written = (name: string) => files[`${COMMANDS}/${name}`] ?? ''
  return {
    ...ended,
    ...readOutput(`${ended.stdout}${ended.stdout.endsWith('\n') ? '' : '\n'}${ended.stderr}`, [token], debug),
    outputs: readFileCommands(written('set_output')),
    summary: written('step_summary'),
    files,
  }
}

/** The result of a run in this process, or the code of its error. */
export function codeOf({ ending }: Pick<ActionRun, 'ending'>): string {
  if (ending?.ok) return ending.result
  return ending?.error instanceof UserError ? ending.error.code : `bug: ${ending?.error}`
}

/** Writes the files that a runner provides into a directory; returns how to start Node there. */
export async function prepareAction(directory: string, options: ActionOptions) {
  const { workspace, token = unknownToken, debug = false, script = join(root, 'dist/index.js') } = options
  const at = (path: string) => join(directory, path)
  const cwd = typeof workspace === 'string' ? workspace : at('workspace')
  const paths = {
    event: at('temp/_github_workflow/event.json'),
    commands: {
      GITHUB_OUTPUT: at(`${COMMANDS}/set_output`),
      GITHUB_ENV: at(`${COMMANDS}/set_env`),
      GITHUB_STATE: at(`${COMMANDS}/save_state`),
      GITHUB_PATH: at(`${COMMANDS}/add_path`),
      GITHUB_STEP_SUMMARY: at(`${COMMANDS}/step_summary`),
    },
  }
  await mkdir(at('home'))
  await mkdir(cwd, { recursive: true })
  await write(paths.event, JSON.stringify(options.event.payload))
  for (const file of Object.values(paths.commands)) await write(file, '')
  for (const [path, content] of Object.entries(typeof workspace === 'string' ? {} : workspace)) {
    await write(join(cwd, path), content)
  }
  const preload = options.fastClock ? ['--import', fastClock] : []
  return {
    paths,
    args: [...preload, ...(options.nodeArguments ?? []), script],
    cwd,
    // As the runner orders them: a step cannot override the runner's own variables.
    env: {
      // Compiling the bundle is a large part of a short run. Real runners have no cache, and neither has the benchmark.
      NODE_COMPILE_CACHE: compileCache,
      ...options.env,
      ...(await inputVariables(options.inputs, token)),
      ...eventVariables(options.event, options.githubUrl ?? 'http://127.0.0.1:9'),
      ...paths.commands,
      PATH: process.env['PATH'],
      HOME: at('home'),
      TMPDIR: at('temp'),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_PATH: paths.event,
      GITHUB_WORKSPACE: cwd,
      RUNNER_TEMP: at('temp'),
      RUNNER_ENVIRONMENT: options.runner ?? 'self-hosted',
      ...(debug && { RUNNER_DEBUG: '1' }),
    },
  }
}

const Metadata = z.object({
  inputs: z.record(z.string(), z.object({ default: z.coerce.string().default('') })),
})
let metadata: z.infer<typeof Metadata> | undefined

/** The `INPUT_…` variables of the given inputs, and of the defaults of all others: empty without one. */
async function inputVariables(inputs: Readonly<Record<string, string>>, token: string) {
  metadata ??= Metadata.parse(parse(await readFile(join(root, 'action.yml'), 'utf8')))
  const defaults = Object.entries(metadata.inputs).map(([name, { default: value }]) => [
    name,
    value.replaceAll(/\$\{\{ *github\.token *\}\}/g, () => token),
  ])
  const all: Record<string, string> = { ...Object.fromEntries(defaults), ...inputs }
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  )
}

/** The runner's variables for an event. */
function eventVariables(event: ActionEvent, apiUrl: string): Record<string, string> {
  const { ref = 'refs/heads/main', sha = 'f'.repeat(40), repository } = event
  return {
    GITHUB_EVENT_NAME: event.name,
    GITHUB_REF: ref,
    GITHUB_SHA: sha,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: String(event.runId ?? 17_023_456_789),
    GITHUB_RUN_NUMBER: String(event.runNumber ?? 1),
    GITHUB_RUN_ATTEMPT: String(event.runAttempt ?? 1),
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/webhooks.yml@${ref}`,
    GITHUB_ACTION_REPOSITORY: 'acme/auco-webhooks-action',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: apiUrl,
  }
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
