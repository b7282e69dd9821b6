import { describe, expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, type RunOptions, startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { addedFile, entries, fileOf, hookTokens, liveFile, smallerFile } from '../../fakes/webhooks-file.ts'

// `smallerFile` lacks `Billing`, which Auco has. `Audit` is tried and taken back on the way.
const company = await startCompany({ inProcess: true })
const { auco, github } = company
const methods = ['merge', 'squash', 'rebase'] as const

const addAudit = () => auco.edit(({ webhooks }) => webhooks.push(entries.audit))
function expectRemoved(
  run: CompanyRun,
  removed: readonly string[] = ['Billing'],
  unmanaged: readonly string[] = [],
): void {
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.outputs).toMatchObject({
    removed: JSON.stringify(removed),
    unmanaged: JSON.stringify(unmanaged),
  })
  if (run.outputs['result'] === 'planned') return
  const atAuco = auco.company().webhooks.map(({ id }) => id)
  expect(atAuco.filter((id) => removed.includes(id))).toEqual([])
  expect(atAuco).toEqual(expect.arrayContaining([...unmanaged]))
}
const commit = (branch: string, file: string, message = 'feat: change webhooks') =>
  github.commit(company.repo, branch, { 'webhooks.yaml': file }, message)
const branchFrom = (branch: string, sha: string) => github.forcePush(company.repo, branch, sha)
const open = (branch: string, base = 'main') =>
  github.openPullRequest(company.repo, branch, 'Webhooks', { base })
const now = ({ number }: PullRequest) => github.pullRequest(company.repo, number)
const plan = async (pull: PullRequest, file = smallerFile) =>
  company.plan({ file, event: pullRequestEvent(company.repo, await now(pull)) })
const apply = (event: ActionEvent, file = smallerFile) => company.apply({ file, event })

/** A pull request whose commits write these files, one after the other. */
async function propose(...files: readonly string[]): Promise<PullRequest> {
  const pull = await company.propose(files[0] ?? '')
  for (const file of files.slice(1)) await commit(pull.head.ref, file)
  return now(pull)
}
/** A pull request on top of another one, whose commit takes back what that one tries. */
async function proposeOnTop(lower: PullRequest, base?: string): Promise<PullRequest> {
  await branchFrom('upper', lower.head.sha)
  await commit('upper', smallerFile)
  return open('upper', base)
}

describe('a removal is applied', () => {
  it.each<[string, () => Promise<ActionEvent>]>([
    ...methods.map((method): [string, () => Promise<ActionEvent>] => [
      method,
      async () => company.merge(await propose(smallerFile), method),
    ]),
    ['a direct push', () => company.push(smallerFile)],
    [
      'a push that starts no run, by a manual one',
      async () => {
        await company.push(smallerFile, { startsRun: false })
        return company.dispatch()
      },
    ],
    [
      'a merge queue that brought another pull request too',
      async () => {
        const pulls = [await propose(`# Words\n${liveFile}`), await propose(smallerFile)]
        const before = await github.headOf(company.repo, 'main')
        const merged = await github.mergeQueue(
          company.repo,
          pulls.map(({ number }) => number),
        )
        return pushEvent(company.repo, { before, after: merged.at(-1) ?? '', branch: 'main' })
      },
    ],
  ])('that came without any plan by %s', async (_, change) => {
    const event = await change()
    const file = (await github.fileAt(company.repo, event.sha ?? '', 'webhooks.yaml')) ?? ''
    expectRemoved(await apply(event, file))
  })

  it('by the run of a newer merge, or by hand after its own one failed', async () => {
    await company.merge((await company.review(smallerFile)).pull)
    auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 403, body: '' } : undefined)
    const newer = `# Words\n${smallerFile}`
    expect(await company.applyFile(newer)).toMatchObject({ exitCode: 1 })
    auco.quirks.respond = undefined
    expectRemoved(await apply(await company.dispatch(), newer))
  })

  const { AUCO_HOOK_TOKEN } = hookTokens
  it.each<[string, Partial<RunOptions>, Partial<RunOptions>]>([
    ['the secret is deleted', {}, { env: { AUCO_HOOK_TOKEN } }],
    ['another `title` is given', { inputs: { title: 'Plans' } }, {}],
    [
      'the plan had no key, and no comment',
      { inputs: { 'public-key': '' }, token: github.readOnlyToken },
      {},
    ],
    ['the plan failed', { inputs: { 'public-key': 'puk_ofTheOtherEnvironment' } }, {}],
  ])('although between plan and merge %s', async (_, planOptions, applyOptions) => {
    const { pull } = await company.planFile(smallerFile, planOptions)
    const event = await company.merge(pull)
    expectRemoved(await company.apply({ file: smallerFile, event, ...applyOptions }))
  })

  it('that came from a fork', async () => {
    expectRemoved(await apply(await company.merge(await company.proposeFromFork(smallerFile))))
  })

  it('in few requests, after ten commits and fifteen long comments of a bot', async () => {
    const tries = Array.from({ length: 9 }, (_, n) => fileOf({ ...entries.default, description: `Try ${n}` }))
    const pull = await propose(...tries, smallerFile)
    const bot = github.appToken({ contents: 'read', pullRequests: 'write' }, 'chatty')
    for (const token of [...Array<string>(8).fill(github.botToken), ...Array<string>(7).fill(bot)])
      await github.comment(company.repo, pull.number, 'x'.repeat(60_000), token)
    await plan(pull)
    const run = await apply(await company.merge(pull))

    expectRemoved(run)
    expect(run.annotations).toEqual([])
    // The branch, the history, the comments, and two statuses.
    expect(run.toGitHub.map(([method]) => method)).toEqual(['POST', 'POST', 'POST', 'PATCH', 'PATCH'])
    expect(statusOf((await company.comments(pull)).at(-1))).toMatch(/^✅ /)
  })
})

