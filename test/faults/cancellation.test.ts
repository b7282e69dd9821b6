import { expect, it } from 'vitest'
import { renderMarker } from '../../src/report/marker.ts'
import { tellFigures } from '../campaign/figures.ts'
import { sample } from '../campaign/soak.ts'
import { seedCompany } from '../fakes/auco.ts'
import { statusOf } from '../fakes/comment.ts'
import { startCompany } from '../fakes/company.ts'
import type { PullRequest } from '../fakes/github.ts'
import type { Outcome, Respond, SeenRequest } from '../fakes/recording-server.ts'
import type { ActionEvent } from '../fakes/run-action.ts'
import { desired, desiredFile, liveFile, stored } from '../fakes/webhooks-file.ts'
import { fingerprint } from './faulty-auco.ts'
import { figuresOfRuns } from './figures.ts'

/** The runner sends a second signal after 7.5 seconds; the run must have reported everything by then. */
const timeout = 7_000
const company = await startCompany()
const before = fingerprint(seedCompany().webhooks)
const file = fingerprint(desired.map((entry) => stored(entry)))

/** What the run must say about its write. */
type WriteWord = 'not sent' | 'unknown' | 'confirmed'

const planned = '**Plan:** 1 to update'
/** How the status in the plan comment begins. */
const STATUS = {
  'not sent': '❌ **Not applied:** The run was cancelled. The write was not sent. Run the job again ',
  unknown: '❌ **Unknown whether it was applied:** The run was cancelled. The write was sent, and ',
  confirmed: '✅ **Applied and verified** by [run ',
} as const

interface Boundary {
  readonly at: string
  readonly says: WriteWord
  /** How the status begins if the run knew its end by then: the comment gets it all the same. */
  readonly status?: string
  /** What had failed by then, as the error begins. */
  readonly failure?: string
  /** Tested with one of the signals only, which alternates. */
  readonly minor?: true
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
  /** Somebody pushes another file before the signal. */
  readonly isOvertaken?: true
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

const boundaries: readonly Boundary[] = [
  { at: 'the read', says: 'not sent', server: 'auco', fits: isRead },
  {
    minor: true,
    at: 'the read, whose answer does not arrive',
    says: 'not sent',
    server: 'auco',
    fits: isRead,
    isProcessed: true,
  },
  {
    minor: true,
    at: 'the question for the branch and its reviews',
    says: 'not sent',
    server: 'github',
    fits: ({ path }) => path === '/graphql',
  },
  { at: 'the write, before it is stored', says: 'unknown', server: 'auco', fits: isWrite },
  { at: 'the write, once it is stored', says: 'unknown', server: 'auco', fits: isWrite, isProcessed: true },
  {
    minor: true,
    at: 'the write, while another file is pushed',
    says: 'unknown',
    server: 'auco',
    fits: isWrite,
    isOvertaken: true,
  },
  ...[1, 2, 3, 4, 5].map(
    (index): Boundary => ({
      at: `read-back ${index} of a stored write that reads do not show`,
      says: 'unknown',
      server: 'auco',
      fits: isRead,
      index,
      prepare: hidesWrites,
    }),
  ),
  {
    minor: true,
    at: 'read-back 1, whose answer shows the file but does not arrive',
    says: 'unknown',
    server: 'auco',
    fits: isRead,
    index: 1,
    isProcessed: true,
  },
  {
    minor: true,
    at: 'the second write, after the first was lost',
    says: 'unknown',
    server: 'auco',
    fits: isWrite,
    index: 1,
    prepare: storesNothing,
  },
  { at: 'the status of a verified apply', says: 'confirmed', server: 'github', fits: isStatus },
  {
    at: 'the status of a verified apply, once it is written',
    says: 'confirmed',
    server: 'github',
    fits: isStatus,
    isProcessed: true,
  },
  {
    minor: true,
    at: 'the status of an apply with nothing to do',
    says: 'not sent',
    status: '✅ **Nothing to do:** ',
    server: 'github',
    fits: isStatus,
    wants: 'what is live',
  },
  {
    minor: true,
    at: 'the status of a superseded apply',
    says: 'not sent',
    status: '**Superseded by ',
    server: 'github',
    fits: isStatus,
    wants: 'an old commit',
  },
  {
    minor: true,
    at: 'the status of three lost writes',
    says: 'unknown',
    status: '❌ **Not applied:** 3 writes were not applied',
    failure: '3 writes were not applied: live is still what it was before',
    server: 'github',
    fits: isStatus,
    prepare: storesNothing,
  },
  {
    minor: true,
    at: 'the status of a refused write',
    says: 'not sent',
    status: '❌ **Not applied:** Auco refuses the webhooks as invalid (422)',
    failure: 'Auco refuses the webhooks as invalid (422)',
    server: 'github',
    fits: isStatus,
    writes: { status: 422, body: { message: 'Invalid data' } },
  },
]

const endings: { served: { kind: 'read' | 'write' }[]; ended: string; green: boolean }[] = []

const minor = boundaries.filter((boundary) => boundary.minor)
const cases = boundaries.flatMap((boundary) =>
  (['SIGINT', 'SIGTERM'] as const)
    .filter((_, index) => !boundary.minor || minor.indexOf(boundary) % 2 === index)
    .map((name) => [name, boundary.at, boundary] as const),
)

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
  const [error, ...others] = errors.map(({ message }) => message)
  expect(others).toEqual([])
  const beginning = boundary.failure ?? 'The run was cancelled. '
  expect(error?.slice(0, beginning.length)).toBe(beginning)
  const words = (['not sent', 'unknown', 'confirmed'] as const).filter((word) => error?.includes(word))
  expect(words).toEqual(boundary.failure === undefined ? [boundary.says] : [])
  const status = boundary.status ?? STATUS[boundary.says]
  expect(statusOf((await company.comments(pull))[0])?.slice(0, status.length)).toBe(status)

