import { type Account, loginOf, type Token } from './accounts.ts'
import { type ChangedFile, filesOfPull } from './files.ts'
import { connection, type Page, typedError } from './graphql-limits.ts'
import { commitsBetween, historyOf, reachable } from './history.ts'
import { testMerge } from './merging.ts'
import { MODES, type Signature } from './objects.ts'
import {
  addComment,
  type Comment,
  changeComment,
  commentsOf,
  listedMerge,
  type Merge,
  ownCommits,
  type PullRequestState,
  pullsWith,
  type Review,
} from './pull-request.ts'
import type { RepositoryState } from './repository.ts'
import { comparisonStatus } from './rest.ts'
import { HTML, htmlUrlOf } from './rest-json.ts'
import { findCommit, findObject, findRef, type GitObject, objectById } from './revisions.ts'
import { isoTime } from './sequence.ts'
import type { View } from './view.ts'

/** An object of GraphQL: its fields, or functions of their arguments that give them. */
type Fields = Readonly<Record<string, unknown>>

/** One request, and the repository that it looks into. */
interface Scope {
  readonly view: View
  readonly token: Token
  readonly repository: RepositoryState
}

/** The fields of a query and of a mutation. */
export function rootFields(view: View, token: Token): Fields {
  return {
    viewer: {
      __typename: 'User',
      id: idOf('U', token.account.id),
      databaseId: token.account.id,
      login: loginOf(token.account),
      url: `${HTML}/${loginOf(token.account)}`,
    },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = view.repository(owner, name)
      if (repository !== undefined) return repositoryFields({ view, token, repository })
      throw typedError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
    },
    addComment: ({ input: { subjectId, body } }: { input: { subjectId: string; body: string } }) => {
      const pull = pullsOf(view).find(({ id }) => idOf('PR', id) === subjectId)
      if (pull === undefined) throw unknownId(subjectId)
      const { repository } = pull
      const scope = allow({ view, token, repository }, 'write')
      const comment = addComment(pull, token.account, body)
      return {
        commentEdge: { node: commentFields(scope, pull, comment), cursor: '' },
        subject: pullFields(scope, pull),
      }
    },
    updateIssueComment: ({ input: { id, body } }: { input: { id: string; body: string } }) => {
      const [pull, comment] =
        pullsOf(view)
          .flatMap((pull) => commentsOf(pull).map((comment) => [pull, comment] as const))
          .find(([, comment]) => idOf('IC', comment.id) === id) ?? []
      if (pull === undefined || comment === undefined) throw unknownId(id)
      const { repository } = pull
      const scope = allow({ view, token, repository }, 'write')
      const changed = changeComment(repository, comment.id, { body }) ?? comment
      return { issueComment: commentFields(scope, pull, changed) }
    },
  }
}

function pullsOf(view: View): readonly PullRequestState[] {
  return [...view.state.repositories.values()].flatMap(({ pulls }) => pulls)
}

function unknownId(id: string): Error {
  return typedError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`)
}

function idOf(prefix: 'U' | 'R' | 'PR' | 'IC' | 'PRR', id: number): string {
  return `${prefix}_${Buffer.from(String(id)).toString('base64url')}`
}

/** The scope, if its token may do this with pull requests (or read contents). */
function allow(
  scope: Scope,
  access: 'read' | 'write',
  what: 'pullRequests' | 'contents' = 'pullRequests',
): Scope {
  if (scope.view.may(scope.repository, what, access)) return scope
  throw typedError('FORBIDDEN', 'Resource not accessible by integration', { saml_failure: false })
}

function repositoryFields(scope: Scope): Fields {
  const { view, repository } = scope
  const { id, owner, name, fullName, isPrivate, parent, defaultBranch } = repository
  return {
    __typename: 'Repository',
    id: idOf('R', id),
    databaseId: id,
    name,
    nameWithOwner: fullName,
    owner: { __typename: 'Organization', login: owner, url: `${HTML}/${owner}` },
    url: `${HTML}/${fullName}`,
    isPrivate,
    isFork: parent !== null,
    parent: parent === null ? null : () => repositoryFields({ ...scope, repository: parent }),
    defaultBranchRef: () => refFields(allow(scope, 'read', 'contents'), `refs/heads/${defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      const ref = qualifiedName.startsWith('refs/') ? qualifiedName : `refs/heads/${qualifiedName}`
      return refFields(allow(scope, 'read', 'contents'), ref)
    },
    object: ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      allow(scope, 'read', 'contents')
      const object =
        typeof oid === 'string' ? objectById(repository, oid) : findObject(view, repository, expression ?? '')
      return object === null ? null : objectFields(scope, object)
    },
    pullRequest: ({ number }: { number: number }) => {
      allow(scope, 'read')
      const pull = repository.findPull(number)
      if (pull !== undefined) return pullFields(scope, pull)
      throw typedError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
    },
    pullRequests: (args: Page & PullFilter) =>
      pullConnection('pullRequests', allow(scope, 'read'), repository.pulls, args),
  }
}

