import { stateBehind } from './lag.ts'
import type { RepositoryState } from './repository.ts'

export type RunStatus = 'requested' | 'waiting' | 'pending' | 'queued' | 'in_progress' | 'completed'

/** Null until the run is completed. */
export type RunConclusion =
  | 'success'
  | 'failure'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'neutral'
  | 'stale'
  | 'startup_failure'
  | null

export interface RunState {
  readonly id: number
  /** Counted for each workflow. */
  readonly number: number
  readonly attempt: number
  /** Name of its file in `.github/workflows`. */
  readonly workflow: string
  readonly event: string
  readonly branch: string
  readonly headSha: string
  /** A fork, for a pull request from one. */
  readonly headRepository: RepositoryState
  readonly status: RunStatus
  readonly conclusion: RunConclusion
  readonly createdAt: string
  readonly updatedAt: string
}

export type RunChange = Pick<RunState, 'status' | 'conclusion'> & Partial<Pick<RunState, 'attempt'>>

/** Runs of all workflows as they were some changes ago, newest first. */
export function runsOf({ runs }: RepositoryState, behind = 0): readonly RunState[] {
  return stateBehind(runs, behind) ?? []
}

export function addRun(
  repository: RepositoryState,
  run: Omit<RunState, 'id' | 'number' | 'attempt' | 'createdAt' | 'updatedAt'>,
): RunState {
  const { sequence, runs } = repository
  const known = runsOf(repository)
  const createdAt = sequence.time()
  const number = known.filter(({ workflow }) => workflow === run.workflow).length + 1
  const added = { ...run, id: sequence.number(), number, attempt: 1, createdAt, updatedAt: createdAt }
  runs.push([added, ...known])
  return added
}

/** Gives whether there is such a run. */
export function changeRun(repository: RepositoryState, id: number, change: RunChange): boolean {
  const known = runsOf(repository)
  if (!known.some((run) => run.id === id)) return false
  const updatedAt = repository.sequence.time()
  repository.runs.push(known.map((run) => (run.id === id ? { ...run, ...change, updatedAt } : run)))
  return true
}
