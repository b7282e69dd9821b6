import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { type CompanyRun, entries, fileOf, read, startCompany, stored, write } from '../../fakes/company.ts'
import { pullRequestEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'

const company = await startCompany()
/** Declares `default` only: `Billing` is to be removed. */
const smaller = fileOf(entries.default)

/** A pull request that removes `Billing`, with its plan comment. */
async function reviewed() {
  const pull = await company.propose(smaller)
  const planned = await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull) })
  expect(planned).toMatchObject({ exitCode: 0, outputs: { removed: '["Billing"]' } })
  return pull
}

function expectRefused(run: CompanyRun, id: string): void {
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [read()] })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/pull request.*`removals: allow`/) },
  ])
  expect(run.annotations[0]?.message).toContain(`\`${id}\``)
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.outputs['removed']).toContain(`"${id}"`)
  expect(run.summary).toMatch(/refused/i)
}

it('a removal that the plan comment of the merged pull request announced is applied', async () => {
  const pull = await reviewed()
  expect((await company.comments(pull))[0]).toMatch(/remove.*`Billing`/i)
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]' })
  expect(company.auco.company()).toEqual({ ...seedCompany(), webhooks: [stored(entries.default)] })
})

it('a webhook that was added to Auco after the review is not removed, nor is anything else', async () => {
  const pull = await reviewed()
  company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expectRefused(run, 'Audit')
  expect(run.annotations[0]?.message).not.toContain('`Billing`')
  expect(company.auco.company().webhooks).toEqual([...seedCompany().webhooks, stored(entries.audit)])
  expect((await company.comments(pull))[0]).toMatch(/refused/i)
})

it.each<[string, () => Promise<ActionEvent>]>([
  ['a direct push', () => company.push(smaller)],
  ['a manual run', async () => workflowDispatchEvent(company.repo, 'main')],
  ['a merge without a plan comment', async () => company.merge(await company.propose(smaller))],
  [
    'a merge of commits that came after the plan',
    async () => {
      const pull = await reviewed()
      await company.github.commit(company.repo, pull.head.ref, { 'README.md': 'x' }, 'docs: readme')
      return company.merge(pull)
    },
  ],
  [
    'a merge whose plan was of another title',
    async () => {
      const pull = await company.propose(smaller)
      const event = pullRequestEvent(company.repo, pull)
      await company.plan({ file: smaller, event, inputs: { title: 'Another title' } })
      return company.merge(pull)
    },
  ],
  [
    'a merge whose plan announced nothing',
    async () => {
      const pull = await company.propose(smaller)
      const event = pullRequestEvent(company.repo, pull)
      await company.plan({ file: fileOf(entries.default, entries.billing), event })
      return company.merge(pull)
    },
  ],
  [
    "a merge with a person's copy of another pull request's comment",
    async () => {
      const [copied = ''] = await company.comments(await reviewed())
      const pull = await company.propose(smaller)
      await company.github.comment(company.repo, pull.number, copied, company.github.humanToken)
      return company.merge(pull)
    },
  ],
  [
    "a merge with another pull request's comment, posted by the same bot",
    async () => {
      const [copied = ''] = await company.comments(await reviewed())
      const pull = await company.propose(smaller)
      await company.github.comment(company.repo, pull.number, copied, company.github.botToken)
      return company.merge(pull)
    },
  ],
  [
    'a merge whose plan was made without the public key',
    async () => {
      const pull = await company.propose(smaller)
      await company.run({ file: smaller, event: pullRequestEvent(company.repo, pull) })
      return company.merge(pull)
    },
  ],
])('%s removes nothing', async (_, prepare) => {
  const run = await company.apply({ file: smaller, event: await prepare() })

  expectRefused(run, 'Billing')
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a merge whose comments cannot be read removes nothing, and says why', async () => {
  const event = await company.merge(await reviewed())
  company.github.respond = ({ path }) => (path.includes('/comments') ? { status: 500, body: '' } : undefined)
  const run = await company.apply({ file: smaller, event })

  expectRefused(run, 'Billing')
  expect(run.annotations[0]?.message).toMatch(/could not be read.*500/)
  expect(company.auco.company()).toEqual(seedCompany())
})
