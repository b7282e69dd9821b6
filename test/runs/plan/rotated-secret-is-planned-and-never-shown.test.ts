import { expect, it } from 'vitest'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, hookTokens, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const rotated = { ...hookTokens, AUCO_HOOK_TOKEN: 'rotated-default-6pLw0Yb3Hn' }
const webhooks = [entries.default, entries.billing].map((entry) => stored(entry, rotated))

it('a rotated secret is planned, applied and verified, and neither value is shown, even in debug mode', async () => {
  const pull = await company.propose(liveFile)
  const common = { env: rotated, debug: true }
  const planned = await company.plan({ ...common, event: pullRequestEvent(company.repo, pull) })

  expect(planned).toMatchObject({ exitCode: 0, outputs: { updated: '["default"]' }, toAuco: [read()] })
  const [comment] = await company.comments(pull)
  for (const told of [comment, planned.summary]) expect(told).toMatch(/Authorization.*secret changed/)
  for (const { header } of [stored(entries.default), stored(entries.default, rotated)])
    expect(planned.masks).toContain(header?.value)

  const applied = await company.apply({ ...common, event: await company.merge(pull) })
  expect(applied).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(applied.toAuco).toEqual([read(), write(), read()])
  expect(company.auco.company().webhooks).toEqual(webhooks)
})

it('a secret that Auco does not take over is red', async () => {
  company.auco.quirks.storesNothing = true
  const run = await company.apply({ env: rotated, event: await company.push(liveFile), fastClock: true })

  expect(run).toMatchObject({ exitCode: 1, stderr: '' })
  expect(run.annotations[0]?.message).toMatch(/not applied/i)
  expect(run.outputs).not.toHaveProperty('result')
})
