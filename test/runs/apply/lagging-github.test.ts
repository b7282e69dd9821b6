import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desired, desiredFile, entries, fileOf, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const smaller = fileOf(entries.default)

it.each([
  ['one commit, for one answer', [1], [1_000]],
  ['two commits, then one', [2, 1], [1_000, 2_000]],
])('a head that lags by %s is asked for again', async (_, steps, waits) => {
  const { github, repo } = company
  await company.push(liveFile.replace('FINISH only', 'all'))
  const event = await company.push(desiredFile)
  github.lag(repo, 'branches', steps)
  const run = await company.apply({ file: desiredFile, event, fastClock: true })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.waits.slice(0, waits.length)).toEqual(waits)
  expect(company.auco.company().webhooks).toEqual(desired.map((entry) => stored(entry)))
})

it('a head that goes on lagging is red', async () => {
  const { github, repo } = company
  const event = await company.push(desiredFile)
  github.lag(repo, 'branches', [], 1)
  const run = await company.apply({ file: desiredFile, event, fastClock: true })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', written: [], waits: [1_000, 2_000] })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/head of the branch.*[Nn]othing was written/) },
  ])
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a list of pull requests that lags is asked for again before a removal is refused', async () => {
  const { github, repo } = company
  const { pull } = await company.review(smaller)
  const event = await company.merge(pull)
  github.lag(repo, 'merges', [1, 1])
  const run = await company.apply({ file: smaller, event, fastClock: true })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.waits.slice(0, 2)).toEqual([1_000, 2_000])
  expect(company.auco.company().webhooks).toEqual([stored(entries.default)])
  expect((await company.comments(pull))[0]).toContain('Applied and verified')
})

it('a list of pull requests that goes on lagging refuses the removal, and the next run makes up for it', async () => {
  const { github, repo } = company
  const { pull } = await company.review(smaller)
  const event = await company.merge(pull)
  github.lag(repo, 'merges', [], 1)
  const refused = await company.apply({ file: smaller, event, fastClock: true })
  expect(refused).toMatchObject({ exitCode: 1, written: [], waits: [1_000, 2_000] })
  github.lag(repo, 'merges', [])
  const run = await company.apply({ file: smaller, event: { ...event, runAttempt: 2 } })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
})

it('a merge that GitHub does not show yet is asked for again, even if an older plan was found', async () => {
  const { auco, github, repo } = company
  const { pull: older } = await company.review(smaller)
  await company.merge(older)
  auco.edit(({ webhooks }) => {
    for (const webhook of webhooks) if (webhook.id === 'Billing') webhook.url = 'https://moved.example.com/'
  })
  await github.commit(repo, 'docs', { 'README.md': '# Webhooks' }, 'docs: readme')
  const newer = await github.openPullRequest(repo, 'docs', 'Readme')
  await company.plan({ file: smaller, event: pullRequestEvent(repo, newer) })
  const event = await company.merge(newer)
  github.lag(repo, 'merges', [1])
  const run = await company.apply({ file: smaller, event, fastClock: true })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
  expect(run.waits[0]).toBe(1_000)
})
