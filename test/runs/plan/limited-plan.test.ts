import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { desiredFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company
const notCompared = "> [!NOTE]\n> **Not compared with Auco:** plans of forks don't use keys."
const noComment = {
  level: 'notice',
  message: expect.stringMatching(/^The comment cannot be written\. .*\(403\)/),
}

/** The plan of a fork: no key, a token that only reads. */
const planOfFork = (pull: PullRequest, file: string) =>
  company.run({ file, event: pullRequestEvent(company.repo, pull), env: {}, token: github.readOnlyToken })

it('a fork gets the validation and the difference from the default branch, in the summary', async () => {
  const pull = await company.proposeFromFork(desiredFile)
  const run = await planOfFork(pull, desiredFile)

  expect(run).toMatchObject({ exitCode: 0, stderr: '', toAuco: [] })
  const ids = { added: '[]', updated: '[]', removed: '[]', unmanaged: '[]' }
  const listed = '["default","Billing","Audit"]'
  expect(run.outputs).toEqual({ result: 'planned', ...ids, 'webhook-ids': listed, plan: expect.any(String) })
  expect(run.plan).toMatchObject({
    against: 'default-branch',
    changes: [
      { action: 'update', id: 'default', fields: [{ field: 'description' }] },
      { action: 'create', id: 'Audit' },
    ],
    ...{ unchanged: ['Billing'], deferred: [], cautions: [] },
  })
  expect(run.annotations).toEqual([{ level: 'notice', message: expect.stringContaining('forks') }, noComment])
  expect(statusOf(run.summary)).toMatch(/^\*\*Plan against the default branch:\*\* 1 to update · 1 to create/)
  expect(run.summary).toContain(notCompared)
  expect(run.log).toMatch(/^~ update default$/m)
  expect(await company.comments(pull)).toEqual([])
})

it('without the public key and without a pull request a plan is the validation alone', async () => {
  const run = await company.run({ file: desiredFile, event: scheduleEvent(company.repo) })
  expect(run).toMatchObject({ exitCode: 0, toAuco: [], toGitHub: [] })
  expect(run.outputs).toMatchObject({ result: 'planned', 'webhook-ids': '["default","Billing","Audit"]' })
  for (const output of ['changed', 'plan']) expect(run.outputs).not.toHaveProperty(output)
  expect(statusOf(run.summary)).toBe('**The file is valid**')
  expect(run.summary).toContain('no `public-key`')
})

it("a fork's trusted plan doesn't say that a key is missing, which the job has", async () => {
  const pull = await company.proposeFromFork(desiredFile)
  const event = pullRequestEvent(company.repo, pull, 'pull_request_target')
  const run = await company.run({ event, inputs: { 'public-key': auco.publicKey } })
  expect(run).toMatchObject({ exitCode: 0, toAuco: [] })
  expect(run.summary).toContain(notCompared)
  expect(JSON.stringify([run.log, run.annotations, run.summary])).not.toContain('no `public-key`')
})
