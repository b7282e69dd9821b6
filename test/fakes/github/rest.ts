import * as z from 'zod'
import type { Answer, SeenRequest } from '../recording-server.ts'
import type { Access, Permissions } from './accounts.ts'
import { changedFiles, filesOfPull } from './files.ts'
import { commitsBetween, historyOf, mergeBase, reachable } from './history.ts'
import { mergePulls } from './merging.ts'
import {
  addComment,
  changeComment,
  commentsOf,
  findComment,
  listedMerge,
  type PullRequestState,
  pullsWith,
} from './pull-request.ts'
import type { RepositoryState } from './repository.ts'
import {
  accountJson,
  commentJson,
  commitJson,
  fileJson,
  listedPullJson,
  pullJson,
  repositoryJson,
  reviewJson,
  runJson,
} from './rest-json.ts'
import { findCommit, findObject, findRef } from './revisions.ts'
import type { View } from './view.ts'
import { runsOf } from './workflow-run.ts'

const VERSIONS = ['2022-11-28', '2026-03-10']
/** GitHub refuses a longer comment as invalid. */
const MAX_BODY = 65_536

interface Call {
  readonly view: View
  readonly repository: RepositoryState
  readonly request: SeenRequest
  /** What the parts of the path in brackets are. */
  readonly params: readonly string[]
}

interface Route {
  readonly method: string
  /** Of the path after `/repos/{owner}/{name}`. */
  readonly path: RegExp
  /** The default is whatever everybody has who sees the repository. */
  readonly needs?: readonly [keyof Permissions, Exclude<Access, 'none'>]
  readonly answer: (call: Call) => Answer
}

/** Answers a request to the REST API. */
export function answerRest(view: View, request: SeenRequest): Answer {
  const { method, path } = request
  const version = request.headers['x-github-api-version']
  if (version !== undefined && !VERSIONS.includes(String(version))) {
    return failure(400, `"${version}" is not a supported version.`)
  }
  if (method === 'GET' && path === '/user') return answerUser(view)
  const [, owner = '', name = '', rest = ''] = /^\/repos\/([^/]+)\/([^/]+)(.*)$/.exec(path) ?? []
  const repository = view.repository(owner, name)
  if (repository === undefined) return failure(404, 'Not Found')
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(rest) : null
    if (match === null) continue
    const { needs } = route
    if (needs !== undefined && !view.may(repository, ...needs)) {
      return view.token === null
        ? failure(401, 'Requires authentication')
        : failure(403, 'Resource not accessible by integration')
    }
    return route.answer({ view, repository, request, params: match.slice(1) })
  }
  return failure(404, 'Not Found')
}

/** An error as the REST API gives it. */
export function failure(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  }
}

const ok = (body: unknown): Answer => ({ status: 200, body })
const notFound = failure(404, 'Not Found')

const readsContents = { method: 'GET', needs: ['contents', 'read'] } as const
const readsPulls = { method: 'GET', needs: ['pullRequests', 'read'] } as const

