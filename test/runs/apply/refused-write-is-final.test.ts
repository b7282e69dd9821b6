import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it.each([
  [400, /\(400\).*must be unique.*Correct what Auco names/],
  [401, /`private-key` for stage \(401\).*environment/],
  [403, /\(403\).*`private-key` is probably right/],
  [404, /\(404\).*`api-url`/],
  [422, /\(422\).*must be unique/],
])('a write that is refused with %i is one clear error, and nothing is retried', async (status, words) => {
  const { auco } = company
  auco.quirks.respond = ({ method }) =>
    method === 'PUT' ? { status, body: { message: 'ids must be unique' } } : undefined
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', waits: [] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.toAuco).toEqual([read(), write(status)])
  expect(auco.company()).toEqual(seedCompany())
})
