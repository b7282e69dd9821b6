import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('comment: never leaves the comments alone, and the summary has everything', async () => {
  const pull = await company.propose(desiredFile)
  const run = await company.plan({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    inputs: { comment: 'never' },
  })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'planned' } })
  expect(run.outputs).not.toHaveProperty('comment-url')
  // The base branch's file is compared all the same.
  expect(run.toGitHub).toEqual([['POST', '/graphql', 200]])
  expect(await company.comments(pull)).toEqual([])
  expect(run.summary).toContain('`Audit`')
})

it('comment: never asks GitHub nothing about a broken file', async () => {
  const event = pullRequestEvent(company.repo, await company.propose(desiredFile))
  const run = await company.plan({ file: 'webhooks: none\n', event, inputs: { comment: 'never' } })
  expect(run).toMatchObject({ exitCode: 1, toGitHub: [] })
})

it('comment: changes posts none while there is nothing to say, then one, and keeps that up to date', async () => {
  const pull = await company.propose(liveFile)
  const event = pullRequestEvent(company.repo, pull)
  const plan = (file: string) => company.plan({ file, event, inputs: { comment: 'changes' } })

  const empty = await plan(liveFile)
  expect(empty).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'planned' } })
  expect(empty.outputs).not.toHaveProperty('comment-url')
  expect(await company.comments(pull)).toEqual([])

  expect((await plan(desiredFile)).outputs).toHaveProperty('comment-url')
  expect(await company.comments(pull)).toMatchObject([expect.stringContaining('`Audit`')])

  expect((await plan(liveFile)).outputs).toHaveProperty('comment-url')
  expect(await company.comments(pull)).toMatchObject([expect.stringContaining('No changes')])
})
