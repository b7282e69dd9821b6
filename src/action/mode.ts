import type { DryRun } from './inputs.ts'

/** The parts of the event that decide the mode. */
export interface Trigger {
  readonly eventName: string
  /** Full ref, such as `refs/heads/main`. */
  readonly ref: string
  /** Name of the repository's default branch; `null` if the event doesn't say. */
  readonly defaultBranch: string | null
}

export interface Mode {
  readonly mode: 'plan' | 'apply'
  /** The reason, as it follows "because" in the log. */
  readonly because: string
}

/** Plan or apply; a plan if in doubt. */
export function decideMode(dryRun: DryRun, trigger: Trigger): Mode {
  const { eventName, ref, defaultBranch } = trigger
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
