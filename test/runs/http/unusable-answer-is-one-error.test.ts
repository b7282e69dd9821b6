import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { workflowDispatchEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const large = { ...seedCompany(), name: 'x'.repeat(5 * 1024 * 1024) }
const webhooks = [{ id: 7, url: 'https://hooks.notaria.example/auco' }]

it.each<[string, Outcome, RegExp]>([
  [
    'HTML',
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Sign in, ::error::x</p>' },
    /not JSON \(text\/html, \d+ bytes\)/,
  ],
  ['more than 5 MiB', { status: 200, body: large }, /5 MiB/],
  ['another document', { status: 200, body: { response: 'OK' } }, /not a company/],
  ['null', { status: 200, body: null }, /not a company/],
  // Taken for a company without webhooks, all that it has would be replaced.
  ['no list of webhooks', { status: 200, body: { ...seedCompany(), webhooks: undefined } }, /not a company/],
  ['null in its place', { status: 200, body: { ...seedCompany(), webhooks: null } }, /not a company/],
  ['a list', { status: 200, body: seedCompany().webhooks }, /not a company/],
  ['a number as id', { status: 200, body: { ...seedCompany(), webhooks } }, /Webhook 1 .* a number as `id`/],
  ['130,000 webhooks', { status: 200, body: { webhooks: Array(130_000).fill(1) } }, /130,000 webhooks/],
])('a read that gives %s is one clear error, and nothing is written', async (_, outcome, words) => {
  company.auco.quirks.respond = () => outcome
  const run = await company.apply({
    file: desiredFile,
    event: workflowDispatchEvent(company.repo, 'main'),
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [read()] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.log).not.toContain('Sign in')
})
