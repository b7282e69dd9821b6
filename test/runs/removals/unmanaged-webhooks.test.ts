import { describe, expect, it } from 'vitest'
import { maskHeaderValue, type Webhook } from '../../fakes/auco.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const updated = { ...entries.default, description: 'Every signing event of the notary' }
const file = fileOf(updated, entries.billing)
/** Another team's: an odd header name, and a URL that is a secret. */
const partner = {
  id: 'Partner',
  description: '',
  url: 'https://hooks.zapier.example/hooks/catch/1?token=zap-6Yb3Qw9Lk2',
  header: { key: 'Bearer of', value: 'live-partner-8kQ2' },
}
const addAtAuco = (...added: readonly Webhook[]) =>
  company.auco.edit(({ webhooks }) => webhooks.push(...added))

it('the write sends it after the file, and no report shows its secrets', async () => {
  company.auco.edit(({ webhooks }) => webhooks.unshift(partner))
  const pull = await company.propose(file)
  await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  const run = await company.apply({ file, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], written: [expect.anything()] })
  expect(run.written).toEqual([{ webhooks: [stored(updated), stored(entries.billing), partner] }])
  const shown = [
    run.stdout.replaceAll(/^::add-mask::.*$/gm, ''),
    run.summary,
    ...(await company.comments(pull)),
  ]
  expect(shown.join('\n')).not.toContain('zap-6Yb3Qw9Lk2')
})

it('what is absent, null or empty stays so; filled in by Auco, it is equal', async () => {
  const { id: _, description: __, ...bare } = partner
  const all = [
    { id: 'No description', ...bare },
    { id: 'Nulls', description: null, url: bare.url, header: null },
    { id: 'Empty header', description: 'A', url: bare.url, header: {} },
    { id: 'Value alone', description: 'A', url: bare.url, header: { value: bare.header.value } },
  ]
  company.auco.quirks.takesAnyForm = true
  addAtAuco(...all)
  const run = await company.apply({ file, event: await company.push(file) })
  expect(run).toMatchObject({ exitCode: 0, written: [expect.anything()] })
  expect(company.auco.company().webhooks.slice(2)).toEqual(all)

  company.auco.quirks.stores = ({ description, header, ...webhook }) => ({
    ...webhook,
    description: description ?? '',
    header: { key: '', value: '', ...header },
  })
  const other = fileOf({ ...updated, description: 'Every event' }, entries.billing)
  const filled = await company.apply({ file: other, event: await company.push(other) })
  expect(filled).toMatchObject({ exitCode: 0, written: [expect.anything()] })
})

it('is written by its real id, even where a report has to hide it', async () => {
  const id = `Copy of ${hookTokens.AUCO_HOOK_TOKEN}`
  addAtAuco({ id, description: 'A', url: partner.url })
  const run = await company.apply({ file, event: await company.push(file) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', unmanaged: '["Copy of ***"]' } })
  expect(company.auco.company().webhooks.map((webhook) => webhook.id)).toEqual(['default', 'Billing', id])
})

describe('a value that Auco does not return', () => {
  const addMasked = () => addAtAuco({ ...partner, header: { ...partner.header, value: '********' } })

  it.each([
    ['one that looks masked beside others', addMasked],
    [
      'every',
      () => {
        addAtAuco(partner)
        company.auco.quirks.shows = maskHeaderValue
      },
    ],
  ])('%s: the plan says so, and an apply that would have to write it back is refused', async (_, hide) => {
    hide()
    const pull = await company.propose(file)
    const planned = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
    expect(planned.exitCode).toBe(0)
    expect(JSON.parse(planned.outputs['plan'] ?? '')).toMatchObject({
      cautions: [{ kind: 'cannot-keep', ids: ['Partner'] }],
    })
    expect((await company.comments(pull))[0]).toContain('**What the merge does:** nothing')

    const before = company.auco.company()
    const applied = await company.apply({ file, event: await company.merge(pull) })
    expect(applied).toMatchObject({ exitCode: 1, written: [], annotations: [{ level: 'error' }] })
    for (const told of [(await company.comments(pull))[0], applied.summary])
      expect(told).toContain('#hidden-header-values')
    expect(company.auco.company()).toEqual(before)
  })

  it('does not matter if there is nothing to write, or if the webhook goes', async () => {
    addMasked()
    const same = fileOf(entries.default, entries.billing)
    const idle = await company.apply({ file: same, event: await company.push(`${same}\n`) })
    expect(idle).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'unchanged' } })
    const all = await company.apply({ file, event: await company.push(file), inputs: { removals: 'all' } })
    expect(all).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Partner"]' } })
  })
})

it.each([
  ['drops', (webhooks: Webhook[]) => webhooks.pop()],
  ['changes', (webhooks: Webhook[]) => Object.assign(webhooks.at(-1) ?? {}, { description: 'X' })],
  ['takes the header of', (webhooks: Webhook[]) => Object.assign(webhooks.at(-1) ?? {}, { header: {} })],
])('a write that %s one is red', async (_, change) => {
  addAtAuco(partner)
  company.auco.quirks.onWrite = ({ webhooks }) => void change(webhooks)
  const run = await company.apply({ file, event: await company.push(file) })
  expect(run).toMatchObject({ exitCode: 1, written: [expect.anything()] })
  expect(run.annotations[0]?.message).toMatch(/^Somebody else is writing.* `Partner`\./)
})
