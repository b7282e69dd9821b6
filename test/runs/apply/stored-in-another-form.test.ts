import { expect, it } from 'vitest'
import { lowerCaseHeaderName, serializeUrl, trimDescription } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const apply = async (...webhooks: readonly object[]) => {
  const file = fileOf(...webhooks)
  return company.apply({ file, event: await company.push(file), fastClock: true })
}

it.each([
  'https://HOOKS.notaria.example',
  'https://hooks.notaria.example:443/other',
  'https://bücher.notaria.example',
])('%s is verified if Auco stores it as the URL standard writes it', async (url) => {
  company.auco.quirks.stores = serializeUrl
  const webhooks = [{ ...entries.default, url }, entries.billing]
  const run = await apply(...webhooks)

  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
  expect(run.toAuco).toEqual([read(), write(), read()])
  expect(await apply(...webhooks)).toMatchObject({ outputs: { result: 'unchanged' }, toAuco: [read()] })
})

it('a description that Auco trims is told with what to write, at every apply, after one write', async () => {
  company.auco.quirks.stores = trimDescription
  const trimmed = { ...entries.default, description: ' Every new event' }
  for (const _ of ['first', 'again']) {
    const run = await apply(trimmed, entries.billing)
    expect(run.annotations).toMatchObject([
      {
        level: 'error',
        message: expect.stringContaining(
          '`default`: `- description: Every new event`, `+ description:  Every new event`.',
        ),
      },
    ])
    expect(run.toAuco.filter(([method]) => method === 'PUT')).toEqual([write()])
  }
  expect(await apply({ ...trimmed, description: 'Every new event' }, entries.billing)).toMatchObject({
    outputs: { result: 'unchanged' },
  })
})

it('so is a header name that Auco stores in lower case', async () => {
  company.auco.quirks.stores = lowerCaseHeaderName
  const run = await apply({ ...entries.default, description: 'Every new event' }, entries.billing)
  expect(run.annotations).toMatchObject([
    {
      message: expect.stringMatching(/`default`: `- header: authorization`, `\+ header: Authorization, .*`/),
    },
  ])
})
