import { expect, it } from 'vitest'
import { renderComment } from '../../src/report/comment.ts'
import { seedCompany } from '../fakes/auco.ts'
import { statusOf } from '../fakes/comment.ts'
import { startCompany } from '../fakes/company.ts'
import type { Respond, SeenRequest } from '../fakes/recording-server.ts'
import { desiredFile, liveFile } from '../fakes/webhooks-file.ts'

/** The runner sends a second signal after 7.5 seconds; the run must have reported everything by then. */
const timeout = 7_000
const company = await startCompany()
const { github } = company
const { quirks } = company.auco

/** How the status in the comment begins: as the plan has left it, or as the run has, with a link to its log. */
const PLANNED = '**Plan:** 1 to update'
const APPLYING = '⏳ **Applying** ([run '

/** The request that hangs when the signal arrives: number `index`, from 0, of those with this method. */
interface Boundary {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH'
  readonly index: number
  /** The server handles the request; only its answer is missing. */
  readonly isHandled?: boolean
  /** Auco has refused the write. */
  readonly isRefused?: boolean
}
const at = (method: Boundary['method'], index = 0, more: Partial<Boundary> = {}): Boundary => {
  return { method, index, ...more }
}

/** What the run must say about its write (that each write counts: test/unit/action/write-and-verify.test.ts), and how the status begins. What is merged is by default a file that Auco doesn't have. */
type Row = [string, says: string, status: string, Boundary, merged?: 'what Auco has' | 'an old commit']
const isHandled = true
it.each<Row>([
  ['the question for the branch', 'not sent', PLANNED, at('POST')],
  ['the read, whose answer does not arrive', 'not sent', PLANNED, at('GET', 0, { isHandled })],
  ['the write, before it is stored', 'unknown', APPLYING, at('PUT')],
  ['the write, once it is stored', 'unknown', APPLYING, at('PUT', 0, { isHandled })],
  ['a read-back whose answer does not arrive', 'unknown', APPLYING, at('GET', 1, { isHandled })],
  ['the status of a refused write', 'not sent', APPLYING, at('PATCH', 1, { isRefused: true })],
  ['the status of a verified apply', 'confirmed', APPLYING, at('PATCH', 1)],
  ['that status, once it is written', 'confirmed', '✅ **Applied and', at('PATCH', 1, { isHandled })],
  ['the status of an apply with nothing to do', 'not sent', PLANNED, at('PATCH'), 'what Auco has'],
  ['the status of a run that a newer one took over', 'not sent', PLANNED, at('PATCH'), 'an old commit'],
])('cancelled during %s', { timeout }, async (_, says, status, boundary, merged) => {
  const pull = await company.propose(merged === 'what Auco has' ? `${liveFile}\n` : desiredFile)
  const section = { environment: 'stage', config: 'webhooks.yaml', sha: pull.head.sha } as const
  const comment = renderComment('Auco webhooks', [{ ...section, isFinal: false, text: PLANNED }])
  await github.comment(company.repo, pull.number, comment, github.botToken)
  const event = await company.merge(pull)
  if (merged === 'an old commit') await company.push(liveFile)

  const run = await company.apply({
    file: merged === 'what Auco has' ? liveFile : desiredFile,
    event,
    fastClock: true,
    signal: { name: says === 'unknown' ? 'SIGINT' : 'SIGTERM', when: hangAt(boundary) },
  })
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  const errors = run.annotations.filter(({ level }) => level === 'error')
  expect(errors).toMatchObject([{ message: expect.stringMatching(/^The run was cancelled\. /) }])
  expect(errors[0]?.message.match(/not sent|unknown|confirmed/g)).toEqual([says])
  expect(statusOf((await company.comments(pull))[0])?.slice(0, status.length)).toBe(status)
  if (says === 'not sent') expect(company.auco.company()).toEqual(seedCompany())
})

it('cancelled during a plan of what was merged: its comment stays as it is', { timeout }, async () => {
  const { pull, comment } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const signal = { name: 'SIGTERM', when: hangAt(at('GET')) } as const
  const run = await company.plan({ file: desiredFile, event, inputs: { 'dry-run': 'true' }, signal })
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('cancelled') }])
  expect(await company.comments(pull)).toEqual([comment])
})

const isStatus = ({ method }: SeenRequest) => method === 'PATCH'

/** Resolves when GitHub has answered the first status, which is written beside the write. */
async function untilStatus(seen: number): Promise<void> {
  while (!github.requests.slice(seen).some((request) => isStatus(request) && request.status === 200)) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  // The answer still has to arrive.
  await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Resolves when the boundary's request arrives, which then gets no answer; later ones do. */
function hangAt({ method, index, isHandled, isRefused }: Boundary): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const seen = github.requests.length
  let count = 0
  const hang: Respond = async (request, own) => {
    if (request.method === 'PUT' && isRefused) return { status: 422, body: '' }
    if (request.method !== method) return undefined
    count += 1
    if (count !== index + 1) return undefined
    if (isHandled) await own()
    if (method === 'PUT' || (method === 'GET' && index > 0)) await untilStatus(seen)
    resolve()
    return 'silence'
  }
  quirks.respond = hang
  github.respond = method === 'POST' || method === 'PATCH' ? hang : undefined
  return promise
}
