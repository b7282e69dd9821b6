import { readWebhooksFile } from '../config/webhooks-file.ts'
import { InvalidFileError, type Problem } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { note } from '../report/markdown.ts'
import { checkProxies } from '../system/proxy.ts'
import { annotate } from '../system/workflow-commands.ts'
import { readConfigFile } from './config-file.ts'
import { maskDesired, maskedVariable } from './masking.ts'
import { decideMode } from './mode.ts'
import { setWebhookIds } from './outputs.ts'
import type { Result, Run, ValidRun } from './run-context.ts'
import { reportOf, writeSummary } from './run-report.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** Reads the file, then plans, or plans and applies. Throws a `UserError` for everything that the user can fix. */
export async function run(opened: Run): Promise<Result> {
  const started = withoutKeysForForks(opened)
  const { inputs, context, log } = started
  const { mode, because } = decideMode(inputs.dryRun, context)
  log.info(`Mode: ${mode}, because ${because}. Auco environment: ${inputs.environment}.`)
  if (context.eventName === 'pull_request_target' && inputs.dryRun === 'false') {
    log.warning(
      '`dry-run: false` has no effect on pull_request_target: nothing is ever applied there. Apply on push instead.',
    )
  }

  for (const password of checkProxies(started.variable)) log.mask(password)
  const text = await readConfigFile(started)
  const { publicKey, privateKey, githubToken } = opened.inputs
  const ownSecrets = [publicKey, privateKey, githubToken].filter((secret) => secret !== null)
  const file = readWebhooksFile(text, {
    environment: inputs.environment,
    variable: maskedVariable(started),
    ownSecrets,
    unset: mode === 'apply' ? 'error' : 'warning',
    redact: log.redact,
  })
  if (!file.ok) {
    const problems = redactProblems(log, file.problems)
    reportInvalidFile(started, problems)
    throw new InvalidFileError(inputs.config, problems)
  }
  const { webhooks } = file
  const warnings = redactProblems(log, file.warnings)
  for (const warning of warnings) annotate(warning, inputs.config)
  maskDesired(log, webhooks)
  log.info(`${inputs.config}: ${formatCount(webhooks.length, 'webhook')} for ${inputs.environment}.`)
  setWebhookIds(log, webhooks)

  const valid: ValidRun = { ...started, text, webhooks, warnings }
  // Loaded here, because a run with an invalid file needs neither.
  if (mode === 'apply') {
    const { runApply } = await import('./apply-job.ts')
    return runApply(valid)
  }
  const { runPlan } = await import('./plan-job.ts')
  return runPlan(valid)
}

/** On `pull_request_target` the job of a fork's pull request has secrets too; a stranger's file must not get to use them. */
function withoutKeysForForks(run: Run): Run {
  const { context, inputs, log } = run
  if (context.eventName !== 'pull_request_target' || context.pullRequest?.isFork !== true) return run
  log.notice('The pull request comes from a fork: its plan does not use the keys of this job.')
  return { ...run, inputs: { ...inputs, publicKey: null, privateKey: null } }
}

/** Messages name ids and keys of the file. */
function redactProblems(log: WorkflowLog, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, message: log.redact(problem.message) }))
}

/** Most reported problems. GitHub shows only the first ten annotations of a step. */
const MAX_REPORTED = 200

function reportInvalidFile(started: Run, problems: readonly Problem[]): void {
  const { inputs } = started
  const reported = problems.slice(0, MAX_REPORTED)
  for (const problem of reported) annotate(problem, inputs.config)
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const omitted = problems.length - reported.length
  const report = reportOf(started, {
    status: `**${formatCount(errors, 'problem')} in the file**`,
    problems: reported,
    notes: omitted > 0 ? [note(`${formatCount(omitted, 'problem')} more not shown.`)] : [],
  })
  writeSummary(started, report)
}
