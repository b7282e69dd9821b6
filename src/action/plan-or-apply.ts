import { type FileResult, readWebhooksFile } from '../config/webhooks-file.ts'
import { InvalidFileError, type Problem, UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { Secret } from '../core/secret.ts'
import { variablesOf } from '../core/webhook.ts'
import { illegalVariables, type MissingVariable, missingVariables } from '../report/apply-errors.ts'
import { checkProxies } from '../system/proxy.ts'
import { annotate } from '../system/workflow-commands.ts'
import { readConfigFile } from './config-file.ts'
import type { Inputs } from './inputs.ts'
import type { Result, Run, RunContext, ValidRun } from './run-context.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** Reads the file, then plans, or plans and applies. Throws a `UserError` for everything that the user can fix. */
export async function run(opened: Run): Promise<Result> {
  const started = withoutKeysForForks(opened)
  const { inputs, context, log, cancelled } = started
  const decision = decideMode(inputs.dryRun, context)
  // Without its proxies the run can't reach GitHub either, to report a failure there.
  for (const password of checkProxies(started.variable)) log.mask(password)
  const job = async () =>
    decision.mode === 'apply' ? await import('./apply-job.ts') : await import('./plan-job.ts')
  try {
    const valid = await readFile(started, decision, opened.inputs)
    return await (await job()).execute(valid)
  } catch (error) {
    // A run that has a summary has reported its failure.
    const isReported = log.hasSummary || cancelled.aborted
    if (error instanceof UserError && !isReported) await (await job()).reportFailure(started, error)
    throw error
  }
}

export interface Mode {
  readonly mode: 'plan' | 'apply'
  /** The reason, as it follows "because" in the log. */
  readonly because: string
}

/** Plan or apply; a plan if in doubt. */
export function decideMode(
  dryRun: Inputs['dryRun'],
  { eventName, ref, defaultBranch }: Pick<RunContext, 'eventName' | 'ref' | 'defaultBranch'>,
): Mode {
  // This event has the base branch's secrets, and the files of a stranger.
  if (eventName === 'pull_request_target') {
    return { mode: 'plan', because: 'nothing is ever applied on pull_request_target' }
  }
  if (dryRun === 'true') return { mode: 'plan', because: '`dry-run` is `true`' }
  if (dryRun === 'false') return { mode: 'apply', because: '`dry-run` is `false`' }
  if (eventName !== 'push' && eventName !== 'workflow_dispatch') {
    return { mode: 'plan', because: `the event is ${eventName}` }
  }
  if (defaultBranch === null) return { mode: 'plan', because: 'the event does not name the default branch' }
  return ref === `refs/heads/${defaultBranch}`
    ? { mode: 'apply', because: `the event is ${eventName} on the default branch` }
    : { mode: 'plan', because: `the event is ${eventName}, but not on the default branch` }
}

/** `inputs`: those of the job; a fork's plan doesn't have its keys, but its file must not name them either. */
async function readFile(
  started: Run,
  { mode, because }: Mode,
  { publicKey, privateKey, githubToken }: Inputs,
): Promise<ValidRun> {
  const { inputs, context, log } = started
  log.info(`Mode: ${mode}, because ${because}. Auco environment: ${inputs.environment}.`)
  if (context.eventName === 'pull_request_target' && inputs.dryRun === 'false') {
    log.warning(
      '`dry-run: false` has no effect on pull_request_target: nothing is ever applied there. Apply on push instead.',
    )
  }

  const { text, ...config } = await readConfigFile(started)
  const options = {
    environment: inputs.environment,
    variable: maskedVariable(started),
    ownSecrets: [publicKey, privateKey, githubToken].filter((secret) => secret !== null),
    redact: log.redact,
  }
  const file = readWebhooksFile(text, { ...options, unset: mode === 'apply' ? 'error' : 'allowed' })
  if (!file.ok) {
    const problems = redactProblems(log, file.problems)
    for (const problem of problems) annotate(problem, inputs.config)
    const errors = problems.filter(({ severity }) => severity === 'error')
    if (errors.every(({ code }) => code === 'unset-variable')) {
      const allowed = readWebhooksFile(text, { ...options, unset: 'allowed' })
      throw missingVariables(missingIn(allowed, options.variable, log.redact))
    }
    throw errors.every(({ code }) => code === 'unset-variable' || code === 'illegal-value')
      ? illegalVariables([...new Set(errors.map(({ message }) => message))])
      : new InvalidFileError(inputs.config, problems)
  }
  const { webhooks, elsewhere } = file
  log.maskHeaders(webhooks)
  const warnings = redactProblems(log, file.warnings)
  for (const warning of warnings) annotate(warning, inputs.config)
  log.info(`${inputs.config}: ${formatCount(webhooks.length, 'webhook')} for ${inputs.environment}.`)
  log.output('webhook-ids', JSON.stringify(webhooks.map(({ id }) => log.redact(id))))
  return { ...started, ...config, webhooks, elsewhere, warnings }
}

/**
 * Looks up variables of the step's environment, and masks each value before anything else sees it. A fork's file must not
 * learn anything of a value, so to its plan none is set.
 */
function maskedVariable({ log, context, variable }: Run): (name: string) => string | undefined {
  if (context.isOfFork) return () => undefined
  return (name) => {
    const value = variable(name)
    if (value !== undefined) log.mask(new Secret(value))
    return value
  }
}

function missingIn(
  file: FileResult,
  variable: (name: string) => string | undefined,
  redact: (text: string) => string,
): readonly MissingVariable[] {
  const missing = (file.ok ? file.webhooks : []).flatMap((webhook) => {
    const names = variablesOf(webhook).filter((name) => (variable(name) ?? '') === '')
    return names.map((name) => ({ name, id: redact(webhook.id) }))
  })
  const byName = Map.groupBy(missing, ({ name }) => name)
  return [...byName].map(([name, of]) => ({ name, ids: of.map(({ id }) => id) }))
}

/** On `pull_request_target` the job of a fork's pull request has secrets too; a stranger's file must not get to use them. */
function withoutKeysForForks(run: Run): Run {
  const { context, inputs, log } = run
  if (context.eventName !== 'pull_request_target' || !context.isOfFork) return run
  log.notice('The pull request comes from a fork: its plan does not use the keys of this job.')
  return { ...run, inputs: { ...inputs, publicKey: null, privateKey: null } }
}

/** Messages name ids and keys of the file. */
function redactProblems(log: WorkflowLog, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, message: log.redact(problem.message) }))
}
