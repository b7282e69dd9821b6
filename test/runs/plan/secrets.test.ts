import { describe, expect, it } from 'vitest'
import { maskHeaderValue, omitHeaderValue, seedCompany, type Webhook } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { type Planned, read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
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

describe('without their variables', () => {
  const onlyFirst = { AUCO_HOOK_TOKEN: `${hookTokens.AUCO_HOOK_TOKEN}-rotated` }
  const zapier = (path: string) => ({ ...entries.audit, url: `https://hooks.zapier.example/${path}` })
  const url = (path: string) => file(zapier(path))
  const [first, second] = ['default', 'Billing'].map((id) => ({ id, field: 'header' }))

  interface Scenario {
    readonly main?: string
    readonly file: string
    readonly env?: Readonly<Record<string, string>>
    readonly changes: readonly object[]
    readonly deferred: readonly unknown[]
    readonly status: RegExp
  }
  const header = (value: object) => ({
    id: 'default',
    fields: [{ field: 'header', header: { kind: 'changed', value } }],
  })
  const scenarios: Readonly<Record<string, Scenario>> = {
    'are compared when applied': {
      file: liveFile,
      changes: [],
      deferred: [first, second],
      status: /^\*\*No visible changes\*\* · 2 secrets/,
    },
    'are named beside what changes': {
      file: liveFile,
      env: onlyFirst,
      changes: [{ id: 'default' }],
      deferred: [second],
      status: /^\*\*Plan:\*\* 1 to update · 1 secret compared/,
    },
    'are an update where Auco has a value that cannot come from them': {
      file: withHeader('Basic ${AUCO_HOOK_TOKEN}'),
      changes: [header({ result: 'changed' })],
      deferred: [second],
      status: /1 to update/,
    },
    'are an update where the default branch writes another variable': {
      file: withHeader('Bearer ${AUCO_NEW_TOKEN}'),
      changes: [header({ result: 'rewritten' })],
      deferred: [second],
      status: /1 to update/,
    },
    'are compared when applied, in a URL': {
      main: url('catch/${AUCO_PATH}'),
      file: url('catch/${AUCO_PATH}'),
      env: hookTokens,
      changes: [],
      deferred: [{ id: 'Audit', field: 'url' }],
      status: /1 secret compared/,
    },
  }

  it.each(Object.entries(scenarios))('they %s', async (_, { main, env = {}, status, ...scenario }) => {
    const { changes, deferred } = scenario
    if (main !== undefined) {
      await company.push(main)
      addAtAuco(zapier('catch/secret-1'))
    }
    const { run, comment } = await company.planFile(scenario.file, { env })
    expect(run).toMatchObject({ exitCode: 0, annotations: [] })
    expect(run.outputs['changed']).toBe(changes.length > 0 ? 'true' : 'unknown')
    expect([run.plan['changes'], run.plan['deferred']]).toMatchObject([changes, deferred])
    expect(statusOf(comment)).toMatch(status)
  })
})

it('a rotated one is planned, applied and verified, and neither value is shown, even in debug mode', async () => {
  const env = { ...hookTokens, AUCO_HOOK_TOKEN: 'rotated-default-6pLw0Yb3Hn' }
  const { pull, run, comment } = await company.planFile(liveFile, { env, debug: true })
  expect(run).toMatchObject({ exitCode: 0, outputs: { updated: '["default"]' }, toAuco: [read()] })
  for (const told of [comment, run.summary]) expect(told).toMatch(/Authorization.*secret changed/)
  for (const { header } of [stored(entries.default), stored(entries.default, env)])
    expect(run.masks).toContain(header?.value)

  const applied = await company.apply({ env, debug: true, event: await company.merge(pull) })
  expect(applied).toMatchObject({ outputs: { result: 'applied' }, toAuco: [read(), write(), read()] })
  expect(auco.company().webhooks).toEqual([entries.default, entries.billing].map((one) => stored(one, env)))
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
    const event = { ...pullRequestEvent(company.repo, pull), name: 'pull_request_target' }
    const { exitCode, summary, outputs, annotations } = await company.plan({ workspace: {}, event, env: {} })
    expect(exitCode).toBe(0)
    return { summary, outputs, annotations, comments: await company.comments(pull) }
  }
  const otherHeader = { header: authorization('Bearer another-4Wq') }
  const otherFlow = { header: { key: 'X-Flow', value: 'other-4Wq' } }
  const otherUrl = { url: 'https://flow.example/another/89' }

  it.each<[string, string, string, Partial<Webhook>]>([
    ['how it begins', withHeader('Bearer live${AUCO_HOOK_TOKEN}'), 'default', otherHeader],
    ['how it ends', withHeader('${AUCO_HOOK_TOKEN}7sXc'), 'default', otherHeader],
    ['what is in it', withHeader('${AUCO_START}9fK${AUCO_HOOK_TOKEN}'), 'default', otherHeader],
    ['of a webhook that the file adopts', byValue('flow-77${AUCO_FLOW}'), 'Flow', otherFlow],
    ['in the middle of one', byValue('${AUCO_FLOW}77aa${AUCO_REST}'), 'Flow', otherFlow],
    ['of its URL', adopt({ url: 'https://flow.example/catch/123${AUCO_FLOW}' }), 'Flow', otherUrl],
    ['in its URL', adopt({ url: 'https://flow.example/${AUCO_FLOW}4567/${AUCO_REST}' }), 'Flow', otherUrl],
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
  const source = (value: string, id = 'Source') => ({
    id,
    description: 'Events with their source',
    url: 'https://source.notaria.example/auco',
    header: { key: 'X-Source', value, secret: false },
  })
  const atAuco = (value: string, id?: string) => stored(source(value, id))

  /** The plan of a pull request that brings `after` where the default branch has `before` and Auco `live`. */
  async function planOf(before: string, live: readonly Webhook[], after: string, env = {}) {
    await company.push(before)
    addAtAuco(...live)
    const planned = await company.planFile(after, { env: { ...hookTokens, ...env } })
    expect(planned.run).toMatchObject({ exitCode: 0, stderr: '' })
    return planned
  }

  it('are shown, whether they change, come, go or stay, and never masked', async () => {
    const { run, comment } = await planOf(
      file(source('auco'), source('kept', 'Stays'), source('desk', 'Goes')),
      [atAuco('auco'), atAuco('kept', 'Stays'), atAuco('desk', 'Goes')],
      file(
        source('portal'),
        { ...source('kept', 'Stays'), description: 'Moved' },
        { ...source('office', 'Comes'), url: 'https://comes.notaria.example/' },
      ),
    )
    for (const line of [
      '- X-Source: auco',
      '+ X-Source: portal',
      '- X-Source: desk',
      '+ X-Source: office',
      '  X-Source: kept',
    ])
      expect(comment).toContain(`\n${line.slice(0, 2)}header: ${line.slice(2)}\n`)
    expect(run.log).toContain('X-Source: auco → portal')
    expect(run.masks.filter((mask) => /^(auco|portal|desk|office|kept)$/.test(mask))).toEqual([])
  })

  it.each([
    ['that nobody declares', 'value-of-nobody'],
    ['that is declared for another webhook', 'portal-of-other'],
  ])('leave a live value %s a secret', async (_, value) => {
    const both = file(source('auco'), source('portal-of-other', 'Other'))
    const live = [atAuco(value), atAuco('portal-of-other', 'Other')]
    const { run, comment } = await planOf(both, live, both)
    expect(run.masks).toContain(value)
    expect(comment).not.toContain(value)
    expect(comment).toContain('X-Source, secret changed')
  })

  it('are secrets where they are one of another webhook', async () => {
    const shared = 'value-of-a-secret-too'
    const env = { AUCO_BILLING_HOOK_TOKEN: shared }
    const { run, comment } = await planOf(file(), [], file(source(shared)), env)
    expect(run.masks).toContain(shared)
    expect(JSON.stringify([comment, run.summary, run.outputs])).not.toContain(shared)
  })
})

it('a value at Auco that is a word of our outputs masks none of them', async () => {
  const words = ['true', 'false', 'null', 'stage', 'live']
  addAtAuco(...words.map((value) => ({ ...entries.audit, id: `${value}.`, header: { key: 'X', value } })))
  const run = await company.plan({ event: scheduleEvent(company.repo) })
  expect(run.masks.filter((mask) => words.includes(mask))).toEqual([])
})

describe('values that Auco hides', () => {
  it.each([
    ['masked', maskHeaderValue],
    ['left out', omitHeaderValue],
  ])('are not compared, and are written as they should be: %s', async (_, shows) => {
    auco.quirks.shows = shows
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

  const masks = [
    ...['****', '••••••', 'xxxxxxxx', '........', 'Bearer ...', 'live-bi...', ''],
    ...['****1234', 'Bearer ****9fK2', 'live…9fK2', 'XXXX-1234', '[REDACTED]', '<hidden>', '(not shown)'],
  ]
  const others = masks.map((_, n) => ({
    ...entries.audit,
    id: `Masked ${n}`,
    header: { key: 'X-Token', value: '${AUCO_BILLING_HOOK_TOKEN}' },
  }))
  it.each([
    ['each form of a mask is one, if no value is shown', '********', '[]'],
    [
      'beside a value that is shown, each is the value itself',
      'axbxcx-clear-value',
      JSON.stringify(['default', 'Billing', ...others.map(({ id }) => id)]),
    ],
  ])('%s', async (_, valueOfFirst, updated) => {
    auco.edit(({ webhooks }) => {
      for (const { header } of webhooks) if (header) header.value = valueOfFirst
      webhooks.push(
        ...others.map((one, n) => ({ ...one, header: { key: 'X-Token', value: masks[n] ?? '' } })),
      )
    })
    const run = await company.plan({ file: file(...others), event: scheduleEvent(company.repo) })
    expect(run).toMatchObject({ exitCode: 0, outputs: { updated, added: '[]', removed: '[]' } })
    expect(run.plan['cannotCompare']).toHaveLength(updated === '[]' ? 2 + others.length : 0)
  })

  const env = { AUCO_HOOK_TOKEN: 'rotated-default-7Yb3', AUCO_BILLING_HOOK_TOKEN: 'rotated-billing-5Zc8' }
  /** Only hidden values are to change. */
  const rotate = () => company.applyFile(`${liveFile}\n`, { env })

  it('a write of them alone is applied, never verified', async () => {
    auco.quirks.shows = maskHeaderValue
    const run = await rotate()
    expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
    expect(run.toAuco).toEqual([read(), write(), ...Array.from({ length: 5 }, () => read())])
    const words = /applied; the header values of `default`, `Billing` can't be verified/i
    for (const told of [run.log, run.summary]) {
      expect(told).toMatch(words)
      expect(told.replace(words, '')).not.toMatch(/verified/i)
    }
  })
})
