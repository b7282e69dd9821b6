import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startCompany } from './company.ts'
import { scheduleEvent } from './github-events.ts'
import { desiredFile, hookTokens } from './webhooks-file.ts'

const company = await startCompany()
const script = join(tmpdir(), `stand-in-${process.pid}.mjs`)
afterAll(() => rm(script, { force: true }))

/** A stand-in for the action. */
async function run(source: string, event = scheduleEvent(company.repo)) {
  await writeFile(script, `import { appendFileSync } from 'node:fs'\n${source}`)
  return company.plan({ script, event })
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

const showRun = `const { GITHUB_RUN_ID, GITHUB_RUN_NUMBER, GITHUB_SHA } = process.env
console.log(GITHUB_RUN_ID, GITHUB_RUN_NUMBER, GITHUB_SHA)`

it.each([
  ['a merge', 'push', async () => company.merge(await company.propose(desiredFile))],
  ['a push', 'push', () => company.push(desiredFile)],
  ['a start by hand', 'workflow_dispatch', () => company.dispatch()],
])('GitHub knows the run of %s', async (_, name, start) => {
  const { github, repo } = company
  const event = await start()
  const sha = await github.headOf(repo, 'main')
  const known = { event: name, head_branch: 'main', head_sha: sha, id: event.runId, run_number: 1 }
  expect(await github.runs(repo)).toMatchObject([{ ...known, status: 'queued', conclusion: null }])
  expect((await run(showRun, event)).stdout).toBe(`${event.runId} 1 ${sha}\n`)
  expect(await github.runs(repo)).toMatchObject([{ ...known, status: 'completed', conclusion: 'success' }])
  await run('process.exitCode = 1', { ...event, runAttempt: 2 })
  expect(await github.runs(repo)).toMatchObject([{ ...known, run_attempt: 2, conclusion: 'failure' }])
})

it('a push can start no run', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const quiet = { startsRun: false }
  const events = [await company.merge(pull, 'squash', quiet), await company.push('x: 1\n', quiet)]
  for (const event of events) expect(event).not.toHaveProperty('runId')
  expect((await run(showRun, events[1])).stdout).toMatch(/^17023456789 1 /)
  expect(await github.runs(repo)).toEqual([])
})
