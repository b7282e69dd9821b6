import type { GitHub } from './client.ts'
import { statusOf } from './client.ts'

/** The commit that a branch points to now; `null` if the branch is gone. */
export async function headOfBranch({ octokit, repository }: GitHub, branch: string): Promise<string | null> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...repository,
      ref: `heads/${branch}`,
    })
    return data.object.sha
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    // GitHub also answers 404 where the token may not see the repository: then this call fails too.
    await octokit.request('GET /repos/{owner}/{repo}', { ...repository })
    return null
  }
}

/** The text of a file at a commit; `null` if there is no file. At most 1 MB (GitHub: Get repository content). */
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
    if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return null
    return Buffer.from(data.content, 'base64').toString('utf8')
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw error
  }
}

/** Whether a pull request is open now, whatever the event that started this run said. */
export async function isPullRequestOpen(
  { octokit, repository }: GitHub,
  pullRequest: number,
): Promise<boolean> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...repository,
    pull_number: pullRequest,
  })
  return data.state === 'open'
}

export interface MergedPullRequest {
  readonly number: number
  readonly headSha: string
}

/** Pages of recently updated pull requests that are searched for the merged one, and what GitHub gives at most in one. */
const MAX_PAGES = 3
const PAGE = 100

/**
 * The pull requests whose merge made these commits of a branch. A merge, a squash and a rebase each leave the resulting
 * commit as `merge_commit_sha` (GitHub: Get a pull request); a merge queue can push several at once.
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
      per_page: PAGE,
      page,
    })
    const merged = data.filter(
      ({ merged_at, merge_commit_sha: sha }) => merged_at !== null && sha !== null && shas.has(sha),
    )
    if (merged.length > 0) return merged.map(({ number, head }) => ({ number, headSha: head.sha }))
    if (data.length < PAGE) break
  }
  return []
}
