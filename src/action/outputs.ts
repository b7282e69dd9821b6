import { formatCount } from '../core/format.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import { idsOf, isChanged, type Plan } from '../plan/plan.ts'
import { limitedIds, limitedPlanJson } from '../report/limited-outputs.ts'
import { planLines } from '../report/plan-log.ts'
import type { ValidRun } from './run-context.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** Sets the output with the ids of the file. */
export function setWebhookIds(log: WorkflowLog, webhooks: readonly DesiredWebhook[]): void {
  setIds(log, 'webhook-ids', idsOfFile(log, webhooks))
}

/** Sets the outputs of a plan against what is live. */
export function setPlanOutputs({ log, webhooks }: ValidRun, plan: Plan): void {
  log.output('changed', isChanged(plan))
  const omitted = {
    added: setIds(log, 'added', idsOf(plan, 'create')),
    updated: setIds(log, 'updated', idsOf(plan, 'update')),
    removed: setIds(log, 'removed', idsOf(plan, 'remove')),
    unmanaged: setIds(log, 'unmanaged', plan.unmanaged),
    'webhook-ids': limitedIds(idsOfFile(log, webhooks)).omitted,
  }
  log.output('plan', limitedPlanJson(plan, 'live', omitted))
}

/**
 * Sets the outputs of a run that didn't read what is live: empty lists, which a workflow can parse, and no `changed`.
 * `fromFile` is the difference from the default branch's file, if there is one.
 */
export function setOutputsWithoutLive({ log, webhooks }: ValidRun, fromFile: Plan | null): void {
  for (const name of ['added', 'updated', 'removed', 'unmanaged']) log.output(name, '[]')
  const omitted = { 'webhook-ids': limitedIds(idsOfFile(log, webhooks)).omitted }
  if (fromFile !== null) log.output('plan', limitedPlanJson(fromFile, 'default-branch', omitted))
}

/** Sets an output to as many of the ids as fit, and returns the number of the others. */
function setIds(log: WorkflowLog, name: string, ids: readonly string[]): number {
  const { json, omitted } = limitedIds(ids)
  log.output(name, json)
  if (omitted > 0) {
    log.info(`The output \`${name}\` is limited in size: it lacks the last ${formatCount(omitted, 'id')}.`)
  }
  return omitted
}

function idsOfFile(log: WorkflowLog, webhooks: readonly DesiredWebhook[]): readonly string[] {
  return webhooks.map(({ id }) => log.redact(id))
}

export async function logPlan(log: WorkflowLog, plan: Plan): Promise<void> {
  await log.group('Plan', async () => {
    for (const line of planLines(plan)) log.info(line)
  })
}
