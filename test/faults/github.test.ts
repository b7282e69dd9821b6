import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sample } from '../campaign/soak.ts'
import { seedCompany, startAuco } from '../fakes/auco.ts'
import { type PullRequest, type Repository, startGitHub } from '../fakes/github.ts'
import type { Outcome, Respond, SeenRequest } from '../fakes/recording-server.ts'
import { desired, desiredFile, entries, fileOf, liveFile, stored } from '../fakes/webhooks-file.ts'
import { fingerprint } from './faulty-auco.ts'
import { type InProcessOptions, type InProcessRun, startStage } from './in-process.ts'
import { VirtualClock } from './virtual-clock.ts'

const stage = startStage()
const [auco, github] = await Promise.all([startAuco(), startGitHub()])
afterAll(() => Promise.all([auco.close(), github.close()]))
const file = fingerprint(desired.map((entry) => stored(entry)))

let repo: Repository
beforeAll(async () => {
  repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile } })
})

const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes.'
const json = { 'content-type': 'application/json; charset=utf-8' }
/** All the ways in which GitHub can refuse, fail or send nonsense. */
const replies: Readonly<Record<string, Outcome>> = {
  '401': { status: 401, body: { message: 'Bad credentials' } },
  '403': { status: 403, body: { message: 'Resource not accessible by integration' } },
  '404': { status: 404, body: { message: 'Not Found' } },
  '422': { status: 422, body: { message: 'Validation Failed' } },
  '429': { status: 429, headers: { 'retry-after': '3600' }, body: { message: 'Too many requests' } },
  'a secondary rate limit': { status: 403, headers: { 'retry-after': '60' }, body: { message: secondary } },
  '500': { status: 500, body: { message: 'Server Error' } },
  '502 as HTML': { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Unicorn</h1>' },
  'a reset': 'reset',
  'bytes that are no HTTP': (response) => {
    response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n')
  },
  'broken JSON': { status: 200, headers: json, body: '[{"id": 1, "body": "' },
  'a page of HTML': { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Sign in</p>' },
}
type Fits = (request: SeenRequest) => boolean
const asks: Fits = ({ path }) => path === '/graphql'
const asksHistory: Fits = ({ body }) => JSON.stringify(body ?? null).includes('isTruncated')
const asksRuns: Fits = ({ path }) => path.includes('/actions/workflows/')
const creates: Fits = ({ method, path }) => method === 'POST' && /\/issues\/\d+\/comments$/.test(path)
const updates: Fits = ({ method }) => method === 'PATCH'
const anything: Fits = () => true

async function perform(options: Partial<InProcessOptions> & { file: string }): Promise<InProcessRun> {
  const run = await stage.perform({
    url: auco.url,
    account: auco,
    clock: new VirtualClock(),
    ...options,
    env: {
      'INPUT_GITHUB-TOKEN': github.botToken,
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: `${repo.owner}/${repo.name}`,
      GITHUB_WORKFLOW_REF: `${repo.owner}/${repo.name}/.github/workflows/webhooks.yml@refs/heads/main`,
      ...options.env,
    },
  })
  expect(run.stdout).not.toMatch(/undici|octokit|HttpError|Unicorn|Sign in|^\s+at /im)
  return run
}

const plan = (pull: PullRequest, text: string, clock = new VirtualClock()) =>
  perform({
    clock,
    file: text,
    env: { GITHUB_EVENT_NAME: 'pull_request', 'INPUT_DRY-RUN': 'auto' },
    payload: { pull_request: pull },
  })

const pushOf = (sha: string) => ({
  env: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_SHA: sha, 'INPUT_DRY-RUN': 'auto' },
  payload: { commits: [{ id: sha }] },
})

const green = { ok: true, result: 'planned' }
const marked = async ({ number }: PullRequest) =>
  (await github.comments(repo, number)).filter(({ body }) => body.startsWith('<!-- auco-webhooks-action'))

let branches = 0
async function propose(): Promise<PullRequest> {
  branches += 1
  const branch = `change-${branches}`
  await github.commit(repo, branch, { 'webhooks.yaml': desiredFile, [branch]: '' }, `feat: ${branch}`)
  return github.openPullRequest(repo, branch, 'Change webhooks')
}

/** Runs the steps while GitHub gives this answer to requests that fit, of which there must be some. */
async function whileGitHub<T>(fits: Fits, outcome: Respond, steps: () => Promise<T>): Promise<T> {
  const seen = github.requests.length
  github.respond = (request, own) => (fits(request) ? outcome(request, own) : undefined)
  const result = await steps()
  github.respond = undefined
  expect(github.requests.slice(seen).some(fits)).toBe(true)
  return result
}

/** Another version of the file, whose plan has another comment. */
const otherFile = fileOf(...desired.slice(0, 2), { ...entries.audit, description: 'Audit trail, revised' })

describe.each(Object.entries(replies))('GitHub answers %s', (_, outcome) => {
  it.each([
    ['the question', asks],
    ['the update of the comment', updates],
    ['everything', anything],
  ])('to %s: the plan is green, and there is one comment', async (_, fits) => {
    const pull = await propose()
    expect((await plan(pull, desiredFile)).ending).toEqual(green)
    const run = await whileGitHub(
      fits,
      () => outcome,
      () => plan(pull, otherFile),
    )
    expect(run.ending).toEqual(green)
    expect((await plan(pull, otherFile)).ending).toEqual(green)
    expect(await marked(pull)).toMatchObject([{ body: expect.stringContaining('Audit trail, revised') }])
  })

  it.each([
    ['is not made', false],
    ['is made all the same', true],
  ])('to the creation of the comment, which %s: the next run leaves one', async (_, isMade) => {
    const pull = await propose()
    const create: Respond = async ({ body }) => {
      if (isMade) await github.comment(repo, pull.number, textOf(body), github.botToken)
      return outcome
    }
    const first = await whileGitHub(creates, create, () => plan(pull, desiredFile))
    expect(first.ending).toEqual(green)
    if (!isMade) expect(await marked(pull)).toEqual([])
    expect((await plan(pull, desiredFile)).ending).toEqual(green)
    expect(await marked(pull)).toHaveLength(1)
  })
})

function textOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('body' in body)) throw new Error('No comment')
  return String(body.body)
}