interface PullFilter {
  readonly states?: readonly string[] | null
  readonly baseRefName?: string | null
  readonly headRefName?: string | null
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null
}

/** A list of pull requests, which may lag behind their merges. */
function pullConnection(
  name: string,
  scope: Scope,
  pulls: readonly PullRequestState[],
  args: Page & PullFilter,
): Fields {
  const { states, baseRefName, headRefName, orderBy } = args
  const behind = scope.view.behind(scope.repository, 'merges')
  const mergeOf = (pull: PullRequestState) => listedMerge(pull, behind)
  const key = (pull: PullRequestState) => (orderBy?.field === 'UPDATED_AT' ? pull.updatedAt : pull.createdAt)
  const sign = orderBy?.direction === 'DESC' ? -1 : 1
  const found = pulls
    .filter((pull) => states?.includes(stateOf(pull, mergeOf(pull))) ?? true)
    .filter((pull) => (baseRefName ?? pull.base.ref) === pull.base.ref)
    .filter((pull) => (headRefName ?? pull.head.ref) === pull.head.ref)
    .toSorted((one, other) => sign * key(one).localeCompare(key(other)))
  return connection(name, found, args, (pull) => pullFields(scope, pull, mergeOf(pull)))
}

function stateOf(pull: PullRequestState, merge: Merge | null): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (merge !== null) return 'MERGED'
  return pull.isOpen || pull.merge !== null ? 'OPEN' : 'CLOSED'
}

function refFields(scope: Scope, ref: string): Fields | null {
  const { view, repository } = scope
  const oid = findRef(view, repository, ref)
  if (oid === null) return null
  const [, prefix = '', name = ''] = /^(refs\/[^/]+\/)(.+)$/.exec(ref) ?? []
  return {
    __typename: 'Ref',
    id: `REF_${Buffer.from(`${repository.id}:${ref}`).toString('base64url')}`,
    name,
    prefix,
    target: () => commitFields(scope, oid),
    compare: ({ headRef }: { headRef: string }) => {
      const head = findCommit(view, repository, headRef)
      return head === null ? null : comparisonFields(scope, oid, head)
    },
    associatedPullRequests: (args: Page & PullFilter) =>
      pullConnection(
        'associatedPullRequests',
        allow(scope, 'read'),
        repository.pulls.filter(({ head }) => head.repository === repository && head.ref === name),
        args,
      ),
  }
}

function comparisonFields(scope: Scope, base: string, head: string): Fields {
  const { objects } = scope.repository
  const ahead = commitsBetween(objects, base, head).toReversed()
  const behindBy = commitsBetween(objects, head, base).length
  return {
    id: `C_${base}${head}`,
    aheadBy: ahead.length,
    behindBy,
    status: comparisonStatus(ahead.length, behindBy).toUpperCase(),
    baseTarget: () => commitFields(scope, base),
    headTarget: () => commitFields(scope, head),
    commits: (args: Page) => connection('commits', ahead, args, ({ oid }) => commitFields(scope, oid)),
  }
}

function objectFields(scope: Scope, { type, oid }: GitObject): Fields {
  switch (type) {
    case 'commit':
      return commitFields(scope, oid)
    case 'tree':
      return treeFields(scope, oid, '')
    case 'blob':
      return blobFields(scope, oid)
  }
}

