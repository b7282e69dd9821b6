import { formatCount } from '../core/format.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import { idsOf, type Plan } from '../plan/plan.ts'
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
    'webhook-ids': limitedIds(idsOfFile(log, webhooks)).omitted,
  }
  log.output('plan', limitedPlanJson(plan, 'live', omitted))
}

/**
 * Sets the outputs of a run that didn't read what is live: empty lists, which a workflow can parse, and no `changed`.
 * `againstBase` is the difference from the base branch's file, if there is one.
 */
export function setOutputsWithoutLive({ log, webhooks }: ValidRun, againstBase: Plan | null): void {
  for (const name of ['added', 'updated', 'removed']) log.output(name, '[]')
  const omitted = { 'webhook-ids': limitedIds(idsOfFile(log, webhooks)).omitted }
  if (againstBase !== null) log.output('plan', limitedPlanJson(againstBase, 'base', omitted))
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

/** `unknown`: no difference was seen, but something could not be compared. */
function isChanged({ changes, cannotCompare }: Plan): 'true' | 'false' | 'unknown' {
  if (changes.length > 0) return 'true'
  return cannotCompare.length > 0 ? 'unknown' : 'false'
}
