import { readWebhooksFile } from '../config/webhooks-file.ts'
import { InvalidFileError, type Problem } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import { type Report, renderSummary } from '../report/render-report.ts'
import { checkProxies } from '../system/proxy.ts'
import { annotate } from '../system/workflow-commands.ts'
import { readConfigFile } from './config-file.ts'
import { decideMode } from './mode.ts'
import { linksOf, maskedVariable, type Result, type Run, type ValidRun } from './run-context.ts'
import type { Runner } from './workflow-log.ts'

/** The story: read the file, then plan, or plan and apply. Throws a `UserError` for everything a person can mend. */
export async function run(tools: Run): Promise<Result> {
  const { inputs, context, runner } = tools
  const { mode, because } = decideMode(inputs.dryRun, context)
  runner.info(`Mode: ${mode}, because ${because}. Auco environment: ${inputs.environment}.`)
  if (context.eventName === 'pull_request_target' && inputs.dryRun === 'false') {
    runner.warning(
      '`dry-run: false` has no effect on pull_request_target: nothing is ever applied there. Apply on push instead.',
    )
  }

  const text = readConfigFile(context.workspace, inputs.config)
  const ownSecrets = [inputs.publicKey, inputs.privateKey, inputs.githubToken].filter(
    (secret) => secret !== null,
  )
  const file = readWebhooksFile(text, {
    environment: inputs.environment,
    variable: maskedVariable(tools),
    ownSecrets,
    unset: mode === 'apply' ? 'error' : 'warning',
  })
  if (!file.ok) {
    reportInvalidFile(tools, file.problems)
    throw new InvalidFileError(inputs.config, file.problems)
  }
  for (const warning of file.warnings) annotate(warning, inputs.config)
  maskHeaders(runner, file.webhooks)
  runner.info(`${inputs.config}: ${formatCount(file.webhooks.length, 'webhook')} for ${inputs.environment}.`)
  runner.output('webhook-ids', JSON.stringify(file.webhooks.map(({ id }) => id)))

  for (const password of checkProxies(tools.variable)) runner.mask(password)
  const valid: ValidRun = { ...tools, text, webhooks: file.webhooks, warnings: file.warnings }
  // Loaded here: a wrong file needs neither.
  if (mode === 'apply') {
    const { runApply } = await import('./apply-job.ts')
    return runApply(valid)
  }
  const { runPlan } = await import('./plan-job.ts')
  return runPlan(valid)
}

/** The composed values: `Bearer …` as a whole is a secret too, and in another encoding not one with the variable in it. */
function maskHeaders(runner: Runner, webhooks: readonly DesiredWebhook[]): void {
  for (const { header, url, variables } of webhooks) {
    for (const secret of url.hiddenSecrets()) runner.withhold(secret)
    if (header?.value.known === true && variables.length > 0) runner.mask(header.value.secret)
  }
}

/** More annotations than this help nobody, and GitHub shows only the first ten of a step. */
const MAX_REPORTED = 200

function reportInvalidFile(run: Run, problems: readonly Problem[]): void {
  const { inputs, runner } = run
  const reported = problems.slice(0, MAX_REPORTED)
  for (const problem of reported) annotate(problem, inputs.config)
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const report: Report = {
    title: inputs.title,
    verdict: `**${formatCount(errors, 'problem')} in the file.** Nothing was read from Auco, and nothing was written.`,
    notes: [],
    plan: null,
    problems: reported,
    afterMerge: null,
    status:
      problems.length > reported.length
        ? `${formatCount(problems.length - reported.length, 'problem')} more not shown.`
        : null,
    links: linksOf(run),
  }
  runner.summary(renderSummary(report))
}