describe('only the last file was ever declared', () => {
  it.each(methods)('of the twelve commits that came by a %s', async (method) => {
    addAudit()
    const tries = Array.from({ length: 11 }, (_, n) =>
      fileOf({ ...entries.default, description: `Try ${n}` }, entries.billing, entries.audit),
    )
    const pull = await propose(...tries, smallerFile)
    expectRemoved(await plan(pull), ['Billing'], ['Audit'])
    expectRemoved(await apply(await company.merge(pull, method)), ['Billing'], ['Audit'])
    // Nor was it for later versions.
    expectRemoved(await company.applyFile(fileOf({ ...entries.default, description: 'All' })), [], ['Audit'])
  })

  it.each(methods)('of a pull request and the one that was merged into it, by a %s', async (method) => {
    addAudit()
    const lower = await propose(addedFile)
    const upper = await proposeOnTop(lower, lower.head.ref)
    await github.mergePullRequest(company.repo, upper.number, method)
    expectRemoved(await apply(await company.merge(lower, method)), ['Billing'], ['Audit'])
  })

  it('of a stack that is merged at once, if GitHub names only the lower one for its commit', async () => {
    addAudit()
    await company.merge(await proposeOnTop(await propose(addedFile)))
    github.respond = async (_, own) => {
      const { body, ...answer } = await own()
      const first = (key: string, value: unknown) =>
        key === 'associatedPullRequests' ? { totalCount: 1, nodes: Object(value).nodes.slice(0, 1) } : value
      return { ...answer, body: JSON.parse(JSON.stringify(body), first) }
    }
    // In the run of the merge itself it would be one of the push, too.
    expectRemoved(await company.applyFile(`# Words\n${smallerFile}`), ['Billing'], ['Audit'])
  })

  it('of a pull request, however many earlier ones have the same commit', async () => {
    addAudit()
    const tried = await commit('change', addedFile)
    for (let n = 0; n < 21; n += 1) {
      await branchFrom(`base-${n}`, company.repo.headSha)
      await branchFrom(`decoy-${n}`, tried)
      await github.mergePullRequest(company.repo, (await open(`decoy-${n}`, `base-${n}`)).number)
    }
    await commit('change', smallerFile)
    await company.merge(await open('change'))
    expectRemoved(await company.applyFile(`# Words\n${smallerFile}`), ['Billing'], ['Audit'])
  })

  it.each(['merge', 'rebase'] as const)('while GitHub lags behind its %s', async (method) => {
    addAudit()
    const event = await company.merge(await propose(addedFile, smallerFile), method)
    github.lag(company.repo, 'merges', [1, 1])
    const run = await apply(event)
    expect(run.outputs['removed']).not.toContain('Audit')
    expect(auco.company().webhooks).toContainEqual(entries.audit)
  })

  it('of a direct push', async () => {
    addAudit()
    const before = await github.headOf(company.repo, 'main')
    await commit('main', addedFile)
    const after = await commit('main', smallerFile)
    const event = pushEvent(company.repo, { before, after, branch: 'main' })
    expectRemoved(await apply(event), ['Billing'], ['Audit'])
  })
})

describe('a version counts', () => {
  it.each(methods)('of a pull request that was merged before the one on top of it (%s)', async (method) => {
    const lower = await propose(addedFile)
    const upper = await proposeOnTop(lower)
    await apply(await company.merge(lower, method), addedFile)
    await branchFrom('upper', await github.headOf(company.repo, 'main'))
    await commit('upper', smallerFile)
    expectRemoved(await apply(await company.merge(upper, method)), ['Billing', 'Audit'])
  })

  it('although a release branch takes over `main` with all of its versions', async () => {
    addAudit()
    await branchFrom('release', await github.headOf(company.repo, 'main'))
    await company.push(addedFile)
    const event = await company.push(smallerFile)
    await github.mergePullRequest(company.repo, (await open('main', 'release')).number)
    expectRemoved(await apply(event), ['Billing', 'Audit'])
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
    expectRemoved(await plan(upper), ['Billing', 'Audit'])
    expectRemoved(await apply(await company.merge(upper)), ['Billing', 'Audit'])
  })

  it.each(methods)('against which a conflict was resolved for the own side (%s)', async (method) => {
    const own = fileOf({ ...entries.default, description: 'Own side' }, entries.billing)
    const pull = await propose(own)
    await apply(await company.merge(await propose(addedFile), 'squash'), addedFile)
    // As `git merge -s ours main`: the fake only merges branches, so one of `main` with the own file.
    await branchFrom('ours', await github.headOf(company.repo, 'main'))
    await commit('ours', own)
    await github.mergePullRequest(company.repo, (await open('ours', pull.head.ref)).number)
    expectRemoved(await plan(pull, own), ['Audit'])
    expectRemoved(await apply(await company.merge(pull, method), own), ['Audit'])
  })

  it('that the default branch had meanwhile, in a plan on a push to another branch', async () => {
    const before = await commit('feature', `# 1\n${liveFile}`)
    addAudit()
    await company.push(addedFile)
    await company.push(liveFile)
    const event = pushEvent(company.repo, {
      before,
      after: await commit('feature', liveFile),
      branch: 'feature',
    })
    expectRemoved(await company.plan({ event }), ['Audit'])
  })
})
