import { expect, it } from 'vitest'
import { read, startCompany } from '../../fakes/company.ts'
import { scheduleEvent } from '../../fakes/github-events.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it.each<[number, RegExp]>([
  [401, /`public-key` for stage \(401\).*environment.*revoked/],
  [400, /\(400\)\. Nothing was written\. Check that `api-url` is Auco's/],
  [403, /\(403\)\. `public-key` is probably right/],
  [404, /\(404\).*`api-url`/],
  [418, /418/],
])('a read that is refused with %i is one clear error, at once', async (status, words) => {
  company.auco.quirks.respond = () => ({ status, body: '' })
  const run = await company.plan({
    file: desiredFile,
    event: scheduleEvent(company.repo),
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', waits: [], toAuco: [read(status)] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.outputs).toEqual({ 'webhook-ids': '["default","Billing","Audit"]' })
})
