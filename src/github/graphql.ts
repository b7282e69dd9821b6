import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { isForbidden } from './failures.ts'

/** What a query gave. `error` is set if the token may not see everything; what it may not see is `null` then. */
export interface Answer<T> {
  readonly data: T
  readonly error: Error | null
  /** Where the data is missing: a path of fields for each error, empty if GitHub gives none. */
  readonly missing: readonly (readonly (string | number)[])[]
}

const PartialAnswer = z.object({
  name: z.literal('GraphqlResponseError'),
  data: z.record(z.string(), z.unknown()),
  errors: z.array(z.object({ path: z.nullish(z.array(z.union([z.string(), z.number()]))) })),
})

/** Who owns the token; for `queryWithViewer`. */
export const VIEWER = 'viewer @include(if: $viewer) { login }'

/** Like `query`, for one that has `VIEWER`. If GitHub refuses that part, all the rest is asked for again without it. */
export async function queryWithViewer<T>(
  ...[github, text, variables, shape]: Parameters<typeof query<T>>
): Promise<Answer<T>> {
  try {
    return await query(github, text, { ...variables, viewer: true }, shape)
  } catch (error) {
    // A viewer can't be `null`, so there is no data at all then.
    if (!isForbidden(error)) throw error
    return await query(github, text, { ...variables, viewer: false }, shape)
  }
}

/** Sends a query whose variables are these, `$owner` and `$repo`. Throws for an answer without data. */
export async function query<T>(
  { octokit, repository }: GitHub,
  text: string,
  variables: Readonly<Record<string, string | number | boolean | null>>,
  shape: z.ZodMiniType<T>,
): Promise<Answer<T>> {
  try {
    const data: unknown = await octokit.graphql(text, { ...repository, ...variables })
    return { data: shape.parse(data), error: null, missing: [] }
  } catch (error) {
    // GitHub sends what the token may see beside the errors (GraphQL: Response, section 7).
    const partial = PartialAnswer.safeParse(error)
    if (!partial.success || !(error instanceof Error)) throw error
    const { data: seen, errors } = partial.data
    return { data: shape.parse(seen), error, missing: errors.map(({ path }) => path ?? []) }
  }
}