function gitObjectFields(scope: Scope, type: 'Commit' | 'Tree' | 'Blob', oid: string): Fields {
  return {
    __typename: type,
    id: `${type}_${scope.repository.id}_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: `${HTML}/${scope.repository.fullName}/commit/${oid}`,
    repository: () => repositoryFields(scope),
  }
}

/** GitHub cuts the text of a blob at 512,000 bytes. */
const MAX_TEXT = 512_000

function blobFields(scope: Scope, oid: string): Fields {
  const bytes = scope.repository.objects.blob(oid) ?? Buffer.alloc(0)
  const isBinary = bytes.includes(0)
  return {
    ...gitObjectFields(scope, 'Blob', oid),
    byteSize: bytes.length,
    isBinary,
    isTruncated: bytes.length > MAX_TEXT,
    text: isBinary ? null : bytes.subarray(0, MAX_TEXT).toString(),
  }
}

function treeFields(scope: Scope, oid: string, folder: string): Fields {
  const { objects } = scope.repository
  return {
    ...gitObjectFields(scope, 'Tree', oid),
    entries: () =>
      objects
        .tree(oid)
        ?.map((entry) => entryFields(scope, entry, folder === '' ? entry.name : `${folder}/${entry.name}`)),
  }
}

function entryFields(scope: Scope, { type, oid }: Pick<GitObject, 'type' | 'oid'>, path: string): Fields {
  return {
    name: path.split('/').at(-1),
    path,
    oid,
    type,
    mode: type === 'tree' ? MODES.tree : MODES.blob,
    size: scope.repository.objects.blob(oid)?.length ?? 0,
    object: () => (type === 'tree' ? treeFields(scope, oid, path) : blobFields(scope, oid)),
  }
}

function commitFields(scope: Scope, oid: string): Fields {
  const { view, repository } = scope
  const { objects } = repository
  const { tree, parents, message, author, committer } = objects.commit(oid)
  const [headline = '', ...body] = message.split('\n')
  const actor = ({ name, email, time }: Signature) => ({ name, email, date: isoTime(time), user: null })
  return {
    ...gitObjectFields(scope, 'Commit', oid),
    url: `${HTML}/${repository.fullName}/commit/${oid}`,
    message,
    messageHeadline: headline,
    messageBody: body.join('\n').trim(),
    author: actor(author),
    committer: actor(committer),
    authoredDate: isoTime(author.time),
    committedDate: isoTime(committer.time),
    tree: () => treeFields(scope, tree, ''),
    file: ({ path }: { path: string }) => {
      const entry = objects.entryAt(tree, path)
      return entry === undefined ? null : entryFields(scope, entry, path)
    },
    parents: (args: Page) => connection('parents', parents, args, (parent) => commitFields(scope, parent)),
    history: ({ path, ...args }: Page & { path?: string | null }) => {
      const commits = typeof path === 'string' ? historyOf(objects, oid, path) : reachable(objects, oid)
      return connection('history', commits, args, (commit) => commitFields(scope, commit.oid))
    },
    associatedPullRequests: (args: Page & PullFilter) => {
      const pulls = pullsWith(repository, oid, view.behind(repository, 'merges'))
      return pullConnection('associatedPullRequests', allow(scope, 'read'), pulls, args)
    },
  }
}

function pullFields(scope: Scope, pull: PullRequestState, merge: Merge | null = pull.merge): Fields {
  const { view, repository } = scope
  const { number, title, author, isDraft, createdAt, updatedAt, head, base } = pull
  const state = stateOf(pull, merge)
  const isOpen = state === 'OPEN'
  const headRepository = head.repository
  return {
    __typename: 'PullRequest',
    id: idOf('PR', pull.id),
    fullDatabaseId: String(pull.id),
    databaseId: null,
    number,
    title,
    body: '',
    url: htmlUrlOf(pull),
    author: actorFields(author),
    viewerDidAuthor: author === scope.token.account,
    state,
    closed: !isOpen,
    merged: merge !== null,
    isDraft,
    createdAt,
    updatedAt,
    closedAt: isOpen ? null : pull.closedAt,
    mergedAt: merge?.at ?? null,
    mergedBy: merge === null ? null : actorFields(merge.by),
    mergeable: () => (isOpen ? (testMerge(pull) === undefined ? 'CONFLICTING' : 'MERGEABLE') : 'UNKNOWN'),
    mergeCommit: merge === null ? null : () => commitFields(scope, merge.commit),
    potentialMergeCommit: () => {
      const commit = isOpen ? testMerge(pull) : undefined
      return commit === undefined ? null : commitFields(scope, commit.oid)
    },
    isCrossRepository: headRepository !== repository,
    repository: () => repositoryFields(scope),
    baseRepository: () => repositoryFields(scope),
    baseRef: () => refFields(scope, `refs/heads/${base.ref}`),
    baseRefName: base.ref,
    baseRefOid: base.oid,
    headRef: () =>
      headRepository === null
        ? null
        : refFields({ ...scope, repository: headRepository }, `refs/heads/${head.ref}`),
    headRefName: head.ref,
    headRefOid: head.oid,
    headRepository:
      headRepository === null ? null : () => repositoryFields({ ...scope, repository: headRepository }),
    headRepositoryOwner: { __typename: 'Organization', login: head.owner },
    comments: (args: Page) => {
      const comments = commentsOf(pull, view.behind(repository, 'comments'))
      return connection('comments', comments, args, (comment) => commentFields(scope, pull, comment))
    },
    totalCommentsCount: commentsOf(pull).length,
    reviews: ({
      states,
      author: login,
      ...args
    }: Page & { states?: readonly string[] | null; author?: string | null }) => {
      const found = pull.reviews.filter(
        (review) =>
          (states?.includes(review.state) ?? true) && (login ?? review.author.name) === review.author.name,
      )
      return connection('reviews', found, args, (review) => reviewFields(scope, pull, review))
    },
    latestReviews: (args: Page) => {
      const latest = [...new Map(pull.reviews.map((review) => [review.author, review])).values()]
      return connection('latestReviews', latest, args, (review) => reviewFields(scope, pull, review))
    },
    changedFiles: () => filesOfPull(pull).length,
    files: (args: Page) => connection('files', filesOfPull(pull), args, fileFields),
    commits: (args: Page) => {
      const own = pull.merge?.own ?? ownCommits(pull)
      return connection('commits', own.toReversed(), args, (oid) => ({ commit: commitFields(scope, oid) }))
    },
  }
}

function fileFields({ path, status, additions, deletions }: ChangedFile): Fields {
  const changeType = { added: 'ADDED', modified: 'MODIFIED', removed: 'DELETED' }[status]
  return { path, changeType, additions, deletions }
}

/** REST calls the same bot `name[bot]`, and the author whose account was deleted `ghost`. */
function actorFields({ name, type }: Account): Fields | null {
  if (name === 'ghost') return null
  return { __typename: type, login: name, url: `${HTML}/${type === 'Bot' ? `apps/${name}` : name}` }
}

function commentFields(scope: Scope, pull: PullRequestState, comment: Comment): Fields {
  const { id, author, body, createdAt, updatedAt, isMinimized } = comment
  return {
    __typename: 'IssueComment',
    id: idOf('IC', id),
    databaseId: id > 2 ** 31 - 1 ? null : id,
    fullDatabaseId: String(id),
    author: actorFields(author),
    viewerDidAuthor: author === scope.token.account,
    body,
    url: `${htmlUrlOf(pull)}#issuecomment-${id}`,
    createdAt,
    updatedAt,
    lastEditedAt: updatedAt === createdAt ? null : updatedAt,
    isMinimized,
    minimizedReason: isMinimized ? 'outdated' : null,
    pullRequest: () => pullFields(scope, pull),
  }
}

function reviewFields(scope: Scope, pull: PullRequestState, review: Review): Fields {
  const { id, author, state, body, commit, submittedAt } = review
  return {
    __typename: 'PullRequestReview',
    id: idOf('PRR', id),
    fullDatabaseId: String(id),
    author: actorFields(author),
    viewerDidAuthor: author === scope.token.account,
    state,
    body,
    submittedAt,
    url: `${htmlUrlOf(pull)}#pullrequestreview-${id}`,
    commit: () => commitFields(scope, commit),
    pullRequest: () => pullFields(scope, pull),
  }
}
