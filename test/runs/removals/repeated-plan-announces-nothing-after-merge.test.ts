import { expect, it } from 'vitest'
import { entries, fileOf, startCompany, stored } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()

it('a plan repeated after the merge announces nothing: what was added at Auco meanwhile stays', async () => {
  const file = fileOf(entries.default, entries.billing)
  const pull = await company.propose(file)
  const event = pullRequestEvent(company.repo, pull)
  await company.plan({ file, event })
  const merged = await company.merge(pull)
  const before = await company.comments(pull)

  company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  const repeated = await company.plan({ file, event })
  expect(repeated.annotations).toEqual([
    {
      level: 'notice',
      message: 'The pull request is closed: its comment stays as it is, and nothing is announced.',
    },
  ])
  expect(await company.comments(pull)).toEqual(before)

  const apply = await company.apply({ event: merged })
  expect(apply).toMatchObject({ exitCode: 1, outputs: { removed: '["Audit"]' } })
  expect(company.auco.company().webhooks.map(({ id }) => id)).toEqual(['default', 'Billing', 'Audit'])
})
