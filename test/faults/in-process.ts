/** Whole runs of the action without a process: `run()` with the real HTTP client, a virtual clock and a captured log. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, vi } from 'vitest'
import type { RunContext } from '../../src/action/github-context.ts'
import type { Inputs } from '../../src/action/inputs.ts'
import { run } from '../../src/action/run.ts'
import type { Result } from '../../src/action/run-context.ts'
import { Runner } from '../../src/action/workflow-log.ts'
import { Http, LIMITS } from '../../src/auco/http.ts'
import { Secret } from '../../src/core/secret.ts'
import type { GitHub } from '../../src/github/client.ts'
import { hookTokens } from '../fakes/company.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface InProcessOptions {
  readonly url: string
  readonly account: { readonly publicKey: string; readonly privateKey: string }
  readonly clock: VirtualClock
  /** Text of `webhooks.yaml`. */
  readonly file: string
  /** Tells concurrent runs apart; the default is `run`. */
  readonly userAgent?: string
  readonly inputs?: Partial<Inputs>
  readonly context?: Partial<RunContext>
  /** How long the run waits for an answer to begin, in milliseconds; undici rounds it up to about a second. */
  readonly headersTimeout?: number
  readonly connectGitHub?: () => Promise<GitHub> | null
}

export interface InProcessRun {
  /** What `run()` gave or threw. */
  readonly ended:
    | { readonly green: true; readonly result: Result }
    | { readonly green: false; readonly error: unknown }
  readonly stdout: string
  readonly summary: string
}

export interface Stage {
  perform(options: InProcessOptions): Promise<InProcessRun>
}

const variables: Readonly<Record<string, string | undefined>> = hookTokens
/** So long in real time a run may take at most, in milliseconds: a fault that hangs it is a failure, not a time-out. */
const PATIENCE = 20_000

/** Sets the scene for the tests of a file: output is captured, and nothing of the environment gets in. */
export function startStage(): Stage {
  const output = new AsyncLocalStorage<{ text: string }>()
  const state = { directory: '', runs: 0 }
  const workspaces = new Map<string, Promise<string>>()
  const makeWorkspace = async (name: string, file: string) => {
    const workspace = path.join(state.directory, name)
    await mkdir(workspace)
    await writeFile(path.join(workspace, 'webhooks.yaml'), file)
    return workspace
  }
  /** Runs only read it, so that one is enough for all with the same file. */
  const workspaceOf = (file: string) => {
    const workspace = workspaces.get(file) ?? makeWorkspace(`${workspaces.size}`, file)
    workspaces.set(file, workspace)
    return workspace
  }

  beforeAll(async () => {
    state.directory = await mkdtemp(path.join(tmpdir(), 'faults-'))
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'GITHUB_OUTPUT']) {
      vi.stubEnv(name, undefined)
    }
    const write = process.stdout.write.bind(process.stdout)
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      const sink = output.getStore()
      if (sink === undefined) return write(chunk)
      sink.text += String(chunk)
      return true
    })
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    await rm(state.directory, { recursive: true })
  })

  return {
    perform: async ({ url, account, clock, file, userAgent = 'run', ...options }) => {
      state.runs += 1
      const summary = path.join(state.directory, `${state.runs}.md`)

      const cancelled = AbortSignal.timeout(PATIENCE)
      const sink = { text: '' }
      const runner = new Runner({ GITHUB_STEP_SUMMARY: summary })
      const http = new Http({
        baseUrl: url,
        userAgent,
        clock,
        limits: { ...LIMITS, headers: options.headersTimeout ?? LIMITS.headers },
        cancelled,
        onRetry: (message) => runner.info(message),
      })
      const ended = await output.run(sink, async () => {
        try {
          const result = await run({
            inputs: {
              config: 'webhooks.yaml',
              environment: 'stage',
              apiUrl: url,
              publicKey: new Secret(account.publicKey),
              privateKey: new Secret(account.privateKey),
              dryRun: 'auto',
              removals: 'allow',
              comment: 'always',
              title: 'Auco webhooks · stage',
              failOnChanges: false,
              githubToken: null,
              ...options.inputs,
            },
            context: {
              eventName: 'workflow_dispatch',
              ref: 'refs/heads/main',
              sha: 'f'.repeat(40),
              repository: null,
              defaultBranch: 'main',
              pullRequest: null,
              pushedShas: [],
              pushedFrom: null,
              isRepeated: false,
              workspace: await workspaceOf(file),
              runUrl: null,
              repositoryUrl: null,
              githubApiUrl: 'http://127.0.0.1:9',
              runId: '42',
              troubleshootingUrl:
                'https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md',
              ...options.context,
            },
            runner,
            clock,
            cancelled,
            variable: (variable) => variables[variable],
            onWriteState: () => {},
            connectAuco: async () => http,
            connectGitHub: options.connectGitHub ?? (() => null),
          })
          return { green: true, result } as const
        } catch (error) {
          return { green: false, error } as const
        } finally {
          await http.close()
        }
      })
      return { ended, stdout: sink.text, summary: await readFile(summary, 'utf8').catch(() => '') }
    },
  }
}
