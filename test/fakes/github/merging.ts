import type { Account } from './accounts.ts'
import { mergeBase } from './history.ts'
import { mergeLines } from './line-merge.ts'
import type { Commit, Files, Objects } from './objects.ts'
import { type Merge, ownCommits, type PullRequestState } from './pull-request.ts'

export type MergeMethod = 'merge' | 'squash' | 'rebase'

/** What a merge makes of a branch: its new head, and what the pull request brought. */
type Outcome = Pick<Merge, 'commit' | 'introduced'>

/**
 * Merges open pull requests of one base branch, one on top of the other, with a single push: one, or several as a merge
 * queue does. False, and nothing is changed, where two change the same lines.
 */
export function mergePulls(pulls: readonly PullRequestState[], method: MergeMethod, by: Account): boolean {
  const [first] = pulls
  if (first === undefined) return true
  const { repository, base } = first
  let tip = repository.headOf(base.ref)
  const merges: (() => void)[] = []
  for (const pull of pulls) {
    const own = ownCommits(pull, tip)
    const outcome = mergeInto(tip, pull, method)
    if (outcome === null) return false
    tip = outcome.commit
    merges.push(() => repository.recordMerge(pull, { ...outcome, own, by }))
  }
  for (const record of merges) record()
  repository.moveBranch(base.ref, tip, by)
  return true
}

/** The merge that GitHub makes to see whether a pull request can be merged; undefined on a conflict. */
export function testMerge(pull: PullRequestState): Commit | undefined {
  const { objects } = pull.repository
  const tip = pull.repository.findHead(pull.base.ref)
  const files = tip === null ? null : mergeCommits(objects, tip, pull.head.oid)
  if (tip === null || files === null) return undefined
  const parents = [tip, pull.head.oid]
  const time = Math.max(...parents.map((parent) => objects.commit(parent).committer.time))
  const signature = { name: 'GitHub', email: 'noreply@github.com', time }
  const message = `Merge ${pull.head.oid} into ${tip}`
  return objects.commit(
    objects.writeCommit({ files, parents, message, author: signature, committer: signature }),
  )
}

function mergeInto(tip: string, pull: PullRequestState, method: MergeMethod): Outcome | null {
  const { repository, head, number, title } = pull
  const own = ownCommits(pull, tip)
  if (method === 'rebase') return rebaseOnto(tip, pull, own)
  const files = mergeCommits(repository.objects, tip, head.oid)
  if (files === null) return null
  if (method === 'squash') {
    const message = squashMessage(
      pull,
      own.map((oid) => repository.objects.commit(oid)),
    )
    const { oid } = repository.writeCommit({ files, parents: [tip], message })
    return { commit: oid, introduced: [oid] }
  }
  const message = `Merge pull request #${number} from ${head.owner}/${head.ref}\n\n${title}`
  const { oid } = repository.writeCommit({ files, parents: [tip, head.oid], message })
  return { commit: oid, introduced: [oid, ...own] }
}

/** Commits anew, even where the branch could be fast-forwarded (GitHub: About merge methods). Merges are left out. */
function rebaseOnto(tip: string, { repository }: PullRequestState, own: readonly string[]): Outcome | null {
  const introduced: string[] = []
  let commit = tip
  for (const oid of own.toReversed()) {
    const { parents, files: theirs, message, author } = repository.objects.commit(oid)
    const [parent, ...others] = parents
    if (parent === undefined || others.length > 0) continue
    const base = repository.objects.commit(parent).files
    const files = mergeFiles(repository.objects, base, repository.objects.commit(commit).files, theirs)
    if (files === null) return null
    commit = repository.writeCommit({ files, parents: [commit], message, author }).oid
    introduced.push(commit)
  }
  return { commit, introduced }
}

/** The default message (GitHub: About merge methods, "Merge message for a squash merge"). */
function squashMessage({ number, title }: PullRequestState, own: readonly Commit[]): string {
  const [only, ...others] = own.map(({ message }) => message)
  if (only !== undefined && others.length === 0) {
    const [headline = '', ...body] = only.split('\n')
    return [`${headline} (#${number})`, ...body].join('\n')
  }
  const list = own.toReversed().map(({ message }) => `* ${message}`)
  return `${title} (#${number})\n\n${list.join('\n\n')}`
}

function mergeCommits(objects: Objects, ours: string, theirs: string): Files | null {
  const base = mergeBase(objects, ours, theirs)?.files ?? new Map()
  return mergeFiles(objects, base, objects.commit(ours).files, objects.commit(theirs).files)
}

/** A three-way merge, file by file and line by line; null on a conflict. */
function mergeFiles(objects: Objects, base: Files, ours: Files, theirs: Files): Files | null {
  const merged = new Map<string, string>()
  const textOf = (oid: string) => objects.blob(oid)?.toString() ?? ''
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const [before, our, their] = [base.get(path), ours.get(path), theirs.get(path)]
    const oneSide = our === their || before === their ? { oid: our } : before === our ? { oid: their } : null
    if (oneSide !== null) {
      if (oneSide.oid !== undefined) merged.set(path, oneSide.oid)
      continue
    }
    if (before === undefined || our === undefined || their === undefined) return null
    const text = mergeLines(textOf(before), textOf(our), textOf(their))
    if (text === null) return null
    merged.set(path, objects.writeBlob(text))
  }
  return merged
}
