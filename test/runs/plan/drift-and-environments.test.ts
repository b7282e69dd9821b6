import { describe, expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { scheduleEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf, smallerFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco } = company

describe('with `fail-on-changes`', () => {
  const inputs = { 'fail-on-changes': 'true' }

  it('a scheduled run is red when somebody changed a webhook at Auco, and names it', async () => {
    auco.edit(({ webhooks }) => Object.assign(webhooks[0] ?? {}, { url: 'https://elsewhere.example/auco' }))
    const run = await company.plan({ event: scheduleEvent(company.repo), inputs })

    expect(run).toMatchObject({ exitCode: 1, kind: 'changes-found', toAuco: [read()], toGitHub: [] })
    expect(run.outputs).toMatchObject({ result: 'planned', changed: 'true', updated: '["default"]' })
    expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/`default`/) }])
    expect(statusOf(run.summary)).toMatch(/^❌ \*\*Plan failed:\*\* .*#changes-found\)$/)
  })

  it('a webhook that was changed since an earlier version declared it is a difference, too', async () => {
    const event = { ...(await company.push(smallerFile)), name: 'schedule' }
    auco.edit(({ webhooks }) => Object.assign(webhooks[1] ?? {}, { description: 'Console' }))
    const run = await company.plan({ file: smallerFile, event, inputs })
    expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true', unmanaged: '["Billing"]' } })
    expect(run.annotations).toMatchObject([{ message: expect.stringMatching(/`Billing`/) }])
  })

  it('without the key it is red: it has seen nothing', async () => {
    const event = scheduleEvent(company.repo)
    const run = await company.plan({ event, inputs: { ...inputs, 'public-key': '' } })
    expect(run).toMatchObject({ exitCode: 1, toAuco: [], outputs: { result: 'planned' } })
    expect(run.outputs).not.toHaveProperty('changed')
    expect(run.annotations).toMatchObject([
      { level: 'notice' },
      { level: 'error', message: expect.stringContaining('`public-key`') },
    ])
  })

  it('a plan on a pull request is red too, and comments all the same', async () => {
    const { run, comment } = await company.planFile(desiredFile, { inputs })
    expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'planned', added: '["Audit"]' } })
    expect(comment).toContain('`Audit`')
  })
})

it('entries and URLs of stage are not written by an apply to production', async () => {
  const header = { key: 'X-Source', value: 'auco' }
  const file = fileOf(
    {
      ...entries.default,
      url: { stage: 'https://stage.notaria.example/auco', production: entries.default.url },
    },
    { ...entries.audit, environments: ['stage'] },
    { ...entries.billing, header: { ...header, secret: false }, environments: ['production'] },
  )
  const inputs = { environment: 'production', removals: 'all' }
  const run = await company.applyFile(file, { inputs })
  const webhooks = [stored(entries.default), { ...entries.billing, header }]
  expect(run).toMatchObject({ exitCode: 0, annotations: [], written: [{ webhooks }] })
  expect(run.outputs).toMatchObject({ result: 'applied', 'webhook-ids': '["default","Billing"]' })
  expect(run).toMatchObject({ plan: { environment: 'production' } })
  expect(run.summary).toContain('Auco webhooks · production')
})
