import { expect, it, onTestFinished } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, type RunOptions, startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { entries, fileOf, hookTokens, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
/** Declares `default` only: `Billing`, which Auco has, is to be removed. */
const smaller = fileOf(entries.default)
const methods = ['merge', 'squash', 'rebase'] as const

function expectRemoved(run: CompanyRun): void {
  expect(run).toMatchObject({ exitCode: 0, stderr: '', written: [expect.anything()] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]' })
  expect(company.auco.company().webhooks.map(({ id }) => id)).not.toContain('Billing')
}

/** A pull request whose commits write these files, one after the other. */
async function propose(...files: readonly string[]): Promise<PullRequest> {
  const pull = await company.propose(files[0] ?? '')
  for (const [index, file] of files.slice(1).entries()) {
    await company.github.commit(
      company.repo,
      pull.head.ref,
      { 'webhooks.yaml': file },
      `feat: commit ${index + 2}`,
    )
  }
  return company.github.pullRequest(company.repo, pull.number)
}

it.each<[string, () => Promise<ActionEvent>]>([
  ['a merge commit', async () => company.merge(await propose(smaller))],
  ['a squash', async () => company.merge(await propose(smaller), 'squash')],
  ['a rebase', async () => company.merge(await propose(smaller), 'rebase')],
  ['a direct push', () => company.push(smaller)],
  [
    'a push that starts no run, by a manual one',
    async () => {
      await company.push(smaller, { startsRun: false })
      return company.dispatch()
    },
  ],
  [
    'a merge queue that brought another pull request too',
    async () => {
      const { github, repo } = company
      const pulls = [await propose(`# Words\n${liveFile}`), await propose(smaller)]
      const before = await github.headOf(repo, 'main')
      await github.mergeQueue(
        repo,
        pulls.map(({ number }) => number),
      )
      return pushEvent(repo, { before, after: await github.headOf(repo, 'main'), branch: 'main' })
    },
  ],
])('a removal is applied that came by %s, without any plan', async (_, change) => {
  const event = await change()
  const file = (await company.github.fileAt(company.repo, event.sha ?? '', 'webhooks.yaml')) ?? ''
  expectRemoved(await company.apply({ file, event }))
})

it.each<[string, (file: string) => Promise<ActionEvent>]>([
  [
    'a pull request that had nothing to say with `comment: changes`',
    async (file) => {
      const pull = await company.propose(`# Words\n${liveFile}`)
      await company.plan({
        file: `# Words\n${liveFile}`,
        event: pullRequestEvent(company.repo, pull),
        inputs: { comment: 'changes' },
      })
      expect(await company.comments(pull)).toEqual([])
      await company.merge(await company.propose(smaller))
      const event = await company.merge(pull)
      expect(await company.github.fileAt(company.repo, event.sha ?? '', 'webhooks.yaml')).toBe(file)
      return event
    },
  ],
  [
    'a direct hotfix',
    async (file) => {
      await company.merge((await company.review(smaller)).pull)
      return company.push(file)
    },
  ],
])('an overtaken removal is applied by the run of %s', async (_, change) => {
  const file = `# Words\n${smaller}`
  expectRemoved(await company.apply({ file, event: await change(file) }))
})

it('a removal whose run failed is applied by a manual run, after a newer merge', async () => {
  company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 403, body: '' } : undefined)
  const { pull } = await company.review(smaller)
  const event = await company.merge(pull)
  expect(await company.apply({ file: smaller, event })).toMatchObject({ exitCode: 1 })
  company.auco.quirks.respond = undefined
  const file = fileOf(entries.default, entries.audit)
  await company.merge(await company.propose(file))
  expectRemoved(await company.apply({ file, event: await company.dispatch() }))
})

it.each(methods)('of twelve commits that come by %s only the last was ever declared', async (method) => {
  company.auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  const tries = Array.from({ length: 11 }, (_, n) =>
    fileOf({ ...entries.default, description: `Try ${n}` }, entries.billing, entries.audit),
  )
  const pull = await propose(...tries, smaller)
  const planned = await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull) })
  expect(planned.outputs).toMatchObject({ removed: '["Billing"]', unmanaged: '["Audit"]' })

  const run = await company.apply({ file: smaller, event: await company.merge(pull, method) })
  expectRemoved(run)
  expect(company.auco.company().webhooks).toEqual([stored(entries.default), entries.audit])
  // Nor was it for later versions.
  const file = fileOf({ ...entries.default, description: 'All events' })
  const later = await company.apply({ file, event: await company.push(file) })
  expect(later.outputs).toMatchObject({ result: 'applied', removed: '[]', unmanaged: '["Audit"]' })
})