const routes: readonly Route[] = [
  { method: 'GET', path: /^$/, answer: ({ view, repository }) => ok(repositoryJson(view.state, repository)) },
  { ...readsContents, path: /^\/git\/ref\/(.+)$/, answer: answerRef },
  { ...readsContents, path: /^\/contents\/(.*)$/, answer: answerContents },
  { ...readsContents, path: /^\/commits$/, answer: answerCommits },
  {
    ...readsPulls,
    path: /^\/commits\/([^/]+)\/pulls$/,
    answer: (call) => {
      const oid = findCommit(call.view, call.repository, call.params[0] ?? '')
      if (oid === null) return notFound
      return listOfPulls(call, pullsWith(call.repository, oid, behindIn(call)))
    },
  },
  {
    ...readsContents,
    path: /^\/commits\/(.+)$/,
    answer: ({ view, repository, params: [revision = ''] }) => {
      const oid = findCommit(view, repository, revision)
      return oid === null ? notFound : ok(commitJson(view.state, repository, oid))
    },
  },
  { ...readsContents, path: /^\/compare\/(.+?)\.\.\.(.+)$/, answer: answerComparison },
  { ...readsPulls, path: /^\/pulls$/, answer: answerPulls },
  {
    ...readsPulls,
    path: /^\/pulls\/(\d+)$/,
    answer: withPull((call, pull) => ok(pullJson(call.view.state, pull))),
  },
  {
    ...readsPulls,
    path: /^\/pulls\/(\d+)\/commits$/,
    answer: withPull((call, pull) => {
      const { objects } = call.repository
      const oids =
        pull.merge?.own ?? commitsBetween(objects, pull.base.oid, pull.head.oid).map(({ oid }) => oid)
      return paged(call, oids.toReversed(), (oid) => commitJson(call.view.state, call.repository, oid))
    }),
  },
  {
    ...readsPulls,
    path: /^\/pulls\/(\d+)\/files$/,
    answer: withPull((call, pull) => paged(call, filesOfPull(pull), fileJson)),
  },
  {
    ...readsPulls,
    path: /^\/pulls\/(\d+)\/reviews$/,
    answer: withPull((call, pull) =>
      paged(call, pull.reviews, (review) => reviewJson(call.view.state, pull, review)),
    ),
  },
  {
    method: 'PUT',
    needs: ['contents', 'write'],
    path: /^\/pulls\/(\d+)\/merge$/,
    answer: withPull(answerMerge),
  },
  {
    ...readsPulls,
    path: /^\/issues\/(\d+)\/comments$/,
    answer: withPull((call, pull) =>
      paged(call, commentsOf(pull, call.view.behind(call.repository, 'comments')), (comment) =>
        commentJson(call.view.state, pull, comment),
      ),
    ),
  },
  {
    method: 'POST',
    needs: ['pullRequests', 'write'],
    path: /^\/issues\/(\d+)\/comments$/,
    answer: withPull((call, pull) =>
      withBody(call, (body) => {
        const { view } = call
        if (view.token === null) return failure(401, 'Requires authentication')
        const comment = addComment(pull, view.token.account, body)
        return { status: 201, body: commentJson(view.state, pull, comment) }
      }),
    ),
  },
  {
    ...readsPulls,
    path: /^\/issues\/comments\/(\d+)$/,
    answer: (call) => answerComment(call),
  },
  {
    method: 'PATCH',
    needs: ['pullRequests', 'write'],
    path: /^\/issues\/comments\/(\d+)$/,
    answer: (call) =>
      withBody(call, (body) => {
        changeComment(call.repository, Number(call.params[0]), { body })
        return answerComment(call)
      }),
  },
  {
    method: 'DELETE',
    needs: ['pullRequests', 'write'],
    path: /^\/issues\/comments\/(\d+)$/,
    answer: ({ repository, params: [id] }) =>
      changeComment(repository, Number(id), null) === undefined ? notFound : { status: 204, body: '' },
  },
  {
    method: 'GET',
    needs: ['actions', 'read'],
    path: /^\/actions\/workflows\/([^/]+)\/runs$/,
    answer: answerRuns,
  },
]

function answerUser({ token, state }: View): Answer {
  if (token === null) return failure(401, 'Requires authentication')
  if (token.account.type === 'Bot') return failure(403, 'Resource not accessible by integration')
  return ok(accountJson(state, token.account))
}

function answerRef({ view, repository, params: [ref = ''] }: Call): Answer {
  const oid = findRef(view, repository, `refs/${ref}`)
  if (oid === null) return notFound
  const url = `${view.state.url}/repos/${repository.fullName}/git`
  return ok({
    ref: `refs/${ref}`,
    url: `${url}/refs/${ref}`,
    object: { sha: oid, type: 'commit', url: `${url}/commits/${oid}` },
  })
}

/** A file of up to 1 MB comes as base64 in lines of 60 characters, a larger one without its content. */
function answerContents({ view, repository, request, params: [path = ''] }: Call): Answer {
  const { objects, defaultBranch } = repository
  const found = findObject(view, repository, `${request.query['ref'] ?? defaultBranch}:${path}`)
  if (found === null) return notFound
  if (found.type !== 'blob') {
    const entries = objects.tree(found.oid) ?? []
    return ok(
      entries.map(({ name, type, oid }) => ({
        type: type === 'blob' ? 'file' : 'dir',
        name,
        path: path === '' ? name : `${path}/${name}`,
        sha: oid,
      })),
    )
  }
  const bytes = objects.blob(found.oid) ?? Buffer.alloc(0)
  const isLarge = bytes.length > 1024 * 1024
  return ok({
    type: 'file',
    encoding: isLarge ? 'none' : 'base64',
    size: bytes.length,
    name: path.split('/').at(-1),
    path,
    content: isLarge ? '' : bytes.toString('base64').replaceAll(/.{1,60}/g, '$&\n'),
    sha: found.oid,
  })
}

function answerCommits(call: Call): Answer {
  const { view, repository, request } = call
  const { sha = repository.defaultBranch, path } = request.query
  const oid = findCommit(view, repository, sha)
  if (oid === null) return notFound
  const { objects } = repository
  const commits = path === undefined ? reachable(objects, oid) : historyOf(objects, oid, path)
  return paged(call, commits, (commit) => commitJson(view.state, repository, commit.oid))
}

