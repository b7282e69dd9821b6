import type { Account } from './accounts.ts'
import { commitsBetween, isAncestor } from './history.ts'
import { Lag, stateBehind } from './lag.ts'
import { type Commit, type Files, Objects, type Signature } from './objects.ts'
import { type Merge, ownCommits, type PullRequestState } from './pull-request.ts'
import type { Sequence } from './sequence.ts'
import type { RunState } from './workflow-run.ts'

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

/** Branches, pull requests, comments and runs of one repository. */
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
  /** The list of runs after each change. */
  readonly runs: (readonly RunState[])[] = [[]]
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
      const own = ownCommits(pull, before)
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

  openPull(options: {
    readonly title: string
    readonly author: Account
    readonly base: string
    readonly from: RepositoryState
    readonly branch: string
  }): PullRequestState {
    const { title, author, base, from, branch } = options
    const createdAt = this.sequence.time()
    const pull = {
      id: this.sequence.number(),
      number: this.pulls.length + 1,
      repository: this,
      title,
      author,
      createdAt,
      updatedAt: createdAt,
      closedAt: null,
      isOpen: true,
      merge: null,
      head: { repository: from, owner: from.owner, ref: branch, oid: from.headOf(branch) },
      base: { ref: base, oid: this.headOf(base) },
      comments: [[]],
    }
    this.pulls.push(pull)
    return pull
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

  retarget(pull: PullRequestState, base: string): void {
    pull.base.ref = base
    pull.base.oid = this.headOf(base)
    pull.updatedAt = this.sequence.time()
  }

  findPull(number: number): PullRequestState | undefined {
    return this.pulls.find((pull) => pull.number === number)
  }
}
