import * as z from 'zod/mini'
import type { GitHub } from './client.ts'
import { httpStatusOf } from './failures.ts'

const Ref = z.object({ object: z.object({ sha: z.string() }) })

/** The commit that a branch points to now; `null` if the branch doesn't exist. */
export async function headOfBranch({ octokit, repository }: GitHub, branch: string): Promise<string | null> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...repository,
      ref: `heads/${branch}`,
    })
    return Ref.parse(data).object.sha
  } catch (error) {
    if (httpStatusOf(error) !== 404) throw error
    // 404 can also mean that the token can't see the repository. Then this call fails too.
    await octokit.request('GET /repos/{owner}/{repo}', { ...repository })
    return null
  }
}

const Contents = z.union([
  z.array(z.unknown()),
  z.object({ type: z.string(), content: z.optional(z.string()) }),
])

/** The text of a file at a commit; `null` if it doesn't exist. At most 1 MB (GitHub: Get repository content). */
export async function fileAt(
  { octokit, repository }: GitHub,
  path: string,
  sha: string,
): Promise<string | null> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', {
      ...repository,
      path,
      ref: sha,
    })
    const contents = Contents.parse(data)
    if (Array.isArray(contents) || contents.type !== 'file' || contents.content === undefined) return null
    return Buffer.from(contents.content, 'base64').toString('utf8')
  } catch (error) {
    if (httpStatusOf(error) === 404) return null
    throw error
  }
}

const PullRequest = z.object({ state: z.string(), head: z.object({ sha: z.string() }) })

export interface PullRequestState {
  readonly isOpen: boolean
  readonly headSha: string
}

/** A pull request as it is now; it may have been closed or pushed to since the event that started this run. */
export async function readPullRequest(
  { octokit, repository }: GitHub,
  pullRequest: number,
): Promise<PullRequestState> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...repository,
    pull_number: pullRequest,
  })
  const { state, head } = PullRequest.parse(data)
  return { isOpen: state === 'open', headSha: head.sha }
}

const PullRequests = z.array(
  z.object({
    number: z.number(),
    merged_at: z.nullish(z.string()),
    merge_commit_sha: z.nullish(z.string()),
    head: z.object({ sha: z.string() }),
  }),
)

export interface MergedPullRequest {
  readonly number: number
  readonly headSha: string
}

/** How many pages of recently updated pull requests are searched for the merged one. */
const MAX_PAGES = 3
/** GitHub's maximum of pull requests per page. */
const PAGE_SIZE = 100

/**
 * The pull requests whose merge produced these commits of a branch. `merge_commit_sha` is the resulting commit of a
 * merge, a squash and a rebase alike (GitHub: Get a pull request); a merge queue can push several at once.
 */
export async function mergedPullRequests(
  { octokit, repository }: GitHub,
  branch: string,
  shas: ReadonlySet<string>,
): Promise<readonly MergedPullRequest[]> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls', {
      ...repository,
      state: 'closed',
      base: branch,
      sort: 'updated',
      direction: 'desc',
      per_page: PAGE_SIZE,
      page,
    })
    const pulls = PullRequests.parse(data)
    const merged = pulls.filter(
      ({ merged_at: mergedAt, merge_commit_sha: sha }) => mergedAt != null && sha != null && shas.has(sha),
    )
    if (merged.length > 0) return merged.map(({ number, head }) => ({ number, headSha: head.sha }))
    if (pulls.length < PAGE_SIZE) break
  }
  return []
}
