import type { UserError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import type { LiveCompany } from '../core/webhook.ts'
import { type BranchState, newerPushRuns, readBranch } from '../github/branch-state.ts'
import { readRepositoryFile } from '../github/file-history.ts'
import type { Unlisted } from '../plan/plan.ts'
import { planChanges } from '../plan/plan-changes.ts'
import { headUnknown, runOutdated, runsUnknown } from '../report/apply-errors.ts'
import { type ApplyEnding, takenAlong, takenOver } from '../report/apply-words.ts'
import { readOtherFile } from './config-file.ts'
import { MAX_READ_AGE_MS, readMaskedLive, type SortUnlisted, unlistedSorter } from './read-live.ts'
import type { Run, ValidRun } from './run-context.ts'

/** The run may write, for the commit `sha`: its own, or the branch's head. `branch`: `null` without one. */
interface Current {
  readonly state: 'current'
  readonly sha: string
  readonly branch: BranchState | null
}

/** A newer run will apply the head's file, or is red itself; or Auco has that file already, which is final. */
export interface Outdated {
  readonly state: 'outdated'
  readonly notice: string
  readonly ending: ApplyEnding
  readonly isFinal: boolean
  readonly branch: BranchState
}

interface Refused {
  readonly state: 'refused'
  readonly error: UserError
  readonly branch: BranchState | null
}

/** What an apply decides on: if the run is current, what Auco has, and what of it the file manages. */
type Facts = Outdated | Refused | (Current & { readonly live: LiveCompany; readonly unlisted: Unlisted })

/** After so many rounds the last answers have to do, even if a service is slow every time. */
const MAX_ROUNDS = 3

/**
 * Reads the facts, all within `MAX_READ_AGE_MS`. If one answer was slow, a newer commit may have been applied meanwhile, or
 * somebody may have made a change at Auco that would be overwritten unseen.
 */
export async function readFacts(run: ValidRun, publicKey: Secret): Promise<Facts> {
  const { clock } = run
  const sort = unlistedSorter(run)
  for (let round = 1; ; round += 1) {
    const started = clock.now()
    // At the same time: most applies have nothing to write, and end after this one round trip.
    const reading = readMaskedLive(run, publicKey)
    // Awaited below, unless this run is outdated: then its failure doesn't matter.
    reading.catch(() => {})
    const standing = await findStanding(run, publicKey, sort)
    if (standing.state !== 'current') return standing
    const live = await reading
    const unlisted = await sort(run.webhooks, live, standing.sha)
    if (clock.now() - started <= MAX_READ_AGE_MS || round === MAX_ROUNDS) {
      return { ...standing, live, unlisted }
    }
  }
}

/** The branch of a run that fails before it has a valid file; `null` if the run isn't about its head any more. */
export async function branchOfFailure(run: Run): Promise<BranchState | null> {
  const state = await readState(run)
  if (state === null || !('head' in state)) return null
  const isCurrent = state.head === run.context.sha || isSame(state.file)
  return isCurrent ? state : null
}

/** Pauses before asking GitHub again, in milliseconds: its answers lag behind a push. */
const PAUSES = [1_000, 2_000, 4_000]

async function findStanding(
  run: ValidRun,
  publicKey: Secret,
  sort: SortUnlisted,
): Promise<Current | Outdated | Refused> {
  const { clock, context, cancelled } = run
  const { branch: name, sha } = context
  for (let asked = 0; ; asked += 1) {
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
      if (by !== undefined && context.eventName === 'push') {
        const notice = `A newer run took over: ${by.url} is about a newer commit.`
        return { state: 'outdated', notice, ending: takenOver(by, context), isFinal: false, branch }
      }
      if (head !== null && (await hasHeadFile(run, publicKey, sort, branch))) {
        const notice = `The branch is now at ${head.slice(0, 7)}, and Auco already has that commit's file.`
        const ending = takenAlong({ ...context, sha: head }, false)
        return { state: 'outdated', notice, ending, isFinal: true, branch }
      }
    }
    const pause = PAUSES[asked]
    if (pause === undefined) {
      const error = isHeadOlder
        ? headUnknown(sha, `GitHub still gives an older commit, ${head?.slice(0, 7)}.`)
        : runOutdated(sha, head, name)
      return { state: 'refused', error, branch }
    }
    await clock.sleep(pause, cancelled)
  }
}

async function readState(run: Run): Promise<BranchState | UserError | null> {
  const { context, inputs, askGitHub } = run
  const { branch, sha } = context
  if (branch === null) return null
  if (askGitHub === null) return headUnknown(sha, 'Pass `github-token`, and give the job `contents: read`.')
  const question = { ...context, branch, file: inputs.config }
  const answer = await askGitHub((github) => readBranch(github, question))
  return answer.ok ? answer.value : headUnknown(sha, answer.reason)
}

function isSame({ atCommit, atHead }: BranchState['file']): boolean {
  return atCommit !== null && atCommit === atHead
}

async function newerRuns({ askGitHub, context }: Run, branch: string) {
  const workflow = context.workflow?.split('/').at(-1)
  if (askGitHub === null || workflow === undefined) {
    return { ok: false, reason: 'The workflow is not in this repository.' } as const
  }
  return await askGitHub((github) => newerPushRuns(github, workflow, branch, context.runNumber))
}

/** Whether Auco has the file of the branch's head already, as far as this run can compare. */
async function hasHeadFile(
  run: ValidRun,
  publicKey: Secret,
  sort: SortUnlisted,
  { head, file: { atHead }, workflow }: BranchState,
): Promise<boolean> {
  const { askGitHub, inputs, variable } = run
  // What a step generates isn't in git.
  if (askGitHub === null || head === null || atHead === null) return false
  const answer = await askGitHub((github) => readRepositoryFile(github, inputs.config, head))
  const text = answer.ok ? (answer.value?.text ?? null) : null
  // Another workflow may pass other values.
  const isSameWorkflow = workflow === null || workflow.atCommit === workflow.atHead
  const file = readOtherFile(text, inputs, isSameWorkflow ? variable : undefined)
  if (file === null) return false
  const live = await readMaskedLive({ ...run, ...file }, publicKey)
  const unlisted = await sort(file.webhooks, live, head)
  // What the head writes with other variables than this run's file differs, whatever they stand for.
  const { environment } = inputs
  const defaultBranch = { name: '', file: run }
  const facts = { environment, desired: file.webhooks, live, unlisted, defaultBranch }
  const plan = planChanges(facts, run.log.redact)
  return plan.changes.length + plan.changedSince.length === 0 && plan.removalsUnknown === null
}
