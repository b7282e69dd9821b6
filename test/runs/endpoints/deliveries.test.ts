import { afterAll, beforeEach, expect, it } from 'vitest'
import { maskHeaderValue } from '../../fakes/auco.ts'
import { sectionsOf, statusOf } from '../../fakes/comment.ts'
import { type RunOptions, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import { RECEIVER_BODY } from '../../fakes/https-receiver.ts'
import { startPublicNetwork } from '../../fakes/public-network.ts'
import {
  desired,
  desiredFile,
  entries,
  fileOf,
  hookTokens,
  liveFile,
  stored,
} from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const network = await startPublicNetwork()
const hooks = await network.answering('hooks.notaria.example')
const billing = await network.answering('billing.notaria.example')
const audit = await network.answering('audit.notaria.example')
afterAll(() => network.close())
beforeEach(() => {
  for (const receiver of [hooks, billing, audit]) {
    receiver.answer = { status: 204 }
    receiver.requests.length = 0
  }
})

const rotated = { ...hookTokens, AUCO_BILLING_HOOK_TOKEN: 'rotated-billing-6pL2yH8c' }

/** In the network, where `deliver` is `changed` unless the inputs say otherwise; the run shows nothing of an answer. */
const perform = async (how: 'apply' | 'plan', { inputs, env = hookTokens, ...options }: RunOptions) => {
  const { env: ofNetwork, nodeArguments } = network.options()
  const own = { inputs: { deliver: 'changed', ...inputs }, env: { ...ofNetwork, ...env } }
  const run = await company[how]({ nodeArguments, ...options, ...own })
  expect(run.stdout + run.stderr + run.summary).not.toContain(RECEIVER_BODY)
  const sent = [hooks, billing, audit].map(({ requests }) => requests.length)
  return { ...run, sent, delivered: run.outputs['delivered'] }
}
const apply = (options: RunOptions) => perform('apply', options)
const applyFile = async (file: string, options: Partial<RunOptions> = {}) =>
  apply({ file, event: await company.push(file), ...options })
const plan = (options: RunOptions) => perform('plan', options)

it('a rotated secret that the receiver does not know is found by the apply itself', async () => {
  billing.answer = { status: 401 }
  const { pull } = await company.review(desiredFile)
  const run = await apply({ file: desiredFile, event: await company.merge(pull), env: rotated })

  const said = 'Applied and verified, but `Billing` answered 401'
  expect(run).toMatchObject({
    exitCode: 1,
    kind: 'not-delivered',
    outputs: { result: 'applied', updated: '["default","Billing"]' },
    annotations: [{ level: 'error', message: expect.stringContaining(said) }],
  })
  expect(run.delivered).toBe('{"default":204,"Billing":401,"Audit":204}')
  expect(company.auco.company().webhooks).toEqual(desired.map((entry) => stored(entry, rotated)))
  const [section] = sectionsOf((await company.comments(pull))[0])
  expect(section).toMatchObject({ isFinal: false, status: expect.stringContaining(`❌ **${said}`) })
  for (const text of [section?.text, run.summary]) {
    expect(text).toContain('<summary>2 of 3 test notifications delivered</summary>')
    expect(text).toContain('<summary>What was applied</summary>')
  }
  expect(billing.requests).toMatchObject([
    { method: 'POST', path: '/auco', headers: { 'x-billing-token': rotated.AUCO_BILLING_HOOK_TOKEN } },
  ])
  expect(JSON.parse(billing.requests[0]?.body ?? '')).toMatchObject({ code: 'TEST', status: 'FINISH' })
})

it('after a red delivery, a green re-run has the last word in the comment', async () => {
  billing.answer = { status: 401 }
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  await apply({ file: desiredFile, event, env: rotated })
  billing.answer = { status: 204 }
  const run = await apply({ file: desiredFile, event: { ...event, runAttempt: 2 }, env: rotated })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' } })
  const [section] = sectionsOf((await company.comments(pull))[0])
  expect(section).toMatchObject({ isFinal: true, status: expect.stringMatching(/^✅ \*\*Nothing to do/) })
})

it('`changed`: those that the apply created or updated', async () => {
  const run = await applyFile(desiredFile)
  expect(run).toMatchObject({ exitCode: 0, annotations: [], sent: [1, 0, 1] })
  expect(run.delivered).toBe('{"default":204,"Audit":204}')
  expect(statusOf(run.summary)).toMatch(/^✅ \*\*Applied and verified\*\*/)
  expect(run.log).toMatch(/^Audit answered 204 in \d+ ms$/m)
})

it('`changed`: a value that Auco hides may have been another one', async () => {
  company.auco.quirks.shows = maskHeaderValue
  billing.answer = { status: 403 }
  const run = await applyFile(liveFile, { env: rotated, fastClock: true })
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'applied' }, sent: [1, 1, 0] })
  expect(statusOf(run.summary)).toMatch(/^❌ \*\*Applied, but `Billing` answered 403/)
})

