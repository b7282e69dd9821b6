import { formatCount } from '../core/format.ts'
import { idsOf, isChanged, type Plan } from '../plan/plan.ts'
import { headingOf } from '../report/comment.ts'
import { limitedIds, limitedPlanJson } from '../report/plan-json.ts'
import { planLines } from '../report/plan-words.ts'
import { type Report, renderSummary } from '../report/render-report.ts'
import type { Run, ValidRun } from './run-context.ts'

/** The report of a run: its links, and the given parts. */
export function reportOf({ inputs, context }: Run, parts: Pick<Report, 'status'> & Partial<Report>): Report {
  const { repositoryUrl, runUrl, sha, troubleshootingUrl } = context
  return {
    notes: [],
    plan: null,
    problems: [],
    afterMerge: null,
    foldedUnder: null,
    links: { repositoryUrl, runUrl, sha, config: inputs.config, troubleshootingUrl },
    ...parts,
  }
}

export function writeSummary({ inputs, log }: Run, report: Report): void {
  log.summary(renderSummary(headingOf(inputs.title, inputs), report))
}

export function setWebhookIds(run: Pick<ValidRun, 'log' | 'webhooks'>): void {
  setIds(run, 'webhook-ids', idsOfFile(run))
}

/** Logs a plan against what is live, and sets its outputs. */
export async function reportPlan(run: ValidRun, plan: Plan): Promise<void> {
  const { log } = run
  log.output('changed', isChanged(plan))
  const omitted = {
    added: setIds(run, 'added', idsOf(plan, 'create')),
    updated: setIds(run, 'updated', idsOf(plan, 'update')),
    removed: setIds(run, 'removed', idsOf(plan, 'remove')),
    unmanaged: setIds(run, 'unmanaged', plan.unmanaged),
    'webhook-ids': limitedIds(idsOfFile(run)).omitted,
  }
  log.output('plan', limitedPlanJson(plan, 'live', omitted))
  await log.group('Plan', async () => {
    for (const line of planLines(plan)) log.info(line)
  })
}

/**
 * Sets the outputs of a run that didn't read what is live: empty lists, which a workflow can parse, and no `changed`.
 * `fromFile` is the difference from the default branch's file, if there is one.
 */
export function setOutputsWithoutLive(run: ValidRun, fromFile: Plan | null): void {
  const { log } = run
  for (const name of ['added', 'updated', 'removed', 'unmanaged']) log.output(name, '[]')
  const omitted = { 'webhook-ids': limitedIds(idsOfFile(run)).omitted }
  if (fromFile !== null) log.output('plan', limitedPlanJson(fromFile, 'default-branch', omitted))
}

/** Sets an output to as many of the ids as fit, and returns the number of the others. */
function setIds({ log }: Pick<Run, 'log'>, name: string, ids: readonly string[]): number {
  const { json, omitted } = limitedIds(ids)
  log.output(name, json)
  if (omitted > 0) {
    log.info(`The output \`${name}\` is limited in size: it lacks the last ${formatCount(omitted, 'id')}.`)
  }
  return omitted
}

function idsOfFile({ log, webhooks }: Pick<ValidRun, 'log' | 'webhooks'>): readonly string[] {
  return webhooks.map(({ id }) => log.redact(id))
}
