import type { Http } from '../auco/http.ts'
import { helpUrl, troubleshootingUrl } from '../core/about.ts'
import { stackFrames, UserError } from '../core/errors.ts'
import { gitHubAt, type ToolkitContext } from '../github/client.ts'
import { failureText, helpLink } from '../report/failure-text.ts'
import { heading } from '../report/markdown.ts'
import type { Clock } from '../system/clock.ts'
import { Cancellation, handleProcessEvents, type ProcessEvents } from './cancellation.ts'
import { readInputs, titleIn } from './inputs.ts'
import { run } from './plan-or-apply.ts'
import { type Result, type Run, readRunContext } from './run-context.ts'
import { WorkflowLog } from './workflow-log.ts'

/** Everything that a run gets from its process; tests pass their own. */
export interface Host {
  /** Inputs, event and variables. The libraries read proxies and the paths of output files from `process.env` itself. */
  readonly env: NodeJS.ProcessEnv
  /** As `loadToolkit`. */
  readonly toolkit: () => Promise<ToolkitContext>
  readonly clock: Clock
  /** `null` for runs that share a process. */
  readonly process: ProcessEvents | null
}

/** How a run ended. The error was reported already. */
export type Ending =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly error: unknown }

/** Runs the action and reports its failure, if any, in the log, the summary and the exit code. */
export async function runAction(host: Host): Promise<Ending> {
  const log = new WorkflowLog(host.env)
  const cancellation = new Cancellation()
  const resources = new AsyncDisposableStack()
  const docs = troubleshootingUrl(host.env)
  const failures: unknown[] = []
  // Only the first one counts: a cancelled run is reported once more by its timer, and a bug that nobody handles cancels it.
  const fail = (error: unknown) => {
    if (failures.push(error) === 1) logFailure(log, docs, error)
  }
  if (host.process !== null) handleProcessEvents(host.process, cancellation, fail)
  try {
    const result = await run(await openRun(host, log, cancellation, resources))
    cancellation.signal.throwIfAborted()
    return { ok: true, result }
  } catch (caught) {
    // The write may have got further since the signal.
    fail(cancellation.signal.aborted ? cancellation.error() : caught)
    const [error] = failures
    if (error instanceof UserError && !log.hasSummary) {
      const status = `❌ **Failed:** ${failureText(error)} ${helpLink(docs, error.code)}`
      log.summary(`${heading(titleIn(host.env))}\n\n${status}\n`)
    }
    return { ok: false, error }
  } finally {
    await resources.disposeAsync()
  }
}

/**
 * Reads what the workflow gave to this run; connections are opened when they are needed. `cancellation.signal` ends its
 * requests. Throws a `UserError`.
 */
export async function openRun(
  host: Host,
  log: WorkflowLog,
  cancellation: Pick<Cancellation, 'signal' | 'onWriteState'>,
  resources: AsyncDisposableStack,
): Promise<Run> {
  const { env, clock } = host
  const inputs = readInputs(env, (secret) => log.mask(secret))
  const context = await readRunContext(env, host.toolkit)
  // To a fork's plan no variable exists: a mask would tell its author which guess is right.
  if (!context.isOfFork) log.maskVariables(env)
  const cancelled = cancellation.signal
  const { githubToken: token } = inputs
  const { repository, githubApiUrl: apiUrl } = context
  const connect = async () => {
    // Loaded here: a run with an invalid file needs no HTTP client.
    const { Http } = await import('../auco/http.ts')
    const http: Http = new Http({ baseUrl: inputs.apiUrl, clock, cancelled, onRetry: log.info })
    resources.defer(() => http.close())
    return http
  }
  let connecting: Promise<Http> | undefined
  return {
    inputs,
    context,
    log,
    clock,
    cancelled,
    variable: (name) => env[name],
    onWriteState: cancellation.onWriteState,
    connectAuco: () => (connecting ??= connect()),
    askGitHub: token === null ? null : gitHubAt({ apiUrl, repository, token, clock, cancelled }),
  }
}

/** Fails the step. A bug is reported as one; debug mode shows its stack without the message, which can contain anything. */
function logFailure(log: WorkflowLog, docs: string, error: unknown): void {
  if (error instanceof UserError) {
    log.fail(error.message)
    log.info(`How to fix this: ${helpUrl(docs, error.code)}`)
    return
  }
  log.fail(
    'This is a bug in auco-webhooks-action. Run the job again with debug logging, and report what it shows.',
  )
  log.debug(error instanceof Error ? [error.name, ...stackFrames(error)].join('\n') : typeof error)
}
