import { expect, it } from 'vitest'
import { maskHeaderValue, type Webhook } from '../../fakes/auco.ts'
import { mergeEffectOf, statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { entries, fileOf, hookTokens, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco } = company
const updated = { ...entries.default, description: 'Every signing event of the notary' }
const file = fileOf(updated, entries.billing)
/** Another team's: an odd header name, and a URL that is a secret. */
const partner = {
  id: 'Partner',
  description: '',
  url: 'https://hooks.zapier.example/hooks/catch/1?token=zap-6Yb3Qw9Lk2',
  header: { key: 'Bearer of', value: 'live-partner-8kQ2' },
}
const addAtAuco = (...added: readonly Webhook[]) => auco.edit(({ webhooks }) => webhooks.push(...added))

it('the write sends it after the file, and no report shows its secrets', async () => {
  auco.edit(({ webhooks }) => webhooks.unshift(partner))
  const { pull } = await company.planFile(file)
  const run = await company.apply({ file, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(run.written).toEqual([{ webhooks: [stored(updated), stored(entries.billing), partner] }])
  const log = run.stdout.replaceAll(/^::add-mask::.*$/gm, '')
  expect([log, run.summary, ...(await company.comments(pull))].join('\n')).not.toContain('zap-6Yb3Qw9Lk2')
})

it('what is absent, null or empty stays so; filled in by Auco, it is equal', async () => {
  const { id: _, description: __, ...bare } = partner
  const all = [
    { id: 'No description', ...bare },
    { id: 'Nulls', description: null, url: bare.url, header: null },
    { id: 'Empty header', description: 'A', url: bare.url, header: {} },
    { id: 'Value alone', description: 'A', url: bare.url, header: { value: bare.header.value } },
  ]
  auco.quirks.takesAnyForm = true
  addAtAuco(...all)
  expect(await company.applyFile(file)).toMatchObject({ exitCode: 0, written: [{}] })
  expect(auco.company().webhooks.slice(2)).toEqual(all)

  auco.quirks.stores = ({ description, header, ...webhook }) => ({
    ...webhook,
    description: description ?? '',
    header: { key: '', value: '', ...header },
  })
  expect(await company.applyFile(liveFile)).toMatchObject({ exitCode: 0, written: [{}] })
})

it('is written by its real id, even where a report has to hide it', async () => {
  const id = `Copy of ${hookTokens.AUCO_HOOK_TOKEN}`
  addAtAuco({ id, description: 'A', url: partner.url })
  const run = await company.applyFile(file)
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', unmanaged: '["Copy of ***"]' } })
  expect(auco.company().webhooks.at(-1)?.id).toBe(id)
})

const addMasked = () => addAtAuco({ ...partner, header: { ...partner.header, value: '********' } })
const maskAll = () => {
  addAtAuco(partner)
  auco.quirks.shows = maskHeaderValue
}

it.each([
  ['that looks masked beside others', addMasked],
  ['like every other', maskAll],
])('a plan says that a value %s cannot be kept, and an apply is refused', async (_, hide) => {
  hide()
  const { pull, run, comment } = await company.planFile(file)
  expect(run).toMatchObject({ exitCode: 0, plan: { cautions: [{ kind: 'cannot-keep', ids: ['Partner'] }] } })
  expect(mergeEffectOf(comment)).toMatch(/^nothing/)

  const before = auco.company()
  const applied = await company.apply({ file, event: await company.merge(pull) })
  expect(applied).toMatchObject({ exitCode: 1, kind: 'hidden-header-values', written: [] })
  for (const told of [(await company.comments(pull))[0], applied.summary])
    expect(statusOf(told)).toContain('#hidden-header-values')
  expect(auco.company()).toEqual(before)
})

it('a value that Auco hides does not matter if nothing is written, or if the webhook goes', async () => {
  addMasked()
  const idle = await company.applyFile(`${liveFile}\n`)
  expect(idle).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'unchanged' } })
  const all = await company.applyFile(file, { inputs: { removals: 'all' } })
  expect(all).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Partner"]' } })
})

it.each([
  ['drops', (webhooks: Webhook[]) => webhooks.pop()],
  ['changes', (webhooks: Webhook[]) => Object.assign(webhooks.at(-1) ?? {}, { description: 'X' })],
  ['takes the header of', (webhooks: Webhook[]) => Object.assign(webhooks.at(-1) ?? {}, { header: {} })],
])('a write that %s one is red', async (_, change) => {
  addAtAuco(partner)
  auco.quirks.onWrite = ({ webhooks }) => void change(webhooks)
  const run = await company.applyFile(file)
  expect(run).toMatchObject({ exitCode: 1, kind: 'somebody-else', written: [{}] })
  expect(run.annotations[0]?.message).toContain('`Partner`')
})
