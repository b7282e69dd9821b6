import { beforeEach, describe, expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, type RunOptions, startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import type { Outcome, SeenRequest } from '../../fakes/recording-server.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { addedFile, entries, fileOf, liveFile, smallerFile, stored } from '../../fakes/webhooks-file.ts'

// `smallerFile` lacks `Billing`, which Auco has. `Audit` is tried and taken back on the way. Random histories of pull requests,
// merges and runs are in test/histories.
const company = await startCompany({ inProcess: true })
const { auco, github } = company
const methods = ['merge', 'squash', 'rebase'] as const

const addAudit = () => auco.edit(({ webhooks }) => webhooks.push(entries.audit))
function expectRemoved({ exitCode, outputs }: CompanyRun, removed: string, unmanaged = ''): void {
  const list = (ids: string) => JSON.stringify(ids.split(' ').filter(Boolean))
  const lists = { removed: list(removed), unmanaged: list(unmanaged) }
  expect({ exitCode, outputs }).toMatchObject({ exitCode: 0, outputs: lists })
  if (outputs['result'] === 'planned') return
  const atAuco = auco.company().webhooks.map(({ id }) => id)
  expect(atAuco).toEqual(expect.arrayContaining(['default', ...unmanaged.split(' ').filter(Boolean)]))
  expect(atAuco.filter((id) => removed.includes(id))).toEqual([])
}
const commit = (branch: string, file: string) =>
  github.commit(company.repo, branch, { 'webhooks.yaml': file }, 'feat: change webhooks')
const branchFrom = (branch: string, sha: string) => github.forcePush(company.repo, branch, sha)
const headOfMain = () => github.headOf(company.repo, 'main')
const open = (branch: string, base = 'main') =>
  github.openPullRequest(company.repo, branch, 'Webhooks', { base })
const now = ({ number }: PullRequest) => github.pullRequest(company.repo, number)
const plan = async (pull: PullRequest, file = smallerFile) =>
  company.plan({ file, event: pullRequestEvent(company.repo, await now(pull)) })
const apply = (event: ActionEvent, file = smallerFile) => company.apply({ file, event })

/** A pull request whose commits write these files, one after the other. */
async function propose(first: string, ...files: readonly string[]): Promise<PullRequest> {
  const pull = await company.propose(first)
  for (const file of files) await commit(pull.head.ref, file)
  return now(pull)
}
/** A pull request on top of another one, whose commit takes back what that one tries. */
async function proposeOnTop(lower: PullRequest, base?: string): Promise<PullRequest> {
  await branchFrom('upper', lower.head.sha)
  await commit('upper', smallerFile)
  return open('upper', base)
}
/** So many versions without `Billing`, of which the last one has this text. */
async function pushVersions(count: number, last = smallerFile) {
  for (let n = 1; n < count; n += 1) await company.push(`# ${n}\n${smallerFile}`)
  return company.push(last)
}

describe('only the last file was ever declared', () => {
  beforeEach(addAudit)

  it.each(methods)('of the commits that came by a %s', async (method) => {
    const pull = await propose(addedFile, `# 1\n${addedFile}`, smallerFile)
    expectRemoved(await plan(pull), 'Billing', 'Audit')
    expectRemoved(await apply(await company.merge(pull, method)), 'Billing', 'Audit')
    // Nor was it for later versions.
    expectRemoved(await company.applyFile(`# 2\n${smallerFile}`), '', 'Audit')
  })

  it('of a stack that is merged at once, if GitHub names only the lower one for its commit', async () => {
    await company.merge(await proposeOnTop(await propose(addedFile)))
    github.respond = async (_, own) => {
      const { body, ...answer } = await own()
      const first = (key: string, value: unknown) =>
        key === 'associatedPullRequests' ? { totalCount: 1, nodes: Object(value).nodes.slice(0, 1) } : value
      return { ...answer, body: JSON.parse(JSON.stringify(body), first) }
    }
    // In the run of the merge itself it would be one of the push, too.
    expectRemoved(await company.applyFile(`# Words\n${smallerFile}`), 'Billing', 'Audit')
  })

  it('of a pull request, however many earlier ones have the same commit', async () => {
    const tried = await commit('change', addedFile)
    for (let n = 0; n < 21; n += 1) {
      await branchFrom(`base-${n}`, company.repo.headSha)
      await branchFrom(`decoy-${n}`, tried)
      await github.mergePullRequest(company.repo, (await open(`decoy-${n}`, `base-${n}`)).number)
    }
    await commit('change', smallerFile)
    await company.merge(await open('change'))
    expectRemoved(await company.applyFile(`# Words\n${smallerFile}`), 'Billing', 'Audit')
  })

  it('of a direct push', async () => {
    const before = await headOfMain()
    await commit('main', addedFile)
    const after = await commit('main', smallerFile)
    expectRemoved(await apply(pushEvent(company.repo, { before, after, branch: 'main' })), 'Billing', 'Audit')
  })

  it.each(['merge', 'rebase'] as const)('while GitHub lags behind its %s', async (method) => {
    const event = await company.merge(await propose(addedFile, smallerFile), method)
    github.lag(company.repo, 'merges', [1, 1])
    expect((await apply(event)).outputs['removed']).not.toContain('Audit')
  })

  it('while GitHub lags behind a rebase of more than a page', async () => {
    for (let n = 0; n < 25; n += 1) await company.push(`# ${n}\n${liveFile}`, { startsRun: false })
    const tries = Array.from({ length: 26 }, (_, n) => `# ${n}\n${smallerFile}`)
    const event = await company.merge(await propose(addedFile, ...tries), 'rebase')
    github.lag(company.repo, 'merges', [1, 1, 1, 1])
    expectRemoved(await apply(event, tries.at(-1)), 'Billing', 'Audit')
  })
})

describe('a version counts', () => {
  it('of a pull request that was merged before the one on top of it', async () => {
    const lower = await propose(addedFile)
    const upper = await proposeOnTop(lower)
    await apply(await company.merge(lower, 'squash'), addedFile)
    await branchFrom('upper', await headOfMain())
    await commit('upper', smallerFile)
    expectRemoved(await apply(await company.merge(upper, 'squash')), 'Billing Audit')
  })

  it('although a release branch takes over `main` with all of its versions', async () => {
    addAudit()
    await branchFrom('release', await headOfMain())
    await company.push(addedFile)
    const event = await company.push(smallerFile)
    await github.mergePullRequest(company.repo, (await open('main', 'release')).number)
    expectRemoved(await apply(event), 'Billing Audit')
  })

  it('that a branch brought up to date hides in its own history', async () => {
    const lower = await propose(addedFile)
    await branchFrom('upper', lower.head.sha)
    await github.commit(company.repo, 'upper', { 'README.md': 'Words' }, 'docs: words')
    const upper = await open('upper')
    await apply(await company.merge(lower, 'squash'), addedFile)
    // "Update branch": the merge has the file of both sides, and git's history of the file follows the branch's.
    await github.mergePullRequest(company.repo, (await open('main', 'upper')).number)
    await commit('upper', smallerFile)
    expectRemoved(await plan(upper), 'Billing Audit')
    expectRemoved(await apply(await company.merge(upper)), 'Billing Audit')
  })

  it('against which a conflict was resolved for the own side', async () => {
    const own = fileOf({ ...entries.default, description: 'Own side' }, entries.billing)
    const pull = await propose(own)
    await apply(await company.merge(await propose(addedFile), 'squash'), addedFile)
    // As `git merge -s ours main`: the fake only merges branches, so one of `main` with the own file.
    await branchFrom('ours', await headOfMain())
    await commit('ours', own)
    await github.mergePullRequest(company.repo, (await open('ours', pull.head.ref)).number)
    expectRemoved(await plan(pull, own), 'Audit')
    expectRemoved(await apply(await company.merge(pull), own), 'Audit')
  })

  it('that is the fiftieth, but not the one before it', async () => {
    expectRemoved(await apply(await pushVersions(49)), 'Billing')
    auco.edit(({ webhooks }) => webhooks.push(stored(entries.billing)))
    expectRemoved(await company.applyFile(`# Words\n${smallerFile}`), '', 'Billing')
  })

  it('before sixty commits of one pull request, which are one version', async () => {
    const tries = Array.from({ length: 60 }, (_, n) => `# ${n}\n${smallerFile}`)
    const pull = await propose('', ...tries)
    expectRemoved(await plan(pull), 'Billing')
    expectRemoved(await apply(await company.merge(pull), tries.at(-1)), 'Billing')
  })

  it.each<[string, string | null, notices?: number]>([
    ['is no valid file', 'webhooks:\n  - id: Audit\n'],
    ['is binary', '\0\x01\x02'],
    ['is larger than GitHub gives', `${fileOf(entries.default, entries.audit)}#${'x'.repeat(512_000)}`],
    ['has no file', null, 0],
  ])('but one that %s declares nothing', async (_, broken, notices = 1) => {
    addAudit()
    const { sha = '' } = await company.commit({ 'webhooks.yaml': broken })
    const run = await company.applyFile(smallerFile)
    expectRemoved(run, 'Billing', 'Audit')
    const notice = { level: 'notice', message: expect.stringContaining(sha.slice(0, 7)) }
    expect(run.annotations).toEqual(Array(notices).fill(notice))
  })
})

describe('nothing is removed, an apply is red before it writes, and a plan says what it cannot tell:', () => {
  it.each<[string, Outcome, asked?: string, versions?: number]>([
    ['GitHub answers with no data', { status: 200, body: { data: { repository: { commit: null } } } }],
    ['GitHub answers with 500 to the second page', { status: 500, body: '' }, '"after":"', 31],
  ])('%s', async (_, outcome, asked = '"revision"', versions = 1) => {
    const event = await pushVersions(versions)
    const isAsked = ({ body }: SeenRequest) => JSON.stringify(body ?? '').includes(asked)
    github.respond = (request) => (isAsked(request) ? outcome : undefined)
    await expectUnknown({ event })
  })

  it('without the token', async () => {
    const event = { ...(await company.push(smallerFile)), ref: 'refs/tags/v1' }
    await expectUnknown({ event, inputs: { 'dry-run': 'false', 'github-token': '' } })
  })

  it('without the permission to read pull requests', async () => {
    const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
    const after = await github.commit(repo, 'main', { 'webhooks.yaml': smallerFile }, 'feat: no billing')
    const event = pushEvent(repo, { before: repo.headSha, after, branch: 'main' })
    const token = github.appToken({ contents: 'read', pullRequests: 'none', actions: 'read' })
    await expectUnknown({ event, token })
  })

  async function expectUnknown(options: Pick<RunOptions, 'event' | 'token' | 'inputs'>): Promise<void> {
    const run = await company.apply({ file: smallerFile, ...options })
    expect(run).toMatchObject({ exitCode: 1, kind: 'no-answer-from-github', written: [] })
    expect(run.outputs).toMatchObject({ changed: 'unknown', removed: '[]' })
    expect(run.outputs).not.toHaveProperty('result')
    expect(auco.company()).toEqual(seedCompany())

    const inputs = { ...options.inputs, 'dry-run': 'true' }
    const planned = await company.plan({ file: smallerFile, ...options, inputs })
    expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: 'unknown', unmanaged: '["Billing"]' } })
    expect(planned.plan).toMatchObject({ removalsUnknown: expect.any(String) })
    expect(planned.summary).toMatch(/> \[!NOTE\]\n> .*`Billing`/)
    expect(statusOf(planned.summary)).not.toBe('**No changes**')
  }
})
