import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import type { Respond, SeenRequest } from '../../fakes/recording-server.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

// Every request that a signal can interrupt is in test/faults/cancellation.test.ts.
const company = await startCompany()
/** The runner sends a second signal after 7.5 seconds, so everything must be said by then. */
const timeout = 7_000

/** Never answers a request that fits, even if Auco has handled it; `reached` resolves when it arrives. */
function hangOn(
  fits: (request: SeenRequest) => boolean,
  isHandled = false,
): { hook: Respond; reached: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const hook: Respond = async (request, own) => {
    if (!fits(request)) return undefined
    if (isHandled) await own()
    resolve()
    return 'silence'
  }
  return { hook, reached: promise }
}
const isApplying = (body: unknown) => JSON.stringify(body).includes('⏳ **Applying**')
const methodsOf = (requests: readonly (readonly [string, ...unknown[]])[]) =>
  requests.map(([method]) => method).join(' ')

it.each(['SIGINT', 'SIGTERM'] as const)('%s before the write: it was not sent', { timeout }, async (name) => {
  const { hook, reached } = hangOn(() => true)
  company.auco.quirks.respond = hook
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    signal: { name, when: reached },
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/cancelled.*not sent/i) },
  ])
  expect(run.outputs).not.toHaveProperty('result')
  expect(methodsOf(run.toAuco)).toBe('GET')
})

it('during a plan of what was merged: its comment stays as it is', { timeout }, async () => {
  const { pull, comment } = await company.review(desiredFile)
  const { hook, reached } = hangOn(() => true)
  company.auco.quirks.respond = hook
  const run = await company.plan({
    file: desiredFile,
    event: await company.merge(pull),
    inputs: { 'dry-run': 'true' },
    signal: { name: 'SIGTERM', when: reached },
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/cancelled/i) }])
  expect(await company.comments(pull)).toEqual([comment])
})

it('during a write whose answer is lost: whether Auco has it is unknown', { timeout }, async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const { hook, reached } = hangOn(({ method }) => method === 'PUT', true)
  company.auco.quirks.respond = hook
  const applying = Promise.withResolvers<void>()
  company.github.respond = async ({ method }, own) => {
    if (method !== 'PATCH') return undefined
    await own()
    applying.resolve()
    return 'silence'
  }
  const when = Promise.all([reached, applying.promise])
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/cancelled.*unknown.*run the job again/i) },
  ])
  expect(run.outputs).not.toHaveProperty('result')
  expect(methodsOf(run.toAuco)).toBe('GET PUT')
  // Auco has it: a message that it was not sent would be a lie.
  expect(company.auco.company().webhooks).toHaveLength(3)
  const [comment] = await company.comments(pull)
  expect(statusOf(comment)).toMatch(/^⏳ \*\*Applying\*\* .*\/actions\/runs\/\d+/)
})

it('in the pause between two read-backs: whether Auco has it is unknown', { timeout }, async () => {
  const { quirks } = company.auco
  const { promise, resolve } = Promise.withResolvers<void>()
  const reads: unknown[] = []
  quirks.storesNothing = true
  quirks.respond = ({ method }) => {
    if (method === 'GET') reads.push(method)
    // The third read is the second read-back: a pause of a second follows.
    if (reads.length === 3) resolve()
    return undefined
  }
  const event = await company.push(desiredFile)
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGTERM', when: promise } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/unknown/i) }])
})

it('after the read-back: the write was confirmed, and the comment has a link to the run', {
  timeout,
}, async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const { hook, reached } = hangOn(({ method, body }) => method === 'PATCH' && !isApplying(body))
  company.github.respond = hook
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when: reached } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/confirmed/i) }])
  const [comment = ''] = await company.comments(pull)
  expect(isApplying(comment)).toBe(true)
  expect(comment).toContain(`/actions/runs/${event.runId}`)
})
