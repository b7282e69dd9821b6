import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { id, description, header } = entries.default
const file = fileOf(
  {
    id,
    description,
    url: { stage: 'https://hooks.stage.notaria.example/auco', production: entries.default.url },
    header,
  },
  { ...entries.audit, environments: ['stage'] },
  {
    ...entries.billing,
    header: { key: 'X-Source', value: 'auco', secret: false },
    environments: ['production'],
  },
)
const token = { key: header.key, value: `Bearer ${hookTokens.AUCO_HOOK_TOKEN}` }

it.each([
  [
    'production',
    [
      { ...entries.default, header: token },
      { ...entries.billing, header: { key: 'X-Source', value: 'auco' } },
    ],
  ],
  [
    'stage',
    [{ id, description, url: 'https://hooks.stage.notaria.example/auco', header: token }, entries.audit],
  ],
])(
  'an apply to %s writes its entries with its URLs, and nothing that is only in the file',
  async (name, webhooks) => {
    const run = await company.apply({
      file,
      event: await company.push(file),
      inputs: { environment: name, removals: 'all' },
    })

    expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
    expect(run.outputs).toMatchObject({
      result: 'applied',
      'webhook-ids': JSON.stringify(webhooks.map((webhook) => webhook.id)),
    })
    expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({ environment: name })
    expect(run.written).toEqual([{ webhooks }])
    expect(company.auco.company()).toEqual({ ...seedCompany(), webhooks })
    expect(run.summary).toContain(`Auco webhooks · ${name}`)
  },
)

it('a plan names the environment in its title', async () => {
  const pull = await company.propose(file)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({ file, event, inputs: { environment: 'production' } })

  expect(run).toMatchObject({ exitCode: 0, outputs: { updated: '["Billing"]', removed: '[]', added: '[]' } })
  expect((await company.comments(pull))[0]).toContain('Auco webhooks · production')
})

it('an error names the environment', async () => {
  const run = await company.plan({
    file,
    event: scheduleEvent(company.repo),
    inputs: { environment: 'production', 'public-key': 'puk_ofTheOtherEnvironment' },
  })
  expect(run).toMatchObject({ exitCode: 1, toAuco: [read(401)] })
  expect(run.annotations[0]?.message).toMatch(/`public-key` for production/)
})
