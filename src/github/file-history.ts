import * as z from 'zod/mini'
import { type Answer, Blob, type GitHub, query, textOf } from './client.ts'

/** The file at a commit that changed it. `text`: `null` if it isn't a text, or is too long for GitHub to give. */
export interface FileVersion {
  readonly sha: string
  readonly text: string | null
}

interface HistoryQuestion {
  /** A commit, or a branch by its full name. */
  readonly revision: string
  readonly file: string
  /** The branches that merged pull requests have as their base. */
  readonly branches: readonly string[]
  /** Where the branch pointed before the push that is applied; `null` if the run is about no push. */
  readonly pushedFrom: string | null
  /** Whether that push ended at the revision. */
  readonly isPush: boolean
}

const MAX_VERSIONS = 50
/** Versions a page: so many of the largest files fit into an answer. */
const PAGE_SIZE = 25
/** Newest commits of the whole history, by which merges elsewhere are told from those in it: GitHub's maximum. */
const MAX_OWN = 100
/** Most pull requests of a commit that counts. Each is asked for its merge, and GitHub limits what a query costs. */
const MAX_PULLS = 20

const HISTORY = `query (
  $owner: String!, $repo: String!, $revision: String!, $path: String!, $after: String, $pushedFrom: String!, $tip: String!
) {
  repository(owner: $owner, name: $repo) {
    before: object(expression: $pushedFrom) { ... on Commit {
      history(first: ${PAGE_SIZE}, path: $path) { nodes { oid } }
    } }
    own: object(expression: $tip) { ... on Commit { history(first: ${MAX_OWN}) { nodes { oid committedDate } } } }
    commit: object(expression: $revision) { ... on Commit {
      history(first: ${PAGE_SIZE}, path: $path, after: $after) {
        nodes {
          oid
          associatedPullRequests(first: ${MAX_PULLS}) {
            totalCount
            nodes {
              number baseRefName merged
              mergeCommit {
                oid committedDate parents(first: 1) { nodes { history(first: 1, path: $path) { nodes { oid } } } }
              }
            }
          }
          file(path: $path) { oid object { ... on Blob { text isTruncated } } }
        }
        pageInfo { hasNextPage endCursor }
      }
    } }
  }
}`
const Oid = z.nullish(z.object({ oid: z.string() }))
const Commits = z.object({ nodes: z.array(z.object({ oid: z.string() })) })
const Dated = z.object({ oid: z.string(), committedDate: z.string() })
const Pull = z.object({
  number: z.number(),
  baseRefName: z.string(),
  merged: z.boolean(),
  mergeCommit: z.nullish(
    z.extend(Dated, { parents: z.object({ nodes: z.array(z.object({ history: Commits })) }) }),
  ),
})
const Page = z.object({
  nodes: z.array(
    z.object({
      oid: z.string(),
      associatedPullRequests: z.nullish(
        z.object({ totalCount: z.number(), nodes: z.array(z.nullish(Pull)) }),
      ),
      file: z.nullish(z.object({ oid: z.string(), object: z.nullish(Blob) })),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.nullish(z.string()) }),
})
const History = z.object({
  own: z.nullish(z.object({ history: z.object({ nodes: z.array(Dated) }) })),
  before: z.nullish(z.object({ history: z.nullish(Commits) })),
  commit: z.nullish(z.object({ history: z.nullish(Page) })),
})

/**
 * The versions of the file that count, read as they are needed: fifty at the most. Of the commits of one pull request only
 * the last counts, so that what it tried on its way was never declared, however it was merged; and of those of the push
 * that is applied, because GitHub may not know yet which pull request they belong to. Throws if the token may not see the
 * commits or their pull requests.
 *
 * A history follows only the side of a merge that has the same file, which can be the pull request's. So what the branch
 * had before a merge, or before the push, comes before the next page, unless it was met on the way: it is as new.
 */
export async function* fileVersions(
  github: GitHub,
  { revision, file, branches, pushedFrom, isPush }: HistoryQuestion,
): AsyncGenerator<FileVersion> {
  const seen = new Set<number | string>()
  const files = new Set<string>()
  const walked = new Set<string>()
  /** The last commits that changed the file on the branch, before merges and before the push. */
  const sides = new Set<string>()
  const visited = new Set<string>()
  let count = 0
  let hasMetKnown = false
  const pages: { readonly start: string; readonly after: string | null }[] = [
    { start: revision, after: null },
  ]
  for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
    const { start, after } = page
    // Any other commit of the same history will do where there is no push.
    const variables = {
      revision: start,
      path: file,
      after,
      pushedFrom: pushedFrom ?? revision,
      tip: revision,
    }
    const answer: Answer<z.infer<typeof History>> = await query(github, HISTORY, variables, History)
    const { commit, own, before: beforePush } = answer.repository
    // What the token may not see looks like what doesn't exist.
    if (answer.error !== null || commit?.history == null) throw answer.error ?? new Error('No such commit')
    const { nodes, pageInfo } = commit.history
    const newest = own?.history.nodes ?? []
    const since = newest.length < MAX_OWN ? '' : (newest.at(-1)?.committedDate ?? '')
    // What was merged elsewhere, such as a release branch into the default one, brought nothing here.
    const isElsewhere = (merge: z.infer<typeof Pull>['mergeCommit']) =>
      merge != null && merge.committedDate >= since && !newest.some(({ oid }) => oid === merge.oid)
    /** `null` if there was none, or if GitHub doesn't know it. */
    const before = beforePush?.history?.nodes.map(({ oid }) => oid) ?? null
    for (const last of before?.slice(0, 1) ?? []) sides.add(last)
    const unwalked = nodes.filter(({ oid }) => !walked.has(oid))
    for (const { oid, associatedPullRequests: of, file: entry } of unwalked) {
      walked.add(oid)
      const pulls = (of?.nodes ?? []).flatMap((pull) =>
        pull?.merged === true && branches.includes(pull.baseRefName) && !isElsewhere(pull.mergeCommit)
          ? [pull]
          : [],
      )
      for (const { history } of pulls.flatMap(({ mergeCommit }) => mergeCommit?.parents.nodes ?? [])) {
        for (const last of history.nodes) sides.add(last.oid)
      }
      const isKnown = before === null || before.includes(oid)
      if (isKnown) hasMetKnown = true
      const isNew =
        isPush &&
        start === revision &&
        !isKnown &&
        (after === null || !hasMetKnown || before.length < PAGE_SIZE)
      // A stack that is merged at once has one merge commit, but GitHub need not name all of it.
      const merges = pulls.map(({ number, mergeCommit }) => mergeCommit?.oid ?? number)
      const groups = [...merges, ...(isNew ? ['push'] : [])]
      const isLast = groups.every((group) => !seen.has(group)) && (of?.totalCount ?? 0) <= MAX_PULLS
      for (const group of groups) seen.add(group)
      if (!isLast) continue
      count += 1
      if (entry != null && !files.has(entry.oid)) {
        files.add(entry.oid)
        yield { sha: oid, text: textOf(entry.object ?? {}) }
      }
      if (count === MAX_VERSIONS) return
    }
    if (pageInfo.hasNextPage && unwalked.length > 0) pages.push({ start, after: pageInfo.endCursor ?? null })
    const side = [...sides].find((oid) => !walked.has(oid) && !visited.has(oid))
    if (side === undefined) continue
    visited.add(side)
    pages.push({ start: side, after: null })
  }
}

