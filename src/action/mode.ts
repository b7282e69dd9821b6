import type { DryRun } from './inputs.ts'

/** What the mode depends on: the event, where it happened, and what the workflow asks for. */
export interface Trigger {
  readonly eventName: string
  /** Full ref, such as `refs/heads/main`. */
  readonly ref: string
  /** Name of the repository's default branch; `null` if the event does not say. */
  readonly defaultBranch: string | null
}

export interface Mode {
  readonly mode: 'plan' | 'apply'
  /** Why, in half a sentence for the log: "because …". */
  readonly because: string
}

/** Plan or apply: pure, and closed towards plan in every doubt. */
export function decideMode(dryRun: DryRun, trigger: Trigger): Mode {
  const { eventName, ref, defaultBranch } = trigger
  // This event runs with the base's secrets on a stranger's files.
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
