import { type Account, loginOf } from './accounts.ts'
import type { Comment, PullRequestState } from './pull-request.ts'
import type { RepositoryState } from './repository.ts'
import type { State } from './view.ts'
import type { RunState } from './workflow-run.ts'

/** Objects as the REST API gives them, without the fields that no test needs. */

type Api = Pick<State, 'url'>

export const HTML = 'https://github.com'

function accountJson({ url }: Api, account: Account) {
  const login = loginOf(account)
  return {
    login,
    id: account.id,
    type: account.type,
    url: `${url}/users/${login}`,
    html_url: account.type === 'Bot' ? `${HTML}/apps/${account.name}` : `${HTML}/${login}`,
  }
}

function repositoryJson({ url }: Api, repository: RepositoryState) {
  const { id, owner, name, fullName, isPrivate, parent, defaultBranch } = repository
  return {
    id,
    name,
    full_name: fullName,
    private: isPrivate,
    owner: { login: owner, type: 'Organization' },
    html_url: `${HTML}/${fullName}`,
    url: `${url}/repos/${fullName}`,
    fork: parent !== null,
    default_branch: defaultBranch,
  }
}

/**
 * A pull request as the REST API gives it. It never has `merge_commit_sha`, which versions before 2026-03-10 still send
 * (GitHub: REST API breaking changes).
 */
export function pullJson(state: Api, pull: PullRequestState) {
  const { number, repository, title, author, head, base, isOpen, createdAt, updatedAt, closedAt } = pull
  const end = (ref: string, sha: string, owner: string, repo: RepositoryState | null) => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: { login: owner },
    repo: repo === null ? null : repositoryJson(state, repo),
  })
  return {
    id: pull.id,
    number,
    state: isOpen ? ('open' as const) : ('closed' as const),
    title,
    user: accountJson(state, author),
    draft: false,
    created_at: createdAt,
    updated_at: updatedAt,
    closed_at: closedAt,
    merged_at: pull.merge?.at ?? null,
    merged: pull.merge !== null,
    head: end(head.ref, head.oid, head.owner, head.repository),
    base: end(base.ref, base.oid, repository.owner, repository),
    url: `${state.url}/repos/${repository.fullName}/pulls/${number}`,
    html_url: htmlUrlOf(pull),
  }
}

export function htmlUrlOf({ repository, number }: PullRequestState): string {
  return `${HTML}/${repository.fullName}/pull/${number}`
}

export function commentJson(state: Api, pull: PullRequestState, comment: Comment) {
  const { id, body, author, createdAt, updatedAt } = comment
  return {
    id,
    body,
    user: accountJson(state, author),
    created_at: createdAt,
    updated_at: updatedAt,
    url: `${state.url}/repos/${pull.repository.fullName}/issues/comments/${id}`,
    html_url: `${htmlUrlOf(pull)}#issuecomment-${id}`,
  }
}

export function runJson(state: Api, repository: RepositoryState, run: RunState) {
  const { id, number, attempt, workflow, event, branch, headSha, headRepository, status, conclusion } = run
  return {
    id,
    name: 'Webhooks',
    head_branch: branch,
    head_sha: headSha,
    path: `.github/workflows/${workflow}`,
    run_number: number,
    run_attempt: attempt,
    event,
    status,
    conclusion,
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    repository: repositoryJson(state, repository),
    head_repository: repositoryJson(state, headRepository),
    url: `${state.url}/repos/${repository.fullName}/actions/runs/${id}`,
    html_url: `${HTML}/${repository.fullName}/actions/runs/${id}`,
  }
}
