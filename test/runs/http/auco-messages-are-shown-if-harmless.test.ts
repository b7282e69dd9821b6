import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { workflowDispatchEvent } from '../../fakes/github-events.ts'
import { desiredFile, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** The error of an apply whose write is refused with this body. */
async function errorOf(body: unknown, headers: Record<string, string> = {}): Promise<string> {
  company.auco.quirks.respond = ({ method }) =>
    method === 'PUT' ? { status: 400, headers, body } : undefined
  const run = await company.apply({ file: desiredFile, event: workflowDispatchEvent(company.repo, 'main') })
  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations.map(({ level }) => level)).toEqual(['error'])
  expect(run.commands.filter(({ name }) => !/^(add-mask|group|endgroup|error)$/.test(name))).toEqual([])
  return run.annotations[0]?.message ?? ''
}

const { privateKey, publicKey } = company.auco
const token = hookTokens.AUCO_HOOK_TOKEN
it.each([
  ['both keys', `bad key ${privateKey}, not ${publicKey}`],
  ['a header value', `bad value Bearer ${token}`],
  ['six characters of a key', `bad key …${privateKey.slice(-6)}`],
  ['a header value in base64', `bad value ${Buffer.from(`Bearer ${token}`).toString('base64')}`],
  ['a header value in capitals', `bad value ${token.toUpperCase()}`],
  ['the token of the workflow', `bad token ${company.github.botToken}`],
])('a message that repeats %s is withheld', async (_, message) => {
  const error = await errorOf({ message })
  expect(error).toMatch(/withheld/)
  expect(error).not.toMatch(/bad/)
})

it.each([
  ['message', { message: 'webhooks[2].url is not allowed', code: 'E7' }, 'webhooks[2].url is not allowed'],
  ['error', { error: 'two ids are equal' }, 'two ids are equal'],
  ['code', { code: 'INVALID_DATA' }, 'INVALID_DATA'],
])('a harmless %s is shown', async (_, body, shown) => {
  expect(await errorOf(body)).toContain(shown)
})

it('a long message is cut to 200 characters, and starts no command', async () => {
  const error = await errorOf({ message: `one\n::error::two ##[error]three ${'é'.repeat(300)}` })
  expect(error).toContain('one')
  expect(error.match(/é/g)?.length).toBeLessThan(200)
  expect(error.match(/é/g)?.length).toBeGreaterThan(150)
})

it.each([
  ['HTML', '<h1>Blocked by policy</h1>', { 'content-type': 'text/html' }],
  ['JSON without a message', { detail: 'Blocked by policy' }, {}],
  ['text', 'Blocked by policy', {}],
])('a body that is %s is described by type and size only', async (_, body, headers) => {
  const error = await errorOf(body, headers)
  expect(error).not.toContain('Blocked')
  expect(error).toMatch(/\b\d+ bytes\b/)
})