describe('an apply while GitHub fails in part', () => {
  const merged = { sha: '', runs: 0 }
  beforeAll(async () => {
    const pull = await propose()
    await plan(pull, desiredFile)
    merged.sha = await github.mergePullRequest(repo, pull.number)
  })

  const apply = async (
    options: Partial<Pick<InProcessOptions, 'clock'>> & { file?: string } = {},
    sha = merged.sha,
  ) => {
    merged.runs += 1
    auco.edit((company) => Object.assign(company, seedCompany()))
    const { env, payload } = pushOf(sha)
    // Each run has its own id, so that the status changes.
    const own = { ...env, GITHUB_RUN_ID: `${merged.runs}`, INPUT_REMOVALS: 'managed' }
    return perform({ file: desiredFile, ...options, payload, env: own })
  }

  describe.each(sample(Object.entries(replies)))('%s', (_, outcome) => {
    it('to the status in the comment: the apply is verified and green', async () => {
      const run = await whileGitHub(
        updates,
        () => outcome,
        () => apply(),
      )
      expect(run.ending).toEqual({ ok: true, result: 'applied' })
      expect(fingerprint(auco.company().webhooks)).toBe(file)
      expect(run.summary).toMatch(/applied and verified/i)
    })

    it.each([
      ['the branch', asks, desiredFile, () => merged.sha, 'head-unknown'],
      // `Billing` is at Auco, but not in this file.
      ['earlier versions', asksHistory, fileOf(entries.default), () => merged.sha, 'history-unknown'],
      ['newer runs', asksRuns, liveFile, () => repo.headSha, 'runs-unknown'],
    ])('to the question for %s: red, and nothing is written', async (_, fits, text, shaOf, code) => {
      const seen = auco.requests.length
      const run = await whileGitHub(
        fits,
        () => outcome,
        () => apply({ file: text }, shaOf()),
      )
      expect(run.ending).toMatchObject({ ok: false, error: { code } })
      expect(auco.requests.slice(seen).filter(({ method }) => method === 'PUT')).toEqual([])
    })
  })

  // A change made while GitHub is slow must be in the read that the write is based on.
  it.each([
    ['1.1 seconds', 1_100, ['GET', 'GET', 'GET', 'PUT', 'GET']],
    ['a second', 1_000, ['GET', 'PUT', 'GET']],
  ])(
    'that takes %s each time: a read that is older than a second is repeated, three in all',
    async (_, time, sent) => {
      const seen = auco.requests.length
      const clock = new VirtualClock()
      const slow: Respond = async () => {
        while (auco.requests[seen]?.status !== 200) await new Promise(setImmediate)
        await arrival()
        clock.advance(time)
        return undefined
      }
      const run = await whileGitHub(asks, slow, () => apply({ clock }))
      expect(run.ending).toEqual({ ok: true, result: 'applied' })
      expect(auco.requests.slice(seen).map(({ method }) => method)).toEqual(sent)
    },
  )
})

