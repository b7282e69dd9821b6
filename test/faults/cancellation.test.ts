import { expect, it } from 'vitest'
import { renderComment } from '../../src/report/comment.ts'
import { sample } from '../campaign/soak.ts'
import { seedCompany } from '../fakes/auco.ts'
import { statusOf } from '../fakes/comment.ts'
import { startCompany } from '../fakes/company.ts'
import type { PullRequest } from '../fakes/github.ts'
import type { Outcome, Respond, SeenRequest } from '../fakes/recording-server.ts'
import type { ActionEvent } from '../fakes/run-action.ts'
import { desired, desiredFile, liveFile, stored } from '../fakes/webhooks-file.ts'
import { fingerprint } from './faulty-auco.ts'

/** The runner sends a second signal after 7.5 seconds; the run must have reported everything by then. */
const timeout = 7_000
const company = await startCompany()
const before = fingerprint(seedCompany().webhooks)
const file = fingerprint(desired.map((entry) => stored(entry)))

/** What the run must say about its write. */
type WriteWord = 'not sent' | 'unknown' | 'confirmed'

/** How the status in the comment begins: what the run last wrote there, which leads to its log. */
const APPLYING = '⏳ **Applying** ([run '
const STATUS = { 'not sent': '**Plan:** 1 to update', unknown: APPLYING, confirmed: APPLYING } as const

interface Boundary {
  readonly at: string
  readonly says: WriteWord
  /** How the status begins, if not as usual. */
  readonly status?: string
  /** The request at which the run hangs when the signal arrives: number `index`, from 0, of those that fit. Only that one. */
  readonly server: 'auco' | 'github'
  readonly fits: (request: SeenRequest) => boolean
  readonly index?: number
  /** The server processes the request; only its answer is missing. */
  readonly isProcessed?: boolean
  /** Sets how Auco behaves. */
  readonly prepare?: () => void
  /** Auco's answer to a write that it doesn't store. */
  readonly writes?: Outcome
  /** What is merged; the default is a file that changes live. */
  readonly wants?: 'what is live' | 'an old commit'
}

const { quirks } = company.auco
const isRead = ({ method }: SeenRequest) => method === 'GET'
const isWrite = ({ method }: SeenRequest) => method === 'PUT'
const isStatus = ({ method }: SeenRequest) => method === 'PATCH'
const storesNothing = () => {
  quirks.storesNothing = true
}
const hidesWrites = () => {
  quirks.onWrite = () => {
    quirks.staleReads = 100
  }
}

const read = { server: 'auco', fits: isRead } as const
const write = { server: 'auco', fits: isWrite } as const
const status = { server: 'github', fits: isStatus } as const
/** Tested with both signals. */
const major: readonly Boundary[] = [
  { at: 'the read', says: 'not sent', ...read },
  { at: 'the write, before it is stored', says: 'unknown', ...write },
  { at: 'the write, once it is stored', says: 'unknown', ...write, isProcessed: true },
  ...[1, 2, 3, 4, 5].map(
    (index): Boundary => ({
      at: `read-back ${index} of a stored write that reads do not show`,
      says: 'unknown',
      ...{ ...read, index, prepare: hidesWrites },
    }),
  ),
  { at: 'the status of a verified apply', says: 'confirmed', ...status, index: 1 },
  {
    at: 'the status of a verified apply, once it is written',
    says: 'confirmed',
    status: '✅ **Applied and verified** by [run ',
    ...{ ...status, index: 1, isProcessed: true },
  },
]
/** Tested with one of the signals only, which alternates. */
const minor: readonly Boundary[] = [
  { at: 'the read, whose answer does not arrive', says: 'not sent', ...read, isProcessed: true },
  {
    at: 'the question for the branch',
    says: 'not sent',
    server: 'github',
    fits: ({ path }) => path === '/graphql',
  },
  {
    at: 'read-back 1, whose answer shows the file but does not arrive',
    says: 'unknown',
    ...{ ...read, index: 1, isProcessed: true },
  },
  {
    at: 'the second write, after the first was lost',
    says: 'unknown',
    ...{ ...write, index: 1, prepare: storesNothing },
  },
  { at: 'the status of an apply with nothing to do', says: 'not sent', ...status, wants: 'what is live' },
  {
    at: 'the status of a run that a newer one took over',
    says: 'not sent',
    ...status,
    wants: 'an old commit',
  },
  {
    at: 'the status of three lost writes',
    says: 'unknown',
    ...{ ...status, index: 1, prepare: storesNothing },
  },
  {
    at: 'the status of a refused write',
    says: 'not sent',
    status: APPLYING,
    ...{ ...status, index: 1, writes: { status: 422, body: { message: 'Invalid data' } } },
  },
]
const signals = ['SIGINT', 'SIGTERM'] as const
const cases = [
  ...major.flatMap((boundary) => signals.map((name) => [name, boundary.at, boundary] as const)),
  ...minor.map((boundary, index) => [signals[index % 2] ?? 'SIGINT', boundary.at, boundary] as const),
]

