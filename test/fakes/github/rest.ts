import * as z from 'zod'
import type { Answer, SeenRequest } from '../recording-server.ts'
import { addComment, type Pull, type RepositoryState, type Run } from './repository.ts'
import type { Permissions, View } from './view.ts'

const HTML = 'https://github.com'
/** GitHub refuses a longer comment as invalid. */
const Content = z.object({ body: z.string().min(1).max(65_536) })

/** The permission that a route needs, and its answer. `part`: what the brackets of its path hold. */
type Route = readonly [
  method: string,
  /** After `/repos/{owner}/{name}`. */
  path: RegExp,
  what: keyof Permissions,
  access: 'read' | 'write',
  answer: (view: View, part: string, request: SeenRequest) => Answer,
]

/** Answers a request to the REST API. `path`: after `/repos/{owner}/{name}`. */
export function answerRest(view: View, path: string, request: SeenRequest): Answer {
  for (const [method, pattern, what, access, answer] of routes) {
    const match = request.method === method ? pattern.exec(path) : null
    if (match === null) continue
    if (!view.may(what, access)) return failure(403, 'Resource not accessible by integration')
    return answer(view, match[1] ?? '', request)
  }
  return notFound
}

/** An error as the REST API gives it. */
export function failure(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' } }
}

export const notFound = failure(404, 'Not Found')
const invalid = failure(422, 'Validation Failed')

const COMMENT = /^\/issues\/comments\/(\d+)$/
const routes: readonly Route[] = [
  ['GET', COMMENT, 'pullRequests', 'read', answerComment],
  ['POST', /^\/issues\/(\d+)\/comments$/, 'pullRequests', 'write', postComment],
  ['PATCH', COMMENT, 'pullRequests', 'write', editComment],
  ['DELETE', COMMENT, 'pullRequests', 'write', deleteComment],
  ['GET', /^\/actions\/workflows\/([^/]+)\/runs$/, 'actions', 'read', answerRuns],
]

function postComment({ repository, token }: View, number: string, { body: sent }: SeenRequest): Answer {
  const pull = repository.findPull(Number(number))
  const content = Content.safeParse(sent)
  if (pull === undefined) return notFound
  if (!content.success) return invalid
  const { id, body } = addComment(pull, token.login, content.data.body)
  return { status: 201, body: { id, body, html_url: commentUrl(pull, id) } }
}

function editComment(view: View, id: string, { body: sent }: SeenRequest): Answer {
  const content = Content.safeParse(sent)
  if (!content.success) return invalid
  view.repository.changeComment(Number(id), content.data.body)
  return answerComment(view, id)
}

function deleteComment({ repository }: View, id: string): Answer {
  return repository.changeComment(Number(id), null) ? { status: 204, body: '' } : notFound
}

function answerComment({ repository }: View, id: string): Answer {
  const found = repository.findComment(Number(id))
  return found === undefined ? notFound : { status: 200, body: { id: Number(id), body: found.comment.body } }
}

/** The newest runs. There is always a `webhooks.yml`; other workflows are known by their runs. */
function answerRuns(view: View, workflow: string, { query }: SeenRequest): Answer {
  const { branch, event, per_page: size = 30 } = query
  const ofWorkflow = view.repository
    .runsBehind(view.behind('runs'))
    .filter((run) => run.workflow === workflow)
  if (workflow !== 'webhooks.yml' && ofWorkflow.length === 0) return notFound
  const found = ofWorkflow
    .filter((run) => branch === undefined || run.branch === branch)
    .filter((run) => event === undefined || run.event === event)
  const runs = found.slice(0, Number(size)).map((run) => runJson(view.repository, run))
  return { status: 200, body: { total_count: found.length, workflow_runs: runs } }
}

function runJson({ fullName }: RepositoryState, run: Run) {
  return {
    id: run.id,
    head_branch: run.branch,
    head_sha: run.headSha,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    head_repository: { full_name: run.headRepository.fullName },
    html_url: `${HTML}/${fullName}/actions/runs/${run.id}`,
  }
}

export function pullUrl({ repository, number }: Pull): string {
  return `${HTML}/${repository.fullName}/pull/${number}`
}

export function commentUrl(pull: Pull, id: number): string {
  return `${pullUrl(pull)}#issuecomment-${id}`
}
