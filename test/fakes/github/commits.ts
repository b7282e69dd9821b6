import { createHash } from 'node:crypto'
import { diff } from 'node:util'

/** Path to text. */
export type Files = ReadonlyMap<string, string>

export interface Commit {
  readonly oid: string
  readonly files: Files
  readonly parents: readonly string[]
  /** Greater than that of every commit before it. */
  readonly order: number
}

/** The commits of a repository and its forks. */
export class Commits {
  readonly #commits = new Map<string, Commit>()

  /** A new commit, whatever its files and parents. */
  write(files: Files, parents: readonly string[], message = ''): string {
    return this.#add(sha1(`${parents.join(' ')} ${message} ${this.#commits.size}`), files, parents)
  }

  /** The merge that GitHub makes to see whether `head` can be merged; null on a conflict. */
  testMerge(base: string, head: string): string | null {
    const files = this.merged(base, head)
    return files && this.#add(sha1(`test merge of ${head} into ${base}`), files, [base, head])
  }

  #add(oid: string, files: Files, parents: readonly string[]): string {
    const order = this.#commits.size
    if (!this.#commits.has(oid)) this.#commits.set(oid, { oid, files, parents, order })
    return oid
  }

  find(oid: string): Commit | undefined {
    return this.#commits.get(oid)
  }

  /** A commit that has to be there. */
  get(oid: string): Commit {
    const commit = this.#commits.get(oid)
    if (commit === undefined) throw new Error(`There is no commit ${oid}`)
    return commit
  }

  /** Every commit that is reachable from `tip`, newest first. */
  reachable(tip: string): readonly Commit[] {
    return this.#walk(tip, ({ parents }) => parents)
  }

  isAncestor(ancestor: string, of: string): boolean {
    return this.reachable(of).some(({ oid }) => oid === ancestor)
  }

  /** Commits that `tip` has and `base` has not, newest first: `git log base..tip`. */
  between(base: string, tip: string): readonly Commit[] {
    const known = new Set(this.reachable(base))
    return this.reachable(tip).filter((commit) => !known.has(commit))
  }

  /** Commits that changed a file, newest first: `git log tip -- path` with its default simplification of merges. */
  historyOf(tip: string, path: string): readonly Commit[] {
    const textIn = (oid: string) => this.get(oid).files.get(path)
    /** A merge that took a parent's file follows only that parent (git-log, "History Simplification"). */
    const equalParent = ({ oid, parents }: Commit) => parents.find((parent) => textIn(parent) === textIn(oid))
    return this.#walk(tip, (commit) => {
      const equal = equalParent(commit)
      return equal === undefined ? commit.parents : [equal]
    }).filter((commit) =>
      commit.parents.length === 0 ? commit.files.has(path) : equalParent(commit) === undefined,
    )
  }

  /** The files of two commits, merged; null on a conflict. */
  merged(ours: string, theirs: string): Files | null {
    const known = new Set(this.reachable(ours))
    const base = this.reachable(theirs).find((commit) => known.has(commit))
    return mergeFiles(base?.files ?? new Map(), this.get(ours).files, this.get(theirs).files)
  }

  #walk(tip: string, next: (commit: Commit) => readonly string[]): readonly Commit[] {
    const found = new Map<string, Commit>()
    const open = [tip]
    for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
      if (found.has(oid)) continue
      const commit = this.get(oid)
      found.set(oid, commit)
      open.push(...next(commit))
    }
    return [...found.values()].sort((one, other) => other.order - one.order)
  }
}

/** The id that git gives a file (Pro Git, "Git Internals - Git Objects"). */
export function blobId(text: string): string {
  return sha1(`blob ${Buffer.byteLength(text)}\0${text}`)
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

/** A three-way merge, file by file and line by line; null on a conflict. */
export function mergeFiles(base: Files, ours: Files, theirs: Files): Files | null {
  const merged = new Map<string, string>()
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const text = mergeTexts(base.get(path), ours.get(path), theirs.get(path))
    if (text === null) return null
    if (text !== undefined) merged.set(path, text)
  }
  return merged
}

function mergeTexts(
  base: string | undefined,
  ours: string | undefined,
  theirs: string | undefined,
): string | null | undefined {
  if (ours === theirs || base === theirs) return ours
  if (base === ours) return theirs
  if (base === undefined || ours === undefined || theirs === undefined) return null
  const lines = linesOf(base)
  const hunks = hunksOf(lines, linesOf(ours))
  const isEqual = (one: Hunk, other: Hunk) => JSON.stringify(one) === JSON.stringify(other)
  const added = hunksOf(lines, linesOf(theirs)).filter((hunk) => !hunks.some((own) => isEqual(own, hunk)))
  // Changes that overlap or touch are git's conflict.
  const touches = (hunk: Hunk) => hunks.some((own) => own.from <= hunk.to && hunk.from <= own.to)
  if (added.some(touches)) return null
  for (const { from, to, text } of [...hunks, ...added].sort((one, other) => other.from - one.from)) {
    lines.splice(from, to - from, ...text)
  }
  return lines.join('')
}

/** Lines `from` to `to` (exclusive) of the old text, and what stands in their place. */
interface Hunk {
  readonly from: number
  to: number
  readonly text: string[]
}

function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const hunks: Hunk[] = []
  let line = 0
  let open: Hunk | null = null
  for (const [change, text] of diff(after, before)) {
    if (change === 0) {
      open = null
      line += 1
      continue
    }
    if (open === null) {
      open = { from: line, to: line, text: [] }
      hunks.push(open)
    }
    if (change === 1) open.text.push(text)
    else {
      line += 1
      open.to = line
    }
  }
  return hunks
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/)
}
