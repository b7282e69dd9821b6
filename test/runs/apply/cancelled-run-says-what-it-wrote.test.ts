import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import type { Respond, SeenRequest } from '../../fakes/recording-server.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

// Every request that a signal can interrupt is in test/faults/cancellation.test.ts.
const company = await startCompany()
const { auco, github } = company
/** The runner sends a second signal after 7.5 seconds, so everything must be said by then. */
const timeout = 7_000

const isApplying = (body: unknown) => JSON.stringify(body).includes('⏳ **Applying**')
/** Never answers a request that fits, even if it was handled; `reached` resolves when it arrives. */
function hangOn(fits: (request: SeenRequest) => boolean, isHandled = false) {
  const { promise: reached, resolve } = Promise.withResolvers<void>()
  const hook: Respond = async (request, own) => {
    if (!fits(request)) return undefined
    if (isHandled) await own()
    resolve()
    return 'silence'
  }
  return { hook, reached }
}
/** Red, with the one error that says so; the process ended by itself. */
function expectCancelled(run: CompanyRun, words: RegExp): void {
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
}

it.each(['SIGINT', 'SIGTERM'] as const)('%s before the write: it was not sent', { timeout }, async (name) => {
  const { hook, reached } = hangOn(() => true)
  auco.quirks.respond = hook
  const run = await company.applyFile(desiredFile, { signal: { name, when: reached } })
  expectCancelled(run, /cancelled.*not sent/i)
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.written).toEqual([])
})

it('during a plan of what was merged: its comment stays as it is', { timeout }, async () => {
  const { pull, comment } = await company.review(desiredFile)
  const { hook, reached } = hangOn(() => true)
  auco.quirks.respond = hook
  const run = await company.plan({
    file: desiredFile,
    event: await company.merge(pull),
    inputs: { 'dry-run': 'true' },
    signal: { name: 'SIGTERM', when: reached },
  })
  expectCancelled(run, /cancelled/i)
  expect(await company.comments(pull)).toEqual([comment])
})

it('during a write whose answer is lost: whether Auco has it is unknown', { timeout }, async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const writing = hangOn(({ method }) => method === 'PUT', true)
  const commenting = hangOn(({ method }) => method === 'PATCH', true)
  auco.quirks.respond = writing.hook
  github.respond = commenting.hook
  const when = Promise.all([writing.reached, commenting.reached])
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when } })

  expectCancelled(run, /cancelled.*unknown.*run the job again/i)
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.toAuco.map(([method]) => method)).toEqual(['GET', 'PUT'])
  // Auco has it: a message that it was not sent would be a lie.
  expect(auco.company().webhooks).toHaveLength(3)
  expect(statusOf((await company.comments(pull))[0])).toMatch(/^⏳ \*\*Applying\*\* .*\/actions\/runs\/\d+/)
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
  expectCancelled(run, /unknown/i)
})

it('after the read-back: the write was confirmed, and the comment has a link', { timeout }, async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const { hook, reached } = hangOn(({ method, body }) => method === 'PATCH' && !isApplying(body))
  github.respond = hook
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when: reached } })
  expectCancelled(run, /confirmed/i)
  const [comment = ''] = await company.comments(pull)
  expect(isApplying(comment)).toBe(true)
  expect(comment).toContain(`/actions/runs/${event.runId}`)
})
