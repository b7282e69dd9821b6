import { describe, expect, it } from 'vitest'
import { maskHeaderValue, type Webhook } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { scheduleEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, liveFile, smallerFile, stored } from '../../fakes/webhooks-file.ts'

// What equals a declaration is in test/unit/plan/managed.test.ts.
const company = await startCompany({ inProcess: true })
const { auco, github } = company
const updated = { ...entries.default, description: 'All events' }
const updatedFile = fileOf(updated, entries.billing)
const source = {
  id: 'Source',
  description: 'Events with their source',
  url: 'https://source.notaria.example/${AUCO_SOURCE_PATH}',
  header: { key: 'X-Source', value: 'auco', secret: false },
}
const liveSource = stored(source, { AUCO_SOURCE_PATH: 'anything' })
/** Another team's, which no version has declared: an odd header name, and a URL that is a secret. */
const partner = {
  id: 'Partner',
  description: '',
  url: 'https://hooks.zapier.example/hooks/catch/1?token=zap-6Yb3Qw9Lk2',
  header: { key: 'Bearer of', value: 'live-partner-8kQ2' },
}

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

describe('what an earlier version declared', () => {
  it('is removed, whatever the variable in its URL was', async () => {
    await replaceSecond(liveSource)
    const run = await company.applyFile(smallerFile)
    expect(run).toMatchObject({ exitCode: 0, annotations: [], written: [{}] })
    expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Source"]', unmanaged: '[]' })
    expect(idsAtAuco()).toEqual(['default'])
  })

  it('stays if it was changed at Auco since then, and every report says so', async () => {
    const webhook = { ...liveSource, header: { key: 'X-Source', value: 'by-hand' } }
    await replaceSecond(webhook)
    const file = fileOf(updated)
    const { pull, run: planned } = await company.planFile(file)
    expect(planned.outputs).toMatchObject({ changed: 'true', removed: '[]', unmanaged: '["Source"]' })
    expect(planned.plan).toMatchObject({
      changedSince: ['Source'],
      cautions: expect.arrayContaining([{ kind: 'changed-since', ids: ['Source'] }]),
    })

    const run = await company.apply({ file, event: await company.merge(pull) })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', changed: 'true', removed: '[]' } })
    expect(auco.company().webhooks).toEqual([stored(updated), webhook])
    for (const told of [(await company.comments(pull))[0], run.summary]) {
      expect(statusOf(told)).toMatch(/^⚠️ \*\*Applied and verified\*\*, but 1 stays · /)
      // Above the fold.
      expect(told?.split('<details>')[0]).toMatch(/^> \[!WARNING\]\n> .*`Source`/m)
    }

    // Nothing is left to write, and the difference is still there.
    const again = await company.apply({ file, event: await company.dispatch() })
    expect(again).toMatchObject({ exitCode: 0, written: [] })
    expect(again.outputs).toMatchObject({ result: 'unchanged', changed: 'true' })
    expect(statusOf(again.summary)).toMatch(/^⚠️ \*\*Nothing to do\*\*, but 1 stays /)
  })

  it('stays, and no other run calls it done', async () => {
    await replaceSecond({ ...liveSource, description: 'By hand' })
    const { pull } = await company.planFile(smallerFile)
    const merged = await company.merge(pull)
    await github.setRun(company.repo, merged.runId ?? 0, { status: 'completed', conclusion: 'cancelled' })
    const event = await company.commit({ 'README.md': 'Words' })
    await company.apply({ file: smallerFile, event })
    expect(statusOf((await company.comments(pull))[0])).toMatch(/^⚠️ .*, but 1 stays /)

    // Nobody has to start a run for the head; the old one must not say that Auco has its file.
    const file = `${smallerFile}\n# The same\n`
    await company.apply({ file, event: await company.push(file) })
    const outdated = await company.apply({ file: smallerFile, event: merged })
    expect(outdated).toMatchObject({ exitCode: 1, kind: 'outdated-run' })
  })
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

describe('what no version declared', () => {
  it('stays, in one line, and is no difference', async () => {
    addAtAuco(partner)
    const { run: planned } = await company.planFile(liveFile, { inputs: { 'fail-on-changes': 'true' } })
    expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: 'false', unmanaged: '["Partner"]' } })
    expect(planned.plan).toMatchObject({ changes: [], changedSince: [], cautions: [] })

    const idle = await company.applyFile(`${liveFile}\n`)
    expect(idle).toMatchObject({ exitCode: 0, written: [], outputs: { changed: 'false' } })
    expect(statusOf(idle.summary)).toMatch(/^✅ /)
  })

  it('is written after the file, in the form that it was read in, and no report shows its secrets', async () => {
    const nulls = { id: 'Nulls', description: null, url: partner.url, header: null }
    auco.quirks.takesAnyForm = true
    auco.edit(({ webhooks }) => webhooks.unshift(partner, nulls))
    const { pull } = await company.planFile(updatedFile)
    const run = await company.apply({ file: updatedFile, event: await company.merge(pull) })

    expect(run).toMatchObject({ exitCode: 0, annotations: [] })
    const webhooks = [stored(updated), stored(entries.billing), partner, nulls]
    expect(run.written).toEqual([{ webhooks }])
    const log = run.stdout.replaceAll(/^::add-mask::.*$/gm, '')
    expect([log, run.summary, ...(await company.comments(pull))].join('\n')).not.toContain('zap-6Yb3Qw9Lk2')
  })

  it('is written by its real id, even where a report has to hide it', async () => {
    const id = `Copy of ${hookTokens.AUCO_HOOK_TOKEN}`
    addAtAuco({ id, description: 'A', url: partner.url })
    const run = await company.applyFile(updatedFile)
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', unmanaged: '["Copy of ***"]' } })
    expect(idsAtAuco().at(-1)).toBe(id)
  })

  it('makes a write red that changes it', async () => {
    addAtAuco(partner)
    auco.quirks.onWrite = ({ webhooks }) => Object.assign(webhooks.at(-1) ?? {}, { description: 'X' })
    const run = await company.applyFile(updatedFile)
    expect(run).toMatchObject({ exitCode: 1, kind: 'stored-differently', written: [{}] })
    expect(run.annotations[0]?.message).toContain('`Partner`')
  })

  const addMasked = () => addAtAuco({ ...partner, header: { ...partner.header, value: '********' } })
  const maskAll = () => {
    addAtAuco(partner)
    auco.quirks.shows = maskHeaderValue
  }

  it.each([
    ['looks masked beside others', addMasked],
    ['is hidden like every other', maskAll],
  ])('cannot be kept if its value %s: a plan says so, and an apply is refused', async (_, hide) => {
    hide()
    const { pull, run } = await company.planFile(updatedFile)
    const cautions = [{ kind: 'cannot-keep', ids: ['Partner'] }]
    expect(run).toMatchObject({ exitCode: 0, plan: { cautions } })

    const before = auco.company()
    const applied = await company.apply({ file: updatedFile, event: await company.merge(pull) })
    expect(applied).toMatchObject({ exitCode: 1, kind: 'hidden-header-values', written: [] })
    for (const told of [(await company.comments(pull))[0], applied.summary])
      expect(statusOf(told)).toContain('#hidden-header-values')
    expect(auco.company()).toEqual(before)
  })

  it('may have a value that Auco hides if nothing is written, or if it goes', async () => {
    addMasked()
    const idle = await company.applyFile(`${liveFile}\n`)
    expect(idle).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'unchanged' } })
    const all = await company.applyFile(updatedFile, { inputs: { removals: 'all' } })
    expect(all).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Partner"]' } })
  })
})
