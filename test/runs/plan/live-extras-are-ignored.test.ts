import { expect, it } from 'vitest'
import { addUnknownFields } from '../../fakes/auco.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { desired, desiredFile, entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('fields that Auco adds to a webhook are neither a difference nor written back', async () => {
  company.auco.quirks.shows = addUnknownFields
  const same = await company.apply({ event: await company.push(desiredFile) })
  expect(same).toMatchObject({ exitCode: 0, outputs: { result: 'unchanged' }, toAuco: [read()] })

  const run = await company.apply({ file: desiredFile, event: await company.push(desiredFile) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  expect(run.written).toEqual([{ webhooks: desired.map((entry) => stored(entry)) }])
})

it.each([
  ['{}', {}],
  ['null', null],
  ['two empty texts', { key: '', value: '' }],
])('a live header that is %s is no header', async (_, header) => {
  company.auco.edit(({ webhooks }) => webhooks.push({ ...entries.audit, header }))
  const file = fileOf(entries.default, entries.billing, entries.audit)
  const run = await company.apply({ file, event: await company.push(file) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()] })
  expect(run.outputs).toMatchObject({ result: 'unchanged', changed: 'false' })
})
