import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desired, desiredFile, entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

it('the merge writes the file once, reads it back, and says so where it was planned', async () => {
  const { auco, repo } = company
  const pull = await company.propose(desiredFile)
  const planned = await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })
  const event = await company.merge(pull)
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', annotations: [] })
  expect(run.outputs).toEqual({ ...planned.outputs, result: 'applied', plan: expect.any(String) })
  expect(run.toAuco).toEqual([read(), write(), read()])
  expect(run.written).toEqual([{ webhooks: desired.map((entry) => stored(entry)) }])
  expect(auco.requests.at(-2)?.headers).toMatchObject({
    authorization: auco.privateKey,
    'content-type': 'application/json',
  })
  expect(auco.requests.at(-1)?.headers.authorization).toBe(auco.publicKey)
  expect(auco.company()).toEqual({ ...seedCompany(), webhooks: desired.map((entry) => stored(entry)) })

  expect(run.toGitHub.filter(([method, path]) => method !== 'GET' && path !== '/graphql')).toEqual([
    // Beside the write, and after it.
    ['PATCH', expect.stringMatching(/^\/issues\/comments\/\d+$/), 200],
    ['PATCH', expect.stringMatching(/^\/issues\/comments\/\d+$/), 200],
  ])
  // The branch and its pull requests, and their comments.
  expect(run.toGitHub.filter(([, path]) => path === '/graphql')).toHaveLength(2)
  const comments = await company.comments(pull)
  expect(comments).toHaveLength(1)
  expect(comments[0]).toMatch(/\*\*Applied and verified\*\* by .*run/)
  expect(comments[0]).toContain(`/actions/runs/${event.runId ?? 17_023_456_789}`)
  expect(run.summary).toMatch(/applied and verified/i)
})

it('the write sends default first, then the order of the file', async () => {
  const { audit, billing } = entries
  const file = fileOf(audit, entries.default, billing)
  const run = await company.apply({ file, event: await company.push(file) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(run.written).toEqual([{ webhooks: [stored(entries.default), stored(audit), stored(billing)] }])
})
