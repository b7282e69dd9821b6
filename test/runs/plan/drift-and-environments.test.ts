import { describe, expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
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

  it('it is green while Auco has the file', async () => {
    const run = await company.plan({ event: scheduleEvent(company.repo), inputs })
    expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read()], toGitHub: [] })
    expect(run.outputs).toMatchObject({ result: 'planned', changed: 'false' })
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

describe('entries and URLs of another environment', () => {
  const [STAGE, SOURCE] = ['https://hooks.stage.notaria.example/auco', { key: 'X-Source', value: 'auco' }]
  const file = fileOf(
    { ...entries.default, url: { stage: STAGE, production: entries.default.url } },
    { ...entries.audit, environments: ['stage'] },
    { ...entries.billing, header: { ...SOURCE, secret: false }, environments: ['production'] },
  )

  it.each([
    ['production', [stored(entries.default), { ...entries.billing, header: SOURCE }]],
    ['stage', [{ ...stored(entries.default), url: STAGE }, entries.audit]],
  ])('are not written by an apply to %s', async (environment, webhooks) => {
    const run = await company.applyFile(file, { inputs: { environment, removals: 'all' } })
    expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
    const ids = JSON.stringify(webhooks.map(({ id }) => id))
    expect(run.outputs).toMatchObject({ result: 'applied', 'webhook-ids': ids })
    expect(run).toMatchObject({ plan: { environment }, written: [{ webhooks }] })
    expect(auco.company()).toEqual({ ...seedCompany(), webhooks })
    expect(run.summary).toContain(`Auco webhooks · ${environment}`)
  })
})
