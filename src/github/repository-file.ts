import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { query } from './graphql.ts'

/** A file in the repository. `text` is `null` for what isn't a text, or too long for GitHub to give. */
export interface RepositoryFile {
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
const Blob = z.nullish(
  z.object({
    text: z.nullish(z.string()),
    byteSize: z.nullish(z.number()),
    isTruncated: z.nullish(z.boolean()),
  }),
)
const Commits = z.nullish(z.object({ nodes: z.array(z.object({ oid: z.string() })) }))
const File = z.object({
  repository: z.nullish(
    z.object({
      commit: z.nullish(z.object({ oid: z.string() })),
      file: Blob,
      merge: z.nullish(z.object({ parents: Commits })),
      merged: Blob,
      base: z.nullish(z.object({ history: Commits })),
    }),
  ),
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
  const { data, error } = await query(github, FILE, variables, File)
  // Without permission, what exists is `null` too.
  if (error !== null) throw error
  const { repository } = data
  if (repository?.commit == null) throw new Error('No such commit')
  const [first, second] = repository.merge?.parents?.nodes ?? []
  const isOfBase = repository.base?.history?.nodes.some(({ oid }) => oid === first?.oid) === true
  const isMergeOfHead = isOfBase && second?.oid === repository.commit.oid
  const isOfHead = pullRequest !== null && !isMergeOfHead
  const found = pullRequest === null || isOfHead ? repository.file : repository.merged
  if (found?.byteSize == null) return null
  return { text: found.isTruncated === true ? null : (found.text ?? null), size: found.byteSize, isOfHead }
}
