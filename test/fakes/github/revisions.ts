import { testMerge } from './merging.ts'
import type { RepositoryState } from './repository.ts'
import type { View } from './view.ts'

/** A git object by type and id. */
export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob'
  readonly oid: string
}

/** The commit of a full ref, such as `refs/heads/main` or `refs/pull/1/merge`. */
export function findRef(view: View, repository: RepositoryState, ref: string): string | null {
  const { branch, number, end } =
    /^refs\/(?:heads\/(?<branch>.+)|pull\/(?<number>\d+)\/(?<end>head|merge))$/.exec(ref)?.groups ?? {}
  if (branch !== undefined) return view.head(repository, branch)
  const pull = repository.findPull(Number(number))
  if (pull === undefined) return null
  if (end === 'head') return pull.head.oid
  return pull.isOpen ? (testMerge(pull)?.oid ?? null) : null
}

/** The commit that a revision names: an id, a branch, a ref, or `HEAD` (gitrevisions). */
function findCommit(view: View, repository: RepositoryState, revision: string): string | null {
  const { objects, defaultBranch } = repository
  return (
    objects.findCommit(revision)?.oid ??
    findRef(view, repository, revision === 'HEAD' ? `refs/heads/${defaultBranch}` : revision) ??
    findRef(view, repository, `refs/heads/${revision}`)
  )
}

/** The object of `revision` or `revision:path`. */
export function findObject(view: View, repository: RepositoryState, expression: string): GitObject | null {
  const colon = expression.indexOf(':')
  const oid = findCommit(view, repository, colon === -1 ? expression : expression.slice(0, colon))
  if (oid === null) return null
  if (colon === -1) return { type: 'commit', oid }
  const { objects } = repository
  return objects.entryAt(objects.commit(oid).tree, expression.slice(colon + 1)) ?? null
}
