import { describe, expect, it } from 'vitest'
import { maskHeaderValue, type Webhook } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const smaller = fileOf(entries.default)
const updated = { ...entries.default, description: 'All events' }

const billing = stored(entries.billing)
const source = {
  id: 'Source',
  description: 'Events with their source',
  url: 'https://source.notaria.example/${AUCO_SOURCE_PATH}',
  header: { key: 'X-Source', value: 'auco', secret: false },
}
const liveSource: Webhook = {
  id: 'Source',
  description: source.description,
  url: 'https://source.notaria.example/anything',
  header: { key: 'X-Source', value: 'auco' },
}
/** Another team's, which no version has declared. */
const partner: Webhook = { id: 'Partner', description: 'Theirs', url: 'https://partner.example/hook' }

const addAtAuco = (...added: readonly Webhook[]) =>
  company.auco.edit(({ webhooks }) => webhooks.push(...added))
const idsAtAuco = () => company.auco.company().webhooks.map(({ id }) => id)
const planOf = ({ outputs }: { outputs: Readonly<Record<string, string>> }) =>
  JSON.parse(outputs['plan'] ?? '')
const historyRequests = () =>
  company.github.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('"revision"')).length

/** Puts a webhook into the place of the second one at Auco. */
const replaceSecond = (webhook: Webhook) =>
  company.auco.edit(({ webhooks }) => void webhooks.splice(1, 1, webhook))

it.each<[string, Webhook]>([
  ['as it was declared', billing],
  [
    'with another value where the file has a variable',
    { ...billing, header: { key: 'X-Billing-Token', value: 'by-hand-7Gh2' } },
  ],
  ['declared by an older version, with a variable in its URL', liveSource],
])('a webhook that Auco has %s is removed', async (_, webhook) => {
  await company.push(fileOf(entries.default, entries.billing, source))
  await company.push(liveFile)
  replaceSecond(webhook)
  const run = await company.apply({ file: smaller, event: await company.push(smaller) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], written: [expect.anything()] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: `["${webhook.id}"]`, unmanaged: '[]' })
  expect(idsAtAuco()).toEqual(['default'])
})

it('a webhook whose value Auco hides is removed, whatever the value is', async () => {
  company.auco.quirks.shows = maskHeaderValue
  await company.push(fileOf(entries.default, source))
  replaceSecond({ ...liveSource, header: { key: 'X-Source', value: 'by-hand' } })
  const run = await company.apply({ file: smaller, event: await company.push(smaller) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Source"]' } })
})

describe('a webhook that was changed at Auco since a version declared it', () => {
  const { header: _, ...bare } = billing
  it.each<[string, Webhook]>([
    ['its URL', { ...billing, url: 'https://another.notaria.example/auco' }],
    ['its description', { ...billing, description: 'Billing wants everything' }],
    ['its header name', { ...billing, header: { key: 'X-Token', value: 'live-billing-4mT8wZ1pRd' } }],
    ['no header', bare],
    ['a literal header value', { ...liveSource, header: { key: 'X-Source', value: 'by-hand' } }],
    ['a part of the URL beside a variable', { ...liveSource, url: 'https://source.notaria.example/' }],
  ])('stays, and every report says so: %s', async (_, webhook) => {
    await company.push(fileOf(entries.default, entries.billing, source))
    replaceSecond(webhook)
    const file = fileOf(updated)
    const pull = await company.propose(file)
    const planned = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
    expect(planned.outputs).toMatchObject({ changed: 'true', removed: '[]', unmanaged: `["${webhook.id}"]` })
    expect(planOf(planned)).toMatchObject({
      changedSince: [webhook.id],
      cautions: expect.arrayContaining([{ kind: 'changed-since', ids: [webhook.id] }]),
    })

    const run = await company.apply({ file, event: await company.merge(pull) })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', changed: 'true', removed: '[]' } })
    expect(company.auco.company().webhooks).toEqual([stored(updated), webhook])
    for (const told of [(await company.comments(pull))[0], run.summary]) {
      expect(statusOf(told)).toMatch(/^⚠️ \*\*Applied and verified\*\*, but 1 stays · /)
      expect(told?.split('<details>')[0]).toContain(`> **\`${webhook.id}\` stays at Auco.** `)
    }

    // Nothing is left to write, and the difference is still there.
    const again = await company.apply({ file, event: await company.dispatch() })
    expect(again).toMatchObject({
      exitCode: 0,
      written: [],
      outputs: { result: 'unchanged', changed: 'true' },
    })
    expect(statusOf(again.summary)).toMatch(/^⚠️ \*\*Nothing to do\*\*, but 1 stays /)
  })

  it('goes by either way out: put back and removed again, or `removals: all` once', async () => {
    const webhook = { ...billing, description: 'Changed in the console' }
    replaceSecond(webhook)
    await company.push(fileOf(entries.default, { ...entries.billing, description: webhook.description }))
    const file = smaller
    const event = await company.push(file)
    expect(await company.apply({ file, event })).toMatchObject({ outputs: { removed: '["Billing"]' } })

    addAtAuco({ ...webhook, description: 'Changed again' })
    const event2 = await company.dispatch()
    const all = await company.apply({ file, event: event2, inputs: { removals: 'all' } })
    expect(all.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]' })
    expect(idsAtAuco()).toEqual(['default'])
  })
})

it('a webhook that was created again exactly as declared is removed by the next apply: a stated limit', async () => {
  const file = smaller
  await company.apply({ file, event: await company.push(file) })
  addAtAuco(billing)
  const run = await company.apply({ file, event: await company.dispatch() })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
})

it('a version counts for its environment only', async () => {
  await company.push(
    fileOf(entries.default, entries.billing, { ...entries.audit, environments: ['production'] }),
  )
  addAtAuco(entries.audit)
  const event = await company.push(smaller)
  const run = await company.apply({ file: smaller, event })
  expect(run.outputs).toMatchObject({ removed: '["Billing"]', unmanaged: '["Audit"]' })
})

it('what no version declared stays, in one line, and is no difference', async () => {
  addAtAuco(partner)
  const pull = await company.propose(liveFile)
  const planned = await company.plan({
    event: pullRequestEvent(company.repo, pull),
    inputs: { 'fail-on-changes': 'true' },
  })
  expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: 'false', unmanaged: '["Partner"]' } })
  expect(planOf(planned)).toMatchObject({ changes: [], changedSince: [], cautions: [] })

  const idle = await company.apply({ event: await company.push(`${liveFile}\n`), file: `${liveFile}\n` })
  expect(idle).toMatchObject({
    exitCode: 0,
    written: [],
    outputs: { result: 'unchanged', changed: 'false' },
  })
  expect(statusOf(idle.summary)).toMatch(/^✅ /)

  const file = fileOf(updated)
  const run = await company.apply({ file, event: await company.push(file) })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]', unmanaged: '["Partner"]' })
  expect(company.auco.company().webhooks).toEqual([stored(updated), partner])
})

