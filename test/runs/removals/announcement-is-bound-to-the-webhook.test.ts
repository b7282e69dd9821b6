import { expect, it } from 'vitest'
import type { Webhook } from '../../fakes/auco.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const smaller = fileOf(entries.default)
const billing = stored(entries.billing)
const header = { key: 'X-Billing-Token', value: 'live-billing-4mT8wZ1pRd' }

/** Puts a webhook into the place of `Billing`. */
function replaceBilling(webhook: Webhook): void {
  company.auco.edit((state) => {
    state.webhooks = [...state.webhooks.filter(({ id }) => id !== 'Billing'), webhook]
  })
}

function expectRefused(run: CompanyRun, webhook: Webhook): void {
  expect(run).toMatchObject({
    exitCode: 1,
    stderr: '',
    written: [],
    outputs: { removed: '["Billing"]' },
  })
  expect(run.annotations[0]?.message).toContain('`Billing`')
  expect(company.auco.company().webhooks).toContainEqual(webhook)
}

it.each<[string, Webhook]>([
  ['was re-pointed', { ...billing, url: 'https://another.notaria.example/auco' }],
  ['got another description', { ...billing, description: 'Billing wants everything' }],
  ['got another header name', { ...billing, header: { ...header, key: 'X-Token' } }],
  ['got another secret', { ...billing, header: { ...header, value: 'live-billing-by-hand-7Gh' } }],
  ['lost its header', { id: billing.id, description: 'Billing wants FINISH only', url: billing.url }],
])('a webhook that %s at Auco after the review is not removed', async (_, changed) => {
  const { pull } = await company.review(smaller)
  replaceBilling(changed)
  const run = await company.apply({ file: smaller, event: await company.merge(pull), fastClock: true })
  expectRefused(run, changed)
})

it('a webhook that was created again as it was is removed', async () => {
  const { pull } = await company.review(smaller)
  replaceBilling({ ...billing, header })
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { removed: '["Billing"]' } })
})

it('another webhook under the id is not removed if the status could not be written', async () => {
  const { pull } = await company.review(smaller)
  const event = await company.merge(pull)
  company.github.respond = ({ method }) => (method === 'PATCH' ? { status: 502, body: '' } : undefined)
  expect(await company.apply({ file: smaller, event })).toMatchObject({ exitCode: 0 })
  company.github.respond = undefined
  const other = { ...billing, url: 'https://another.notaria.example/auco' }
  replaceBilling(other)
  expectRefused(
    await company.apply({ file: smaller, event: { ...event, runAttempt: 2 }, fastClock: true }),
    other,
  )
})

it.each<[string, (before: string, applied: string) => string]>([
  ['the comment was edited back', (before) => before],
  ['the state in its marker was edited back', (_, applied) => applied.replace(' applied ', ' planned ')],
])('another webhook under the id is not removed if %s', async (_, back) => {
  const { github, repo } = company
  const { pull, comment } = await company.review(smaller)
  const event = await company.merge(pull)
  await company.apply({ file: smaller, event })
  const [applied] = await github.comments(repo, pull.number)
  await github.editComment(repo, applied?.id ?? 0, back(comment, applied?.body ?? ''))
  const other = { ...billing, header: { ...header, value: 'live-billing-by-hand-7Gh' } }
  replaceBilling(other)
  expectRefused(
    await company.apply({ file: smaller, event: { ...event, runAttempt: 2 }, fastClock: true }),
    other,
  )
})
