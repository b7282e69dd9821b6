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

/** The commit that a revision names: an id, a branch, a ref, `HEAD`, each with `^` and `~n` (gitrevisions). */
export function findCommit(view: View, repository: RepositoryState, revision: string): string | null {
  const { objects, defaultBranch } = repository
  const { start = '', steps = '' } = /^(?<start>.*?)(?<steps>(?:\^\d*|~\d*)*)$/.exec(revision)?.groups ?? {}
  let oid =
    objects.findCommit(start)?.oid ??
    findRef(view, repository, start === 'HEAD' ? `refs/heads/${defaultBranch}` : start) ??
    findRef(view, repository, `refs/heads/${start}`)
  for (const [, kind, count = ''] of steps.matchAll(/([\^~])(\d*)/g)) {
    const [generations, parent] = kind === '~' ? [Number(count || 1), 1] : [1, Number(count || 1)]
    for (let done = 0; done < generations && oid !== null; done += 1) {
      oid = objects.commit(oid).parents[parent - 1] ?? null
    }
  }
  return oid
}

/** The object of `revision` or `revision:path`. */
export function findObject(view: View, repository: RepositoryState, expression: string): GitObject | null {
  const colon = expression.indexOf(':')
  const oid = findCommit(view, repository, colon === -1 ? expression : expression.slice(0, colon))
  if (colon === -1) return oid === null ? objectById(repository, expression) : { type: 'commit', oid }
  if (oid === null) return null
  const { objects } = repository
  return objects.entryAt(objects.commit(oid).tree, expression.slice(colon + 1)) ?? null
}

/** The object with this id. */
export function objectById({ objects }: RepositoryState, oid: string): GitObject | null {
  if (objects.findCommit(oid) !== undefined) return { type: 'commit', oid }
  if (objects.tree(oid) !== undefined) return { type: 'tree', oid }
  return objects.blob(oid) === undefined ? null : { type: 'blob', oid }
}
