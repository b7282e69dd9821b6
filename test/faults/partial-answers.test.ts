import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { readBranch } from '../../src/github/branch-state.ts'
import { gitHubAt } from '../../src/github/client.ts'
import { readPullRequest } from '../../src/github/pull-request-state.ts'
import { type PullRequest, type Repository, startGitHub } from '../fakes/github.ts'
import { VirtualClock } from './virtual-clock.ts'

const file = 'webhooks.yaml'
const github = await startGitHub()
afterAll(() => github.close())

let repo: Repository
let pull: PullRequest
let sha: string
beforeEach(async () => {
  github.respond = undefined
  repo = await github.createRepository({ files: { [file]: 'one' }, isPrivate: true })
  await github.commit(repo, 'change', { [file]: 'two' }, 'feat: two')
  await github.commit(repo, 'change', { [file]: 'three' }, 'feat: three')
  pull = await github.openPullRequest(repo, 'change', 'Change')
  await github.comment(repo, pull.number, 'ours', github.botToken)
})

const asker = (token: string) =>
  gitHubAt({
    apiUrl: github.url,
    repository: { owner: repo.owner, repo: repo.name },
    token: new Secret(token),
    clock: new VirtualClock(),
    cancelled: new AbortController().signal,
  })
const isOurs = (body: string) => body === 'ours'
const askBranch = (token = github.botToken, pushedFrom: string | null = null) =>
  asker(token)((client) => readBranch(client, { branch: 'main', sha, pushedFrom, file, workflow: null }))
const askPull = (token = github.botToken) =>
  asker(token)((client) =>
    readPullRequest(client, { number: pull.number, defaultBranch: 'HEAD', file, isOurs }),
  )

const forbidden = { type: 'FORBIDDEN', message: 'Resource not accessible by integration' }
const denied = expect.stringContaining('(403)')
const comments = [{ body: 'ours', isOwn: true }]

/** GitHub gives this for a field of the repository. */
function answerField(field: string, value: unknown, errors?: readonly object[]): void {
  github.respond = async (_, own) => {
    const answer = await own()
    if (typeof answer !== 'object' || !('body' in answer)) throw new Error('No answer')
    const { data } = JSON.parse(JSON.stringify(answer.body))
    data.repository[field] = value
    return { status: 200, body: { data, errors } }
  }
}

describe('the branch', () => {
  beforeEach(async () => {
    sha = await github.mergePullRequest(repo, pull.number)
  })

  it('without the permission to see pull requests: all the rest is known', async () => {
    const token = github.appToken({ contents: 'read', pullRequests: 'none' })
    expect(await askBranch(token)).toMatchObject({
      ok: true,
      value: { head: sha, isHeadOlder: false, pulls: [], changes: [{ pulls: [] }, {}, {}] },
    })
  })

  it('without the permission to read contents: nothing is known', async () => {
    expect(await askBranch(github.appToken({ contents: 'none', pullRequests: 'write' }))).toEqual({
      ok: false,
      reason: denied,
    })
  })

  it.each(['file', 'headFile', 'workflow', 'headWorkflow', 'ref', 'commit'])(
    'with an error in place of %s: nothing is known, because what is missing looks like what is not there',
    async (field) => {
      answerField(field, null, [{ ...forbidden, path: ['repository', field] }])
      expect(await askBranch()).toEqual({ ok: false, reason: denied })
      answerField(field, undefined)
      expect(await askBranch()).toMatchObject({ ok: false })
    },
  )

  it('with an error that names no field: nothing is known', async () => {
    answerField('headFile', null, [{ message: 'Something went wrong while executing your query.' }])
    expect(await askBranch()).toMatchObject({ ok: false })
  })

  it('that does not know the commit yet lags behind', async () => {
    await github.commit(repo, 'main', { [file]: 'four' }, 'feat: four')
    expect(await askBranch()).toMatchObject({ ok: true, value: { isHeadOlder: false } })
    answerField('commit', null)
    expect(await askBranch()).toMatchObject({ ok: true, value: { isHeadOlder: true } })
  })

  it('that is where it was before the push lags behind, however many commits the push has', async () => {
    sha = await github.commit(repo, 'long', { [file]: 'four' }, 'feat: four')
    const nodes = ['other', 'main'].map((baseRefName, number) => ({ number, baseRefName }))
    answerField('commit', { associatedPullRequests: { nodes }, history: { nodes: [] } })
    const before = await github.headOf(repo, 'main')
    expect(await askBranch()).toMatchObject({ ok: true, value: { isHeadOlder: false, pulls: [1] } })
    expect(await askBranch(github.botToken, before)).toMatchObject({
      ok: true,
      value: { isHeadOlder: true },
    })
  })
})

describe('the pull request', () => {
  it("without the permission to see it: the default branch's file is known", async () => {
    expect(await askPull(github.appToken({ contents: 'read', pullRequests: 'none' }))).toEqual({
      ok: true,
      value: { file: { ok: true, value: { text: 'one' } }, pull: { ok: false, reason: denied } },
    })
  })

  it("without the permission to read contents: the comments are known, and the default branch's file is not taken for a new one", async () => {
    expect(await askPull(github.appToken({ contents: 'none', pullRequests: 'write' }))).toMatchObject({
      ok: true,
      value: { file: { ok: false, reason: denied }, pull: { ok: true, value: { comments } } },
    })
  })

  it("with an error in place of the default branch's file alone: it is not taken for a new one", async () => {
    answerField('file', null, [{ ...forbidden, path: ['repository', 'file'] }])
    expect(await askPull()).toMatchObject({
      ok: true,
      value: { file: { ok: false, reason: denied }, pull: { ok: true } },
    })
  })
})

// A viewer can't be null, so there is no data at all then.
it.each([
  ['FORBIDDEN', true],
  ['INSUFFICIENT_SCOPES', true],
  ['RATE_LIMITED', false],
])(
  'if GitHub refuses to name the owner of the token (%s), all the rest is asked for: %s',
  async (type, isKnown) => {
    github.respond = ({ body }) =>
      JSON.stringify(body).includes('"viewer":true')
        ? { status: 200, body: { data: null, errors: [{ type, path: ['viewer'], message: 'No' }] } }
        : undefined
    const known = { ok: true, value: { file: { ok: true }, pull: { ok: true, value: { comments } } } }
    expect(await askPull()).toMatchObject(isKnown ? known : { ok: false })
  },
)
