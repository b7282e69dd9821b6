import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const origin = new URL(company.auco.url).host

it.each([
  ['environment', 'prod', /one of `stage`, `production`/],
  ['dry-run', 'yes', /one of `auto`, `true`, `false`/],
  ['removals', 'manage', /`managed`, `all`, `none`.*mean `managed`/],
  ['deliver', 'change', /`off`, `changed`, `all`.*mean `changed`/],
  ['comment', 'change', /`always`, `changes`, `never`.*mean `changes`/],
  ['fail-on-changes', 'maybe', /one of `true`, `false`/],
  ['api-url', 'hooks.example.com/v1.5/ext', /https:/],
  ['api-url', '/v1.5/ext', /https:/],
  ['api-url', 'ftp://127.0.0.1/v1.5/ext', /https:/],
  ['api-url', 'http://auco.example/v1.5/ext', /loopback/],
  ['api-url', 'http://127.0.0.1.auco.example/v1.5/ext', /loopback/],
  ['api-url', `http://user:pass-8f3k@${origin}/v1.5/ext`, /user, a password/],
  ['api-url', `http://${origin}/v1.5/ext?key=pass-8f3k`, /query/],
  ['api-url', `http://${origin}/v1.5/ext#pass-8f3k`, /fragment/],
])('the input %s as %j is refused', async (name, value, words) => {
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    inputs: { [name]: value },
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', outputs: {}, toAuco: [], toGitHub: [] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.annotations[0]?.message).toContain(`\`${name}\``)
  expect(run.stdout).not.toContain('pass-8f3k')
})

it.each(['/', ''])('an api-url that ends with %j works', async (end) => {
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    inputs: { 'api-url': `${company.auco.url}${end}` },
  })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
})
