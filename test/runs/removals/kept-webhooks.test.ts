import { describe, expect, it } from 'vitest'
import { maskHeaderValue, seedCompany, type Webhook } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const inputs = { removals: 'keep' }
const env = { AUCO_HOOK_TOKEN: hookTokens.AUCO_HOOK_TOKEN }
const updated = { ...entries.default, description: 'Every signing event of the notary' }
const file = fileOf(updated, entries.audit)
/** Another team's: an odd header name, a URL that is a secret, and fields that no file can declare. */
const partner = {
  id: 'Partner',
  description: '',
  url: 'https://hooks.zapier.example/hooks/catch/1?token=zap-6Yb3Qw9Lk2',
  header: { key: 'Bearer of', value: 'live-partner-8kQ2' },
}
const [, billing] = seedCompany().webhooks

it('a merge leaves what the file does not list as it is, and verifies it', async () => {
  company.auco.edit(({ webhooks }) => webhooks.push(partner))
  const pull = await company.propose(file)
  const planned = await company.plan({ file, env, inputs, event: pullRequestEvent(company.repo, pull) })
  expect(planned).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
  expect(planned.outputs).toMatchObject({ added: '["Audit"]', updated: '["default"]', removed: '[]' })
  expect(JSON.parse(planned.outputs['plan'] ?? '')).toMatchObject({ kept: ['Billing', 'Partner'] })
  const [comment = ''] = await company.comments(pull)
  expect(comment).toContain('2 kept')
  expect(comment).toContain('Kept, not in the file: `Billing`, `Partner`')
  expect(comment.match(/\[!\w+\]\n.*/g)).toEqual([
    expect.stringContaining('**`Billing` is no longer in the file, but stays live.**'),
  ])

  const applied = await company.apply({ file, env, inputs, event: await company.merge(pull) })
  expect(applied).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  const all = [stored(updated), stored(entries.audit), billing, partner]
  expect(applied.written).toEqual([{ webhooks: all }])
  expect(company.auco.company().webhooks).toEqual(all)
  expect((applied.stdout + applied.summary + comment).replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(
    'zap-6Yb3Qw9Lk2',
  )

  const again = await company.apply({ file, env, inputs, event: await company.push(file) })
  expect(again).toMatchObject({ exitCode: 0, toAuco: [read()], outputs: { result: 'unchanged' } })
})

it('what is absent, null or empty stays so; filled in by Auco, it is equal', async () => {
  const bare = [
    { id: 'No description', url: partner.url, header: partner.header },
    { id: 'Nulls', description: null, url: partner.url, header: null },
    { id: 'Empty header', description: 'A', url: partner.url, header: {} },
    { id: 'Value alone', description: 'A', url: partner.url, header: { value: partner.header.value } },
  ]
  company.auco.quirks.takesAnyForm = true
  company.auco.edit(({ webhooks }) => webhooks.push(...bare))
  const run = await company.apply({ file, env, inputs, event: await company.push(file) })
  expect(run).toMatchObject({ exitCode: 0, toAuco: [read(), write(), read()] })
  expect(company.auco.company().webhooks.slice(2)).toEqual([billing, ...bare])

  company.auco.quirks.stores = ({ description, header, ...webhook }) => ({
    ...webhook,
    description: description ?? '',
    header: { key: '', value: '', ...header },
  })
  const other = fileOf({ ...updated, description: 'Every event' }, entries.audit)
  const filled = await company.apply({ file: other, env, inputs, event: await company.push(other) })
  expect(filled).toMatchObject({ exitCode: 0, toAuco: [read(), write(), read()] })
})

it('a plan with `keep` announces no removal, so none follows if the input is changed back', async () => {
  const smaller = fileOf(entries.default)
  const pull = await company.propose(smaller)
  await company.plan({ file: smaller, env, inputs, event: pullRequestEvent(company.repo, pull) })
  const [comment = ''] = await company.comments(pull)
  expect(comment).toContain('**`Billing` is no longer in the file, but stays live.**')
  const event = await company.merge(pull)
  const reviewed = await company.apply({ file: smaller, env, event })
  expect(reviewed).toMatchObject({ exitCode: 1, outputs: { removed: '["Billing"]' } })
  expect(company.auco.company()).toEqual(seedCompany())

  const kept = await company.apply({ file: smaller, env, inputs, event })
  expect(kept).toMatchObject({
    exitCode: 0,
    toAuco: [read()],
    outputs: { result: 'unchanged', removed: '[]' },
  })
})

it('is written by its real id, even where a report has to hide it', async () => {
  const id = `Copy of ${hookTokens.AUCO_HOOK_TOKEN}`
  company.auco.edit(({ webhooks }) => webhooks.push({ id, description: 'A', url: partner.url }))
  const event = await company.push(file)
  const run = await company.apply({ file, env, inputs, event })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(run.stdout).toContain('2 kept: Billing, Copy of ***')
  expect(company.auco.company().webhooks.map((webhook) => webhook.id)).toEqual([
    'default',
    'Audit',
    'Billing',
    id,
  ])
})

describe('a value that Auco does not return', () => {
  const refused = {
    level: 'error',
    message:
      "`removals` is `keep`, and Auco doesn't return the header value of `Billing` in clear (it is missing, or looks masked), so a write would lose it. Nothing was written. Add the webhook to the file, with the value as a secret.",
  }

  // Beside the other value, which is shown.
  const maskBilling = (mask = '****1pRd') =>
    company.auco.edit(({ webhooks }) => {
      for (const { header } of webhooks.slice(1)) if (header) header.value = mask
    })

  it.each([
    ['one', () => maskBilling()],
    ['a part of one', () => maskBilling('live**1pRd')],
    [
      'every',
      () => {
        company.auco.quirks.shows = maskHeaderValue
      },
    ],
  ])('%s: the plan says what the merge will do, and the apply is refused', async (_, hide) => {
    hide()
    const pull = await company.propose(file)
    const planned = await company.plan({ file, env, inputs, event: pullRequestEvent(company.repo, pull) })
    expect(planned.exitCode).toBe(0)
    const [comment = ''] = await company.comments(pull)
    expect(comment).toContain("**The apply will be refused: it can't keep `Billing`.**")
    expect(comment).toContain("can't be kept, so the apply is refused.")

    const before = company.auco.company()
    const applied = await company.apply({ file, env, inputs, event: await company.merge(pull) })
    expect(applied).toMatchObject({ exitCode: 1, toAuco: [read()], annotations: [refused] })
    expect(company.auco.company()).toEqual(before)
    expect((await company.comments(pull))[0]).toContain(`**Not applied:** ${refused.message}`)
  })

  it('does not matter if there is nothing to write', async () => {
    maskBilling()
    const same = fileOf(entries.default)
    const run = await company.apply({ file: same, env, inputs, event: await company.push(same) })
    expect(run).toMatchObject({ exitCode: 0, toAuco: [read()], outputs: { result: 'unchanged' } })
  })
})

it.each([
  ['drops', (webhooks: Webhook[]) => webhooks.pop()],
  ['changes', (webhooks: Webhook[]) => Object.assign(webhooks.at(-1) ?? {}, { description: 'X' })],
  ['takes the header of', (webhooks: Webhook[]) => Object.assign(webhooks.at(-1) ?? {}, { header: {} })],
])('a write that %s a kept webhook is red', async (_, change) => {
  company.auco.quirks.onWrite = ({ webhooks }) => void change(webhooks)
  const run = await company.apply({ file, env, inputs, event: await company.push(file) })
  expect(run).toMatchObject({ exitCode: 1, written: [expect.anything()] })
  expect(run.annotations[0]?.message).toContain(
    'Somebody else is writing: live equals neither the file nor its earlier state. These ids differ from the file: `Billing`.',
  )
})