/** The moment that an answer needs to arrive. */
const arrival = () => new Promise((resolve) => setTimeout(resolve, 20))

/** Waits until the next request that fits is answered, and has arrived. */
function untilAnswered(fits: Fits): () => Promise<void> {
  const seen = github.requests.length
  const isThere = () => github.requests.slice(seen).some((request) => request.status === 200 && fits(request))
  return async () => {
    while (!isThere()) await new Promise(setImmediate)
    await arrival()
  }
}

describe('a slow Auco', () => {
  /** The first answer takes so long; `meanwhile` happens before it, after GitHub has answered. */
  const slowly = (clock: VirtualClock, time: number, meanwhile: () => Promise<unknown>) => {
    const isSlow = auco.requests.length
    const isAnswered = untilAnswered(asks)
    auco.quirks.respond = async () => {
      if (auco.requests.length > isSlow + 1) return undefined
      auco.quirks.respond = undefined
      await isAnswered()
      await meanwhile()
      clock.advance(time)
      return undefined
    }
  }

  it.each([
    [1_100, 'superseded', ['GET', 'GET']],
    [900, 'applied', ['GET', 'PUT', 'GET']],
  ])('for %i ms, while a newer commit is pushed: %s', async (time, result, sent) => {
    auco.edit((company) => Object.assign(company, seedCompany()))
    const sha = await github.commit(
      repo,
      'main',
      { 'webhooks.yaml': desiredFile, [`${time}`]: '' },
      'feat: one',
    )
    const seen = auco.requests.length
    const clock = new VirtualClock()
    slowly(clock, time, async () => {
      const headSha = await github.commit(repo, 'main', { 'webhooks.yaml': otherFile }, 'feat: newer')
      await github.startRun(repo, { event: 'push', branch: 'main', headSha })
    })
    const run = await perform({
      clock,
      file: desiredFile,
      ...pushOf(sha),
    })
    expect(run.ending).toEqual({ ok: true, result })
    expect(auco.requests.slice(seen).map(({ method }) => method)).toEqual(sent)
  })

  it('while the pull request is merged: its comment is not changed', async () => {
    auco.edit((company) => Object.assign(company, seedCompany()))
    const pull = await propose()
    expect((await plan(pull, fileOf(entries.default))).ending).toEqual(green)
    const before = await marked(pull)
    auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))

    const clock = new VirtualClock()
    slowly(clock, 1_100, () => github.mergePullRequest(repo, pull.number))
    const run = await plan(pull, fileOf(entries.default), clock)
    expect(run.ending).toEqual(green)
    expect(run.stdout).toContain('The pull request is closed')
    expect(await marked(pull)).toEqual(before)
  })
})
