import { expect, it } from 'vitest'
import { read, startCompany, write } from '../../fakes/company.ts'
import { type Outcome, type Respond, recordedStatus } from '../../fakes/recording-server.ts'
import { desired, desiredFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const live = () => company.auco.company().webhooks
const webhooks = desired.map((entry) => stored(entry))

const apply = async () =>
  company.apply({ file: desiredFile, event: await company.push(desiredFile), fastClock: true })
/** The first `times` requests of the method; the others are for the fake. */
const first = (method: string, outcome: Outcome): Respond => {
  const left = [outcome]
  return (request) => (request.method === method ? left.shift() : undefined)
}

it.each<[string, Outcome]>([
  ['500', { status: 500, body: { message: 'Internal error' } }],
  ['a broken connection', 'reset'],
  ['200 that is not JSON', { status: 200, body: 'OK' }],
])('a write answered with %s, but stored, is green', async (_, outcome) => {
  company.auco.quirks.respond = async ({ method }, own) => {
    if (method !== 'PUT') return undefined
    await own()
    return outcome
  }
  const run = await apply()

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  const status = recordedStatus(outcome)
  expect(run.toAuco).toEqual([read(), write(status), read()])
  expect(live()).toEqual(webhooks)
})

it.each<[string, Outcome]>([
  ['500', { status: 500, body: { message: 'Internal error' } }],
  ['a broken connection', 'reset'],
])('a write answered with %s and not stored is repeated, and green', async (_, outcome) => {
  company.auco.quirks.respond = first('PUT', outcome)
  const run = await apply()

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.toAuco.filter(([method]) => method === 'PUT')).toHaveLength(2)
  expect(live()).toEqual(webhooks)
})

it('a write answered with 429 is repeated after the wait that Auco asks for', async () => {
  company.auco.quirks.respond = first('PUT', { status: 429, headers: { 'retry-after': '17' }, body: '' })
  const run = await apply()

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(run.toAuco.filter(([method]) => method === 'PUT')).toEqual([write(429), write()])
  expect(run.waits).toContain(17_000)
})

it('stale reads after the write are waited out', async () => {
  const { quirks } = company.auco
  quirks.onWrite = () => {
    quirks.staleReads = 3
  }
  const run = await apply()

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.toAuco).toEqual([read(), write(), read(), read(), read(), read()])
  expect(live()).toEqual(webhooks)
})

it.each<[string, Outcome, number]>([
  ['500', { status: 500, body: '' }, 4],
  ['401', { status: 401, body: '' }, 1],
  ['no company', { status: 200, body: { response: 'OK' } }, 1],
])(
  'a read-back answered with %s is red: unknown, with what to do, and no further write',
  async (_, outcome, reads) => {
    const { quirks, requests } = company.auco
    const before = requests.length
    quirks.respond = ({ method }) =>
      method === 'GET' && requests.slice(before).some((request) => request.method === 'PUT')
        ? outcome
        : undefined
    const run = await apply()

    expect(run).toMatchObject({ exitCode: 1, stderr: '' })
    expect(run.annotations).toMatchObject([
      { level: 'error', message: expect.stringMatching(/unknown.*run the job again/i) },
    ])
    expect(run.outputs).not.toHaveProperty('result')
    const status = recordedStatus(outcome)
    expect(run.toAuco).toEqual([read(), write(), ...Array<unknown>(reads).fill(read(status))])
  },
)
