import { expect, it } from 'vitest'
import { startCompany } from './company.ts'
import { pullRequestEvent, scheduleEvent } from './github-events.ts'
import type { ActionRun } from './run-action.ts'
import { desiredFile, hookTokens, liveFile } from './webhooks-file.ts'

const company = await startCompany()
const { AUCO_HOOK_TOKEN: secret } = hookTokens

/** Runs this in the place of the action. */
const run = (source: string) =>
  company.plan({ nodeArguments: ['--eval', source], event: scheduleEvent(company.repo) })
const toFile = (name: string, text: string) => `fs.appendFileSync(process.env.${name}, '${text}\\n')`

it.each([
  ['shows a secret in the output', `console.log('x ${secret} y')`],
  ['shows a secret in the error output', `console.error('${secret}')`],
  ['shows a secret in the summary', toFile('GITHUB_STEP_SUMMARY', secret)],
  ['shows a secret in an output', toFile('GITHUB_OUTPUT', `plan=${secret}`)],
  ['shows a secret in base64', `console.log('${Buffer.from(secret).toString('base64')}')`],
  ['shows a key', `console.log('${company.auco.publicKey}')`],
  ['leaves a file behind', `fs.writeFileSync(process.env.RUNNER_TEMP + '/left', '')`],
  ['leaves a variable for later steps', toFile('GITHUB_ENV', 'A=1')],
])('a run that %s is noticed', async (_, source) => {
  await expect(run(source)).rejects.toThrow('to deeply equal')
})

it('a mask may hold the secret', async () => {
  expect(await run(`console.log('::add-mask::${secret}')`)).toMatchObject({ exitCode: 0, masks: [secret] })
})

/** Everything but the order in which two answers arrive, and what is random. */
const left = ({ exitCode, stdout, stderr, outputs, summary, files, signal }: ActionRun) => ({
  lines: stdout.split('\n').toSorted(),
  files: Object.keys(files).toSorted(),
  exitCode,
  stderr,
  outputs,
  summary,
  signal,
})

it.each([
  ['that writes', desiredFile],
  ['that has nothing to do', liveFile],
  ['of a wrong file', 'webhooks: none\n'],
])('an apply %s leaves the same in this process as in one of its own', async (_, file) => {
  const event = await company.push(file)
  const live = company.auco.company()
  const own = await company.apply({ file, event, fastClock: true })
  company.auco.edit((stored) => Object.assign(stored, live))
  const here = await company.apply({ file, event, inProcess: true })
  expect(left(here)).toEqual(left(own))
})

it('runs in this process that start together do not see each other', async () => {
  const event = pullRequestEvent(company.repo, await company.propose(desiredFile))
  const plan = company.plan({ file: desiredFile, event, inProcess: true })
  const wrong = company.apply({ file: '', event: await company.push(''), inProcess: true })
  expect(await plan).toMatchObject({ exitCode: 0, outputs: { result: 'planned' } })
  expect(await wrong).toMatchObject({ exitCode: 1, outputs: {} })
  expect(process.exitCode).toBeUndefined()
})
