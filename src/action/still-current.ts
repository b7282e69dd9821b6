import { UserError } from '../core/errors.ts'
import { headOfBranch } from '../github/repository.ts'
import type { Superseded } from '../report/apply-words.ts'
import type { ValidRun } from './run-context.ts'

/** Pauses before asking GitHub again when its answer is older than the push, in milliseconds. */
const PAUSES = [1_000, 2_000]

/**
 * What has replaced this run's commit on its branch; `null` if nothing has. Only a push and a re-run have to ask, because
 * only they can be older than what is live. Throws a `UserError` if GitHub doesn't say.
 */
export async function findSuperseding(run: ValidRun): Promise<Superseded | null> {
  const { clock, context, cancelled, askGitHub } = run
  const { branch, sha, pushedFrom } = context
  if ((context.eventName !== 'push' && !context.isRerun) || branch === null) return null
  const unknownHead = (reason: string) =>
    new UserError(
      'head-unknown',
      `It cannot be found out whether ${sha.slice(0, 7)} is still the head of the branch. ${reason}`,
      'Nothing was written, because an old run that is repeated would roll Auco back. Give the job `contents: read` and run it again.',
    )
  if (askGitHub === null) throw unknownHead('There is no `github-token`.')
  const readHead = async () => {
    const head = await askGitHub((github) => headOfBranch(github, branch))
    if (!head.ok) throw unknownHead(head.reason)
    return head.value
  }
  let head = await readHead()
  for (const pause of PAUSES) {
    // Right after a push GitHub may still return the commit before it. Believing that would end the run green without
    // applying anything, and no later run would.
    if (pushedFrom === null || head !== pushedFrom) break
    await clock.sleep(pause, cancelled)
    head = await readHead()
  }
  if (head === sha) return null
  return head === null ? { by: 'deletion' } : { by: 'commit', sha: head }
}
