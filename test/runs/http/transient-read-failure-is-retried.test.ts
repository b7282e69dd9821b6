import { expect, it } from 'vitest'
import { read, startCompany } from '../../fakes/company.ts'
import { scheduleEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import { type Outcome, type Respond, recordedStatus } from '../../fakes/recording-server.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

const inTurn =
  (...outcomes: Outcome[]): Respond =>
  () =>
    outcomes.shift()
const plan = () => company.plan({ event: scheduleEvent(company.repo), fastClock: true })

it('what passes is tried four times, with growing waits', async () => {
  company.auco.quirks.respond = inTurn({ status: 503, body: '' }, { status: 408, body: '' }, 'reset')
  const run = await plan()

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'planned' } })
  expect(run.toAuco).toEqual([read(503), read(408), read('reset'), read()])
  expect(run.waits).toHaveLength(3)
  for (const [attempt, wait] of run.waits.entries()) expect(wait).toBeLessThanOrEqual(500 * 2 ** attempt)
})

it('Retry-After is honoured, up to a minute', async () => {
  company.auco.quirks.respond = inTurn(
    { status: 429, headers: { 'retry-after': '7' }, body: '' },
    { status: 503, headers: { 'retry-after': '3600' }, body: '' },
  )
  const run = await plan()

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'planned' } })
  expect(run.toAuco).toEqual([read(429), read(503), read()])
  expect(run.waits).toEqual([7_000, 60_000])
})

it.each<[string, Outcome, RegExp]>([
  ['500', { status: 500, body: '' }, /500/],
  ['429', { status: 429, body: '' }, /429/],
  ['a broken connection', 'reset', /connection/i],
])('four times %s is red, and an apply writes nothing', async (_, outcome, words) => {
  company.auco.quirks.respond = () => outcome
  const run = await company.apply({
    file: desiredFile,
    event: workflowDispatchEvent(company.repo, 'main'),
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  const status = recordedStatus(outcome)
  expect(run.toAuco).toEqual(Array<unknown>(4).fill(read(status)))
})

it('a connection that is refused is tried four times, and is one clear error', async () => {
  const run = await company.plan({
    event: scheduleEvent(company.repo),
    inputs: { 'api-url': 'http://127.0.0.1:9/v1.5/ext' },
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [] })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/refused.*`api-url`/) },
  ])
  expect(run.waits).toHaveLength(3)
})
