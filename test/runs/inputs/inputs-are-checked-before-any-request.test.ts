import { expect, it } from 'vitest'
import { kindOf, startCompany } from '../../fakes/company.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { publicKey, privateKey, url } = company.auco
const { host } = new URL(url)
const SECRET = 'pass-8f3k'

it.each<[code: string, inputs: Readonly<Record<string, string>>, words?: RegExp]>([
  ['invalid-input', { config: 'web`hooks.yaml' }, /backtick/],
  ['invalid-input', { environment: 'prod' }, /`stage`, `production`/],
  ['invalid-input', { 'dry-run': 'yes' }, /`auto`, `true`, `false`/],
  ['invalid-input', { removals: 'manage' }, /`managed`, `all`, `none`/],
  ['invalid-input', { endpoints: 'warning' }, /`auto`, `warn`, `fail`, `off`/],
  ['invalid-input', { deliver: 'change' }, /`off`, `changed`, `all`/],
  ['invalid-input', { comment: 'change' }, /`always`, `changes`, `never`/],
  ['invalid-input', { 'fail-on-changes': 'maybe' }, /`true`, `false`/],
  ['invalid-api-url', { 'api-url': 'hooks.example.com/v1.5/ext' }],
  ['invalid-api-url', { 'api-url': 'ftp://127.0.0.1/v1.5/ext' }],
  ['invalid-api-url', { 'api-url': 'http://127.0.0.1.auco.example/v1.5/ext' }, /loopback/],
  ['invalid-api-url', { 'api-url': `http://user:${SECRET}@${host}/v1.5/ext` }],
  ['invalid-api-url', { 'api-url': `${url}?key=${SECRET}` }],
  ['invalid-api-url', { 'api-url': `${url}#${SECRET}` }],
  ['not-a-key', { 'public-key': privateKey }, /`puk_`/],
  ['not-a-key', { 'private-key': publicKey }, /`prk_`/],
  ['not-a-key', { 'private-key': `${privateKey}\nX-Injected: 1` }, /line break/],
])('%s: %o', async (code, inputs, words = /./) => {
  const run = await company.applyFile(desiredFile, { inputs })
  expect(run).toMatchObject({ exitCode: 1, kind: kindOf(code), outputs: {}, toAuco: [], toGitHub: [] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  const [name = ''] = Object.keys(inputs)
  if (code.startsWith('invalid')) expect(run.annotations[0]?.message).toContain(`\`${name}\``)
  expect(run.stdout).not.toContain(SECRET)
})

it.each([
  [{ 'private-key': '' }, /`private-key`/],
  [{ 'public-key': '' }, /`public-key`/],
  [{ 'public-key': '', 'private-key': '' }, /`public-key`.*`private-key`/],
])('an apply with %o is refused before Auco is asked', async (inputs, words) => {
  const run = await company.applyFile(desiredFile, { inputs })
  expect(run).toMatchObject({ exitCode: 1, kind: 'auco-keys', toAuco: [] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.outputs).not.toHaveProperty('result')
})

it('a key with a line break at its end, as secrets often have, and a URL with a slash work', async () => {
  const inputs = {
    'public-key': `${publicKey}\n`,
    'private-key': `${privateKey}\n`,
    'api-url': `${url}/`,
  }
  expect(await company.applyFile(desiredFile, { inputs })).toMatchObject({ exitCode: 0 })
})
