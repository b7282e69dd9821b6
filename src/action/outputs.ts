import { idsOf, type Plan } from '../plan/plan.ts'
import { planJson } from '../report/plan-json.ts'
import { planLines } from '../report/plan-log.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** Sets the outputs of a plan against what is live. */
export function setPlanOutputs(log: WorkflowLog, plan: Plan): void {
  const lists = {
    added: idsOf(plan, 'create'),
    updated: idsOf(plan, 'update'),
    removed: idsOf(plan, 'remove'),
  }
  log.output('changed', String(plan.changes.length > 0))
  for (const [name, list] of Object.entries(lists)) log.output(name, JSON.stringify(list))
  log.output('plan', planJson(plan, 'live'))
}

/**
 * Sets the outputs of a run that didn't read what is live: empty lists, which a workflow can parse, and no `changed`.
 * `againstBase` is the difference from the base branch's file, if there is one.
 */
export function setOutputsWithoutLive(log: WorkflowLog, againstBase: Plan | null): void {
  for (const name of ['added', 'updated', 'removed']) log.output(name, '[]')
  if (againstBase !== null) log.output('plan', planJson(againstBase, 'base'))
}

export async function logPlan(log: WorkflowLog, plan: Plan): Promise<void> {
  await log.group('Plan', async () => {
    for (const line of planLines(plan)) log.info(line)
  })
}
