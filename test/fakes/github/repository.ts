import { Commits, type Files, mergeFiles } from './commits.ts'
import { Lag, stateBehind } from './lag.ts'

export type MergeMethod = 'merge' | 'squash' | 'rebase'

export interface Comment {
  readonly id: number
  /** The author's login. */
  readonly author: string
  readonly body: string
}

export interface Merge {
  /** The commit that the base branch got: the merge commit, the squash, or the last rebased commit. */
  readonly commit: string
  /** Every commit that the base branch got by it. */
  readonly introduced: readonly string[]
  /** The pull request's own commits. */
  readonly own: readonly string[]
}

export interface Pull {
  readonly number: number
  readonly title: string
  readonly repository: RepositoryState
  readonly head: { readonly repository: RepositoryState; readonly ref: string }
  base: string
  /** The head of when it was closed or merged; null while it's open. */
  closedAt: string | null
  merge: Merge | null
  /** The list of comments after each change. */
  readonly comments: (readonly Comment[])[]
}

export type RunStatus = 'requested' | 'waiting' | 'pending' | 'queued' | 'in_progress' | 'completed'
/** Null until the run is completed. */
export type RunConclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out' | null

export interface Run {
  readonly id: number
  /** Counted for each workflow. */
  readonly number: number
  /** Name of its file in `.github/workflows`. */
  readonly workflow: string
  readonly event: string
  readonly branch: string
  readonly headSha: string
  /** A fork, for a pull request from one. */
  readonly headRepository: RepositoryState
  readonly status: RunStatus
  readonly conclusion: RunConclusion
}

export const DEFAULT_BRANCH = 'main'

/** Of comments and runs: greater than 32 bits hold. */
let lastId = 3_600_000_000
function newId(): number {
  lastId += 1
  return lastId
}

/** Branches, pull requests, comments and runs of one repository. */
export class RepositoryState {
  readonly owner: string
  readonly name: string
  readonly isPrivate: boolean
  readonly commits: Commits
  readonly lag = new Lag()
  readonly pulls: Pull[] = []
  /** Pull requests in the order of their merges. */
  readonly merged: Pull[] = []
  /** The list of runs after each change, newest first. */
  readonly runs: (readonly Run[])[] = [[]]
  /** The heads that each branch has had; null where it was missing. */
  readonly #branches = new Map<string, (string | null)[]>()

