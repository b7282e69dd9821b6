import * as z from 'zod/mini'

/** Longest time for one request to GitHub, in milliseconds. */
export const REQUEST_TIMEOUT = 15_000

/** An answer that can't be used. The message is ours, and is shown. */
export class UnusableAnswerError extends Error {}

/** What octokit throws for a status of 400 and more, and, without a response, for a broken connection and a timeout. */
const HttpError = z.object({
  status: z.number(),
  response: z.nullish(z.object({ headers: z.record(z.string(), z.unknown()) })),
})

/** What went wrong, in one sentence of our own: the library's messages contain URLs and response bodies. */
export function describeFailure(error: unknown): string {
  // The library wraps what its `fetch` throws.
  const unusable = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (unusable instanceof UnusableAnswerError) return unusable.message
  const http = HttpError.safeParse(error).data
  const status = http?.status ?? statusOfType(error)
  if (status === 500 && http?.response == null) {
    return `GitHub could not be reached, or did not answer within ${REQUEST_TIMEOUT / 1000} seconds.`
  }
  // Rate limits can be 403 too; these headers distinguish them from a missing permission (GitHub: Rate limits for the REST API).
  const { 'retry-after': retryAfter, 'x-ratelimit-remaining': remaining } = http?.response?.headers ?? {}
  if (status === 429 || retryAfter !== undefined || remaining === '0') {
    return `GitHub limits the rate of requests (${status}).`
  }
  switch (status) {
    case null:
      return 'GitHub answered something unexpected.'
    case 401:
      return 'GitHub does not accept `github-token` (401): it is wrong or has expired. Without this input the job has a token of its own.'
    case 403:
    case 404:
      return `GitHub does not allow the token to do this (${status}). Give the job \`contents: read\`, \`pull-requests: write\` and \`actions: read\`; runs of forks and of Dependabot get a read-only token.`
    default:
      return `GitHub answers with status ${status}.`
  }
}

const QueryErrors = z.object({
  name: z.literal('GraphqlResponseError'),
  data: z.nullish(z.record(z.string(), z.unknown())),
  errors: z.array(
    z.object({
      type: z.nullish(z.string()),
      path: z.nullish(z.array(z.union([z.string(), z.number()]))),
    }),
  ),
})

/** The errors that an answer to a GraphQL query has, and the data beside them; `null` for every other error. */
export function queryErrorsOf(error: unknown): z.infer<typeof QueryErrors> | null {
  return QueryErrors.safeParse(error).data ?? null
}

/** GraphQL names its errors by a type, in an answer with status 200; the REST API has a status for each of them. */
function statusOfType(error: unknown): number | null {
  switch (queryErrorsOf(error)?.errors.find(({ type }) => type != null)?.type) {
    case 'FORBIDDEN':
    case 'INSUFFICIENT_SCOPES':
      return 403
    case 'NOT_FOUND':
      return 404
    case 'RATE_LIMITED':
    case 'RATE_LIMIT':
      return 429
    default:
      return null
  }
}

/** Whether an answer to a GraphQL query says that the token may not see something. */
export function isForbidden(error: unknown): boolean {
  return statusOfType(error) === 403
}
