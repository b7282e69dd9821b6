import { expect, it } from 'vitest'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** Adds a webhook, and sends the secret of another one to a new host; `default` was changed at Auco, too. */
const file = fileOf(
  entries.default,
  { ...entries.billing, url: 'https://billing.vendor.example/auco' },
  entries.audit,
)
const changeAtAuco = () =>
  company.auco.edit(({ webhooks: [first] }) =>
    Object.assign(first ?? {}, { description: 'Changed in the console' }),
  )

const unknown =
  /\n> \[!NOTE\]\n> This plan can't say which secrets go to a new host, or which variables are new\. (.*)\n\n/

/** A pull request that adds the file to a repository without one. */
async function proposeFirst() {
  const { github } = company
  const repo = await github.createRepository({ files: { 'README.md': 'Words' } })
  await github.commit(repo, 'new', { 'webhooks.yaml': liveFile }, 'feat: webhooks as code')
  return pullRequestEvent(repo, await github.openPullRequest(repo, 'new', 'Webhooks as code'))
}

/** The plan is made, without what compares it with the default branch's file; gives why, in every report. */
function expectPlanWithoutBranch(run: CompanyRun, comment = ''): string | undefined {
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.outputs).toMatchObject({ changed: 'true', added: '["Audit"]', updated: '["default","Billing"]' })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({ cautions: [] })
  const [, why] = unknown.exec(run.summary) ?? []
  if (comment !== '') expect(unknown.exec(comment)?.[1]).toBe(why)
  return why
}

it.each([
  ['is not valid', 'webhooks:\n  - id: other\n'],
  ['is no YAML', 'webhooks: [\n'],
  ['is empty', ''],
  ['is larger than GitHub gives', `${liveFile}#${'x'.repeat(512_000)}`],
])('a file of the default branch that %s is noted, and the plan goes on', async (_, base) => {
  await company.push(base)
  changeAtAuco()
  const pull = await company.propose(file)
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  const [comment] = await company.comments(pull)
  expect(expectPlanWithoutBranch(run, comment)).toBe("The default branch's file is not valid.")
})

it('one that the token may not read is noted, and the plan goes on', async () => {
  const { github } = company
  changeAtAuco()
  const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
  await github.commit(repo, 'change', { 'webhooks.yaml': file }, 'feat: change webhooks')
  const pull = await github.openPullRequest(repo, 'change', 'Change webhooks')
  const token = github.appToken({ contents: 'none', pullRequests: 'write' })
  const run = await company.plan({ file, event: pullRequestEvent(repo, pull), token })

  expect(run.annotations).toEqual([])
  const [comment] = await github.comments(repo, pull.number)
  expect(expectPlanWithoutBranch(run, comment?.body)).toMatch(/\(403\)\. Give the job `contents: read`/)
})

it.each<[string, Outcome, RegExp]>([
  ['403', { status: 403, body: { message: 'Resource not accessible by integration' } }, /403/],
  ['500', { status: 500, body: { message: 'Server Error' } }, /500/],
  ['a broken connection', 'reset', /could not be reached/],
])('where GitHub answers with %s the summary says why, and the plan goes on', async (_, outcome, why) => {
  changeAtAuco()
  const pull = await company.propose(file)
  company.github.respond = () => outcome
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })

  expect(run.annotations).toMatchObject([
    { level: 'notice', message: expect.stringMatching(/^The comments cannot be read\. GitHub /) },
  ])
  expect(expectPlanWithoutBranch(run)).toMatch(why)
})

it('a file that is new in the pull request has all of its variables to be stored, and no difference', async () => {
  changeAtAuco()
  const run = await company.plan({ event: await proposeFirst() })

  expect(run).toMatchObject({ exitCode: 0, outputs: { updated: '["default"]' } })
  expect(JSON.parse(run.outputs['plan'] ?? '').cautions).toEqual([
    {
      kind: 'new-variables',
      variables: ['AUCO_HOOK_TOKEN', 'AUCO_BILLING_HOOK_TOKEN'],
      to: ['https://hooks.notaria.example', 'https://billing.notaria.example'],
    },
  ])
  expect(unknown.exec(run.summary)?.[1]).toBe('The default branch has no file at this path.')
})

it('an import, which changes nothing at Auco, has no such note', async () => {
  const run = await company.plan({ event: await proposeFirst() })
  expect(run.outputs).toMatchObject({ changed: 'false' })
  expect(run.summary).not.toMatch(unknown)
})
