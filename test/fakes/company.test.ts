import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startCompany } from './company.ts'
import { scheduleEvent } from './github-events.ts'
import { hookTokens } from './webhooks-file.ts'

const company = await startCompany()
const script = join(tmpdir(), `stand-in-${process.pid}.mjs`)
afterAll(() => rm(script, { force: true }))

/** A stand-in for the action. */
async function run(source: string) {
  await writeFile(script, `import { appendFileSync } from 'node:fs'\n${source}`)
  return company.plan({ script, event: scheduleEvent(company.repo) })
}
const secret = hookTokens.AUCO_HOOK_TOKEN
const toFile = (name: string, text: string) => `appendFileSync(process.env.${name}, '${text}\\n')`

it.each([
  ['the output', `console.log('x ${secret} y')`],
  ['the error output', `console.error('${secret}')`],
  ['an annotation', `console.log('::notice::${secret}')`],
  ['the summary', toFile('GITHUB_STEP_SUMMARY', secret)],
  ['an output', toFile('GITHUB_OUTPUT', `plan=${secret}`)],
  ['base64', `console.log('${Buffer.from(secret).toString('base64')}')`],
  ['a key', `console.log('${company.auco.publicKey}')`],
])('a run that shows a secret is noticed: %s', async (_, source) => {
  await expect(run(source)).rejects.toThrow('to deeply equal []')
})

it.each([
  ['a file in the temporary directory', `appendFileSync(process.env.RUNNER_TEMP + '/left', '')`],
  ['a variable for later steps', toFile('GITHUB_ENV', 'A=1')],
])('a run that leaves something behind is noticed: %s', async (_, source) => {
  await expect(run(source)).rejects.toThrow('to deeply equal')
})

it('a mask may hold the secret', async () => {
  expect(await run(`console.log('::add-mask::${secret}')`)).toMatchObject({ exitCode: 0, masks: [secret] })
})
