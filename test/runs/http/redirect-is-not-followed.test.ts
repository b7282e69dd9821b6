import { afterAll, expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { workflowDispatchEvent } from '../../fakes/github-events.ts'
import { startRecordingServer } from '../../fakes/recording-server.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const elsewhere = await startRecordingServer(async () => ({ status: 200, body: seedCompany() }))
afterAll(() => elsewhere.close())

/** It may have been stored all the same, so the read-backs decide. */
const threeWrites = (status: number) => [
  read(),
  ...Array.from({ length: 3 }, () => [write(status), ...Array.from({ length: 5 }, () => read())]).flat(),
]

it.each([
  [301, 'GET', [read(301)]],
  [302, 'GET', [read(302)]],
  [307, 'GET', [read(307)]],
  [307, 'PUT', threeWrites(307)],
  [308, 'PUT', threeWrites(308)],
])('a redirect (%i) of a %s is red, and no key goes to another place', async (status, method, requests) => {
  const location = `${elsewhere.url}/v1.5/ext/company`
  company.auco.quirks.respond = (request) =>
    request.method === method ? { status, headers: { location }, body: '' } : undefined
  const run = await company.apply({
    file: desiredFile,
    event: workflowDispatchEvent(company.repo, 'main'),
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/redirect/) }])
  expect(run.toAuco).toEqual(requests)
  expect(elsewhere.requests).toEqual([])
  expect(company.auco.company()).toEqual(seedCompany())
})
