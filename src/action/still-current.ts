import { UserError } from '../core/errors.ts'
import { type BranchState, type ObjectPair, readBranch, readObjectPairs } from '../github/branch-state.ts'
import { calledWorkflows } from '../github/called-workflows.ts'
import type { GitHubResult } from '../github/client.ts'
import { skipsWorkflows } from '../github/skip-instructions.ts'
import type { Superseded } from '../report/apply-words.ts'
import { isMarked } from '../report/marker.ts'
import type { Run } from './run-context.ts'
import { identityOf } from './run-report.ts'

/**
 * Whether this run may write. `sha` is the commit that it acts for: its own, or the branch's head if that has the same file
 * and workflow. `refused`: GitHub doesn't say, or the run is superseded by a commit that starts no run.
 */
export type Currency =
  | { readonly state: 'current'; readonly sha: string; readonly branch: BranchState | null }
  | { readonly state: 'superseded'; readonly by: Superseded; readonly branch: BranchState }
  | { readonly state: 'refused'; readonly error: UserError; readonly branch: BranchState | null }

/** Pauses before asking GitHub again when it lags behind the push, in milliseconds. */
const PAUSES = [1_000, 2_000]

/**
 * Finds out whether this run is still current. It's asked by content, not by commit: an unrelated commit supersedes nobody,
 * and `on.push.paths` may leave out commits that change neither the file nor a workflow of the run.
 */
export async function checkCurrency(run: Run): Promise<Currency> {
  const { clock, context, cancelled, inputs, askGitHub } = run
  const { branch, sha, workflow, eventName } = context
  // Another event's `before` means something else.
  const pushedFrom = eventName === 'push' ? context.pushedFrom : null
  if (branch === null) return { state: 'current', sha, branch: null }
  const refuse = (error: UserError, seen: BranchState | null) =>
    ({ state: 'refused', error, branch: seen }) as const
  if (askGitHub === null) {
    const reason = 'There is no `github-token`. Pass it, and give the job `contents: read`.'
    return refuse(unknownHead(sha, reason), null)
  }
  const identity = identityOf(run)
  const isOurs = (body: string) => isMarked(body, identity)
  const ask = () =>
    askGitHub((github) =>
      readBranch(github, { branch, sha, pushedFrom, file: inputs.config, workflow, isOurs }),
    )
  let answer = await ask()
  for (const pause of PAUSES) {
    if (!answer.ok || !answer.value.isHeadBehind) break
    await clock.sleep(pause, cancelled)
    answer = await ask()
  }
  if (!answer.ok) return refuse(unknownHead(sha, answer.reason), null)
  const state = answer.value
  const { head } = state
  if (head === null) return { state: 'superseded', by: { by: 'deletion' }, branch: state }
  if (head.sha === sha) return { state: 'current', sha, branch: state }
  if (state.isHeadBehind) {
    const reason = `GitHub still gives an older commit, ${head.sha.slice(0, 7)}.`
    return refuse(unknownHead(sha, reason), state)
  }
  const difference = await findDifference(run, state.objects, head.sha)
  if (!difference.ok) return refuse(unknownHead(sha, difference.reason), state)
  const file = difference.value
  if (file === null) return { state: 'current', sha: head.sha, branch: state }
  // An unrelated commit may have been pushed on top of one that skips workflows; it starts no run for the file either.
  const change = file === inputs.config ? state.newestChange : null
  const skipping = [head, change].find((commit) => commit !== null && skipsWorkflows(commit.message))
  if (skipping != null) return refuse(skippedChange(skipping.sha, file, branch), state)
  return { state: 'superseded', by: { by: 'commit', sha: head.sha, file }, branch: state }
}

/** The first file in which the run's commit and the head differ; `null` if they are the same for this run. */
async function findDifference(
  { context, askGitHub }: Run,
  known: ReadonlyMap<string, ObjectPair>,
  headSha: string,
): Promise<GitHubResult<string | null>> {
  const { sha } = context
  const seen = new Set(known.keys())
  // A workflow may call others, which may call others in turn.
  for (let level = known; level.size > 0; ) {
    for (const [path, { atCommit, atHead }] of level) {
      if (atCommit !== atHead) return { ok: true, value: path }
    }
    const called = [...level.values()].flatMap(({ text }) => (text === null ? [] : calledWorkflows(text)))
    const next = [...new Set(called)].filter((path) => !seen.has(path))
    if (next.length === 0 || askGitHub === null) break
    for (const path of next) seen.add(path)
    const pairs = await askGitHub((github) => readObjectPairs(github, next, sha, headSha))
    if (!pairs.ok) return pairs
    level = pairs.value
  }
  return { ok: true, value: null }
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
