import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { desiredFile, liveFile, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'

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

it('a GitHub that still gives the commit before the push is asked again: that is nothing newer', async () => {
  const before = await company.github.headOf(company.repo, 'main')
  const event = await company.push(desiredFile)
  let answers = 0
  company.github.respond = ({ path }) => {
    if (!path.includes('/git/ref')) return undefined
    answers += 1
    return answers > 2 ? undefined : { status: 200, body: { object: { sha: before } } }
  }
  const run = await company.apply({ file: desiredFile, event, fastClock: true })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.waits.slice(0, 2)).toEqual([1_000, 2_000])
})

it('a branch that was really set back to the commit before the push supersedes the push', async () => {
  const before = await company.github.headOf(company.repo, 'main')
  const event = await company.push(desiredFile)
  company.github.respond = ({ path }) =>
    path.includes('/git/ref') ? { status: 200, body: { object: { sha: before } } } : undefined
  const run = await company.apply({ file: desiredFile, event, fastClock: true })

  expect(run).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
})

it('a manual run that is repeated after a newer commit writes nothing; a first one asks nobody', async () => {
  const old = workflowDispatchEvent(company.repo, 'main')
  const first = await company.apply({ event: old })
  expect(first).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' }, toGitHub: [] })
  await company.apply({ file: desiredFile, event: await company.push(desiredFile) })
  const live = company.auco.company()
  const repeated = await company.apply({
    event: { ...old, runAttempt: 2 },
    inputs: { removals: 'allow' },
  })

  expect(repeated).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
  expect(company.auco.company()).toEqual(live)
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
