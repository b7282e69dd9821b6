import type { UserError } from '../core/errors.ts'
import { type BranchState, type NewerRun, newerPushRuns, readBranch } from '../github/branch-state.ts'
import { headUnknown, runOutdated, runsUnknown } from '../report/apply-errors.ts'
import type { Run, ValidRun } from './run-context.ts'

/**
 * Whether a run may write, and what it knows of its branch by then.
 * - `current`: for the commit `sha`, its own or the branch's head.
 * - `taken-over`: a newer run will apply the head's file, or is red itself.
 * - `there`: outdated, but Auco has the head's file already.
 * - `refused`: nobody will apply the head's file, or GitHub doesn't say.
 */
export type Currency =
  | { readonly state: 'current'; readonly sha: string; readonly branch: BranchState | null }
  | { readonly state: 'taken-over'; readonly by: NewerRun; readonly branch: BranchState }
  | { readonly state: 'there'; readonly sha: string; readonly branch: BranchState }
  | { readonly state: 'refused'; readonly error: UserError; readonly branch: BranchState | null }

/** Pauses before asking GitHub again, in milliseconds: its answers lag behind a push. */
const PAUSES = [1_000, 2_000, 4_000]

/** Asks about the run's branch; an error if the run has one and GitHub doesn't say. */
async function readState(run: Run): Promise<BranchState | UserError | null> {
  const { context, inputs, askGitHub } = run
  const { branch, sha, workflow, eventName } = context
  if (branch === null) return null
  if (askGitHub === null) return headUnknown(sha, 'Pass `github-token`, and give the job `contents: read`.')
  // Another event's `before` means something else.
  const pushedFrom = eventName === 'push' ? context.pushedFrom : null
  const question = { branch, sha, pushedFrom, file: inputs.config, workflow }
  const answer = await askGitHub((github) => readBranch(github, question))
  return answer.ok ? answer.value : headUnknown(sha, answer.reason)
}

/** The branch of a run that fails before it has a valid file; `null` if the run isn't about its head any more. */
export async function branchOfFailure(run: Run): Promise<BranchState | null> {
  const state = await readState(run)
  if (state === null || !('head' in state)) return null
  const isCurrent = state.head === run.context.sha || isSame(state.file)
  return isCurrent ? state : null
}

/** Finds out whether the run is current. `hasHeadFile`: whether Auco has the file of the branch's head already. */
export async function checkCurrency(
  run: ValidRun,
  hasHeadFile: (branch: BranchState) => Promise<boolean>,
): Promise<Currency> {
  const { clock, context, cancelled } = run
  const { branch: name, sha } = context
  for (const pause of [...PAUSES, null]) {
    const branch = await readState(run)
    if (branch === null || name === null) return { state: 'current', sha, branch: null }
    if (!('head' in branch)) return { state: 'refused', error: branch, branch: null }
    const { head, isHeadOlder, file, workflow } = branch
    const isSameWorkflow = workflow === null || isSame(workflow)
    const isOfGit = isSame(file) && isSameWorkflow && run.isObject(file.atCommit)
    if (head !== null && (head === sha || isOfGit)) return { state: 'current', sha: head, branch }
    if (!isHeadOlder) {
      const runs = await newerRuns(run, name)
      if (!runs.ok) return { state: 'refused', error: runsUnknown(runs.reason), branch }
      if (head !== null && runs.value.length === 0 && file.atCommit === file.atHead) {
        return { state: 'current', sha: head, branch }
      }
      const by = runs.value.find(({ isGreen }) => !isGreen)
      if (by !== undefined && context.eventName === 'push') return { state: 'taken-over', by, branch }
      if (head !== null && (await hasHeadFile(branch))) return { state: 'there', sha: head, branch }
    }
    if (pause === null) {
      const error = isHeadOlder
        ? headUnknown(sha, `GitHub still gives an older commit, ${head?.slice(0, 7)}.`)
        : runOutdated(sha, head, name)
      return { state: 'refused', error, branch }
    }
    await clock.sleep(pause, cancelled)
  }
  throw new Error('The last pause is null')
}

/** Whether git has the same object at both commits. */
function isSame({ atCommit, atHead }: BranchState['file']): boolean {
  return atCommit !== null && atCommit === atHead
}

async function newerRuns({ askGitHub, context }: Run, branch: string) {
  const { workflow, runNumber } = context
  const file = workflow?.split('/').at(-1)
  if (askGitHub === null || file === undefined) {
    return { ok: false, reason: 'The workflow is not in this repository.' } as const
  }
  return await askGitHub((github) => newerPushRuns(github, { workflow: file, branch, runNumber }))
}
