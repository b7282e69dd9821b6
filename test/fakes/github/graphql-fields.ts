import { type Account, loginOf, type Token } from './accounts.ts'
import { connection, type Page, typedError } from './graphql-limits.ts'
import { historyOf, reachable } from './history.ts'
import {
  type Comment,
  commentsOf,
  listedMerge,
  type Merge,
  type PullRequestState,
  pullsWith,
} from './pull-request.ts'
import type { RepositoryState } from './repository.ts'
import { htmlUrlOf } from './rest-json.ts'
import { findObject, findRef, type GitObject } from './revisions.ts'
import type { View } from './view.ts'

/** An object of GraphQL: its fields, or functions of their arguments that give them. */
type Fields = Readonly<Record<string, unknown>>

/** One request, and the repository that it looks into. */
interface Scope {
  readonly view: View
  readonly token: Token
  readonly repository: RepositoryState
}

export function rootFields(view: View, token: Token): Fields {
  return {
    viewer: { login: loginOf(token.account) },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = view.repository(owner, name)
      if (repository !== undefined) return repositoryFields({ view, token, repository })
      throw typedError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
    },
  }
}

/** Throws unless the token may read this. */
function allow({ view, repository }: Scope, what: 'pullRequests' | 'contents'): void {
  if (view.may(repository, what, 'read')) return
  throw typedError('FORBIDDEN', 'Resource not accessible by integration', { saml_failure: false })
}

function repositoryFields(scope: Scope): Fields {
  const { view, repository } = scope
  return {
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      allow(scope, 'contents')
      const oid = findRef(view, repository, qualifiedName)
      return oid === null ? null : { target: () => commitFields(scope, oid) }
    },
    object: ({ expression }: { expression: string }) => {
      allow(scope, 'contents')
      const object = findObject(view, repository, expression)
      return object === null ? null : objectFields(scope, object)
    },
    pullRequest: ({ number }: { number: number }) => {
      allow(scope, 'pullRequests')
      const pull = repository.findPull(number)
      if (pull !== undefined) return pullFields(scope, pull, pull.merge)
      throw typedError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
    },
  }
}

/** GitHub cuts the text of a blob at 512,000 bytes. */
const MAX_TEXT = 512_000

function objectFields(scope: Scope, { type, oid }: GitObject): Fields {
  if (type === 'commit') return commitFields(scope, oid)
  if (type === 'tree') return { __typename: 'Tree', oid }
  const bytes = scope.repository.objects.blob(oid) ?? Buffer.alloc(0)
  return {
    __typename: 'Blob',
    oid,
    byteSize: bytes.length,
    isTruncated: bytes.length > MAX_TEXT,
    text: bytes.includes(0) ? null : bytes.subarray(0, MAX_TEXT).toString(),
  }
}

function commitFields(scope: Scope, oid: string): Fields {
  const { view, repository } = scope
  const { objects } = repository
  const { tree, parents } = objects.commit(oid)
  return {
    __typename: 'Commit',
    oid,
    file: ({ path }: { path: string }) => {
      const entry = objects.entryAt(tree, path)
      return entry === undefined ? null : { oid: entry.oid, object: () => objectFields(scope, entry) }
    },
    parents: (args: Page) => connection('parents', parents, args, (parent) => commitFields(scope, parent)),
    history: ({ path, ...args }: Page & { path?: string | null }) => {
      const commits = typeof path === 'string' ? historyOf(objects, oid, path) : reachable(objects, oid)
      return connection('history', commits, args, (commit) => commitFields(scope, commit.oid))
    },
    // The list may lag behind merges.
    associatedPullRequests: (args: Page) => {
      allow(scope, 'pullRequests')
      const behind = view.behind(repository, 'merges')
      const pulls = pullsWith(repository, oid, behind)
      return connection('associatedPullRequests', pulls, args, (pull) =>
        pullFields(scope, pull, listedMerge(pull, behind)),
      )
    },
  }
}

function pullFields(scope: Scope, pull: PullRequestState, merge: Merge | null): Fields {
  const { number, head, base } = pull
  return {
    number,
    state: merge !== null ? 'MERGED' : pull.isOpen || pull.merge !== null ? 'OPEN' : 'CLOSED',
    merged: merge !== null,
    mergeCommit: merge === null ? null : () => commitFields(scope, merge.commit),
    baseRefName: base.ref,
    headRefOid: head.oid,
    comments: (args: Page) => {
      const comments = commentsOf(pull, scope.view.behind(scope.repository, 'comments'))
      return connection('comments', comments, args, (comment) => commentFields(scope, pull, comment))
    },
  }
}

function commentFields({ token }: Scope, pull: PullRequestState, { id, author, body }: Comment): Fields {
  return {
    fullDatabaseId: String(id),
    author: actorFields(author),
    viewerDidAuthor: author === token.account,
    body,
    url: `${htmlUrlOf(pull)}#issuecomment-${id}`,
  }
}

/** REST calls the same bot `name[bot]`. */
function actorFields({ name, type }: Account): Fields {
  return { __typename: type, login: name }
}