  /** `commits`: of the repository that this one is a fork of. */
  constructor(owner: string, name: string, isPrivate: boolean, commits = new Commits()) {
    this.owner = owner
    this.name = name
    this.isPrivate = isPrivate
    this.commits = commits
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`
  }

  /** Head of a branch, as it was some states ago; null if there is none. */
  findHead(branch: string, behind = 0): string | null {
    return stateBehind(this.#branches.get(branch) ?? [], behind) ?? null
  }

  /** Head of a branch that has to be there. */
  headOf(branch: string): string {
    const head = this.findHead(branch)
    if (head === null) throw new Error(`${this.fullName} has no branch ${branch}`)
    return head
  }

  /** Moves a branch wherever it was, makes it, or deletes it. */
  moveBranch(branch: string, oid: string | null): void {
    const before = this.findHead(branch)
    this.#branches.set(branch, [...(this.#branches.get(branch) ?? [null]), oid])
    if (before === null || oid === null) return
    // GitHub: About pull request merges, "Indirect merges".
    for (const pull of this.pulls) {
      if (pull.closedAt !== null || pull.base !== branch) continue
      const own = ownCommits(pull, before)
      if (own.length > 0 && this.commits.isAncestor(headOf(pull), oid)) {
        recordMerge(pull, { commit: oid, introduced: own, own })
      }
    }
  }

  openPull(title: string, head: Pull['head'], base: string): Pull {
    head.repository.headOf(head.ref)
    const number = this.pulls.length + 1
    const pull = { number, title, repository: this, head, base, closedAt: null, merge: null, comments: [[]] }
    this.pulls.push(pull)
    return pull
  }

  findPull(number: number): Pull | undefined {
    return this.pulls.find((pull) => pull.number === number)
  }

  findComment(id: number): { readonly pull: Pull; readonly comment: Comment } | undefined {
    for (const pull of this.pulls) {
      const comment = commentsOf(pull).find((candidate) => candidate.id === id)
      if (comment !== undefined) return { pull, comment }
    }
    return undefined
  }

  /** Replaces the text of a comment, or deletes it with null. Gives whether there is such a comment. */
  changeComment(id: number, body: string | null): boolean {
    const found = this.findComment(id)
    if (found === undefined) return false
    const replacement = body === null ? [] : [{ ...found.comment, body }]
    found.pull.comments.push(
      commentsOf(found.pull).flatMap((comment) => (comment.id === id ? replacement : [comment])),
    )
    return true
  }

  /** Runs of all workflows as they were some changes ago, newest first. */
  runsBehind(behind = 0): readonly Run[] {
    return stateBehind(this.runs, behind) ?? []
  }

  addRun(run: Omit<Run, 'id' | 'number'>): Run {
    const known = this.runsBehind()
    const number = known.filter(({ workflow }) => workflow === run.workflow).length + 1
    const added = { ...run, id: newId(), number }
    this.runs.push([added, ...known])
    return added
  }

  changeRun(id: number, change: Pick<Run, 'status' | 'conclusion'>): void {
    const known = this.runsBehind()
    if (!known.some((run) => run.id === id)) return
    this.runs.push(known.map((run) => (run.id === id ? { ...run, ...change } : run)))
  }
}

export function headOf({ head, closedAt }: Pull): string {
  return closedAt ?? head.repository.headOf(head.ref)
}

export function closePull(pull: Pull): void {
  pull.closedAt = headOf(pull)
}

/** Comments as they were some changes ago, oldest first. */
export function commentsOf(pull: Pull, behind = 0): readonly Comment[] {
  return stateBehind(pull.comments, behind) ?? []
}

export function addComment(pull: Pull, author: string, body: string): Comment {
  const comment = { id: newId(), author, body }
  pull.comments.push([...commentsOf(pull), comment])
  return comment
}

/** Commits that the base branch does not have, or had not when it was at `tip`; newest first. */
function ownCommits(pull: Pull, tip = pull.repository.headOf(pull.base)): readonly string[] {
  return pull.repository.commits.between(tip, headOf(pull)).map(({ oid }) => oid)
}

function recordMerge(pull: Pull, merge: Merge): void {
  closePull(pull)
  pull.merge = merge
  pull.repository.merged.push(pull)
}

/** The merge as a list tells it that is some merges behind: not yet, or never. */
export function listedMerge(pull: Pull, behind: number): Merge | null {
  const isHidden = behind > 0 && pull.repository.merged.slice(-behind).includes(pull)
  return isHidden ? null : pull.merge
}

/**
 * Pull requests that a commit belongs to, oldest first. GitHub documents: the merged one that introduced the commit to
 * the repository; open ones as well if the default branch does not have the commit. Where merges are nested (a stacked
 * pull request), each of them has introduced it to its base branch and is given.
 */
export function pullsWith(repository: RepositoryState, commit: string, behind: number): readonly Pull[] {
  const isInDefault = repository.commits.isAncestor(commit, repository.headOf(DEFAULT_BRANCH))
  return repository.pulls.filter((pull) => {
    const merge = listedMerge(pull, behind)
    if (merge?.introduced.includes(commit)) return true
    if (isInDefault) return false
    if (merge !== null) return merge.own.includes(commit)
    return (pull.closedAt === null || pull.merge !== null) && ownCommits(pull).includes(commit)
  })
}

/**
 * Merges open pull requests of one base branch, one on top of the other, with a single push: one, or several as a merge
 * queue does. Gives the commit of each. Throws, and changes nothing, where two change the same lines.
 */
export function mergePulls(pulls: readonly Pull[], method: MergeMethod): string[] {
  const [first] = pulls
  if (first === undefined) return []
  const { repository, base } = first
  let tip = repository.headOf(base)
  const merges = pulls.map((pull) => {
    const merge = mergeInto(tip, pull, method)
    if (merge === null) throw new Error('The pull requests have conflicts')
    tip = merge.commit
    return { pull, merge }
  })
  for (const { pull, merge } of merges) recordMerge(pull, merge)
  repository.moveBranch(base, tip)
  return merges.map(({ merge }) => merge.commit)
}

/** The commit of a pull request's test merge; null on a conflict. */
export function testMerge(pull: Pull): string | null {
  return pull.repository.commits.testMerge(pull.repository.headOf(pull.base), headOf(pull))
}

function mergeInto(tip: string, pull: Pull, method: MergeMethod): Merge | null {
  const { commits } = pull.repository
  const own = ownCommits(pull, tip)
  if (method === 'rebase') return rebaseOnto(tip, commits, own)
  const head = headOf(pull)
  const files = commits.merged(tip, head)
  if (files === null) return null
  const isSquash = method === 'squash'
  const commit = commits.write(files, isSquash ? [tip] : [tip, head])
  return { commit, introduced: isSquash ? [commit] : [commit, ...own], own }
}

/** Commits anew, even where the branch could be fast-forwarded (GitHub: About merge methods). Merges are left out. */
function rebaseOnto(tip: string, commits: Commits, own: readonly string[]): Merge | null {
  const introduced: string[] = []
  let commit = tip
  for (const oid of own.toReversed()) {
    const { parents, files: theirs } = commits.get(oid)
    const [parent, ...others] = parents
    if (parent === undefined || others.length > 0) continue
    const files = mergeFiles(commits.get(parent).files, commits.get(commit).files, theirs)
    if (files === null) return null
    commit = commits.write(files, [commit])
    introduced.push(commit)
  }
  return { commit, introduced, own }
}

/** The files, changed; null deletes one. */
export function changed(files: Files, changes: Readonly<Record<string, string | null>>): Files {
  const result = new Map(files)
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) result.delete(path)
    else result.set(path, text)
  }
  return result
}
