import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const { publicKey, privateKey } = company.auco

it.each([
  [
    'swapped keys',
    { 'public-key': privateKey, 'private-key': publicKey },
    /`public-key` and `private-key` are swapped/,
  ],
  ['a private key as the public one', { 'public-key': privateKey }, /`public-key` holds a private key/],
  [
    'the private key twice',
    { 'public-key': privateKey, 'private-key': privateKey },
    /`public-key` holds a private key/,
  ],
  ['a public key as the private one', { 'private-key': publicKey }, /`private-key` holds a public key/],
  [
    'something else as a key',
    { 'public-key': 'Bearer of-bad-news' },
    /`public-key` does not start with `puk_`/,
  ],
  ['a key of two lines', { 'private-key': `${privateKey}\nX-Injected: 1` }, /line break/],
])('%s: refused before any request', async (_, inputs, words) => {
  const run = await company.apply({ file: desiredFile, event: await company.push(desiredFile), inputs })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [], toGitHub: [] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.outputs).not.toHaveProperty('result')
})

it.each([
  ['no private key', { 'private-key': '' }, /`private-key`/],
  ['no public key', { 'public-key': '' }, /`public-key`/],
  ['no key', { 'public-key': '', 'private-key': '' }, /`public-key`.*`private-key`/],
])('%s in an apply: refused before Auco is asked', async (_, inputs, words) => {
  const run = await company.apply({ file: desiredFile, event: await company.push(desiredFile), inputs })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [] })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
  expect(run.outputs).not.toHaveProperty('result')
})

it('a key with a line break at its end, as secrets often have, is used without it', async () => {
  const run = await company.apply({
    event: await company.push(desiredFile),
    file: desiredFile,
    inputs: { 'public-key': `${publicKey}\n`, 'private-key': `${privateKey}\n` },
  })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
})