describe('`removals`', () => {
  it.each([
    ['all', '["Billing","Partner"]', '[]', 'true'],
    ['none', '[]', '["Billing","Partner"]', 'false'],
  ])('%s: no version is read', async (removals, removed, unmanaged, changed) => {
    addAtAuco(partner)
    const before = historyRequests()
    const event = await company.push(smaller)
    const planned = await company.plan({
      file: smaller,
      event: scheduleEvent(company.repo),
      inputs: { removals },
    })
    expect(planned).toMatchObject({ exitCode: 0, outputs: { changed, removed, unmanaged } })
    const run = await company.apply({ file: smaller, event, inputs: { removals } })

    expect(run).toMatchObject({ exitCode: 0, outputs: { changed, removed, unmanaged } })
    expect(idsAtAuco()).toEqual(['default', ...JSON.parse(unmanaged)])
    expect(historyRequests()).toBe(before)
  })

  it('all: a drift check finds what somebody added', async () => {
    addAtAuco(partner)
    const inputs = { removals: 'all', 'fail-on-changes': 'true' }
    const run = await company.plan({ event: scheduleEvent(company.repo), inputs })
    expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true', removed: '["Partner"]' } })
  })
})

it('an apply asks for no version while Auco has nothing that the file lacks, and else in one request', async () => {
  // More than a page of versions; the newest one explains everything.
  for (let n = 0; n < 30; n += 1) await company.push(`# ${n}\n${liveFile}`)
  const before = historyRequests()
  const idle = await company.apply({ event: await company.push(`${liveFile}\n`), file: `${liveFile}\n` })
  expect(idle).toMatchObject({ exitCode: 0, written: [], toGitHub: [['POST', '/graphql', 200]] })
  const file = fileOf(updated, entries.billing, entries.audit)
  expect(await company.apply({ file, event: await company.push(file) })).toMatchObject({ exitCode: 0 })
  expect(historyRequests()).toBe(before)

  const removal = await company.apply({ file: smaller, event: await company.push(smaller) })
  expect(removal.outputs).toMatchObject({ removed: '["Billing","Audit"]' })
  expect(historyRequests()).toBe(before + 1)
})
