import type { Interruption } from '../report/apply-errors.ts'
import type { Cancellation } from './cancellation.ts'
import { commentInterruptedApply } from './failure-comment.ts'
import { decideMode } from './mode.ts'
import type { Run } from './run-context.ts'
import type { WorkflowLog } from './workflow-log.ts'

/**
 * Says in the plan comment of the merged pull request how an apply ended that was cancelled or met a bug: what it was about
 * to say itself, or what is known about its write. A plan's comment stays as it is: an older plan announces nothing for a
 * newer commit. `open` gives a run that isn't cancelled itself, and whose requests end in time. A failure of any kind is a
 * notice, because the run's own was reported.
 */
export async function commentInterruption(
  log: WorkflowLog,
  open: () => Run,
  by: Interruption,
  { write, ending }: Pick<Cancellation, 'write' | 'ending'>,
): Promise<void> {
  try {
    const run = open()
    if (decideMode(run.inputs.dryRun, run.context).mode === 'plan') return
    await (ending?.comment ?? commentInterruptedApply)(run, by, write)
  } catch {
    log.notice('The plan comment could not be updated, so it does not say how this run ended.')
  }
}