it.each(methods)('a stacked pull request counts with the one that it is merged into (%s)', async (method) => {
  const { github, repo } = company
  company.auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  // The lower one tries `Audit`, and the one on top of it takes it back, together with `Billing`.
  const lower = await propose(fileOf(entries.default, entries.billing, entries.audit))
  await github.forcePush(repo, 'upper', lower.head.sha)
  await github.commit(repo, 'upper', { 'webhooks.yaml': smaller }, 'feat: neither')
  const upper = await github.openPullRequest(repo, 'upper', 'Neither', { base: lower.head.ref })
  await company.plan({ file: smaller, event: pullRequestEvent(repo, upper) })
  await github.mergePullRequest(repo, upper.number, method)

  expectRemoved(await company.apply({ file: smaller, event: await company.merge(lower, method) }))
  expect(company.auco.company().webhooks).toEqual([stored(entries.default), entries.audit])
})

it('a stack that is merged at once is one version, if GitHub names only the lower one for its commit', async () => {
  const { github, repo } = company
  company.auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  const lower = await propose(fileOf(entries.default, entries.billing, entries.audit))
  await github.forcePush(repo, 'upper', lower.head.sha)
  await github.commit(repo, 'upper', { 'webhooks.yaml': smaller }, 'feat: neither')
  await company.merge(await github.openPullRequest(repo, 'upper', 'Neither'))
  github.respond = async (_, own) => {
    const { body, ...answer } = await own()
    const first = (key: string, value: unknown) =>
      key === 'associatedPullRequests' ? { totalCount: 1, nodes: Object(value).nodes.slice(0, 1) } : value
    return { ...answer, body: JSON.parse(JSON.stringify(body), first) }
  }
  // In the run of the merge itself it would be one of the push, too.
  const file = `# Words\n${smaller}`
  const run = await company.apply({ file, event: await company.push(file) })
  expect(run.outputs).toMatchObject({ removed: '["Billing"]', unmanaged: '["Audit"]' })
})

it.each(methods)(
  'a pull request that was merged after the one below it counts by itself (%s)',
  async (method) => {
    const { github, repo } = company
    const both = fileOf(entries.default, entries.billing, entries.audit)
    const lower = await propose(both)
    await github.forcePush(repo, 'upper', lower.head.sha)
    const upper = await github.openPullRequest(repo, 'upper', 'No billing, no audit')
    const event = await company.merge(lower, method)
    expect(await company.apply({ file: both, event })).toMatchObject({
      exitCode: 0,
      outputs: { added: '["Audit"]' },
    })
    await github.forcePush(repo, 'upper', await github.headOf(repo, 'main'))
    await github.commit(repo, 'upper', { 'webhooks.yaml': smaller }, 'feat: neither')

    const run = await company.apply({ file: smaller, event: await company.merge(upper, method) })
    expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing","Audit"]' })
  },
)

it('a release branch that takes over `main` makes no one version of it', async () => {
  const { github, repo } = company
  company.auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  await github.forcePush(repo, 'release', await github.headOf(repo, 'main'))
  await company.push(fileOf(entries.default, entries.billing, entries.audit))
  const event = await company.push(smaller)
  const release = await github.openPullRequest(repo, 'main', 'Release', { base: 'release' })
  await github.mergePullRequest(repo, release.number)
  const run = await company.apply({ file: smaller, event })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing","Audit"]' })
})

it('a version counts that a branch brought up to date hides in its own history', async () => {
  const { github, repo } = company
  const both = fileOf(entries.default, entries.billing, entries.audit)
  const lower = await propose(both)
  await github.forcePush(repo, 'upper', lower.head.sha)
  await github.commit(repo, 'upper', { 'README.md': 'Words' }, 'docs: words')
  const upper = await github.openPullRequest(repo, 'upper', 'No billing, no audit')
  const event = await company.merge(lower, 'squash')
  expect((await company.apply({ file: both, event })).outputs).toMatchObject({ added: '["Audit"]' })
  // "Update branch": the merge has the file of both sides, and git's history of the file follows the branch's.
  const update = await github.openPullRequest(repo, 'main', 'Update', { base: 'upper' })
  await github.mergePullRequest(repo, update.number)
  await github.commit(repo, 'upper', { 'webhooks.yaml': smaller }, 'feat: neither')
  const pull = await github.pullRequest(repo, upper.number)
  const planned = await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  for (const { outputs } of [planned, run]) expect(outputs).toMatchObject({ removed: '["Billing","Audit"]' })
})

