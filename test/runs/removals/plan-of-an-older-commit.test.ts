import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const smaller = fileOf(entries.default)

it('a repeated plan of an older commit does not take back what the newer one announced', async () => {
  const { github, repo } = company
  const pull = await company.propose(liveFile)
  const old = pullRequestEvent(repo, pull)
  await company.plan({ event: old })
  await github.commit(repo, pull.head.ref, { 'webhooks.yaml': smaller }, 'feat: no billing')
  const event = pullRequestEvent(repo, await github.pullRequest(repo, pull.number))
  await company.plan({ file: smaller, event })
  await company.plan({ event: { ...old, runAttempt: 2 } })
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
})
