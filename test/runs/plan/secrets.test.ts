import { describe, expect, it } from 'vitest'
import { maskHeaderValue, seedCompany, type Webhook } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { type Planned, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import {
  desired,
  desiredFile,
  entries,
  fileOf,
  hookTokens,
  liveFile,
  stored,
} from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco } = company
const authorization = (value: string) => ({ key: 'Authorization', value })
const withHeader = (value: string) =>
  fileOf({ ...entries.default, header: authorization(value) }, entries.billing)
const file = (...more: readonly object[]) => fileOf(entries.default, entries.billing, ...more)
const addAtAuco = (...added: readonly Webhook[]) => auco.edit(({ webhooks }) => webhooks.push(...added))

const [first, second] = ['default', 'Billing'].map((id) => ({ id, field: 'header' }))
const header = (value: object) => ({
  id: 'default',
  fields: [{ field: 'header', header: { kind: 'changed', value } }],
})
const rotated = { AUCO_HOOK_TOKEN: `${hookTokens.AUCO_HOOK_TOKEN}-rotated` }

// What differs is in test/unit/plan; these runs prove what is compared with what.
it.each<[string, string, env: object, changes: readonly object[], deferred: readonly unknown[]]>([
  ['are compared when applied', liveFile, {}, [], [first, second]],
  ['are named beside what changes', liveFile, rotated, [{ id: 'default' }], [second]],
  [
    'are an update where the default branch writes another variable',
    withHeader('Bearer ${AUCO_NEW_TOKEN}'),
    {},
    [header({ result: 'rewritten' })],
    [second],
  ],
])('without their variables they %s', async (_, text, env, changes, deferred) => {
  const { run, comment } = await company.planFile(text, { env: { ...env } })
  expect(run).toMatchObject({ exitCode: 0, annotations: [], plan: { changes, deferred } })
  expect(run.outputs['changed']).toBe(changes.length > 0 ? 'true' : 'unknown')
  expect(statusOf(comment)).toContain(`${deferred.length} secret`)
})

describe('a trusted plan tells nothing of a live value by whether a guess is right:', () => {
  const flow: Webhook = {
    id: 'Flow',
    description: 'Flow',
    url: 'https://flow.example/catch/1234567/abcdefg',
    header: { key: 'X-Flow', value: 'flow-77aaKK' },
  }
  const adopt = (guess: object) =>
    file({ ...flow, header: { key: 'X-Flow', value: '${AUCO_FLOW}' }, ...guess })
  const byValue = (value: string) => adopt({ header: { key: 'X-Flow', value } })
  const setLive = (id: string, change: Partial<Webhook>) =>
    auco.edit(({ webhooks }) => {
      Object.assign(webhooks.find((webhook) => webhook.id === id) ?? expect.fail(), change)
    })
  /** All that the author of the pull request can read of its plan, in a job without variables. */
  async function planOf(pull: Planned['pull']) {
    const event = pullRequestEvent(company.repo, pull, 'pull_request_target')
    const { exitCode, summary, outputs, annotations } = await company.plan({ workspace: {}, event, env: {} })
    expect(exitCode).toBe(0)
    return { summary, outputs, annotations, comments: await company.comments(pull) }
  }
  const otherHeader = { header: authorization('Bearer another-4Wq') }
  const otherFlow = { header: { key: 'X-Flow', value: 'other-4Wq' } }
  const otherUrl = { url: 'https://flow.example/another/89' }

  it.each<[string, string, string, Partial<Webhook>]>([
    ['how it begins', withHeader('Bearer live${AUCO_HOOK_TOKEN}'), 'default', otherHeader],
    ['what is in it', withHeader('${AUCO_START}9fK${AUCO_HOOK_TOKEN}'), 'default', otherHeader],
    ['of a webhook that the file adopts', byValue('flow-77${AUCO_FLOW}'), 'Flow', otherFlow],
    ['of its URL', adopt({ url: 'https://flow.example/catch/123${AUCO_FLOW}' }), 'Flow', otherUrl],
  ])('%s', async (_, guessed, id, change) => {
    const pull = await company.propose(guessed)
    if (id === 'Flow') addAtAuco({ ...flow })
    const right = await planOf(pull)
    setLive(id, change)
    expect(await planOf(pull)).toEqual(right)
  })

  it('what the default branch writes is reviewed, so it is compared', async () => {
    const pull = await company.propose(`# Words\n${liveFile}`)
    setLive('default', { header: authorization('Basic another-4Wq') })
    expect((await planOf(pull)).outputs).toMatchObject({ updated: '["default"]' })
  })
})

describe('values that a file declares with `secret: false`', () => {
  const source = (value: string) => ({
    ...{ id: 'Source', description: 'Events', url: 'https://source.notaria.example/auco' },
    header: { key: 'X-Source', value, secret: false },
  })

  it('are shown, and never masked', async () => {
    await company.push(file(source('auco')))
    addAtAuco(stored(source('auco')))
    const { run, comment } = await company.planFile(file(source('portal')))
    for (const told of [comment, run.log, run.summary])
      expect(told).toMatch(/^ *- header: X-Source: auco\n *\+ header: X-Source: portal$/m)
    expect(run.masks.filter((mask) => /^(auco|portal)$/.test(mask))).toEqual([])
  })

  it('are secrets where they are one of another webhook', async () => {
    const shared = 'value-of-a-secret-too'
    const env = { ...hookTokens, AUCO_BILLING_HOOK_TOKEN: shared }
    const { run, comment } = await company.planFile(file(source(shared)), { env })
    expect(run).toMatchObject({ exitCode: 0, masks: expect.arrayContaining([shared]) })
    expect(JSON.stringify([comment, run.summary, run.outputs])).not.toContain(shared)
  })
})

describe('values that Auco hides', () => {
  it('are not compared, and are written as they should be', async () => {
    auco.quirks.shows = maskHeaderValue
    const { pull, run } = await company.planFile(desiredFile)
    expect(run).toMatchObject({ exitCode: 0, outputs: { updated: '["default"]', added: '["Audit"]' } })
    expect(run.plan['cannotCompare']).toHaveLength(2)
    expect(run.summary).not.toMatch(/secret (un)?changed/)

    const applied = await company.apply({ file: desiredFile, event: await company.merge(pull) })
    const webhooks = desired.map((entry) => stored(entry))
    expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied' }, written: [{ webhooks }] })
    expect(auco.company()).toEqual({ ...seedCompany(), webhooks })
    expect(applied.summary).toContain('could not be compared')
  })
})
