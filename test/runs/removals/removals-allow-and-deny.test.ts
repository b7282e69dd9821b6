import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { desiredFile, entries, fileOf, read, startCompany, stored, write } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()
const smaller = fileOf(entries.default)

it('removals: allow removes without a review', async () => {
  const event = await company.push(smaller)
  const run = await company.apply({ file: smaller, event, inputs: { removals: 'allow' } })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]' })
  expect(company.auco.company().webhooks).toEqual([stored(entries.default)])
})

it('removals: deny fails the plan, which is told all the same', async () => {
  const pull = await company.propose(smaller)
  const run = await company.plan({
    file: smaller,
    event: pullRequestEvent(company.repo, pull),
    inputs: { removals: 'deny' },
  })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [read()] })
  expect(run.outputs).toMatchObject({ changed: 'true', removed: '["Billing"]' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/`Billing`.*`removals` is `deny`/) },
  ])
  const [comment] = await company.comments(pull)
  for (const told of [comment, run.summary]) expect(told).toMatch(/`Billing`/)
})

it('removals: deny fails a plan without the key, if the file itself drops a webhook', async () => {
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.run({ file: smaller, event, inputs: { removals: 'deny' }, env: {} })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [], outputs: { result: 'planned' } })
  expect(run.annotations.at(-1)).toMatchObject({
    level: 'error',
    message: expect.stringMatching(/`Billing`.*`removals` is `deny`/),
  })
})

it('removals: deny fails the apply, even one that was reviewed', async () => {
  const pull = await company.propose(smaller)
  await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull) })
  const run = await company.apply({
    file: smaller,
    event: await company.merge(pull),
    inputs: { removals: 'deny' },
  })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [read()] })
  expect(run.outputs).not.toHaveProperty('result')
  expect(company.auco.company()).toEqual(seedCompany())
})

it('removals: deny lets everything else through', async () => {
  const event = await company.push(desiredFile)
  const run = await company.apply({ file: desiredFile, event, inputs: { removals: 'deny' } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
})
