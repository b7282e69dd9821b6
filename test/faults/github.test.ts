import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seedCompany, startAuco } from '../fakes/auco.ts'
import { type PullRequest, type Repository, startGitHub } from '../fakes/github.ts'
import type { Respond, SeenRequest } from '../fakes/recording-server.ts'
import { desired, desiredFile, entries, fileOf, liveFile, stored } from '../fakes/webhooks-file.ts'
import { type InProcessOptions, startStage } from './in-process.ts'
import { VirtualClock } from './virtual-clock.ts'

const stage = startStage()
const [auco, github] = await Promise.all([startAuco(), startGitHub()])
afterAll(() => Promise.all([auco.close(), github.close()]))

let repo: Repository
beforeAll(async () => {
  repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile } })
})
beforeEach(() => {
  auco.edit((company) => Object.assign(company, seedCompany()))
  github.respond = undefined
})

const perform = (options: Pick<InProcessOptions, 'clock' | 'file' | 'env' | 'payload'>) =>
  stage.perform({
    url: auco.url,
    account: auco,
    ...options,
    env: {
      'INPUT_DRY-RUN': 'auto',
      'INPUT_GITHUB-TOKEN': github.botToken,
      INPUT_REMOVALS: 'managed',
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: `${repo.owner}/${repo.name}`,
      GITHUB_WORKFLOW_REF: `${repo.owner}/${repo.name}/.github/workflows/webhooks.yml@refs/heads/main`,
      ...options.env,
    },
  })
const plan = (pull: PullRequest, file: string, clock = new VirtualClock()) =>
  perform({
    clock,
    file,
    env: { GITHUB_EVENT_NAME: 'pull_request' },
    payload: { pull_request: pull },
  })
const apply = (sha: string, clock: VirtualClock) =>
  perform({
    clock,
    file: desiredFile,
    env: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_SHA: sha },
    payload: { commits: [{ id: sha }] },
  })

let changes = 0
/** A commit with this file, and another one of its own. */
const commit = (branch: string, file: string) => {
  changes += 1
  return github.commit(repo, branch, { 'webhooks.yaml': file, [`${changes}`]: '' }, 'feat: change')
}
async function propose(): Promise<PullRequest> {
  const branch = `change-${changes}`
  await commit(branch, desiredFile)
  return github.openPullRequest(repo, branch, 'Change webhooks')
}

const green = { ok: true, result: 'planned' }
const comments = async ({ number }: PullRequest) =>
  (await github.comments(repo, number)).map(({ body }) => body)
const asks = ({ path }: SeenRequest) => path === '/graphql'
const textOf = (body: unknown) =>
  typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : ''

describe('after a fault there is one comment, with the newest plan', () => {
  it.each<[string, (pull: PullRequest) => Respond]>([
    [
      'an update that is lost',
      () =>
        ({ method }) =>
          method === 'PATCH' ? 'reset' : undefined,
    ],
    [
      'a creation whose answer is lost',
      ({ number }) =>
        async ({ path, body }) => {
          if (!path.endsWith('/comments')) return undefined
          await github.comment(repo, number, textOf(body), github.botToken)
          return 'reset'
        },
    ],
  ])('%s', async (what, respond) => {
    const pull = await propose()
    if (what.includes('update')) await plan(pull, liveFile)
    github.respond = respond(pull)
    expect((await plan(pull, liveFile)).ending).toEqual(green)
    github.respond = undefined
    expect((await plan(pull, desiredFile)).ending).toEqual(green)
    expect(await comments(pull)).toEqual([expect.stringContaining('`Audit`')])
  })
})

/** The moment that an answer needs to arrive. */
const arrival = () => new Promise((resolve) => setTimeout(resolve, 20))

// A change made while GitHub is slow must be in the read that the write is based on.
it.each([
  ['1.1 seconds', 1_100, ['GET', 'GET', 'GET', 'PUT', 'GET']],
  ['a second', 1_000, ['GET', 'PUT', 'GET']],
])(
  'GitHub takes %s each time: a read that is older than a second is repeated, three in all',
  async (_, time, sent) => {
    const sha = await commit('main', desiredFile)
    const seen = auco.requests.length
    const clock = new VirtualClock()
    github.respond = async (request) => {
      if (!asks(request)) return undefined
      while (auco.requests[seen]?.status !== 200) await new Promise(setImmediate)
      await arrival()
      clock.advance(time)
      return undefined
    }
    expect((await apply(sha, clock)).ending).toEqual({ ok: true, result: 'applied' })
    expect(auco.requests.slice(seen).map(({ method }) => method)).toEqual(sent)
  },
)

describe('a slow Auco', () => {
  /** The first answer takes so long; `meanwhile` happens before it, after GitHub has answered. */
  const slowly = (clock: VirtualClock, time: number, meanwhile: () => Promise<unknown>) => {
    const seen = github.requests.length
    const isAnswered = () => github.requests.slice(seen).some((one) => one.status === 200 && asks(one))
    auco.quirks.respond = async () => {
      auco.quirks.respond = undefined
      while (!isAnswered()) await new Promise(setImmediate)
      await arrival()
      await meanwhile()
      clock.advance(time)
      return undefined
    }
  }

  it.each([
    [1_100, 'superseded', ['GET', 'GET']],
    [900, 'applied', ['GET', 'PUT', 'GET']],
  ])('for %i ms, while a newer commit is pushed: %s', async (time, result, sent) => {
    const sha = await commit('main', desiredFile)
    const seen = auco.requests.length
    const clock = new VirtualClock()
    slowly(clock, time, async () => {
      const headSha = await commit('main', fileOf(...desired.slice(0, 2)))
      await github.startRun(repo, { event: 'push', branch: 'main', headSha })
    })
    expect((await apply(sha, clock)).ending).toEqual({ ok: true, result })
    expect(auco.requests.slice(seen).map(({ method }) => method)).toEqual(sent)
  })

  it('while the pull request is merged: its comment is not changed', async () => {
    const pull = await propose()
    expect((await plan(pull, fileOf(entries.default))).ending).toEqual(green)
    const before = await comments(pull)
    auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))

    const clock = new VirtualClock()
    slowly(clock, 1_100, () => github.mergePullRequest(repo, pull.number))
    const run = await plan(pull, fileOf(entries.default), clock)
    expect(run.ending).toEqual(green)
    expect(run.stdout).toContain('The pull request is closed')
    expect(await comments(pull)).toEqual(before)
  })
})