  const now = fingerprint(company.auco.company().webhooks)
  const writes = run.toAuco.filter(([method]) => method === 'PUT')
  if (boundary.says === 'not sent') expect(now).toBe(before)
  if (boundary.says === 'not sent' && boundary.writes === undefined) expect(writes).toEqual([])
  if (boundary.says === 'unknown') expect(writes).not.toEqual([])
  if (boundary.says === 'confirmed') expect(now).toBe(file)
  endings.push({
    served: run.toAuco.map(([method]) => ({ kind: method === 'PUT' ? 'write' : 'read' })),
    ended: words.join(),
    green: false,
  })
})

/** Merges a pull request with a plan comment. `event`: of the push. */
async function mergedChange(
  wants: Boundary['wants'],
): Promise<{ readonly event: ActionEvent; readonly pull: PullRequest }> {
  const { github, repo } = company
  const pull = await company.propose(wants === 'what is live' ? `${liveFile}\n` : desiredFile)
  const identity = { title: 'Auco webhooks · stage', config: 'webhooks.yaml', environment: 'stage' }
  const comment = `${renderMarker(identity, null, null)}\n\n<!-- auco:status -->\n\n${planned}\n`
  await github.comment(repo, pull.number, comment, github.botToken)
  const event = await company.merge(pull)
  if (wants === 'an old commit') await company.push(liveFile)
  return { event, pull }
}

/** Resolves when the boundary's request arrives, which then gets no answer; later ones do. */
function hangAt({ server, fits, index = 0, isProcessed, isOvertaken, writes }: Boundary): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let earlier = 0
  const hang: Respond = async (request, own) => {
    if (!fits(request)) return undefined
    earlier += 1
    if (earlier !== index + 1) return undefined
    if (isProcessed) await own()
    if (isOvertaken) await company.push(liveFile)
    resolve()
    return 'silence'
  }
  if (server === 'github') company.github.respond = hang
  else quirks.respond = hang
  if (writes !== undefined) quirks.respond = (request) => (isWrite(request) ? writes : undefined)
  return promise
}

tellFigures('Cancelled runs', () => figuresOfRuns(endings, { boundaries: boundaries.length }))
