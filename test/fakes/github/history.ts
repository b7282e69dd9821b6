import type { Commit, Objects } from './objects.ts'

/** Every commit that is reachable from `tip`, newest first. */
export function reachable(objects: Objects, tip: string): readonly Commit[] {
  return walk(objects, tip, ({ parents }) => parents)
}

export function isAncestor(objects: Objects, ancestor: string, of: string): boolean {
  return reachable(objects, of).some(({ oid }) => oid === ancestor)
}

/** Commits that `tip` has and `base` has not, newest first: `git log base..tip`. */
export function commitsBetween(objects: Objects, base: string, tip: string): readonly Commit[] {
  const known = new Set(reachable(objects, base).map(({ oid }) => oid))
  return reachable(objects, tip).filter(({ oid }) => !known.has(oid))
}

/** The newest common ancestor. */
export function mergeBase(objects: Objects, one: string, other: string): Commit | undefined {
  const known = new Set(reachable(objects, one).map(({ oid }) => oid))
  return reachable(objects, other).find(({ oid }) => known.has(oid))
}

/** Commits that changed a path, newest first: `git log tip -- path` with its default simplification of merges. */
export function historyOf(objects: Objects, tip: string, path: string): readonly Commit[] {
  const idIn = (oid: string) => objects.entryAt(objects.commit(oid).tree, path)?.oid
  /** A merge that took a parent's file follows only that parent (git-log, "History Simplification"). */
  const equalParent = ({ oid, parents }: Commit) => parents.find((parent) => idIn(parent) === idIn(oid))
  return walk(objects, tip, (commit) => {
    const equal = equalParent(commit)
    return equal === undefined ? commit.parents : [equal]
  }).filter((commit) =>
    commit.parents.length === 0 ? idIn(commit.oid) !== undefined : equalParent(commit) === undefined,
  )
}

function walk(objects: Objects, tip: string, next: (commit: Commit) => readonly string[]): readonly Commit[] {
  const found = new Map<string, Commit>()
  const open = [tip]
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    if (found.has(oid)) continue
    const commit = objects.commit(oid)
    found.set(oid, commit)
    open.push(...next(commit))
  }
  // Times grow with each commit, so a child always comes before its parents.
  return [...found.values()].sort((one, other) => other.committer.time - one.committer.time)
}
