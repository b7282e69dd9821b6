import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { query } from './graphql.ts'

/** A file in the repository. `text` is `null` for what isn't a text, or too long for GitHub to give. */
export interface RepositoryFile {
  readonly revision: string
  readonly text: string | null
  /** In bytes. */
  readonly size: number
}

const Revision = z.nullish(z.object({ oid: z.string() }))
const Blob = z.nullish(
  z.object({
    text: z.nullish(z.string()),
    byteSize: z.nullish(z.number()),
    isTruncated: z.nullish(z.boolean()),
  }),
)
const Files = z.object({
  repository: z.nullish(z.record(z.string(), z.union([Revision, Blob]))),
})

/**
 * A file as it is at the first of these revisions that exists; `null` if that has no such file. Throws if no revision
 * exists, or if the token may not read the repository.
 */
export async function readRepositoryFile(
  github: GitHub,
  path: string,
  revisions: readonly string[],
): Promise<RepositoryFile | null> {
  const names = revisions.map((_, index) => `$r${index}: String!, $f${index}: String!`).join(', ')
  const fields = revisions.map(
    (_, index) => `
    r${index}: object(expression: $r${index}) { oid }
    f${index}: object(expression: $f${index}) { ... on Blob { text byteSize isTruncated } }`,
  )
  const text = `query ($owner: String!, $repo: String!, ${names}) {
  repository(owner: $owner, name: $repo) { ${fields.join('')} }
}`
  const variables = Object.fromEntries(
    revisions.flatMap((revision, index) => [
      [`r${index}`, revision],
      [`f${index}`, `${revision}:${path}`],
    ]),
  )
  const { data, error } = await query(github, text, variables, Files)
  // Without permission, what exists is `null` too.
  if (error !== null) throw error
  const { repository } = data
  const index = revisions.findIndex((_, candidate) => Revision.parse(repository?.[`r${candidate}`]) != null)
  const revision = revisions[index]
  if (revision === undefined) throw new Error('No such revision')
  const found = Blob.parse(repository?.[`f${index}`])
  if (found == null || found.byteSize == null) return null
  return { revision, text: found.isTruncated === true ? null : (found.text ?? null), size: found.byteSize }
}
