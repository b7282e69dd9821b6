import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it.each([
  ['equals what Auco has', [entries.default, entries.billing]],
  ['has the webhooks in another order', [entries.billing, entries.default]],
])('an apply whose file %s asks Auco once and writes nothing', async (_, webhooks) => {
  const file = fileOf(...webhooks)
  const run = await company.apply({ file, event: await company.push(file) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
  expect(run.outputs).toEqual({
    result: 'unchanged',
    changed: 'false',
    added: '[]',
    updated: '[]',
    removed: '[]',
    unmanaged: '[]',
    'webhook-ids': JSON.stringify(webhooks.map(({ id }) => id)),
    plan: expect.any(String),
  })
  expect(run.summary).toContain('✅ **Nothing to do:**')
  expect(company.auco.company()).toEqual(seedCompany())
})
