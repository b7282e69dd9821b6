import { expect, it } from 'vitest'
import { desired, desiredFile, startCompany, stored } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'

const company = await startCompany()

it('a token that may not comment is a notice, and the summary has everything', async () => {
  const pull = await company.propose(desiredFile)
  const run = await company.plan({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    token: company.github.readOnlyToken,
  })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', outputs: { result: 'planned' } })
  expect(run.annotations).toMatchObject([
    { level: 'notice', message: expect.stringMatching(/comment.*403.*`pull-requests: write`/) },
  ])
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(await company.comments(pull)).toEqual([])
  for (const words of ['1 to update', '1 to create', '`Audit`']) expect(run.summary).toContain(words)
})

it('no token at all is a notice', async () => {
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({ file: desiredFile, event, inputs: { 'github-token': '' } })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned', changed: 'true' }, toGitHub: [] })
  expect(run.annotations.map(({ level }) => level)).toEqual(['notice'])
})

it.each<[string, Outcome | 'down']>([
  ['is down', 'down'],
  ['answers 500', { status: 500, body: { message: 'Server Error' } }],
  ['answers 401', { status: 401, body: { message: 'Bad credentials' } }],
  ['breaks connections', 'reset'],
  ['answers HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Unicorn</p>' }],
])('a plan while GitHub %s is green with a notice', async (_, outcome) => {
  const pull = await company.propose(desiredFile)
  company.github.respond = () => (outcome === 'down' ? undefined : outcome)
  const run = await company.plan({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    ...(outcome === 'down' && { githubUrl: 'http://127.0.0.1:9' }),
  })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '' })
  expect(run.outputs).toMatchObject({ result: 'planned', changed: 'true' })
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(new Set(run.annotations.map(({ level }) => level))).toEqual(new Set(['notice']))
  expect(run.summary).toContain('`Audit`')
})

it.each<[string, Outcome]>([
  ['500', { status: 500, body: { message: 'Server Error' } }],
  ['403', { status: 403, body: { message: 'Resource not accessible by integration' } }],
  ['a broken connection', 'reset'],
])('an apply whose status cannot be told (%s) is green all the same', async (_, outcome) => {
  const pull = await company.propose(desiredFile)
  await company.plan({ file: desiredFile, event: pullRequestEvent(company.repo, pull) })
  const event = await company.merge(pull)
  company.github.respond = ({ method }) => (method === 'PATCH' ? outcome : undefined)
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', outputs: { result: 'applied' } })
  expect(run.annotations.map(({ level }) => level)).toEqual(['notice'])
  expect(company.auco.company().webhooks).toEqual(desired.map((entry) => stored(entry)))
  expect(run.summary).toMatch(/applied and verified/i)
})

it('an apply after which GitHub is gone is green all the same', async () => {
  const event = await company.push(desiredFile)
  company.auco.quirks.onWrite = () => {
    company.github.respond = () => 'reset'
  }
  const run = await company.apply({ file: desiredFile, event })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
})
