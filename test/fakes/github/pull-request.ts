import type { Account } from './accounts.ts'
import { commitsBetween, isAncestor } from './history.ts'
import { stateBehind } from './lag.ts'
import type { RepositoryState } from './repository.ts'

export interface Comment {
  readonly id: number
  readonly author: Account
  readonly body: string
  readonly createdAt: string
  readonly updatedAt: string
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
}

/** Comments as they were some changes ago, oldest first. */
export function commentsOf(pull: PullRequestState, behind = 0): readonly Comment[] {
  return stateBehind(pull.comments, behind) ?? []
}

export function addComment(pull: PullRequestState, author: Account, body: string): Comment {
  const { sequence } = pull.repository
  const createdAt = sequence.time()
  const comment = { id: sequence.number(), author, body, createdAt, updatedAt: createdAt }
  pull.comments.push([...commentsOf(pull), comment])
  pull.updatedAt = createdAt
  return comment
}

export function findComment(
  { pulls }: RepositoryState,
  id: number,
): { readonly pull: PullRequestState; readonly comment: Comment } | undefined {
  for (const pull of pulls) {
    const comment = commentsOf(pull).find((candidate) => candidate.id === id)
    if (comment !== undefined) return { pull, comment }
  }
  return undefined
}

/** Replaces a comment, or deletes it with null. Gives the new one; undefined if there is no such comment. */
export function changeComment(
  repository: RepositoryState,
  id: number,
  change: Pick<Comment, 'body'> | null,
): Comment | undefined {
  const found = findComment(repository, id)
  if (found === undefined) return undefined
  const { pull, comment } = found
  const changed = { ...comment, ...change, updatedAt: repository.sequence.time() }
  const replacement = change === null ? [] : [changed]
  pull.comments.push(commentsOf(pull).flatMap((one) => (one === comment ? replacement : [one])))
  return changed
}

/** Commits that `base` does not have, by default the head of the base branch; newest first. */
export function ownCommits(
  { repository, base, head }: PullRequestState,
  from: string | null = repository.findHead(base.ref),
): readonly string[] {
  return commitsBetween(repository.objects, from ?? base.oid, head.oid).map(({ oid }) => oid)
}

/** The merge as a list tells it that is some merges behind: not yet, or never. */
export function listedMerge(pull: PullRequestState, behind: number): Merge | null {
  const isHidden = behind > 0 && pull.repository.merged.slice(-behind).includes(pull)
  return isHidden ? null : pull.merge
}

/**
 * Pull requests that a commit belongs to, oldest first. GitHub documents: the merged one that introduced the commit to
 * the repository; open ones as well if the default branch does not have the commit. Where merges are nested (a stacked
 * pull request), each of them has introduced it to its base branch and is given.
 */
export function pullsWith(
  repository: RepositoryState,
  commit: string,
  behind: number,
): readonly PullRequestState[] {
  const { objects, pulls, defaultBranch } = repository
  const isInDefault = isAncestor(objects, commit, repository.headOf(defaultBranch))
  return pulls.filter((pull) => {
    const merge = listedMerge(pull, behind)
    if (merge?.introduced.includes(commit)) return true
    if (isInDefault) return false
    if (merge !== null) return merge.own.includes(commit)
    return (pull.isOpen || pull.merge !== null) && ownCommits(pull).includes(commit)
  })
}
