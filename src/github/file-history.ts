import * as z from 'zod/mini'
import { PULLS, Pulls, pullsInto } from './branch-state.ts'
import type { GitHub } from './client.ts'
import { UnusableAnswerError } from './failures.ts'
import { query } from './graphql.ts'

/** The file at a commit that changed it. `text`: `null` if it isn't a text, or is too long for GitHub to give. */
export interface FileVersion {
  readonly sha: string
  readonly text: string | null
}

export interface HistoryQuestion {
  /** A commit, or a branch by its full name. */
  readonly revision: string
  readonly file: string
  /** The branches that merged pull requests have as their base. */
  readonly branches: readonly string[]
}

/** Most versions that count. */
const MAX_VERSIONS = 50
/** Versions a page: so many of the largest files fit into an answer. */
const PAGE_SIZE = 25
/** Most pages, far beyond any pull request. */
const MAX_PAGES = 40

const HISTORY = `query (
  $owner: String!, $repo: String!, $revision: String!, $path: String!, $after: String
) {
  repository(owner: $owner, name: $repo) {
    commit: object(expression: $revision) { ... on Commit {
      history(first: ${PAGE_SIZE}, path: $path, after: $after) {
        nodes { oid ${PULLS} file(path: $path) { object { ... on Blob { text isTruncated } } } }
        pageInfo { hasNextPage endCursor }
      }
    } }
  }
}`
const Blob = z.object({ text: z.nullish(z.string()), isTruncated: z.nullish(z.boolean()) })
const Page = z.object({
  nodes: z.array(
    z.object({
      oid: z.string(),
      associatedPullRequests: Pulls,
      file: z.nullish(z.object({ object: z.nullish(Blob) })),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.nullish(z.string()) }),
})
type Page = z.infer<typeof Page>
const History = z.object({
  repository: z.nullish(z.object({ commit: z.nullish(z.object({ history: Page })) })),
})

/**
 * The versions of the file that count, newest first, read as they are needed. Of the commits of one pull request only the
 * last counts, so that what it tried on its way was never declared, however it was merged. Throws if the token may not see
 * the commits or their pull requests.
 */
export async function* fileVersions(
  github: GitHub,
  { revision, file, branches }: HistoryQuestion,
): AsyncGenerator<FileVersion> {
  const seen = new Set<number>()
  let count = 0
  let after: string | null = null
  for (let page = 1; ; page += 1) {
    const { nodes, pageInfo }: Page = await readPage(github, { revision, path: file, after })
    for (const { oid, associatedPullRequests, file: entry } of nodes) {
      const pulls = pullsInto(branches, associatedPullRequests)
      const isLast = pulls.every((number) => !seen.has(number))
      for (const number of pulls) seen.add(number)
      if (!isLast) continue
      count += 1
      if (entry != null) {
        const { object } = entry
        yield { sha: oid, text: object?.isTruncated === true ? null : (object?.text ?? null) }
      }
      if (count === MAX_VERSIONS) return
    }
    if (!pageInfo.hasNextPage || pageInfo.endCursor == null) return
    after = pageInfo.endCursor
    if (page === MAX_PAGES) throw new UnusableAnswerError("GitHub's history of the file does not end.")
  }
}

async function readPage(github: GitHub, variables: Readonly<Record<string, string | null>>): Promise<Page> {
  const { data, error } = await query(github, HISTORY, variables, History)
  const history = data.repository?.commit?.history
  // What the token may not see looks like what doesn't exist.
  if (error !== null || history === undefined) throw error ?? new Error('No such commit')
  return history
}
