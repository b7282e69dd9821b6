import { type Account, loginOf } from './accounts.ts'
import type { ChangedFile } from './files.ts'
import { testMerge } from './merging.ts'
import type { Signature } from './objects.ts'
import { type Comment, commentsOf, type Merge, type PullRequestState, type Review } from './pull-request.ts'
import type { RepositoryState } from './repository.ts'
import { isoTime } from './sequence.ts'
import type { State } from './view.ts'
import type { RunState } from './workflow-run.ts'

/** Objects as the REST API gives them, without the fields that no test needs. */

type Api = Pick<State, 'url'>

export const HTML = 'https://github.com'

export function accountJson({ url }: Api, account: Account) {
  const login = loginOf(account)
  return {
    login,
    id: account.id,
    type: account.type,
    url: `${url}/users/${login}`,
    html_url: account.type === 'Bot' ? `${HTML}/apps/${account.name}` : `${HTML}/${login}`,
  }
}

export function repositoryJson({ url }: Api, repository: RepositoryState) {
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
 * A pull request as the REST API gives it in a list. It never has `merge_commit_sha`, which versions before 2026-03-10 still
 * send (GitHub: REST API breaking changes).
 */
export function listedPullJson(state: Api, pull: PullRequestState, merge: Merge | null = pull.merge) {
  const { number, repository, title, author, head, base, isDraft, createdAt, updatedAt, closedAt } = pull
  const isOpen = pull.isOpen || (pull.merge !== null && merge === null)
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
    draft: isDraft,
    created_at: createdAt,
    updated_at: updatedAt,
    closed_at: isOpen ? null : closedAt,
    merged_at: merge?.at ?? null,
    head: end(head.ref, head.oid, head.owner, head.repository),
    base: end(base.ref, base.oid, repository.owner, repository),
    url: `${state.url}/repos/${repository.fullName}/pulls/${number}`,
    html_url: htmlUrlOf(pull),
  }
}

/** A pull request as the REST API gives it by itself. */
export function pullJson(state: Api, pull: PullRequestState) {
  return {
    ...listedPullJson(state, pull),
    merged: pull.merge !== null,
    merged_by: pull.merge === null ? null : accountJson(state, pull.merge.by),
    mergeable: pull.isOpen ? testMerge(pull) !== undefined : null,
    comments: commentsOf(pull).length,
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

export function reviewJson(state: Api, pull: PullRequestState, review: Review) {
  const { id, author, body, commit, submittedAt } = review
  return {
    id,
    user: accountJson(state, author),
    body,
    state: review.state,
    html_url: `${htmlUrlOf(pull)}#pullrequestreview-${id}`,
    submitted_at: submittedAt,
    commit_id: commit,
  }
}

export function commitJson({ url }: Api, { objects, fullName }: RepositoryState, oid: string) {
  const { message, tree, parents, author, committer } = objects.commit(oid)
  const signature = ({ name, email, time }: Signature) => ({ name, email, date: isoTime(time) })
  return {
    sha: oid,
    commit: {
      message,
      author: signature(author),
      committer: signature(committer),
      tree: { sha: tree },
    },
    parents: parents.map((parent) => ({ sha: parent })),
    url: `${url}/repos/${fullName}/commits/${oid}`,
    html_url: `${HTML}/${fullName}/commit/${oid}`,
  }
}

export function fileJson({ path, status, additions, deletions, oid }: ChangedFile) {
  return { sha: oid, filename: path, status, additions, deletions, changes: additions + deletions }
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