it.each(['merge', 'rebase'] as const)(
  'what a pull request tried stays undeclared while GitHub lags behind its %s',
  async (method) => {
    company.auco.edit(({ webhooks }) => webhooks.push(entries.audit))
    const pull = await propose(fileOf(entries.default, entries.billing, entries.audit), smaller)
    const event = await company.merge(pull, method)
    company.github.lag(company.repo, 'merges', [1, 1])
    const run = await company.apply({ file: smaller, event })
    expect(run.outputs['removed']).not.toContain('Audit')
    expect(company.auco.company().webhooks).toContainEqual(entries.audit)
  },
)

const rotated = { ...hookTokens, AUCO_BILLING_HOOK_TOKEN: 'rotated-billing-5Zc8' }
const readOnly = { token: company.github.readOnlyToken, env: {} }
const { AUCO_HOOK_TOKEN } = hookTokens

it.each<[string, Partial<RunOptions>, Partial<RunOptions>]>([
  ['the secret is rotated', {}, { env: rotated }],
  ['the secret is deleted', {}, { env: { AUCO_HOOK_TOKEN } }],
  ['another `title` is given', { inputs: { title: 'Plans' } }, {}],
  ['nobody wants comments', { inputs: { comment: 'never' } }, { inputs: { comment: 'never' } }],
  [
    'another app comments',
    { token: company.github.appToken({ contents: 'read', pullRequests: 'write' }, 'planner') },
    {},
  ],
  ['the plan is one of Dependabot', { ...readOnly, inputs: { 'public-key': '' } }, {}],
  ['the plan failed', { inputs: { 'public-key': 'puk_ofTheOtherEnvironment' } }, {}],
])('a removal is applied, although between plan and merge %s', async (_, planOptions, applyOptions) => {
  const pull = await company.propose(smaller)
  await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull), ...planOptions })
  expectRemoved(await company.apply({ file: smaller, event: await company.merge(pull), ...applyOptions }))
})

it('a removal is applied, although between plan and merge the public key is rotated', async () => {
  const { auco } = company
  const { pull } = await company.review(smaller)
  const publicKey = 'puk_rotated2yPh7LdSs4FaUo9vN5xJt1Rg'
  const account = { publicKey, privateKey: auco.privateKey, company: auco.company() }
  auco.addAccount(account)
  onTestFinished(() => auco.addAccount({ ...account, publicKey: auco.publicKey }))
  expectRemoved(
    await company.apply({
      file: smaller,
      event: await company.merge(pull),
      inputs: { 'public-key': publicKey },
    }),
  )
})

it('a removal is applied that came from a fork, whose plan had no key and no comment', async () => {
  const { github, repo } = company
  const fork = await github.fork(repo, 'stranger')
  await github.commit(fork, 'smaller', { 'webhooks.yaml': smaller }, 'feat: no billing')
  const pull = await github.openPullRequest(repo, 'smaller', 'No billing', { from: fork })
  await company.run({ file: smaller, event: pullRequestEvent(repo, pull), ...readOnly })
  expectRemoved(await company.apply({ file: smaller, event: await company.merge(pull) }))
})

it('a merge commit with ten commits and fifteen long comments of a bot is applied, in few requests', async () => {
  const { github, repo } = company
  const tries = Array.from({ length: 9 }, (_, n) => fileOf({ ...entries.default, description: `Try ${n}` }))
  const pull = await propose(...tries, smaller)
  for (let n = 0; n < 15; n += 1)
    await github.comment(repo, pull.number, `${n}${'x'.repeat(60_000)}`, github.botToken)
  await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expectRemoved(run)
  expect(run.annotations).toEqual([])
  // The branch, the history, the comments, and two statuses.
  expect(run.toGitHub.map(([method]) => method)).toEqual(['POST', 'POST', 'POST', 'PATCH', 'PATCH'])
  expect(statusOf((await company.comments(pull)).at(-1))).toMatch(/^✅ /)
})

