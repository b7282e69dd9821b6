import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const smaller = fileOf(entries.default)

it.each([
  ['another app', () => company.github.appToken({ contents: 'read', pullRequests: 'write' }, 'planner')],
  ['a person', () => company.github.humanToken],
  ['a person who is called like the bot', () => company.github.personToken('github-actions')],
])("a plan comment of %s's token removes nothing, and the message says why", async (_, tokenOf) => {
  const pull = await company.propose(smaller)
  await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull), token: tokenOf() })
  const before = await company.comments(pull)
  const run = await company.apply({ file: smaller, event: await company.merge(pull), fastClock: true })

  expect(run).toMatchObject({ exitCode: 1, written: [], outputs: { removed: '["Billing"]' } })
  expect(run.annotations[0]?.message).toMatch(/`Billing`.*same `github-token`/)
  expect(await company.comments(pull)).toEqual(before)
})
