import type { Account } from './accounts.ts'
import { commitsBetween, isAncestor } from './history.ts'
import { Lag, stateBehind } from './lag.ts'
import { type Commit, type Files, Objects, type Signature } from './objects.ts'

export interface Comment {
  readonly id: number
  readonly author: Account
  readonly body: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly isMinimized: boolean
}

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'

export interface Review {
  readonly id: number
  readonly author: Account
  readonly state: ReviewState
  readonly body: string
  /** The head that was reviewed. */
  readonly commit: string
  readonly submittedAt: string
}

export interface Merge {
  /** The commit that the base branch got: the merge commit, the squash, or the last rebased commit. */
  readonly commit: string
  /** Every commit that the base branch got by it. */
  readonly introduced: readonly string[]
  /** The pull request's own commits. */
  readonly own: readonly string[]
  readonly by: Account
  readonly at: string
}

export interface PullRequestState {
  readonly id: number
  readonly number: number
  readonly repository: RepositoryState
  readonly title: string
  readonly author: Account
  readonly isDraft: boolean
  readonly createdAt: string
  updatedAt: string
  closedAt: string | null
  isOpen: boolean
  merge: Merge | null
  readonly head: {
    repository: RepositoryState | null
    readonly owner: string
    readonly ref: string
    oid: string
  }
  /** `oid` is the base branch's head of when the pull request was opened, retargeted or last pushed to. */
  readonly base: { ref: string; oid: string }
  /** The list of comments after each change. */
  readonly comments: (readonly Comment[])[]
  readonly reviews: Review[]
}

/** Time and numbers that all repositories of a server share: no two events have the same of either. */
export class Sequence {
  #seconds = Date.UTC(2026, 10, 23, 15) / 1000
  #number = 3_600_000_000

  /** Seconds since 1970; a second later with each call. */
  seconds(): number {
    this.#seconds += 1
    return this.#seconds
  }

  time(): string {
    return isoTime(this.seconds())
  }

  number(): number {
    this.#number += 1
    return this.#number
  }
}

export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}

/** What a repository shares with its forks. */
export interface Network {
  readonly objects: Objects
  readonly repositories: Set<RepositoryState>
}

interface RepositoryOptions {
  readonly owner: string
  readonly name: string
  readonly isPrivate: boolean
  readonly sequence: Sequence
  /** The network of the repository that this one is a fork of. */
  readonly forkOf?: RepositoryState
}

/** Branches, pull requests and comments of one repository. */
export class RepositoryState {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly isPrivate: boolean
  readonly parent: RepositoryState | null
  readonly defaultBranch = 'main'
  readonly sequence: Sequence
  readonly network: Network
  readonly lag = new Lag()
  readonly pulls: PullRequestState[] = []
  /** Pull requests in the order of their merges. */
  readonly merged: PullRequestState[] = []
  /** The heads that each branch has had; null where it was missing. */
  readonly #branches = new Map<string, (string | null)[]>()

  constructor({ owner, name, isPrivate, sequence, forkOf }: RepositoryOptions) {
    this.id = sequence.number()
    this.owner = owner
    this.name = name
    this.isPrivate = isPrivate
    this.sequence = sequence
    this.parent = forkOf ?? null
    this.network = forkOf?.network ?? { objects: new Objects(), repositories: new Set() }
    this.network.repositories.add(this)
  }

  /** Its pull requests to others stay, without their head repository. */
  leaveNetwork(): void {
    this.network.repositories.delete(this)
    for (const { pulls } of this.network.repositories) {
      for (const { head } of pulls) if (head.repository === this) head.repository = null
    }
  }

