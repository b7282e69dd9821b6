import { expect, it } from 'vitest'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
/** Declares `default` only. */
const smallest = fileOf(entries.default)

/** Pull requests that were planned at the same time: one removes `Billing`, the other `Audit`. */
async function reviewedSideBySide(): Promise<readonly [PullRequest, PullRequest]> {
  company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  await company.push(fileOf(entries.billing, entries.default, entries.audit))
  const { pull: one } = await company.review(fileOf(entries.default, entries.audit))
  const { pull: other } = await company.review(fileOf(entries.billing, entries.default))
  return [one, other]
}

async function expectBothApplied(run: CompanyRun, pulls: readonly PullRequest[]): Promise<void> {
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing","Audit"]' })
  expect(company.auco.company().webhooks).toEqual([stored(entries.default)])
  for (const pull of pulls) expect((await company.comments(pull))[0]).toContain('Applied and verified')
}

it.each(['merge', 'squash', 'rebase'] as const)(
  'of two removals whose first run was dropped, the second run applies both (%s)',
  async (method) => {
    const pulls = await reviewedSideBySide()
    const [one, other] = pulls
    await company.merge(one, method)
    const run = await company.apply({ file: smallest, event: await company.merge(other, method) })
    await expectBothApplied(run, pulls)
  },
)

it.each(['merge', 'squash', 'rebase'] as const)(
  'of two removals that a merge queue merged at once, the run of the push applies both (%s)',
  async (method) => {
    const { github, repo } = company
    const pulls = await reviewedSideBySide()
    const before = await github.headOf(repo, 'main')
    await github.mergeQueue(
      repo,
      pulls.map(({ number }) => number),
      method,
    )
    const after = await github.headOf(repo, 'main')
    const event = pushEvent(repo, { before, after, branch: 'main' })
    await expectBothApplied(await company.apply({ file: smallest, event }), pulls)
  },
)

it('a removal survives the merge of a pull request that nobody planned, because it leaves the file alone', async () => {
  const { github, repo } = company
  const { pull } = await company.review(smallest)
  const event = await company.merge(pull)
  await github.commit(repo, 'docs', { 'README.md': '# Webhooks' }, 'docs: readme')
  await company.merge(await github.openPullRequest(repo, 'docs', 'Readme'))
  const run = await company.apply({ file: smallest, event })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
})

it('a removal whose run failed is applied by a manual run, after an unrelated commit and a newer merge', async () => {
  const pulls = await reviewedSideBySide()
  const [one, other] = pulls
  company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 403, body: '' } : undefined)
  const event = await company.merge(one)
  const failed = await company.apply({ file: fileOf(entries.default, entries.audit), event })
  expect(failed).toMatchObject({ exitCode: 1 })
  company.auco.quirks.respond = undefined
  await company.merge(other)
  const { sha = '' } = await company.commit({ 'README.md': '# Webhooks' }, 'docs: readme')
  const manual = { ...workflowDispatchEvent(company.repo, 'main'), sha }
  await expectBothApplied(await company.apply({ file: smallest, event: manual }), pulls)
})

/** The same webhooks, otherwise described. */
const next = fileOf({ ...entries.default, description: 'All events' })

it.each<[string, () => Promise<ActionEvent>]>([
  ['a direct push', () => company.push(next)],
  ['a merge without a plan', async () => company.merge(await company.propose(next))],
])('%s that changes the file ends the search: what was announced before it stays', async (_, change) => {
  const { pull } = await company.review(smallest)
  await company.merge(pull)
  const run = await company.apply({ file: next, event: await change(), fastClock: true })

  expect(run).toMatchObject({ exitCode: 1, written: [], outputs: { removed: '["Billing"]' } })
  expect(run.annotations[0]?.message).toContain('`Billing`')
  expect(company.auco.company().webhooks).toHaveLength(2)
})

it('the plan of a pull request into another branch announces nothing for the default one', async () => {
  const { github, repo } = company
  await github.commit(repo, 'next', { 'README.md': '# Next' }, 'docs: next')
  await github.forcePush(repo, 'change', await github.headOf(repo, 'next'))
  await github.commit(repo, 'change', { 'webhooks.yaml': smallest }, 'feat: no billing')
  const stacked = await github.openPullRequest(repo, 'change', 'No billing', { base: 'next' })
  await company.plan({ file: smallest, event: pullRequestEvent(repo, stacked) })
  const pull = await github.openPullRequest(repo, 'next', 'Next')
  await github.mergePullRequest(repo, stacked.number)
  const refused = await company.apply({ file: smallest, event: await company.merge(pull), fastClock: true })
  expect(refused).toMatchObject({ exitCode: 1, written: [], outputs: { removed: '["Billing"]' } })
})

it('the plan of a pull request announces what the ones stacked on it have brought', async () => {
  const { github, repo } = company
  await github.commit(repo, 'next', { 'README.md': '# Next' }, 'docs: next')
  const { number } = await github.openPullRequest(repo, 'next', 'Next')
  await github.forcePush(repo, 'change', await github.headOf(repo, 'next'))
  await github.commit(repo, 'change', { 'webhooks.yaml': smallest }, 'feat: no billing')
  const stacked = await github.openPullRequest(repo, 'change', 'No billing', { base: 'next' })
  await github.mergePullRequest(repo, stacked.number)
  const pull = await github.pullRequest(repo, number)
  await company.plan({ file: smallest, event: pullRequestEvent(repo, pull) })
  const run = await company.apply({ file: smallest, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { removed: '["Billing"]' } })
})
