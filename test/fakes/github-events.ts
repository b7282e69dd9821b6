import type { PullRequest, Repository } from './github.ts'
import type { ActionEvent } from './run-action.ts'

/**
 * A pull request that was opened or pushed to. Its commit is GitHub's test merge, not the head; on `pull_request_target`
 * ref and commit are those of the base.
 */
export function pullRequestEvent(
  repo: Repository,
  pull: PullRequest,
  name: 'pull_request' | 'pull_request_target' = 'pull_request',
): ActionEvent {
  const { base, number } = pull
  const payload = { action: 'synchronize', number, pull_request: pull }
  return name === 'pull_request'
    ? { ...eventOf(repo, name, `refs/pull/${number}/merge`, payload), sha: 'e'.repeat(40) }
    : { ...eventOf(repo, name, `refs/heads/${base.ref}`, payload), sha: base.sha }
}

/** A push, for instance of a merge. */
export function pushEvent(
  repo: Repository,
  { before, after, branch }: { readonly before: string; readonly after: string; readonly branch: string },
): ActionEvent {
  const ref = `refs/heads/${branch}`
  return { ...eventOf(repo, 'push', ref, { ref, before, after }), sha: after }
}

/** A scheduled run on the default branch. */
export function scheduleEvent(repo: Repository): ActionEvent {
  return eventOf(repo, 'schedule', 'refs/heads/main', { schedule: '0 11 * * 1-5' })
}

/** A manual run from a branch. */
export function workflowDispatchEvent(repo: Repository, branch: string): ActionEvent {
  const ref = `refs/heads/${branch}`
  return eventOf(repo, 'workflow_dispatch', ref, { ref, inputs: null })
}

function eventOf(
  { owner, name, headSha }: Repository,
  event: string,
  ref: string,
  payload: object,
): ActionEvent {
  const fullName = `${owner}/${name}`
  const repository = {
    name,
    full_name: fullName,
    owner: { login: owner },
    html_url: `https://github.com/${fullName}`,
    default_branch: 'main',
  }
  return {
    name: event,
    ref,
    sha: headSha,
    repository: fullName,
    payload: { ...payload, repository, sender: { login: 'mariana' } },
  }
}
