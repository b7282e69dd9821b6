/** Whole runs of the action without a process, on a virtual clock, with the output captured. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, vi } from 'vitest'
import { type Ending, runAction } from '../../src/action/run-action.ts'
import { UserError } from '../../src/core/errors.ts'
import { toolkitOf } from '../fakes/toolkit.ts'
import { hookTokens } from '../fakes/webhooks-file.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface InProcessOptions {
  /** Auco's base URL. */
  readonly url: string
  readonly account: { readonly publicKey: string; readonly privateKey: string }
  readonly clock: VirtualClock
  /** Text of `webhooks.yaml`; null if the commit has none. */
  readonly file: string | null
  /** More variables of the step, such as `GITHUB_SHA`. The default is an apply of a tag, which asks GitHub nothing. */
  readonly env?: Readonly<Record<string, string>>
  /** The event's payload, besides the default branch. */
  readonly payload?: object
  /** Of runs that follow one another and have a workspace for each: those with the same name share its directory. */
  readonly lane?: string
}

export interface InProcessRun {
  readonly ending: Ending
  readonly stdout: string
  readonly summary: string
}

/** The run's result, or the code of its error. */
export function codeOf(ending: Ending): string {
  if (ending.ok) return ending.result
  return ending.error instanceof UserError ? ending.error.code : `bug: ${ending.error}`
}

export interface Stage {
  perform(options: InProcessOptions): Promise<InProcessRun>
}

/** Prepares the runs of a test file: output is captured, and the environment of the tests doesn't matter. */
export function startStage(): Stage {
  const output = new AsyncLocalStorage<{ text: string }>()
  const state = { directory: '', runs: 0 }
  const makeWorkspace = async (name: string, file: string | null, event: string) => {
    const workspace = path.join(state.directory, name)
    await mkdir(workspace, { recursive: true })
    const config = path.join(workspace, 'webhooks.yaml')
    await (file === null ? rm(config, { force: true }) : writeFile(config, file))
    await writeFile(path.join(workspace, 'event.json'), event)
    return workspace
  }
  const { exitCode } = process

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
    // A failed run sets it.
    process.exitCode = exitCode
    await rm(state.directory, { recursive: true })
  })

  return {
    perform: async ({ url, account, clock, file, env, payload, lane }) => {
      state.runs += 1
      const summary = path.join(state.directory, `${state.runs}.md`)
      const event = JSON.stringify({ repository: { default_branch: 'main' }, ...payload })
      const workspace = await makeWorkspace(lane ?? `${state.runs}`, file, event)
      const sink = { text: '' }
      const environment = {
        'INPUT_API-URL': url,
        'INPUT_PUBLIC-KEY': account.publicKey,
        'INPUT_PRIVATE-KEY': account.privateKey,
        INPUT_REMOVALS: 'all',
        'INPUT_DRY-RUN': 'false',
        GITHUB_EVENT_NAME: 'workflow_dispatch',
        GITHUB_EVENT_PATH: path.join(workspace, 'event.json'),
        GITHUB_REF: 'refs/tags/v1',
        GITHUB_REPOSITORY: 'acme/webhooks',
        GITHUB_RUN_ID: '17023456789',
        GITHUB_RUN_NUMBER: '0',
        GITHUB_SHA: 'f'.repeat(40),
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: workspace,
        ...hookTokens,
        ...env,
      }
      const ending = await output.run(sink, () =>
        runAction({ env: environment, toolkit: () => toolkitOf(environment), clock, process: null }),
      )
      const text = await readFile(summary, 'utf8').catch(() => '')
      await rm(summary, { force: true })
      return { ending, stdout: sink.text, summary: text }
    },
  }
}