it('a removal whose status got a 502 counts once: what is there again with other content stays', async () => {
  const { pull } = await company.review(smaller)
  const event = await company.merge(pull)
  company.github.respond = ({ method }) => (method === 'PATCH' ? { status: 502, body: '' } : undefined)
  expectRemoved(await company.apply({ file: smaller, event }))
  company.github.respond = undefined
  const other = { ...stored(entries.billing), url: 'https://another.notaria.example/auco' }
  company.auco.edit(({ webhooks }) => webhooks.push(other))
  const again = await company.apply({ file: smaller, event: { ...event, runAttempt: 2 } })

  expect(again).toMatchObject({
    exitCode: 0,
    written: [],
    outputs: { changed: 'true', unmanaged: '["Billing"]' },
  })
  expect(statusOf((await company.comments(pull))[0])).toMatch(/^⚠️ .* 1 stays/)
})

it('what a pull request tried stays undeclared, however many earlier ones have the same commit', async () => {
  const { github, repo } = company
  company.auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  const both = fileOf(entries.default, entries.billing, entries.audit)
  const tried = await github.commit(repo, 'change', { 'webhooks.yaml': both }, 'feat: audit')
  for (let n = 0; n < 5; n += 1) {
    await github.forcePush(repo, `base-${n}`, repo.headSha)
    await github.forcePush(repo, `decoy-${n}`, tried)
    const decoy = await github.openPullRequest(repo, `decoy-${n}`, 'Decoy', { base: `base-${n}` })
    await github.mergePullRequest(repo, decoy.number)
  }
  await github.commit(repo, 'change', { 'webhooks.yaml': smaller }, 'feat: neither')
  await company.merge(await github.openPullRequest(repo, 'change', 'Neither'))
  // In the run of the merge itself it would be one of the push, too.
  const file = `# Words\n${smaller}`
  const run = await company.apply({ file, event: await company.push(file) })
  expect(run.outputs).toMatchObject({ removed: '["Billing"]', unmanaged: '["Audit"]' })
})

it.each(methods)(
  'a removal counts by which a conflict was resolved for the own side (%s)',
  async (method) => {
    const { github, repo } = company
    const own = fileOf({ ...entries.default, description: 'Own side' }, entries.billing)
    const { number } = await propose(own)
    const both = fileOf(entries.default, entries.billing, entries.audit)
    const added = await company.merge(await propose(both), 'squash')
    expect((await company.apply({ file: both, event: added })).outputs).toMatchObject({ added: '["Audit"]' })
    // As `git merge -s ours main`: the fake only merges branches, so one of `main` with the own file.
    await github.forcePush(repo, 'ours', await github.headOf(repo, 'main'))
    await github.commit(repo, 'ours', { 'webhooks.yaml': own }, 'fix: conflict')
    const update = await github.openPullRequest(repo, 'ours', 'Update', { base: 'change-1' })
    await github.mergePullRequest(repo, update.number)
    const pull = await github.pullRequest(repo, number)
    const planned = await company.plan({ file: own, event: pullRequestEvent(repo, pull) })
    const run = await company.apply({ file: own, event: await company.merge(pull, method) })

    for (const { outputs } of [planned, run]) expect(outputs).toMatchObject({ removed: '["Audit"]' })
  },
)

it('a plan on a push to another branch knows what the default branch had meanwhile', async () => {
  const { github, repo } = company
  const before = await github.commit(repo, 'feature', { 'webhooks.yaml': `# 1\n${liveFile}` }, 'docs: one')
  company.auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  await company.push(fileOf(entries.default, entries.billing, entries.audit))
  await company.push(liveFile)
  const after = await github.commit(repo, 'feature', { 'webhooks.yaml': liveFile }, 'docs: none')
  const event = pushEvent(repo, { before, after, branch: 'feature' })
  expect((await company.plan({ event })).outputs).toMatchObject({ removed: '["Audit"]' })
})

it('of the commits of a direct push its run counts only the last', async () => {
  const { github, repo } = company
  company.auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  const before = await github.headOf(repo, 'main')
  const both = fileOf(entries.default, entries.billing, entries.audit)
  await github.commit(repo, 'main', { 'webhooks.yaml': both }, 'feat: audit')
  const after = await github.commit(repo, 'main', { 'webhooks.yaml': smaller }, 'feat: neither')
  const event = pushEvent(repo, { before, after, branch: 'main' })
  expectRemoved(await company.apply({ file: smaller, event }))
  expect(company.auco.company().webhooks).toContainEqual(entries.audit)
})
