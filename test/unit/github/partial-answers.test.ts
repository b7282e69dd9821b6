import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { readBranch } from '../../../src/github/branch-state.ts'
import { gitHubAt } from '../../../src/github/client.ts'
import { readPullRequest } from '../../../src/github/pull-request-state.ts'
import { type PullRequest, type Repository, startGitHub } from '../../fakes/github.ts'
import { VirtualClock } from '../../faults/virtual-clock.ts'

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

const withoutPulls = () => github.appToken({ contents: 'read', pullRequests: 'none' })
const withoutContents = () => github.appToken({ contents: 'none', pullRequests: 'write' })
const forbidden = { type: 'FORBIDDEN', message: 'Resource not accessible by integration' }
const denied = { ok: false, reason: expect.stringContaining('(403)') }
const known = (value: unknown) => ({ ok: true, value })
const ours = known({ comments: [{ body: 'ours', isOwn: true }] })

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

// What is missing looks like what is not there.
describe('of the branch', () => {
  beforeEach(async () => {
    sha = await github.mergePullRequest(repo, pull.number)
  })

  it('all but the pull requests is known without the permission to see those', async () => {
    const branch = { head: sha, isHeadOlder: false, pulls: [], changes: [{ pulls: [] }, {}, {}] }
    expect(await askBranch(withoutPulls())).toMatchObject(known(branch))
  })

  it('nothing is known without the permission to read contents', async () => {
    expect(await askBranch(withoutContents())).toEqual(denied)
  })

  it.each(['file', 'headFile', 'workflow', 'headWorkflow', 'ref', 'commit'])(
    'nothing is known with an error in place of %s, or without it',
    async (field) => {
      answerField(field, null, [{ ...forbidden, path: ['repository', field] }])
      expect(await askBranch()).toEqual(denied)
      answerField(field, undefined)
      expect(await askBranch()).toMatchObject({ ok: false })
    },
  )

  it('nothing is known with an error that names no field', async () => {
    answerField('headFile', null, [{ message: 'Something went wrong while executing your query.' }])
    expect(await askBranch()).toMatchObject({ ok: false })
  })

  it('the head lags if GitHub does not know the commit', async () => {
    await github.commit(repo, 'main', { [file]: 'four' }, 'feat: four')
    expect(await askBranch()).toMatchObject(known({ isHeadOlder: false }))
    answerField('commit', null)
    expect(await askBranch()).toMatchObject(known({ isHeadOlder: true }))
  })

  it('the head lags if it is where it was before the push, however many commits that has', async () => {
    sha = await github.commit(repo, 'long', { [file]: 'four' }, 'feat: four')
    const nodes = ['other', 'main'].map((baseRefName, number) => ({ number, baseRefName }))
    answerField('commit', { associatedPullRequests: { nodes }, history: { nodes: [] } })
    const before = await github.headOf(repo, 'main')
    expect(await askBranch()).toMatchObject(known({ isHeadOlder: false, pulls: [1] }))
    expect(await askBranch(github.botToken, before)).toMatchObject(known({ isHeadOlder: true }))
  })
})

describe('of the pull request', () => {
  it("only the default branch's file is known without the permission to see it", async () => {
    expect(await askPull(withoutPulls())).toEqual(known({ file: known({ text: 'one' }), pull: denied }))
  })

  it('only the comments are known without the permission to read contents', async () => {
    expect(await askPull(withoutContents())).toMatchObject(known({ file: denied, pull: ours }))
  })

  it("only the comments are known with an error in place of the default branch's file", async () => {
    answerField('file', null, [{ ...forbidden, path: ['repository', 'file'] }])
    expect(await askPull()).toMatchObject(known({ file: denied, pull: ours }))
  })

  // A viewer can't be null, so there is no data at all then.
  it.each([
    ['FORBIDDEN', true],
    ['INSUFFICIENT_SCOPES', true],
    ['RATE_LIMITED', false],
  ])('if GitHub answers %s to who owns the token, all the rest is asked for: %s', async (type, isAsked) => {
    github.respond = ({ body }) =>
      JSON.stringify(body).includes('"viewer":true')
        ? { status: 200, body: { data: null, errors: [{ type, path: ['viewer'], message: 'No' }] } }
        : undefined
    const all = known({ file: known({ text: 'one' }), pull: ours })
    expect(await askPull()).toMatchObject(isAsked ? all : { ok: false })
  })
})
