import { describe, expect, it } from 'vitest'
import { maskHeaderValue, type Webhook } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { scheduleEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, liveFile, smallerFile, stored } from '../../fakes/webhooks-file.ts'

// What equals a declaration is in test/unit/plan/managed.test.ts.
const company = await startCompany({ inProcess: true })
const { auco, github } = company
const updated = { ...entries.default, description: 'All events' }
const billing = stored(entries.billing)
const source = {
  id: 'Source',
  description: 'Events with their source',
  url: 'https://source.notaria.example/${AUCO_SOURCE_PATH}',
  header: { key: 'X-Source', value: 'auco', secret: false },
}
const liveSource = stored(source, { AUCO_SOURCE_PATH: 'anything' })
/** Another team's, which no version has declared. */
const partner: Webhook = { id: 'Partner', description: 'Theirs', url: 'https://partner.example/hook' }

const addAtAuco = (...added: readonly Webhook[]) => auco.edit(({ webhooks }) => webhooks.push(...added))
const idsAtAuco = () => auco.company().webhooks.map(({ id }) => id)
const historyRequests = () =>
  github.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('"revision"')).length
/** Puts a webhook into the place of the second one at Auco, which two versions have declared. */
async function replaceSecond(webhook: Webhook) {
  await company.push(fileOf(entries.default, entries.billing, source))
  await company.push(liveFile)
  auco.edit(({ webhooks }) => void webhooks.splice(1, 1, webhook))
}

it.each<[string, Webhook, hides?: boolean]>([
  ['as it was declared', billing],
  [
    'with another value where the file has a variable',
    { ...billing, header: { key: 'X-Billing-Token', value: 'by-hand-7Gh2' } },
  ],
  ['declared by an older version, with a variable in its URL', liveSource],
  ['with a value that it hides', { ...liveSource, header: { key: 'X-Source', value: 'by-hand' } }, true],
])('a webhook that Auco has %s is removed', async (_, webhook, hides = false) => {
  if (hides) auco.quirks.shows = maskHeaderValue
  await replaceSecond(webhook)
  const run = await company.applyFile(smallerFile)
  expect(run).toMatchObject({ exitCode: 0, annotations: [], written: [{}] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: `["${webhook.id}"]`, unmanaged: '[]' })
  expect(idsAtAuco()).toEqual(['default'])
})

describe('a webhook that was changed at Auco since a version declared it', () => {
  it.each<[string, Webhook]>([
    ['its description', { ...billing, description: 'Billing wants everything' }],
    ['a literal header value', { ...liveSource, header: { key: 'X-Source', value: 'by-hand' } }],
    ['a part of the URL beside a variable', { ...liveSource, url: 'https://source.notaria.example/' }],
  ])('stays, and every report says so: %s', async (_, webhook) => {
    await replaceSecond(webhook)
    const file = fileOf(updated)
    const { pull, run: planned } = await company.planFile(file)
    expect(planned.outputs).toMatchObject({ changed: 'true', removed: '[]', unmanaged: `["${webhook.id}"]` })
    expect(planned.plan).toMatchObject({
      changedSince: [webhook.id],
      cautions: expect.arrayContaining([{ kind: 'changed-since', ids: [webhook.id] }]),
    })

    const run = await company.apply({ file, event: await company.merge(pull) })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', changed: 'true', removed: '[]' } })
    expect(auco.company().webhooks).toEqual([stored(updated), webhook])
    for (const told of [(await company.comments(pull))[0], run.summary]) {
      expect(statusOf(told)).toMatch(/^⚠️ \*\*Applied and verified\*\*, but 1 stays · /)
      expect(told?.split('<details>')[0]).toContain(`> [!WARNING]\n> **\`${webhook.id}\``)
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
    await replaceSecond(webhook)
    await company.push(fileOf(entries.default, { ...entries.billing, description: webhook.description }))
    expect(await company.applyFile(smallerFile)).toMatchObject({ outputs: { removed: '["Billing"]' } })

    addAtAuco({ ...webhook, description: 'Changed again' })
    const event = await company.dispatch()
    const all = await company.apply({ file: smallerFile, event, inputs: { removals: 'all' } })
    expect(all.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]' })
  })
})

it('a webhook that was created again exactly as declared is removed by the next apply: a stated limit', async () => {
  await company.applyFile(smallerFile)
  addAtAuco(billing)
  const run = await company.apply({ file: smallerFile, event: await company.dispatch() })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
})

it('a version counts for its environment only', async () => {
  const audit = { ...entries.audit, environments: ['production'] }
  await company.push(fileOf(entries.default, entries.billing, audit))
  addAtAuco(entries.audit)
  const run = await company.applyFile(smallerFile)
  expect(run.outputs).toMatchObject({ removed: '["Billing"]', unmanaged: '["Audit"]' })
})

it('what no version declared stays, in one line, and is no difference', async () => {
  addAtAuco(partner)
  const { run: planned } = await company.planFile(liveFile, { inputs: { 'fail-on-changes': 'true' } })
  expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: 'false', unmanaged: '["Partner"]' } })
  expect(planned.plan).toMatchObject({ changes: [], changedSince: [], cautions: [] })

  const idle = await company.applyFile(`${liveFile}\n`)
  expect(idle).toMatchObject({ exitCode: 0, written: [], outputs: { changed: 'false' } })
  expect(statusOf(idle.summary)).toMatch(/^✅ /)

  const run = await company.applyFile(fileOf(updated))
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]', unmanaged: '["Partner"]' })
  expect(auco.company().webhooks).toEqual([stored(updated), partner])
})

it.each([
  ['all', '["Billing","Partner"]', '[]', 'true'],
  ['none', '[]', '["Billing","Partner"]', 'false'],
])('`removals: %s`: no version is read', async (removals, removed, unmanaged, changed) => {
  addAtAuco(partner)
  const before = historyRequests()
  const event = await company.push(smallerFile)
  const inputs = { removals, 'fail-on-changes': 'true' }
  const planned = await company.plan({ file: smallerFile, event: scheduleEvent(company.repo), inputs })
  const run = await company.apply({ file: smallerFile, event, inputs })

  expect([planned.exitCode, run.exitCode]).toEqual([changed === 'true' ? 1 : 0, 0])
  for (const { outputs } of [planned, run]) expect(outputs).toMatchObject({ changed, removed, unmanaged })
  expect(idsAtAuco()).toEqual(['default', ...JSON.parse(unmanaged)])
  expect(historyRequests()).toBe(before)
})

it('an apply asks for no version while Auco has nothing that the file lacks, and else in one request', async () => {
  // More than a page of versions; the newest one explains everything.
  for (let n = 0; n < 30; n += 1) await company.push(`# ${n}\n${liveFile}`)
  const before = historyRequests()
  const idle = await company.applyFile(`${liveFile}\n`)
  expect(idle).toMatchObject({ exitCode: 0, written: [], toGitHub: [['POST', '/graphql', 200]] })
  await company.applyFile(fileOf(updated, entries.billing, entries.audit))
  expect(historyRequests()).toBe(before)

  expect((await company.applyFile(smallerFile)).outputs).toMatchObject({ removed: '["Billing","Audit"]' })
  expect(historyRequests()).toBe(before + 1)
})
