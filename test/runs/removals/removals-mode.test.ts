import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { mergeEffectOf, statusOf } from '../../fakes/comment.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const smaller = fileOf(entries.default)

/** The plan of a pull request that removes `Billing`, and its line “What the merge does”. */
async function planned(removals: string) {
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({ file: smaller, event, inputs: { removals } })
  const [comment = ''] = await company.comments(pull)
  expect(mergeEffectOf(run.summary)).toBe(mergeEffectOf(comment))
  return { pull, run, comment, whatTheMergeDoes: mergeEffectOf(comment) }
}

const help =
  '[How to fix this](https://github.com/acme/auco-webhooks-action/blob/v1/docs/troubleshooting.md#removals-denied)'
const denied = {
  level: 'error',
  message:
    'The plan removes `Billing`, and `removals` is `deny`. Nothing was written. Put the webhooks back into the file, or set `removals` to `reviewed`.',
}

it('reviewed: the plan says that only announced removals are allowed', async () => {
  const { run, whatTheMergeDoes } = await planned('reviewed')
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(whatTheMergeDoes).toBe('everything above. It removes only what is announced here.')
})

it('allow: the plan names no condition, and the apply needs no review', async () => {
  const { pull, run, whatTheMergeDoes } = await planned('allow')
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(whatTheMergeDoes).toBeUndefined()

  company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  const event = await company.merge(pull)
  const applied = await company.apply({ file: smaller, event, inputs: { removals: 'allow' } })
  expect(applied).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(applied.outputs).toMatchObject({ result: 'applied', removed: '["Billing","Audit"]' })
  expect(company.auco.company().webhooks).toEqual([stored(entries.default)])
  expect(statusOf((await company.comments(pull))[0])).toMatch(/^✅ \*\*Applied and verified\*\* by \[run /)
})

it('deny: the plan fails, its comment and its summary say why, and that the merge does nothing', async () => {
  const { run, comment, whatTheMergeDoes } = await planned('deny')

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [read()], annotations: [denied] })
  expect(run.outputs).toMatchObject({ result: 'planned', changed: 'true', removed: '["Billing"]' })
  expect(whatTheMergeDoes).toBe('nothing. `removals` is `deny`, so the apply is refused.')
  for (const told of [comment, run.summary]) {
    expect(statusOf(told)).toBe(`❌ **Plan failed:** ${denied.message} ${help}`)
  }
})

it('deny: a plan without the key fails too, if the file itself drops a webhook', async () => {
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.run({ file: smaller, event, inputs: { removals: 'deny' }, env: {} })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [], outputs: { result: 'planned' } })
  expect(run.annotations.at(-1)).toEqual(denied)
})

it('deny: an apply is refused even if it was reviewed, and the comment says so', async () => {
  const { pull } = await planned('reviewed')
  const run = await company.apply({
    file: smaller,
    event: await company.merge(pull),
    inputs: { removals: 'deny' },
  })

  expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [read()], annotations: [denied] })
  expect(run.outputs).not.toHaveProperty('result')
  expect(company.auco.company()).toEqual(seedCompany())
  const [comment] = await company.comments(pull)
  for (const told of [comment, run.summary]) {
    expect(statusOf(told)).toBe(
      `❌ **Not applied:** ${denied.message} ([run 17023456789](https://github.com/acme/${company.repo.name}/actions/runs/17023456789) · ${help})`,
    )
  }
})

it('deny: a plan and an apply that remove nothing succeed', async () => {
  const pull = await company.propose(desiredFile)
  const inputs = { removals: 'deny' }
  const event = pullRequestEvent(company.repo, pull)
  const plan = await company.plan({ file: desiredFile, event, inputs })
  expect(plan).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'planned' } })
  const applied = await company.apply({ file: desiredFile, event: await company.merge(pull), inputs })
  expect(applied).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'applied' } })
})