it.each([
  ['a first attempt sends nothing', 'changed', 1, '{}'],
  ['a re-run sends to every webhook', 'changed', 2, '{"default":204,"Billing":404}'],
  ['`all` sends to every webhook', 'all', 1, '{"default":204,"Billing":404}'],
])('if there is nothing to apply: %s', async (_, deliver, runAttempt, delivered) => {
  billing.answer = { status: 404 }
  const event = { ...(await company.push(liveFile)), runAttempt }
  const run = await apply({ file: liveFile, event, inputs: { deliver } })
  const isRed = delivered !== '{}'
  expect(run).toMatchObject({ exitCode: isRed ? 1 : 0, outputs: { result: 'unchanged' }, delivered })
  if (isRed) expect(statusOf(run.summary)).toMatch(/^❌ \*\*Nothing to do, but `Billing` answered 404/)
})

it.each([
  ['a plan of a pull request', 'pull_request', 'auto', 'all'],
  ['an apply of one, too', 'pull_request', 'false', 'all'],
  ['a trusted plan', 'pull_request_target', 'auto', 'all'],
  ['an apply without the input', 'push', 'auto', 'off'],
])('%s sends nothing', async (_, name, dryRun, deliver) => {
  const event =
    name === 'push'
      ? await company.push(desiredFile)
      : { ...pullRequestEvent(company.repo, await company.propose(desiredFile)), name }
  const run = await apply({ file: desiredFile, event, inputs: { deliver, 'dry-run': dryRun } })
  expect(run).toMatchObject({ exitCode: 0, sent: [0, 0, 0] })
  expect(run.delivered).toBeUndefined()
})

it.each([
  ['by a schedule', () => scheduleEvent(company.repo), 1],
  ['by hand on the default branch', () => workflowDispatchEvent(company.repo, 'main'), 1],
  ['by hand on another branch', () => workflowDispatchEvent(company.repo, 'other'), 0],
  ['by another event', () => ({ ...scheduleEvent(company.repo), name: 'repository_dispatch' }), 0],
])('a plan %s', async (_, event, each) => {
  const run = await plan({ file: liveFile, event: event(), inputs: { 'dry-run': 'true' } })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned' }, sent: [each, each, 0] })
  expect(run.delivered).toBe(each === 0 ? '{}' : '{"default":204,"Billing":204}')
})

it('a nightly plan is red for a webhook that it cannot prove, and says what differs all the same', async () => {
  hooks.answer = { status: 503 }
  const { AUCO_BILLING_HOOK_TOKEN: _, ...env } = hookTokens
  const file = fileOf({ ...entries.default, description: 'New' }, entries.billing)
  const inputs = { 'fail-on-changes': 'true' }
  const run = await plan({ file, event: scheduleEvent(company.repo), env, inputs })
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'planned', updated: '["default"]' } })
  expect(run.delivered).toBe('{"default":503,"Billing":"not-sendable"}')
  expect(statusOf(run.summary)).toMatch(
    /^❌ \*\*Plan failed:\*\* .*`default`\. `default` answered 503.*1 other/,
  )
})

it('a run that is cancelled meanwhile says that the write was confirmed', async () => {
  const { promise: when, resolve } = Promise.withResolvers<void>()
  audit.answer = () => {
    resolve()
    return null
  }
  const signal = { name: 'SIGTERM', when } as const
  const run = await applyFile(desiredFile, { signal })
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', outputs: { result: 'applied' } })
  expect(run.delivered).toBe('{}')
  expect(run.annotations).toMatchObject([{ message: expect.stringMatching(/cancelled.*was confirmed/) }])
})
