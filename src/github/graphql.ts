import * as z from 'zod/mini'
import type { GitHub } from './client.ts'

/** What a query gave. `error` is set if the token may not see everything; what it may not see is `null` then. */
export interface Answer<T> {
  readonly data: T
  readonly error: Error | null
}

const PartialAnswer = z.object({
  name: z.literal('GraphqlResponseError'),
  data: z.record(z.string(), z.unknown()),
})

/** Sends a query whose variables are these, `$owner` and `$repo`. Throws for an answer without data. */
export async function query<T>(
  { octokit, repository }: GitHub,
  text: string,
  variables: Readonly<Record<string, string | number | boolean | null>>,
  shape: z.ZodMiniType<T>,
): Promise<Answer<T>> {
  try {
    const data: unknown = await octokit.graphql(text, { ...repository, ...variables })
    return { data: shape.parse(data), error: null }
  } catch (error) {
    // GitHub sends what the token may see beside the errors (GraphQL: Response, section 7).
    const partial = PartialAnswer.safeParse(error)
    if (!partial.success || !(error instanceof Error)) throw error
    return { data: shape.parse(partial.data.data), error }
  }
}
