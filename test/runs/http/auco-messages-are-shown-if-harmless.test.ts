import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { workflowDispatchEvent } from '../../fakes/github-events.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** The error of an apply whose write is refused with this body. */
async function errorOf(body: unknown): Promise<string> {
  company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 400, body } : undefined)
  const run = await company.apply({ file: desiredFile, event: workflowDispatchEvent(company.repo, 'main') })
  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.commands.filter(({ name }) => !/^(add-mask|group|endgroup|error)$/.test(name))).toEqual([])
  expect(run.annotations).toMatchObject([{ level: 'error' }])
  return run.annotations[0]?.message ?? ''
}

// Other spellings of secrets: test/secrets/leaks.test.ts.
it('a message that repeats the token of the workflow is withheld', async () => {
  const error = await errorOf({ message: `bad value ${company.github.botToken}` })
  expect(error).toMatch(/not shown/)
  expect(error).not.toMatch(/bad/)
})

it.each([
  [{ message: 'webhooks[2].url is not allowed', code: 'E7' }, /"webhooks\[2\]\.url is not allowed"/],
  [{ message: '', error: 'two ids are equal' }, /"two ids are equal"/],
  [{ message: 7, code: 'INVALID_DATA' }, /"INVALID_DATA"/],
  [{ message: `one\n::error::two ##[error]three ${'é'.repeat(300)}` }, /"one.{10,}é{150,199}"/],
])('a harmless message of %j is shown, cut to 200 characters', async (body, shown) => {
  expect(await errorOf(body)).toMatch(shown)
})

it.each(['<h1>Blocked by policy</h1>', { detail: 'Blocked by policy' }])(
  'of %j nothing is shown',
  async (body) => {
    expect(await errorOf(body)).not.toContain('Blocked')
  },
)
