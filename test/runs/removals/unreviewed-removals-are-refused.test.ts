import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { entries, fileOf, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
/** Declares `default` only: `Billing` is to be removed. */
const smaller = fileOf(entries.default)

function expectRefused(run: CompanyRun, id: string): void {
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', written: [] })
  expect(run.annotations).toMatchObject([
    { level: 'error', message: expect.stringMatching(/pull request.*`removals: allow`/) },
  ])
  expect(run.annotations[0]?.message).toContain(`\`${id}\``)
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.outputs['removed']).toContain(`"${id}"`)
  expect(run.summary).toMatch(/\*\*Not applied:\*\* /)
}

it.each<[string, () => Promise<ActionEvent>]>([
  ['a direct push', () => company.push(smaller)],
  [
    'a manual run',
    async () => {
      const { sha = '' } = await company.push(smaller)
      return { ...workflowDispatchEvent(company.repo, 'main'), sha }
    },
  ],
  ['a merge without a plan comment', async () => company.merge(await company.propose(smaller))],
  [
    'a merge whose plan announced nothing',
    async () => {
      const pull = await company.propose(smaller)
      await company.plan({ file: liveFile, event: pullRequestEvent(company.repo, pull) })
      return company.merge(pull)
    },
  ],
  [
    'a merge whose plan had no public key',
    async () => {
      const pull = await company.propose(smaller)
      await company.run({ file: smaller, event: pullRequestEvent(company.repo, pull) })
      return company.merge(pull)
    },
  ],
  [
    "a merge with another pull request's comment, posted by the same bot",
    async () => {
      const { comment } = await company.review(smaller)
      const pull = await company.propose(smaller)
      await company.github.comment(company.repo, pull.number, comment, company.github.botToken)
      return company.merge(pull)
    },
  ],
])('%s removes nothing', async (_, prepare) => {
  const run = await company.apply({ file: smaller, event: await prepare(), fastClock: true })

  expectRefused(run, 'Billing')
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a webhook added at Auco after the review is not removed, and nothing else is written', async () => {
  const { pull } = await company.review(smaller)
  company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expectRefused(run, 'Audit')
  expect(run.annotations[0]?.message).not.toContain('`Billing`')
  expect(company.auco.company().webhooks).toEqual([...seedCompany().webhooks, stored(entries.audit)])
  expect((await company.comments(pull))[0]).toMatch(/\*\*Not applied:\*\* /)
})
