import { expect, it } from 'vitest'
import { type Company, maskHeaderValue, omitHeaderValue, seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { desired, desiredFile, entries, fileOf, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const variants = [
  ['masked', maskHeaderValue],
  ['left out', omitHeaderValue],
] as const

it.each(variants)(
  'values that Auco returns %s cannot be compared, and the plan says so',
  async (_, shows) => {
    company.auco.quirks.shows = shows
    const pull = await company.propose(desiredFile)
    const run = await company.plan({ file: desiredFile, event: pullRequestEvent(company.repo, pull) })

    expect(run).toMatchObject({ exitCode: 0, outputs: { updated: '["default"]', added: '["Audit"]' } })
    for (const told of [(await company.comments(pull))[0], run.summary]) {
      expect(told).toMatch(/cannot (be )?compare/)
      expect(told).not.toMatch(/secret (un)?changed/)
    }
  },
)

it.each(variants)(
  'an apply over values that are %s writes the real ones, and verifies the rest',
  async (_, shows) => {
    company.auco.quirks.shows = shows
    const run = await company.apply({ file: desiredFile, event: await company.push(desiredFile) })

    expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
    expect(run.toAuco).toEqual([read(), write(), read()])
    const webhooks = desired.map((entry) => stored(entry))
    expect(run.written).toEqual([{ webhooks }])
    expect(company.auco.company()).toEqual({ ...seedCompany(), webhooks })
    expect(run.summary).toMatch(/could not be compared|cannot (be )?compare/)
  },
)

it('what can be seen is verified even then: a lost description is red', async () => {
  Object.assign(company.auco.quirks, { shows: maskHeaderValue, storesNothing: true })
  const run = await company.apply({
    file: desiredFile,
    event: await company.push(desiredFile),
    fastClock: true,
  })
  expect(run).toMatchObject({ exitCode: 1 })
  expect(run.annotations[0]?.message).toMatch(/not applied/i)
})

const masks = ['****', '••••••', 'xxxxxxxx', '........', 'Bearer ...', 'live-bi...', '']
const partial = [
  '****1234',
  'Bearer ****9fK2',
  'live…9fK2',
  'XXXX-1234',
  '[REDACTED]',
  '<hidden>',
  '(not shown)',
]
const header = { key: 'X-Token', value: '${AUCO_BILLING_HOOK_TOKEN}' }
const others = [...masks, ...partial].map((mask, n) => ({
  mask,
  entry: { ...entries.audit, id: `Masked ${n}`, header },
}))
const file = fileOf(entries.default, entries.billing, ...others.map(({ entry }) => entry))
const editLive = (valueOfFirst: string) =>
  company.auco.edit(({ webhooks }) => {
    webhooks.push(...others.map(({ entry, mask }) => ({ ...entry, header: { ...header, value: mask } })))
    for (const { header: own } of webhooks.slice(0, 2)) if (own) own.value = valueOfFirst
  })

it('each form of a mask is known as one, if no value is shown', async () => {
  editLive('********')
  const run = await company.plan({ file, event: scheduleEvent(company.repo) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { updated: '[]', added: '[]', removed: '[]' } })
  for (const { entry } of others) expect(run.summary).toContain(`\`${entry.id}\``)
  expect(run.summary).not.toMatch(/secret changed/)
})

it('beside a value that is shown, each of them is the value itself', async () => {
  editLive('axbxcx-clear-value')
  const run = await company.plan({ file, event: scheduleEvent(company.repo) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { added: '[]', removed: '[]' } })
  expect(JSON.parse(run.outputs['updated'] ?? '')).toHaveLength(2 + others.length)
  expect(run.summary).not.toMatch(/cannot (be )?compare/)
})

// Only hidden values are to change: the file's other fields are what is live.
const rotated = { AUCO_HOOK_TOKEN: 'rotated-default-7Yb3', AUCO_BILLING_HOOK_TOKEN: 'rotated-billing-5Zc8' }
const rotate = async () =>
  company.apply({
    file: liveFile,
    env: rotated,
    event: await company.push(`${liveFile}\n`),
    fastClock: true,
  })

it('a write that only changes hidden values is applied, not verified', async () => {
  company.auco.quirks.shows = maskHeaderValue
  const run = await rotate()

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.toAuco).toEqual([read(), write(), ...Array.from({ length: 5 }, () => read())])
  const words =
    /applied; the header values of `default`, `Billing` can't be verified, Auco doesn't return them/i
  for (const told of [run.log, run.summary]) {
    expect(told).toMatch(words)
    expect(told.replace(words, '')).not.toMatch(/verified/i)
  }
})

it('a damaged list is red, even if the first read-back still shows the old one', async () => {
  Object.assign(company.auco.quirks, {
    shows: maskHeaderValue,
    staleReads: 2,
    onWrite: ({ webhooks }: Company) => {
      webhooks.splice(1)
      for (const webhook of webhooks) webhook.url = 'https://elsewhere.example/auco'
    },
  })
  const run = await rotate()

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations).toMatchObject([
    { message: expect.stringMatching(/somebody else.*`default`, `Billing`/i) },
  ])
  expect(run.toAuco.filter(([method]) => method === 'PUT')).toHaveLength(1)
})

it.each<[string, Outcome]>([
  ['503', { status: 503, body: '' }],
  ['429', { status: 429, body: '' }],
  ['502', { status: 502, body: '' }],
  ['a reset', 'reset'],
])('such a write that ends with %s three times is red', async (_, outcome) => {
  company.auco.quirks.shows = maskHeaderValue
  company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? outcome : undefined)
  const run = await rotate()

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/not applied/i) }])
  expect(run.toAuco.filter(([method]) => method === 'PUT')).toHaveLength(3)
  expect(company.auco.company()).toEqual(seedCompany())
})