/** A file in the repository. `text` is `null` for what isn't a text, or too long for GitHub to give. */
interface RepositoryFile {
  readonly text: string | null
  /** In bytes. */
  readonly size: number
  /** Whether it's of a pull request's head, for lack of a test merge of it. */
  readonly isOfHead: boolean
}

const FILE = `query (
  $owner: String!, $repo: String!, $commit: String!, $file: String!, $merge: String!, $merged: String!, $base: String!
) {
  repository(owner: $owner, name: $repo) {
    commit: object(expression: $commit) { oid }
    file: object(expression: $file) { ... on Blob { text byteSize isTruncated } }
    merge: object(expression: $merge) { ... on Commit { parents(first: 2) { nodes { oid } } } }
    merged: object(expression: $merged) { ... on Blob { text byteSize isTruncated } }
    base: object(expression: $base) { ... on Commit { history(first: 100) { nodes { oid } } } }
  }
}`
const SizedBlob = z.nullish(z.extend(Blob, { byteSize: z.nullish(z.number()) }))
const File = z.object({
  commit: Oid,
  file: SizedBlob,
  merge: z.nullish(z.object({ parents: z.nullish(Commits) })),
  merged: SizedBlob,
  base: z.nullish(z.object({ history: z.nullish(Commits) })),
})

/**
 * A file as it is at a commit; `null` if that has no such file. With `pullRequest`, whose head the commit is: as it is
 * after the test merge, if that is one of this head into the base branch. GitHub keeps an older one during a conflict, and
 * lags after a push and after a change of the base. Throws if the commit doesn't exist, or if the token may not read the repository.
 */
export async function readRepositoryFile(
  github: GitHub,
  path: string,
  commit: string,
  pullRequest: { readonly number: number; readonly baseBranch: string | null } | null = null,
): Promise<RepositoryFile | null> {
  const merge = pullRequest === null ? commit : `refs/pull/${pullRequest.number}/merge`
  const base = pullRequest?.baseBranch == null ? commit : `refs/heads/${pullRequest.baseBranch}`
  const variables = { commit, file: `${commit}:${path}`, merge, merged: `${merge}:${path}`, base }
  const { repository, error } = await query(github, FILE, variables, File)
  const { commit: head, merge: tested, base: branch } = repository
  // Without permission, what exists is `null` too.
  if (error !== null || head == null) throw error ?? new Error('No such commit')
  const [first, second] = tested?.parents?.nodes ?? []
  const isOfBase = branch?.history?.nodes.some(({ oid }) => oid === first?.oid) === true
  const isMergeOfHead = isOfBase && second?.oid === head.oid
  const isOfHead = pullRequest !== null && !isMergeOfHead
  const found = pullRequest === null || isOfHead ? repository.file : repository.merged
  if (found?.byteSize == null) return null
  return { text: textOf(found), size: found.byteSize, isOfHead }
}
