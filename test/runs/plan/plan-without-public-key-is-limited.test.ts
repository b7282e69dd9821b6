import { expect, it } from 'vitest'
import { desiredFile, entries, fileOf, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'

const company = await startCompany()

it('a plan without the public key validates, compares with the base branch only, and says so', async () => {
  const pull = await company.propose(desiredFile)
  // As on a pull request from a fork: no secret at all.
  const run = await company.run({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    env: {},
  })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', toAuco: [] })
  expect(run.outputs).toMatchObject({
    result: 'planned',
    'webhook-ids': '["default","Billing","Audit"]',
    'comment-url': expect.stringContaining('#issuecomment-'),
  })
  expect(run.outputs).not.toHaveProperty('changed')
  expect(run.annotations.filter(({ level }) => level === 'notice')).toMatchObject([
    { message: expect.stringMatching(/`public-key`.*not compared with what is live/) },
  ])
  const [comment = ''] = await company.comments(pull)
  for (const told of [comment, run.summary]) {
    expect(told).toMatch(/not compared with what is live/i)
    expect(told).toMatch(/base branch/)
    for (const words of ['1 to update', '1 to create', '`default`', '`Audit`']) expect(told).toContain(words)
    expect(told).not.toMatch(/secret changed/)
  }
})

it('a plan without the public key finds what is wrong in the file', async () => {
  const file = fileOf(entries.billing)
  const pull = await company.propose(file)
  const run = await company.run({ file, event: pullRequestEvent(company.repo, pull), env: {} })

  expect(run).toMatchObject({ exitCode: 1, outputs: {}, toAuco: [], toGitHub: [] })
  expect(run.annotations).toContainEqual(
    expect.objectContaining({
      level: 'error',
      file: 'webhooks.yaml',
      message: expect.stringMatching(/default/),
    }),
  )
})

it('a plan without the public key and without a pull request is the validation alone', async () => {
  const run = await company.run({ file: desiredFile, event: scheduleEvent(company.repo) })

  expect(run).toMatchObject({ exitCode: 0, toAuco: [], toGitHub: [] })
  expect(run.outputs).toMatchObject({ result: 'planned', 'webhook-ids': '["default","Billing","Audit"]' })
  expect(run.outputs).not.toHaveProperty('changed')
  expect(run.summary).toMatch(/not compared with what is live/i)
})
