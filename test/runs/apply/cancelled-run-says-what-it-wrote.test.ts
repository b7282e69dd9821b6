import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

// Every request of an apply that a signal can interrupt is in test/faults/cancellation.test.ts.
const company = await startCompany()
const { auco } = company
/** The runner sends a second signal after 7.5 seconds, so everything must be said by then. */
const timeout = 7_000

it('during a plan of what was merged: its comment stays as it is', { timeout }, async () => {
  const { pull, comment } = await company.review(desiredFile)
  const { promise: when, resolve } = Promise.withResolvers<void>()
  auco.quirks.respond = () => {
    resolve()
    return 'silence'
  }
  const event = await company.merge(pull)
  const inputs = { 'dry-run': 'true' }
  const run = await company.plan({ file: desiredFile, event, inputs, signal: { name: 'SIGTERM', when } })
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('cancelled') }])
  expect(await company.comments(pull)).toEqual([comment])
})

it('in the pause between two read-backs: whether Auco has it is unknown', { timeout }, async () => {
  const { promise: when, resolve } = Promise.withResolvers<void>()
  let reads = 0
  auco.quirks.storesNothing = true
  auco.quirks.respond = ({ method }) => {
    if (method === 'GET') reads += 1
    // The third read is the second read-back: a pause of a second follows.
    if (reads === 3) resolve()
    return undefined
  }
  const run = await company.applyFile(desiredFile, { signal: { name: 'SIGTERM', when } })
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', outputs: { changed: 'true' } })
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('unknown') }])
})