it.each(sample(cases))('%s during %s', { timeout }, async (name, _, boundary) => {
  const { event, pull } = await mergedChange(boundary.wants)
  const reached = hangAt(boundary)
  boundary.prepare?.()
  const run = await company.apply({
    file: boundary.wants === 'what is live' ? liveFile : desiredFile,
    event,
    fastClock: true,
    signal: { name, when: reached },
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  const errors = run.annotations.filter(({ level }) => level === 'error')
  expect(errors).toMatchObject([{ message: expect.stringMatching(/^The run was cancelled\. /) }])
  const words = /not sent|unknown|confirmed/g
  expect(errors[0]?.message.match(words)).toEqual([boundary.says])
  const begin = boundary.status ?? STATUS[boundary.says]
  expect(statusOf((await company.comments(pull))[0])?.slice(0, begin.length)).toBe(begin)

  const now = fingerprint(company.auco.company().webhooks)
  const hasWritten = run.toAuco.some(([method]) => method === 'PUT')
  if (boundary.says === 'not sent') expect(now).toBe(before)
  if (boundary.writes === undefined) expect(hasWritten).toBe(boundary.says !== 'not sent')
  if (boundary.says === 'confirmed') expect(now).toBe(file)
})

/** Merges a pull request with a plan comment. `event`: of the push. */
async function mergedChange(
  wants: Boundary['wants'],
): Promise<{ readonly event: ActionEvent; readonly pull: PullRequest }> {
  const { github, repo } = company
  const pull = await company.propose(wants === 'what is live' ? `${liveFile}\n` : desiredFile)
  const name = { environment: 'stage', config: 'webhooks.yaml', sha: pull.head.sha, isFinal: false } as const
  const comment = renderComment('Auco webhooks', [{ ...name, text: STATUS['not sent'] }])
  await github.comment(repo, pull.number, comment, github.botToken)
  const event = await company.merge(pull)
  if (wants === 'an old commit') await company.push(liveFile)
  return { event, pull }
}

/** Resolves when the comment has a status of this run. */
async function untilStatus(seen: number): Promise<void> {
  const { requests } = company.github
  while (!requests.slice(seen).some((request) => isStatus(request) && request.status === 200)) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  // The answer still has to arrive.
  await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Resolves when the boundary's request arrives, which then gets no answer; later ones do. */
function hangAt({ server, fits, index = 0, isProcessed, writes }: Boundary): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const seen = company.github.requests.length
  let earlier = 0
  const hang: Respond = async (request, own) => {
    if (!fits(request)) return undefined
    earlier += 1
    if (earlier !== index + 1) return undefined
    if (isProcessed) await own()
    // What is written beside a write arrives with it.
    if (server === 'auco' && (isWrite(request) || index > 0)) await untilStatus(seen)
    resolve()
    return 'silence'
  }
  if (server === 'github') company.github.respond = hang
  else quirks.respond = hang
  if (writes !== undefined) quirks.respond = (request) => (isWrite(request) ? writes : undefined)
  return promise
}
