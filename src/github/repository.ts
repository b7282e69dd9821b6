import type { GitHub } from './client.ts'
import { statusOf } from './client.ts'

/** The commit that a branch points to now; `null` if the branch is gone. */
export async function headOfBranch({ octokit, repository }: GitHub, branch: string): Promise<string | null> {
  try {
    const { data } = await octokit.rest.git.getRef({ ...repository, ref: `heads/${branch}` })
    return data.object.sha
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    // GitHub also answers 404 where the token may not see the repository: then this call fails too.
    await octokit.rest.repos.get({ ...repository })
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
    const { data } = await octokit.rest.repos.getContent({ ...repository, path, ref: sha })
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
  const { data } = await octokit.rest.pulls.get({ ...repository, pull_number: pullRequest })
  return data.state === 'open'
}

export interface MergedPullRequest {
  readonly number: number
  readonly headSha: string
}

/** Pages of recently updated pull requests that are searched for the merged one. */
const MAX_PAGES = 3

/**
 * The pull requests whose merge made these commits of a branch. A merge, a squash and a rebase each leave the resulting
 * commit as `merge_commit_sha` (GitHub: Get a pull request); a merge queue can push several at once.
 */
export async function mergedPullRequests(
  { octokit, repository }: GitHub,
  branch: string,
  shas: ReadonlySet<string>,
): Promise<readonly MergedPullRequest[]> {
  const found: MergedPullRequest[] = []
  const pages = octokit.paginate.iterator(octokit.rest.pulls.list, {
    ...repository,
    state: 'closed',
    base: branch,
    sort: 'updated',
    direction: 'desc',
    per_page: 100,
  })
  let page = 0
  for await (const { data } of pages) {
    for (const pull of data) {
      if (pull.merged_at !== null && pull.merge_commit_sha !== null && shas.has(pull.merge_commit_sha)) {
        found.push({ number: pull.number, headSha: pull.head.sha })
      }
    }
    page += 1
    if (found.length > 0 || page === MAX_PAGES) break
  }
  return found
}
