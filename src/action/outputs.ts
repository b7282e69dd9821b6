import { AucoReader } from '../auco/read-company.ts'
import { UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { LiveCompany } from '../core/webhook.ts'
import { idsOf, type Plan } from '../plan/plan.ts'
import { idList } from '../report/id-list.ts'
import { planJson } from '../report/plan-json.ts'
import { planLines } from '../report/plan-log.ts'
import { maskLive, type ValidRun } from './run-context.ts'

/** Reads what is live, and masks its header values before anything else is done with them. */
export async function readLive(run: ValidRun, publicKey: Secret): Promise<LiveCompany> {
  const reader = await connectReader(run, publicKey)
  const live = await reader.read()
  maskLive(run, live)
  return live
}

export async function connectReader(run: ValidRun, publicKey: Secret): Promise<AucoReader> {
  const { inputs, runner } = run
  return new AucoReader(await run.connectAuco(), publicKey, {
    environment: inputs.environment,
    keyInput: 'public-key',
    secrets: () => runner.secrets,
  })
}

/** Sets the outputs that a plan determines, and writes the plan to the log. */
export async function tellPlan(run: ValidRun, plan: Plan): Promise<void> {
  const { runner } = run
  const lists = {
    added: idsOf(plan, 'create'),
    updated: idsOf(plan, 'update'),
    removed: idsOf(plan, 'remove'),
  }
  runner.output('changed', String(plan.changes.length > 0))
  for (const [name, list] of Object.entries(lists)) runner.output(name, JSON.stringify(list))
  runner.output('plan', planJson(plan, 'live'))
  await runner.group('Plan', async () => {
    for (const line of planLines(plan)) runner.info(line)
  })
}

/**
 * The outputs of a run that did not read what is live: empty lists, which a workflow can parse, and no `changed`.
 * `againstBase` is the difference from the base branch's file, where the run has one.
 */
export function tellWithoutLive({ runner }: ValidRun, againstBase: Plan | null): void {
  for (const name of ['added', 'updated', 'removed']) runner.output(name, '[]')
  if (againstBase !== null) runner.output('plan', planJson(againstBase, 'base'))
}

/** `removals: deny` fails a plan and an apply alike: the error, or `null` if the plan removes nothing or may. */
export function deniedRemovals(run: ValidRun, plan: Plan): UserError | null {
  const removed = idsOf(plan, 'remove')
  if (run.inputs.removals !== 'deny' || removed.length === 0) return null
  return new UserError(
    'removals-denied',
    `The plan removes ${idList(removed)}, and \`removals\` is \`deny\`.`,
    'Nothing was written. Put the webhooks back into the file, or set `removals` to `reviewed`.',
  )
}