  get objects(): Objects {
    return this.network.objects
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

  /** A new commit that no branch has yet. */
  writeCommit(content: {
    readonly files: Files
    readonly parents: readonly string[]
    readonly message: string
    readonly author?: Signature | undefined
  }): Commit {
    const committer = { name: 'GitHub', email: 'noreply@github.com', time: this.sequence.seconds() }
    const author = content.author ?? {
      name: 'Mariana Restrepo',
      email: 'mariana@acme.example',
      time: committer.time,
    }
    return this.objects.commit(this.objects.writeCommit({ ...content, author, committer }))
  }

  /** The files of a commit, changed; null deletes one. */
  changed(files: Files, changes: Readonly<Record<string, string | Buffer | null>>): Files {
    const result = new Map(files)
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) result.delete(path)
      else result.set(path, this.objects.writeBlob(content))
    }
    return result
  }

  /** Moves a branch wherever it was, makes it, or deletes it, with what that means for pull requests. */
  moveBranch(branch: string, oid: string | null, by: Account): void {
    const before = this.findHead(branch)
    const states = this.#branches.get(branch) ?? [null]
    states.push(oid)
    this.#branches.set(branch, states)
    if (oid === null) this.#afterDeletion(branch)
    else this.#afterPush(branch, before, oid, by)
  }

  #afterPush(branch: string, before: string | null, oid: string, by: Account): void {
    for (const pull of this.#openPullsOf(branch)) {
      pull.head.oid = oid
      pull.base.oid = pull.repository.findHead(pull.base.ref) ?? pull.base.oid
      pull.updatedAt = this.sequence.time()
    }
    if (before === null) return
    // GitHub: About pull request merges, "Indirect merges".
    for (const pull of this.pulls) {
      const { head, base, isOpen } = pull
      if (!isOpen || base.ref !== branch || !isAncestor(this.objects, head.oid, oid)) continue
      const own = this.ownCommits(pull, before)
      if (own.length === 0) continue
      this.recordMerge(pull, { commit: this.#mergedBy(head.oid, before, oid), introduced: own, own, by })
    }
  }

  /** The oldest commit on the branch's own line that brought `head`. */
  #mergedBy(head: string, before: string, tip: string): string {
    const introduced = new Set(commitsBetween(this.objects, before, tip).map(({ oid }) => oid))
    const line: string[] = []
    for (let oid: string | undefined = tip; oid !== undefined && introduced.has(oid); ) {
      line.unshift(oid)
      oid = this.objects.commit(oid).parents[0]
    }
    return line.find((oid) => isAncestor(this.objects, head, oid)) ?? tip
  }

  #afterDeletion(branch: string): void {
    for (const pull of this.#openPullsOf(branch)) this.closePull(pull)
    // GitHub retargets pull requests onto the base of the merged one whose branch is deleted, and closes all others.
    const target = this.merged.findLast(({ head }) => head.repository === this && head.ref === branch)?.base
      .ref
    for (const pull of this.pulls.filter(({ isOpen, base }) => isOpen && base.ref === branch)) {
      if (target === undefined) this.closePull(pull)
      else this.retarget(pull, target)
    }
  }

  #openPullsOf(branch: string): readonly PullRequestState[] {
    return [...this.network.repositories]
      .flatMap(({ pulls }) => pulls)
      .filter(({ isOpen, head }) => isOpen && head.repository === this && head.ref === branch)
  }

  /** Commits of a pull request that its base branch, or another commit, does not have, newest first. */
  ownCommits(pull: PullRequestState, base: string | null = this.findHead(pull.base.ref)): readonly string[] {
    return commitsBetween(this.objects, base ?? pull.base.oid, pull.head.oid).map(({ oid }) => oid)
  }

  openPull(options: {
    readonly title: string
    readonly author: Account
    readonly base: string
    readonly isDraft: boolean
    readonly from: RepositoryState
    readonly branch: string
  }): PullRequestState {
    const { title, author, base, isDraft, from, branch } = options
    const createdAt = this.sequence.time()
    const pull = {
      id: this.sequence.number(),
      number: this.pulls.length + 1,
      repository: this,
      title,
      author,
      isDraft,
      createdAt,
      updatedAt: createdAt,
      closedAt: null,
      isOpen: true,
      merge: null,
      head: { repository: from, owner: from.owner, ref: branch, oid: from.headOf(branch) },
      base: { ref: base, oid: this.headOf(base) },
      comments: [[]],
      reviews: [],
    }
    this.pulls.push(pull)
    return pull
  }

  addReview(pull: PullRequestState, author: Account, state: ReviewState): void {
    const submittedAt = this.sequence.time()
    pull.reviews.push({
      id: this.sequence.number(),
      author,
      state,
      body: '',
      commit: pull.head.oid,
      submittedAt,
    })
    pull.updatedAt = submittedAt
  }

  recordMerge(pull: PullRequestState, merge: Omit<Merge, 'at'>): void {
    this.closePull(pull)
    pull.merge = { ...merge, at: pull.updatedAt }
    this.merged.push(pull)
  }

  closePull(pull: PullRequestState): void {
    pull.isOpen = false
    pull.updatedAt = this.sequence.time()
    pull.closedAt = pull.updatedAt
  }

  reopenPull(pull: PullRequestState): void {
    pull.isOpen = true
    pull.updatedAt = this.sequence.time()
    pull.closedAt = null
  }

  retarget(pull: PullRequestState, base: string): void {
    pull.base.ref = base
    pull.base.oid = this.headOf(base)
    pull.updatedAt = this.sequence.time()
  }

  /** The merge of a pull request as lists tell it: not yet, while they lag. */
  listedMerge(pull: PullRequestState, behind: number): Merge | null {
    const isHidden = behind > 0 && this.merged.slice(-behind).includes(pull)
    return isHidden ? null : pull.merge
  }

  /**
   * Pull requests that a commit belongs to, oldest first. GitHub documents: the merged one that introduced the commit to
   * the repository; open ones as well if the default branch does not have the commit. Where merges are nested (a
   * stacked pull request), each of them has introduced it to its base branch and is given.
   */
  pullsWith(commit: string, behind = 0): readonly PullRequestState[] {
    const isInDefault = isAncestor(this.objects, commit, this.headOf(this.defaultBranch))
    return this.pulls.filter((pull) => {
      const merge = this.listedMerge(pull, behind)
      if (merge?.introduced.includes(commit)) return true
      if (isInDefault) return false
      if (merge !== null) return merge.own.includes(commit)
      return (pull.isOpen || pull.merge !== null) && this.ownCommits(pull).includes(commit)
    })
  }

  findPull(number: number): PullRequestState | undefined {
    return this.pulls.find((pull) => pull.number === number)
  }

  findComment(id: number): { pull: PullRequestState; comment: Comment } | undefined {
    for (const pull of this.pulls) {
      const comment = commentsOf(pull).find((candidate) => candidate.id === id)
      if (comment !== undefined) return { pull, comment }
    }
    return undefined
  }

  addComment(pull: PullRequestState, author: Account, body: string): Comment {
    const createdAt = this.sequence.time()
    const comment = {
      id: this.sequence.number(),
      author,
      body,
      createdAt,
      updatedAt: createdAt,
      isMinimized: false,
    }
    pull.comments.push([...commentsOf(pull), comment])
    pull.updatedAt = createdAt
    return comment
  }

  /** Replaces a comment; with null it is deleted. */
  changeComment(
    id: number,
    change: Partial<Pick<Comment, 'body' | 'isMinimized'>> | null,
  ): Comment | undefined {
    const found = this.findComment(id)
    if (found === undefined) return undefined
    const { pull, comment } = found
    const changed = { ...comment, ...change, updatedAt: this.sequence.time() }
    pull.comments.push(
      commentsOf(pull).flatMap((one) => {
        if (one !== comment) return [one]
        return change === null ? [] : [changed]
      }),
    )
    return changed
  }
}

/** Comments of a pull request as they were some changes ago, oldest first. */
export function commentsOf(pull: PullRequestState, behind = 0): readonly Comment[] {
  return stateBehind(pull.comments, behind) ?? []
}