function answerComparison({ view, repository, params: [base = '', head = ''] }: Call): Answer {
  const { objects } = repository
  const [from, to] = [findCommit(view, repository, base), findCommit(view, repository, head)]
  const start = from === null || to === null ? undefined : mergeBase(objects, from, to)
  if (from === null || to === null || start === undefined) return notFound
  const ahead = commitsBetween(objects, from, to).toReversed()
  const behind = commitsBetween(objects, to, from).length
  const json = (oid: string) => commitJson(view.state, repository, oid)
  return ok({
    base_commit: json(from),
    merge_base_commit: json(start.oid),
    status: comparisonStatus(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: ahead.map(({ oid }) => json(oid)),
    files: changedFiles(objects, start.files, objects.commit(to).files).map(fileJson),
  })
}

export function comparisonStatus(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}

function answerPulls(call: Call): Answer {
  const { state = 'open', base, head, sort = 'created', direction } = call.request.query
  const isDescending = (direction ?? (sort === 'created' ? 'desc' : 'asc')) === 'desc'
  const key = (pull: PullRequestState) => (sort === 'updated' ? pull.updatedAt : pull.createdAt)
  const behind = behindIn(call)
  const isOpen = (pull: PullRequestState) =>
    pull.isOpen || (pull.merge !== null && listedMerge(pull, behind) === null)
  const found = call.repository.pulls
    .filter((pull) => state === 'all' || (state === 'open') === isOpen(pull))
    .filter((pull) => base === undefined || pull.base.ref === base)
    .filter((pull) => head === undefined || `${pull.head.owner}:${pull.head.ref}` === head)
    .sort((one, other) => (isDescending ? -1 : 1) * key(one).localeCompare(key(other)))
  return listOfPulls(call, found)
}

function answerMerge({ view, request }: Call, pull: PullRequestState): Answer {
  if (view.token === null) return failure(401, 'Requires authentication')
  const { merge_method: method } = z
    .object({ merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge') })
    .parse(request.body ?? {})
  if (!pull.isOpen || !mergePulls([pull], method, view.token.account)) {
    return failure(405, 'Pull Request is not mergeable')
  }
  return ok({ sha: pull.merge?.commit, merged: true, message: 'Pull Request successfully merged' })
}

function answerComment({ view, repository, params: [id] }: Call): Answer {
  const found = findComment(repository, Number(id))
  return found === undefined ? notFound : ok(commentJson(view.state, found.pull, found.comment))
}

/** There is always a `webhooks.yml`; other workflows are known by their runs. */
function answerRuns(call: Call): Answer {
  const { view, repository, request, params } = call
  const { branch, event, status } = request.query
  const isOfWorkflow = ({ workflow }: { workflow: string }) => workflow === params[0]
  if (params[0] !== 'webhooks.yml' && !runsOf(repository).some(isOfWorkflow)) return notFound
  const found = runsOf(repository, view.behind(repository, 'runs'))
    .filter(isOfWorkflow)
    .filter((run) => branch === undefined || run.branch === branch)
    .filter((run) => event === undefined || run.event === event)
    .filter((run) => status === undefined || [run.status, run.conclusion].some((is) => is === status))
  const page = paged(call, found, (run) => runJson(view.state, repository, run))
  return { ...page, body: { total_count: found.length, workflow_runs: page.body } }
}

function withPull(answer: (call: Call, pull: PullRequestState) => Answer): (call: Call) => Answer {
  return (call) => {
    const pull = call.repository.findPull(Number(call.params[0]))
    return pull === undefined ? notFound : answer(call, pull)
  }
}

function withBody({ request }: Call, answer: (body: string) => Answer): Answer {
  const content = z.object({ body: z.string().min(1).max(MAX_BODY) }).safeParse(request.body)
  return content.success ? answer(content.data.body) : failure(422, 'Validation Failed')
}

function listOfPulls(call: Call, pulls: readonly PullRequestState[]): Answer {
  const behind = behindIn(call)
  return paged(call, pulls, (pull) => {
    return listedPullJson(call.view.state, pull, listedMerge(pull, behind))
  })
}

function behindIn({ view, repository }: Call): number {
  return view.behind(repository, 'merges')
}

/** A page of a list, with links to the others (GitHub: Using pagination in the REST API). */
function paged<T>({ view, request }: Call, items: readonly T[], json: (item: T) => unknown): Answer {
  const size = Math.min(Number(request.query['per_page'] ?? 30), 100)
  const page = Number(request.query['page'] ?? 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams({ ...request.query, page: String(to) })
    return `<${view.state.url}${request.target.replace(/\?.*/, '')}?${query}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ]
  return {
    status: 200,
    ...(links.length > 0 && { headers: { link: links.join(', ') } }),
    body: items.slice((page - 1) * size, page * size).map(json),
  }
}
