import { mergeBase } from './history.ts'
import { diffLines, linesOf } from './line-merge.ts'
import type { Files, Objects } from './objects.ts'
import type { PullRequestState } from './pull-request.ts'

/** A file that differs. Renames are an addition and a removal. */
export interface ChangedFile {
  readonly path: string
  readonly status: 'added' | 'modified' | 'removed'
  readonly additions: number
  readonly deletions: number
  /** The new blob; the old one of a removed file. */
  readonly oid: string
}

export function changedFiles(objects: Objects, before: Files, after: Files): readonly ChangedFile[] {
  const lines = (oid: string | undefined) =>
    oid === undefined ? [] : linesOf(objects.blob(oid)?.toString() ?? '')
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((path): readonly ChangedFile[] => {
    const [old, now] = [before.get(path), after.get(path)]
    const oid = now ?? old
    if (old === now || oid === undefined) return []
    const hunks = diffLines(lines(old), lines(now))
    const additions = hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0)
    const deletions = hunks.reduce((sum, { from, to }) => sum + to - from, 0)
    const status = old === undefined ? 'added' : now === undefined ? 'removed' : 'modified'
    return [{ path, status, additions, deletions, oid }]
  })
}

/** What a pull request changes since it left its base branch. */
export function filesOfPull({ repository, base, head }: PullRequestState): readonly ChangedFile[] {
  const { objects } = repository
  const start = mergeBase(objects, base.oid, head.oid)?.files ?? new Map()
  return changedFiles(objects, start, objects.commit(head.oid).files)
}
