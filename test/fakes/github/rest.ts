import * as z from 'zod'
import type { Answer, SeenRequest } from '../recording-server.ts'
import type { Access, Permissions } from './accounts.ts'
import { addComment, changeComment, findComment } from './pull-request.ts'
import type { RepositoryState } from './repository.ts'
import { commentJson, runJson } from './rest-json.ts'
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

const notFound = failure(404, 'Not Found')

const routes: readonly Route[] = [
  {
    method: 'POST',
    needs: ['pullRequests', 'write'],
    path: /^\/issues\/(\d+)\/comments$/,
    answer: (call) => {
      const { view, repository, params } = call
      const pull = repository.findPull(Number(params[0]))
      if (pull === undefined) return notFound
      return withBody(call, (body) => {
        if (view.token === null) return failure(401, 'Requires authentication')
        const comment = addComment(pull, view.token.account, body)
        return { status: 201, body: commentJson(view.state, pull, comment) }
      })
    },
  },
  {
    method: 'GET',
    needs: ['pullRequests', 'read'],
    path: /^\/issues\/comments\/(\d+)$/,
    answer: answerComment,
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

function answerComment({ view, repository, params: [id] }: Call): Answer {
  const found = findComment(repository, Number(id))
  if (found === undefined) return notFound
  return { status: 200, body: commentJson(view.state, found.pull, found.comment) }
}

/** The newest runs. There is always a `webhooks.yml`; other workflows are known by their runs. */
function answerRuns({ view, repository, request, params }: Call): Answer {
  const { branch, event, per_page: size = 30 } = request.query
  const isOfWorkflow = ({ workflow }: { workflow: string }) => workflow === params[0]
  if (params[0] !== 'webhooks.yml' && !runsOf(repository).some(isOfWorkflow)) return notFound
  const found = runsOf(repository, view.behind(repository, 'runs'))
    .filter(isOfWorkflow)
    .filter((run) => branch === undefined || run.branch === branch)
    .filter((run) => event === undefined || run.event === event)
  const runs = found.slice(0, Number(size)).map((run) => runJson(view.state, repository, run))
  return { status: 200, body: { total_count: found.length, workflow_runs: runs } }
}

function withBody({ request }: Call, answer: (body: string) => Answer): Answer {
  const content = z.object({ body: z.string().min(1).max(MAX_BODY) }).safeParse(request.body)
  return content.success ? answer(content.data.body) : failure(422, 'Validation Failed')
}
