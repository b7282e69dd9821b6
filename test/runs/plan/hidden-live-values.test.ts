import { expect, it } from 'vitest'
import { maskHeaderValue, omitHeaderValue, seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { desired, desiredFile, entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
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

it('each form of a mask is known as one; other values are compared', async () => {
  const masks = ['****', '••••••', 'xxxxxxxx', '........', 'Bearer ...', 'live-bi...']
  const header = { key: 'X-Token', value: '${BILLING_HOOK_TOKEN}' }
  const masked = masks.map((_, n) => ({ ...entries.audit, id: `Masked ${n}`, header }))
  const clear = { ...entries.audit, id: 'Clear', header }
  company.auco.edit(({ webhooks }) =>
    webhooks.push(...masked.map((entry, n) => ({ ...entry, header: { ...header, value: masks[n] ?? '' } })), {
      ...clear,
      header: { ...header, value: 'axbxcx-clear-value' },
    }),
  )
  const file = fileOf(entries.default, entries.billing, ...masked, clear)
  const run = await company.plan({ file, event: scheduleEvent(company.repo) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { updated: '["Clear"]', added: '[]', removed: '[]' } })
  for (const { id } of masked) expect(run.summary).toContain(`\`${id}\``)
  expect(run.summary.match(/secret changed/g)).toHaveLength(1)
})
