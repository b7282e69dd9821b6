import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { UnusableAnswerError } from './failures.ts'
import { query } from './graphql.ts'

/** The file at a commit that changed it. */
export interface FileVersion {
  readonly sha: string
  /** `null` if it isn't a text, or is too long for GitHub to give. */
  readonly text: string | null
  /** Whether the branch had it: of the commits of one pull request, and of one push, only the last one does. */
  readonly counts: boolean
  /** For one that doesn't: the branch's commit before the merge of its pull request; `null` if the history shows that, too. */
  readonly before: string | null
}

export interface HistoryQuestion {
  /** A commit, or a branch by its full name. */
  readonly revision: string
  readonly file: string
  /** The branches that merged pull requests have as their base. */
  readonly branches: readonly string[]
  /** Where the branch pointed before the push that is applied; `null` if the run is about no push. */
  readonly pushedFrom: string | null
}

/** Most versions that count. */
const MAX_VERSIONS = 50
/** Versions a page: so many of the largest files fit into an answer. */
const PAGE_SIZE = 25
/** Most pages, far beyond any pull request. */
const MAX_PAGES = 40

const HISTORY = `query (
  $owner: String!, $repo: String!, $revision: String!, $path: String!, $after: String, $pushedFrom: String!
) {
  repository(owner: $owner, name: $repo) {
    before: object(expression: $pushedFrom) { ... on Commit {
      history(first: ${PAGE_SIZE}, path: $path) { nodes { oid } }
    } }
    commit: object(expression: $revision) { ... on Commit {
      history(first: ${PAGE_SIZE}, path: $path, after: $after) {
        nodes {
          oid
          associatedPullRequests(first: 5) {
            nodes { number baseRefName mergeCommit { parents(first: 2) { nodes { oid } } } }
          }
          file(path: $path) { object { ... on Blob { text isTruncated } } }
        }
        pageInfo { hasNextPage endCursor }
      }
    } }
  }
}`
const Blob = z.object({ text: z.nullish(z.string()), isTruncated: z.nullish(z.boolean()) })
const Commits = z.object({ nodes: z.array(z.object({ oid: z.string() })) })
const Pull = z.object({
  number: z.number(),
  baseRefName: z.string(),
  mergeCommit: z.nullish(z.object({ parents: Commits })),
})
const Page = z.object({
  nodes: z.array(
    z.object({
      oid: z.string(),
      associatedPullRequests: z.nullish(z.object({ nodes: z.array(z.nullish(Pull)) })),
      file: z.nullish(z.object({ object: z.nullish(Blob) })),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.nullish(z.string()) }),
})
const History = z.object({
  repository: z.nullish(
    z.object({
      before: z.nullish(z.object({ history: z.nullish(Commits) })),
      commit: z.nullish(z.object({ history: z.nullish(Page) })),
    }),
  ),
})
interface HistoryPage extends z.infer<typeof Page> {
  /** The commits of the file before the push; `null` if there is none, or if GitHub doesn't know it. */
  readonly before: readonly string[] | null
}

/**
 * The versions of the file, newest first, read as they are needed, until fifty of them have counted. Of the commits of one
 * pull request only the last counts, so that what it tried on its way was never declared, however it was merged; and of
 * those of the push that is applied, because GitHub may not know yet which pull request they belong to. Throws if the
 * token may not see the commits or their pull requests.
 */
export async function* fileVersions(
  github: GitHub,
  { revision, file, branches, pushedFrom }: HistoryQuestion,
): AsyncGenerator<FileVersion> {
  const seen = new Set<number | 'push'>()
  let count = 0
  let after: string | null = null
  for (let page = 1; ; page += 1) {
    // Any other commit of the same history will do where there is no push.
    const variables = { revision, path: file, after, pushedFrom: pushedFrom ?? revision }
    const { nodes, pageInfo, before }: HistoryPage = await readPage(github, variables)
    const older = before !== null && (page === 1 || before.length < PAGE_SIZE) ? before : null
    for (const { oid, associatedPullRequests, file: entry } of nodes) {
      const pulls = (associatedPullRequests?.nodes ?? []).flatMap((pull) =>
        pull != null && branches.includes(pull.baseRefName) ? [pull] : [],
      )
      const isNew = older?.includes(oid) === false
      const groups = [...pulls.map(({ number }) => number), ...(isNew ? (['push'] as const) : [])]
      const counts = groups.every((group) => !seen.has(group))
      for (const group of groups) seen.add(group)
      if (counts) count += 1
      if (entry != null) {
        const text = entry.object?.isTruncated === true ? null : (entry.object?.text ?? null)
        yield { sha: oid, text, counts, before: counts ? null : beforeMerge(pulls) }
      }
      if (count === MAX_VERSIONS) return
    }
    if (!pageInfo.hasNextPage || pageInfo.endCursor == null) return
    after = pageInfo.endCursor
    if (page === MAX_PAGES) throw new UnusableAnswerError("GitHub's history of the file does not end.")
  }
}

/**
 * The branch's commit before a merge commit. A history follows only the side of a merge that has the same file, so behind
 * a pull request that was brought up to date it can lack what the branch had meanwhile.
 */
function beforeMerge(pulls: readonly z.infer<typeof Pull>[]): string | null {
  const parents = pulls.map(({ mergeCommit }) => mergeCommit?.parents.nodes ?? [])
  return parents.find(({ length }) => length === 2)?.[0]?.oid ?? null
}

async function readPage(
  github: GitHub,
  variables: Readonly<Record<string, string | null>>,
): Promise<HistoryPage> {
  const { data, error } = await query(github, HISTORY, variables, History)
  const { before, commit } = data.repository ?? {}
  // What the token may not see looks like what doesn't exist.
  if (error !== null || commit?.history == null) throw error ?? new Error('No such commit')
  return { ...commit.history, before: before?.history?.nodes.map(({ oid }) => oid) ?? null }
}
