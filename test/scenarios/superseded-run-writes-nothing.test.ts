import { expect, it } from 'vitest'
import { seedCompany } from '../emulators/auco.ts'
import { pullRequestEvent } from '../support/events.ts'
import { desiredFile, liveFile, startCompany } from './company.ts'

const company = await startCompany()

it('an apply whose commit is no longer the head of its branch is green, superseded, and writes nothing', async () => {
  const pull = await company.propose(desiredFile)
  await company.plan({ file: desiredFile, event: pullRequestEvent(company.repo, pull) })
  const event = await company.merge(pull)
  const newer = await company.push(liveFile)
  const run = await company.apply({ file: desiredFile, event: { ...event, runAttempt: 2 } })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '' })
  expect(run.outputs).toMatchObject({ result: 'superseded', 'webhook-ids': '["default","Billing","Audit"]' })
  expect(run.toAuco.filter(([method]) => method !== 'GET')).toEqual([])
  expect(company.auco.company()).toEqual(seedCompany())
  const told = [run.annotations[0]?.message, run.summary, (await company.comments(pull))[0]]
  for (const text of told) {
    expect(text).toMatch(/superseded/i)
    expect(text).toContain(newer.sha?.slice(0, 7))
  }
})

it('an apply that cannot find out whether it is superseded is red, and writes nothing', async () => {
  company.github.respond = ({ path }) =>
    path.includes('/git/ref') || path.includes('/branches/') ? { status: 502, body: '' } : undefined
  const run = await company.apply({ file: desiredFile, event: await company.push(desiredFile) })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/head of the branch.*nothing was written/i) },
  ])
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.toAuco.filter(([method]) => method !== 'GET')).toEqual([])
})

it('a superseded run does not wait for an Auco that is down', { timeout: 10_000 }, async () => {
  const event = await company.push(desiredFile)
  await company.push(liveFile)
  company.auco.quirks.respond = () => ({ status: 503, headers: { 'retry-after': '60' }, body: '' })
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', outputs: { result: 'superseded' } })
})

it('a repository that the token cannot see is red: whether the commit is superseded is unknown', async () => {
  const event = await company.push(desiredFile)
  company.github.respond = () => ({ status: 404, body: { message: 'Not Found' } })
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.toAuco.filter(([method]) => method !== 'GET')).toEqual([])
})
