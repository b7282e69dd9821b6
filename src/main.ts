import { type RunContext, readRunContext } from './action/github-context.ts'
import { type Inputs, readInputs } from './action/inputs.ts'
import { run } from './action/run.ts'
import { Runner } from './action/workflow-log.ts'
import type { WriteState } from './action/write-and-verify.ts'
import type { Http } from './auco/http.ts'
import { helpUrl, troubleshootingUrl } from './core/docs-links.ts'
import { stackFrames, UserError } from './core/errors.ts'
import { VERSION } from './core/version.ts'
import { connectGitHub, type GitHub } from './github/client.ts'
import { failureText } from './report/failure-text.ts'
import { helpLink } from './report/links.ts'
import { heading } from './report/markdown.ts'
import { systemClock } from './system/clock.ts'

/** The runner kills a cancelled step 7.5 seconds after SIGINT; this is when the process ends by itself, in milliseconds. */
const GRACE = 5_000
const USER_AGENT = `auco-webhooks-action/${VERSION}`

const runner = new Runner(process.env)
const help = troubleshootingUrl(process.env)
const cancellation = new AbortController()
const state: { write: WriteState; http: Http | null; github: Promise<GitHub> | null } = {
  write: 'not-sent',
  http: null,
  github: null,
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    cancellation.abort(cancelled())
    // What still waits after this time cannot be stopped; the message must not wait with it.
    setTimeout(() => {
      fail(cancelled())
      process.exit()
    }, GRACE).unref()
  })
}

// A promise that nobody waited for is a mistake of ours, and Node would print whatever it was rejected with.
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error) => {
    fail(error)
    process.exit()
  })
}

main().catch(fail)

async function main(): Promise<void> {
  try {
    await start()
    if (cancellation.signal.aborted) fail(cancelled())
  } catch (error) {
    const told = cancellation.signal.aborted ? cancelled() : error
    fail(told)
    if (told instanceof UserError && !runner.hasSummary) {
      const parts = [heading('Auco webhooks'), `**Failed.** ${failureText(told)}`, helpLink(help, told.code)]
      runner.summary(`${parts.join('\n\n')}\n`)
    }
  } finally {
    await state.http?.close()
  }
}

async function start(): Promise<void> {
  const inputs = readInputs((secret) => runner.mask(secret))
  const context = readRunContext(process.env)
  await run({
    inputs,
    context,
    runner,
    clock: systemClock,
    cancelled: cancellation.signal,
    variable: (name) => process.env[name],
    onWriteState: (write) => {
      state.write = write
    },
    connectAuco: () => connectAuco(inputs),
    connectGitHub: () => openGitHub(inputs, context),
  })
}

/** One connection for the whole run, loaded at its first use: a wrong file needs no HTTP client. */
async function connectAuco({ apiUrl }: Inputs): Promise<Http> {
  const { Http, LIMITS } = await import('./auco/http.ts')
  state.http ??= new Http({
    baseUrl: apiUrl,
    userAgent: USER_AGENT,
    clock: systemClock,
    limits: LIMITS,
    cancelled: cancellation.signal,
    onRetry: (message) => runner.info(message),
  })
  return state.http
}

/** One client for the whole run, so that its connections are reused. */
function openGitHub({ githubToken: token }: Inputs, context: RunContext): Promise<GitHub> | null {
  const { repository, githubApiUrl: apiUrl } = context
  if (token === null || repository === null) return null
  const { signal: cancelled } = cancellation
  state.github ??= connectGitHub({ apiUrl, repository, token, userAgent: USER_AGENT, cancelled })
  return state.github
}

/** What a cancelled run can say about its write. */
function cancelled(): UserError {
  switch (state.write) {
    case 'not-sent':
      return new UserError(
        'cancelled',
        'The run was cancelled. The write was not sent.',
        'Nothing changed at Auco; run the job again when you want it.',
      )
    case 'unknown':
      return new UserError(
        'cancelled',
        'The run was cancelled. The write was sent, and whether it is live is unknown.',
        'Run the job again: it reads first, and writes only what differs.',
      )
    case 'confirmed':
      return new UserError(
        'cancelled',
        'The run was cancelled. The write was confirmed by a read-back.',
        'Live equals the file; only the report may be missing.',
      )
  }
}

/** The end of a run that is not green. A bug says so; its stack, without the message, is for debug mode. */
function fail(error: unknown): void {
  if (error instanceof UserError) {
    runner.fail(error.message)
    runner.info(`How to fix this: ${helpUrl(help, error.code)}`)
    return
  }
  runner.fail(
    'This is a bug in auco-webhooks-action. Run the job again with debug logging, and report what it shows.',
  )
  runner.debug(error instanceof Error ? [error.name, ...stackFrames(error)].join('\n') : typeof error)
}
