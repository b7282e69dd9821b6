import { expect, it } from 'vitest'
import { desiredFile, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Respond, SeenRequest } from '../../fakes/recording-server.ts'

const company = await startCompany()
/** The runner kills a cancelled step after 7.5 seconds: it has to have said everything by then. */
const timeout = 7_000

/** Resolves when a request comes that fits, and leaves that request without an answer. */
function hangOn(
  fits: (request: SeenRequest) => boolean,
  worked = false,
): { hook: Respond; reached: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const hook: Respond = async (request, own) => {
    if (!fits(request)) return undefined
    if (worked) await own()
    resolve()
    return 'silence'
  }
  return { hook, reached: promise }
}
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

it('while GitHub is asked: the write was not sent', { timeout }, async () => {
  const event = await company.push(desiredFile)
  const { hook, reached } = hangOn(({ path }) => path.includes('/git/ref'))
  company.github.respond = hook
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when: reached } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/not sent/i) }])
})

it('during a plan: nothing was sent', { timeout }, async () => {
  const pull = await company.propose(desiredFile)
  const { hook, reached } = hangOn(() => true)
  company.auco.quirks.respond = hook
  const run = await company.plan({
    file: desiredFile,
    event: pullRequestEvent(company.repo, pull),
    signal: { name: 'SIGTERM', when: reached },
  })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/cancelled/i) }])
})

it.each<[string, (request: SeenRequest, wrote: () => boolean) => boolean, boolean, string]>([
  ['during the write', ({ method }) => method === 'PUT', false, 'GET PUT'],
  ['during a write whose answer is lost', ({ method }) => method === 'PUT', true, 'GET PUT'],
  ['during the read-back', ({ method }, wrote) => method === 'GET' && wrote(), false, 'GET PUT GET'],
])('%s: whether it is live is unknown', { timeout }, async (_, fits, after, methods) => {
  const { quirks, requests } = company.auco
  const event = await company.push(desiredFile)
  const before = requests.length
  const wrote = () => requests.slice(before).some(({ method }) => method === 'PUT')
  const { hook, reached } = hangOn((request) => fits(request, wrote), after)
  quirks.respond = hook
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when: reached } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/cancelled.*unknown.*run the job again/i) },
  ])
  expect(run.outputs).not.toHaveProperty('result')
  expect(methodsOf(run.toAuco)).toBe(methods)
  // In the case of the lost answer it is live: a message that it was not sent would be a lie.
  const { webhooks } = company.auco.company()
  expect(webhooks).toHaveLength(after || methods.endsWith('GET') ? 3 : 2)
})

it('in the pause between two read-backs: whether it is live is unknown', { timeout }, async () => {
  const { quirks } = company.auco
  const { promise, resolve } = Promise.withResolvers<void>()
  let reads = 0
  quirks.storesNothing = true
  quirks.respond = ({ method }) => {
    if (method === 'GET') reads += 1
    // The third read is the second one back: a pause of a second follows.
    if (reads === 3) resolve()
    return undefined
  }
  const event = await company.push(desiredFile)
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGTERM', when: promise } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/unknown/i) }])
})

it('after the read-back: the write was confirmed', { timeout }, async () => {
  const pull = await company.propose(desiredFile)
  await company.plan({ file: desiredFile, event: pullRequestEvent(company.repo, pull) })
  const event = await company.merge(pull)
  const { hook, reached } = hangOn(({ method }) => method === 'PATCH')
  company.github.respond = hook
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when: reached } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/confirmed/i) }])
})
