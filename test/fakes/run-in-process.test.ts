import { expect, it } from 'vitest'
import { startCompany } from './company.ts'
import { pullRequestEvent } from './github-events.ts'
import type { ActionRun } from './run-action.ts'
import { desiredFile, liveFile } from './webhooks-file.ts'

const company = await startCompany()

/** Everything but the order in which two answers arrive, and what is random. */
const left = ({ exitCode, stdout, stderr, outputs, summary, files, signal, waits }: ActionRun) => ({
  lines: stdout.split('\n').toSorted(),
  files: Object.keys(files).toSorted(),
  exitCode,
  stderr,
  outputs,
  summary,
  signal,
  waits,
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

it('runs that start together do not see each other', async () => {
  const pull = await company.propose(desiredFile)
  const plan = company.plan({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    inProcess: true,
  })
  const wrong = company.apply({ file: '', event: await company.push(''), inProcess: true })
  expect(await plan).toMatchObject({ exitCode: 0, outputs: { result: 'planned' } })
  expect(await wrong).toMatchObject({ exitCode: 1, outputs: {} })
  expect(process.exitCode).toBeUndefined()
})
