import { UserError } from '../core/errors.ts'
import { optional } from '../github/client.ts'
import { headOfBranch } from '../github/repository.ts'
import type { ValidRun } from './run-context.ts'

/** What has taken the place of this run's commit on its branch. */
export type Superseded = { readonly by: 'commit'; readonly sha: string } | { readonly by: 'deletion' }

/** Pauses before GitHub is asked again whose answer is older than the push, in milliseconds. */
const PAUSES = [1_000, 2_000]

/**
 * Whether this run's commit is no longer the head of its branch; `null` if it still is, or if the run has not to ask:
 * every push has, and every run of another event that is repeated, for both can be older than what is live. Throws a
 * `UserError` where it cannot be found out.
 */
export async function findSuperseding(run: ValidRun): Promise<Superseded | null> {
  const { clock, context, cancelled } = run
  const { sha, pushedFrom } = context
  const branch = /^refs\/heads\/(.+)$/.exec(context.ref)?.[1]
  if ((context.eventName !== 'push' && !context.isRepeated) || branch === undefined) return null
  const cannotTell = (reason: string) =>
    new UserError(
      'head-unknown',
      `It cannot be found out whether ${sha.slice(0, 7)} is still the head of the branch. ${reason}`,
      'Nothing was written, because an old run that is repeated would roll Auco back. Give the job `contents: read` and run it again.',
    )
  const github = run.connectGitHub()
  if (github === null) throw cannotTell('There is no `github-token`.')
  const askForHead = () =>
    optional(
      async () => ({ sha: await headOfBranch(await github, branch) }),
      cancelled,
      (reason) => {
        throw cannotTell(reason)
      },
    )
  let head = await askForHead()
  for (const pause of PAUSES) {
    // Right after a push GitHub can still give the commit before it: to believe that would be a green run that applied
    // nothing, and no later one would.
    if (pushedFrom === null || head?.sha !== pushedFrom) break
    await clock.sleep(pause, cancelled)
    head = await askForHead()
  }
  if (head === null || head.sha === sha) return null
  return head.sha === null ? { by: 'deletion' } : { by: 'commit', sha: head.sha }
}
