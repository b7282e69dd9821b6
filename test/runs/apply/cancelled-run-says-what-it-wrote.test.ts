import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import type { Respond, SeenRequest } from '../../fakes/recording-server.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { desiredFile, entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

// Every request that a signal can interrupt, and what the comment says then, is in test/faults/cancellation.test.ts.
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

it('during a write whose answer is lost: whether it is live is unknown', { timeout }, async () => {
  const event = await company.push(desiredFile)
  const { hook, reached } = hangOn(({ method }) => method === 'PUT', true)
  company.auco.quirks.respond = hook
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when: reached } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/cancelled.*unknown.*run the job again/i) },
  ])
  expect(run.outputs).not.toHaveProperty('result')
  expect(methodsOf(run.toAuco)).toBe('GET PUT')
  // It is live: a message that it was not sent would be a lie.
  expect(company.auco.company().webhooks).toHaveLength(3)
})

it('in the pause between two read-backs: whether it is live is unknown', { timeout }, async () => {
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

it('after the read-back: the write was confirmed, and the plan counts as applied', { timeout }, async () => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const { promise, resolve } = Promise.withResolvers<void>()
  let updates = 0
  company.github.respond = ({ method }) => {
    if (method === 'PATCH') updates += 1
    if (method !== 'PATCH' || updates > 1) return undefined
    resolve()
    return 'silence'
  }
  const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when: promise } })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/confirmed/i) }])
  const [comment = ''] = await company.comments(pull)
  expect(comment).toMatch(/^<!-- auco-webhooks-action:v2 [0-9a-f]{16} applied /)
  expect(statusOf(comment)).toMatch(/^✅ \*\*Applied and verified\*\* by .*: 1 updated · 1 created$/)
})

it('while a newer change is merged: the announcement that it used cannot be used again', async () => {
  const smaller = fileOf(entries.default)
  const { pull } = await company.review(smaller)
  // Its own run is dropped, and the next commit's run removes the webhook.
  await company.merge(pull)
  const event = await company.commit({ 'README.md': 'Contracts\n' })
  const newer = fileOf({ ...entries.default, description: 'Newer' })
  const merged = Promise.withResolvers<ActionEvent>()
  company.github.respond = async ({ method }) => {
    if (method !== 'PATCH') return undefined
    company.github.respond = undefined
    const { pull: next } = await company.review(newer)
    merged.resolve(await company.merge(next))
    return 'silence'
  }
  const signal = { name: 'SIGINT' as const, when: merged.promise.then(() => {}) }
  expect(await company.apply({ file: smaller, event, signal })).toMatchObject({ exitCode: 1 })
  const [comment = ''] = await company.comments(pull)
  expect(comment).toMatch(/^<!-- auco-webhooks-action:v2 [0-9a-f]{16} applied /)

  company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.billing)))
  const run = await company.apply({ file: newer, event: await merged.promise })
  expect(run).toMatchObject({ exitCode: 1, written: [] })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/^Nobody reviewed the removal of `Billing`/) },
  ])
})

it.each<[string, Respond]>([
  ['refuses to', () => ({ status: 502, body: 'Bad gateway' })],
  ['stays silent', () => 'silence'],
])(
  'before GitHub has said which plans it is about, and it %s: in time, a notice says why the comment is old',
  {
    timeout,
  },
  async (_, later) => {
    const { pull, comment } = await company.review(desiredFile)
    const event = await company.merge(pull)
    const { promise, resolve } = Promise.withResolvers<void>()
    company.github.respond = () => {
      company.github.respond = later
      resolve()
      return 'silence'
    }
    const run = await company.apply({ file: desiredFile, event, signal: { name: 'SIGINT', when: promise } })

    expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '' })
    expect(run.annotations).toMatchObject([
      { level: 'error', message: expect.stringMatching(/cancelled.*not sent/i) },
      { level: 'notice', message: expect.stringMatching(/^The plan comment could not be updated/) },
    ])
    company.github.respond = undefined
    expect(await company.comments(pull)).toEqual([comment])
  },
)
