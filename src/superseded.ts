import { UserError } from './errors.ts'
import { optional } from './github/client.ts'
import { headOfBranch } from './github/repository.ts'
import type { ValidRun } from './tools.ts'

/** What has taken the place of this run's commit on its branch. */
export type Superseded = { readonly by: 'commit'; readonly sha: string } | { readonly by: 'deletion' }

/**
 * Whether this run's commit is no longer the head of its branch; `null` if it still is, or if the event is not a push.
 * An old run that is repeated would roll Auco back, so a `UserError` is thrown where it cannot be found out.
 */
export async function findSuperseding(run: ValidRun): Promise<Superseded | null> {
  const { context, cancelled } = run
  const { sha } = context
  const branch = /^refs\/heads\/(.+)$/.exec(context.ref)?.[1]
  if (context.eventName !== 'push' || branch === undefined) return null
  const cannotTell = (reason: string) =>
    new UserError(
      'head-unknown',
      `It cannot be found out whether ${sha.slice(0, 7)} is still the head of the branch. ${reason}`,
      'Nothing was written, because an old run that is repeated would roll Auco back. Give the job `contents: read` and run it again.',
    )
  const github = run.connectGitHub()
  if (github === null) throw cannotTell('There is no `github-token`.')
  const head = await optional(
    async () => ({
      sha: await headOfBranch(await github, branch),
    }),
    cancelled,
    (reason) => {
      throw cannotTell(reason)
    },
  )
  if (head === null || head.sha === sha) return null
  return head.sha === null ? { by: 'deletion' } : { by: 'commit', sha: head.sha }
}
