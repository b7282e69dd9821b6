import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('a plan repeated after the merge announces nothing: what was added at Auco since then stays', async () => {
  const file = fileOf(entries.default, entries.billing)
  const { pull, comment } = await company.review(file)
  const event = pullRequestEvent(company.repo, pull)
  const merged = await company.merge(pull)

  company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  const repeated = await company.plan({ file, event })
  expect(repeated.annotations).toEqual([
    {
      level: 'notice',
      message: 'The pull request is closed: its comment stays as it is, and nothing is announced.',
    },
  ])
  expect(await company.comments(pull)).toEqual([comment])

  const apply = await company.apply({ event: merged })
  expect(apply).toMatchObject({ exitCode: 1, outputs: { removed: '["Audit"]' } })
  expect(company.auco.company().webhooks.map(({ id }) => id)).toEqual(['default', 'Billing', 'Audit'])
})
