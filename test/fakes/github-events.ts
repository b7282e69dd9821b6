import { createHash } from 'node:crypto'
import type { Repository } from './github.ts'
import type { ActionEvent } from './run-action.ts'

interface BranchEnd {
  readonly ref: string
  readonly sha: string
  /** The default is the repository itself. */
  readonly repo?: { readonly full_name: string } | null
}
interface PullRequestEnds {
  readonly number: number
  readonly head: BranchEnd
  readonly base: BranchEnd
}

/**
 * A pull request that was opened or pushed to. Its commit is GitHub's test merge, not the head; on `pull_request_target`
 * ref and commit are those of the base.
 */
export function pullRequestEvent(
  repo: Repository,
  pull: PullRequestEnds,
  name: 'pull_request' | 'pull_request_target' = 'pull_request',
): ActionEvent {
  const end = (branch: BranchEnd) => ({ repo: { full_name: `${repo.owner}/${repo.name}` }, ...branch })
  const { number } = pull
  const pullRequest = { ...pull, head: end(pull.head), base: end(pull.base) }
  return {
    ...common(repo),
    name,
    ...(name === 'pull_request'
      ? {
          ref: `refs/pull/${number}/merge`,
          sha: createHash('sha1').update(`test merge of ${pull.head.sha}`).digest('hex'),
        }
      : { ref: `refs/heads/${pull.base.ref}`, sha: pull.base.sha }),
    payload: { action: 'synchronize', number, pull_request: pullRequest, ...commonPayload(repo) },
  }
}

/** A push, for instance of a merge. */
export function pushEvent(
  repo: Repository,
  push: { readonly before: string; readonly after: string; readonly branch: string },
): ActionEvent {
  const ref = `refs/heads/${push.branch}`
  const commit = {
    id: push.after,
    message: 'Merge pull request #1 from acme/billing-webhook',
    timestamp: '2026-11-23T10:00:00-05:00',
    url: `${htmlUrl(repo)}/commit/${push.after}`,
    author: { name: 'Mariana Restrepo', email: 'mariana@acme.example', username: 'mariana' },
    committer: { name: 'GitHub', email: 'noreply@github.com', username: 'web-flow' },
    added: [],
    removed: [],
    modified: ['webhooks.yaml'],
  }
  return {
    ...common(repo),
    name: 'push',
    ref,
    sha: push.after,
    payload: {
      ref,
      before: push.before,
      after: push.after,
      created: false,
      deleted: false,
      forced: false,
      base_ref: null,
      compare: `${htmlUrl(repo)}/compare/${push.before.slice(0, 12)}...${push.after.slice(0, 12)}`,
      commits: [commit],
      head_commit: commit,
      pusher: { name: 'mariana', email: 'mariana@acme.example' },
      ...commonPayload(repo),
    },
  }
}

/** A scheduled run on the default branch. */
export function scheduleEvent(repo: Repository): ActionEvent {
  return {
    ...common(repo),
    name: 'schedule',
    ref: 'refs/heads/main',
    payload: { schedule: '0 11 * * 1-5', workflow: '.github/workflows/webhooks.yml', ...commonPayload(repo) },
  }
}

/** A manual run from a branch. */
export function workflowDispatchEvent(repo: Repository, branch: string): ActionEvent {
  const ref = `refs/heads/${branch}`
  return {
    ...common(repo),
    name: 'workflow_dispatch',
    ref,
    payload: { ref, inputs: null, workflow: '.github/workflows/webhooks.yml', ...commonPayload(repo) },
  }
}

function common(repo: Repository) {
  return { repository: `${repo.owner}/${repo.name}`, sha: repo.headSha, actor: 'mariana' }
}

function commonPayload(repo: Repository) {
  const owner = {
    login: repo.owner,
    id: 9919,
    type: 'Organization',
    html_url: `https://github.com/${repo.owner}`,
  }
  return {
    repository: {
      id: 790_412_345,
      name: repo.name,
      full_name: `${repo.owner}/${repo.name}`,
      private: false,
      owner,
      html_url: htmlUrl(repo),
      url: `https://api.github.com/repos/${repo.owner}/${repo.name}`,
      default_branch: 'main',
      visibility: 'public',
    },
    organization: { login: repo.owner, id: 9919 },
    sender: { login: 'mariana', id: 583_231, type: 'User', html_url: 'https://github.com/mariana' },
  }
}

function htmlUrl(repo: Repository): string {
  return `https://github.com/${repo.owner}/${repo.name}`
}
