import { idsOf, isChanged, type Plan } from '../plan/plan.ts'
import { headingOf } from '../report/comment.ts'
import { planJson } from '../report/plan-json.ts'
import { planLines } from '../report/plan-words.ts'
import { type Report, renderSummary } from '../report/render-report.ts'
import type { Run, ValidRun } from './run-context.ts'

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

/** Logs a plan against what is live, and sets its outputs. */
export async function reportPlan({ log }: ValidRun, plan: Plan): Promise<void> {
  log.output('changed', isChanged(plan))
  log.output('added', JSON.stringify(idsOf(plan, 'create')))
  log.output('updated', JSON.stringify(idsOf(plan, 'update')))
  log.output('removed', JSON.stringify(idsOf(plan, 'remove')))
  log.output('unmanaged', JSON.stringify(plan.unmanaged))
  log.output('plan', planJson(plan, 'live'))
  await logPlan(log, plan)
}

/**
 * Sets the outputs of a run that didn't read what is live: empty lists, which a workflow can parse, and no `changed`.
 * `fromFile` is the difference from the default branch's file, if there is one.
 */
export async function reportWithoutLive({ log }: ValidRun, fromFile: Plan | null): Promise<void> {
  for (const name of ['added', 'updated', 'removed', 'unmanaged']) log.output(name, '[]')
  if (fromFile === null) return
  log.output('plan', planJson(fromFile, 'default-branch'))
  await logPlan(log, fromFile)
}

async function logPlan(log: Run['log'], plan: Plan): Promise<void> {
  await log.group('Plan', async () => {
    for (const line of planLines(plan)) log.info(line)
  })
}
