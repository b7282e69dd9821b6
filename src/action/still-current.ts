import { UserError } from '../core/errors.ts'
import { type BranchState, type ObjectPair, readBranch, readObjectPairs } from '../github/branch-state.ts'
import { calledWorkflows } from '../github/called-workflows.ts'
import { skipsWorkflows } from '../github/skip-instructions.ts'
import type { Superseded } from '../report/apply-words.ts'
import { isMarked } from '../report/marker.ts'
import type { ValidRun } from './run-context.ts'
import { identityOf } from './run-report.ts'

/**
 * Whether this run may write. `sha` is the commit that it acts for: its own, or the branch's head if that has the same file
 * and workflow.
 */
export type Currency =
  | { readonly isCurrent: true; readonly sha: string; readonly branch: BranchState | null }
  | { readonly isCurrent: false; readonly by: Superseded; readonly branch: BranchState }

/** Pauses before asking GitHub again when it lags behind the push, in milliseconds. */
const PAUSES = [1_000, 2_000]

/**
 * Finds out whether this run is still current. It's asked by content, not by commit: an unrelated commit supersedes nobody,
 * and `on.push.paths` may leave out commits that change neither the file nor a workflow of the run.
 *
 * Throws a `UserError` if GitHub doesn't say, or if the run is superseded by a commit that starts no run.
 */
export async function checkCurrency(run: ValidRun): Promise<Currency> {
  const { clock, context, cancelled, inputs, askGitHub } = run
  const { branch, sha, workflow, eventName } = context
  // Another event's `before` means something else.
  const pushedFrom = eventName === 'push' ? context.pushedFrom : null
  if (branch === null) return { isCurrent: true, sha, branch: null }
  if (askGitHub === null)
    throw unknownHead(sha, 'There is no `github-token`. Pass it, and give the job `contents: read`.')
  const identity = identityOf(run)
  const isOurs = (body: string) => isMarked(body, identity)
  const ask = async () => {
    const state = await askGitHub((github) =>
      readBranch(github, { branch, sha, pushedFrom, file: inputs.config, workflow, isOurs }),
    )
    if (!state.ok) throw unknownHead(sha, state.reason)
    return state.value
  }
  let state = await ask()
  for (const pause of PAUSES) {
    if (!state.isHeadBehind) break
    await clock.sleep(pause, cancelled)
    state = await ask()
  }
  const { head } = state
  if (head === null) return { isCurrent: false, by: { by: 'deletion' }, branch: state }
  if (head.sha === sha) return { isCurrent: true, sha, branch: state }
  if (state.isHeadBehind) {
    throw unknownHead(sha, `GitHub still gives an older commit, ${head.sha.slice(0, 7)}.`)
  }
  const file = await findDifference(run, state.objects, head.sha)
  if (file === null) return { isCurrent: true, sha: head.sha, branch: state }
  // An unrelated commit may have been pushed on top of one that skips workflows; it starts no run for the file either.
  const change = file === inputs.config ? state.newestChange : null
  const skipping = [head, change].find((commit) => commit !== null && skipsWorkflows(commit.message))
  if (skipping != null) throw skippedChange(skipping.sha, file, branch)
  return { isCurrent: false, by: { by: 'commit', sha: head.sha, file }, branch: state }
}

/** The first file in which the run's commit and the head differ; `null` if they are the same for this run. */
async function findDifference(
  { context, askGitHub }: ValidRun,
  known: ReadonlyMap<string, ObjectPair>,
  headSha: string,
): Promise<string | null> {
  const { sha } = context
  const seen = new Set(known.keys())
  // A workflow may call others, which may call others in turn.
  for (let level = known; level.size > 0; ) {
    for (const [path, { atCommit, atHead }] of level) if (atCommit !== atHead) return path
    const called = [...level.values()].flatMap(({ text }) => (text === null ? [] : calledWorkflows(text)))
    const next = [...new Set(called)].filter((path) => !seen.has(path))
    if (next.length === 0 || askGitHub === null) return null
    for (const path of next) seen.add(path)
    const pairs = await askGitHub((github) => readObjectPairs(github, next, sha, headSha))
    if (!pairs.ok) throw unknownHead(sha, pairs.reason)
    level = pairs.value
  }
  return null
}

/** `reason` says what to change, if there is something: GitHub can also be out of reach. */
function unknownHead(sha: string, reason: string): UserError {
  return new UserError(
    'head-unknown',
    `It cannot be found out whether ${sha.slice(0, 7)} is still the head of the branch. ${reason}`,
    'Nothing was written, because an old run that is repeated would roll Auco back. Run the job again.',
  )
}

function skippedChange(sha: string, file: string, branch: string): UserError {
  return new UserError(
    'head-skips-workflows',
    `The branch has another \`${file}\` by now, and the message of ${sha.slice(0, 7)} skips workflows: no run will apply it.`,
    `Nothing was written. Run this workflow by hand on \`${branch}\`, or push a commit that changes the file and does not skip workflows.`,
  )
}
