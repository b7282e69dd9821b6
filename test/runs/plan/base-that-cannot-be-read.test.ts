import { expect, it } from 'vitest'
import { type CompanyRun, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** What the pull request wants; `default` was also changed at Auco. */
const file = fileOf(entries.default, entries.billing, entries.audit)
async function changeAtAuco(): Promise<void> {
  company.auco.edit(({ webhooks }) => {
    const [first] = webhooks
    if (first) first.description = 'Changed in the console'
  })
}

/** The plan is made, and no change of it is called an outside one. */
function expectNotToldApart(run: CompanyRun): void {
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  expect(run.outputs).toMatchObject({
    result: 'planned',
    changed: 'true',
    added: '["Audit"]',
    updated: '["default"]',
  })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
    changes: [
      { action: 'update', id: 'default', origin: 'unknown' },
      { action: 'create', id: 'Audit', origin: 'unknown' },
    ],
    cautions: [],
  })
  expect(run.summary).not.toMatch(/outside change|changed outside|undoes/)
}

it('a file that is new in the pull request is planned, and nothing in it is an outside change', async () => {
  const repo = await company.github.createRepository({ files: { 'README.md': 'Words\n' } })
  await company.github.commit(repo, 'new', { 'webhooks.yaml': file }, 'feat: webhooks as code')
  const pull = await company.github.openPullRequest(repo, 'new', 'Webhooks as code')
  await changeAtAuco()
  const run = await company.plan({ file, event: pullRequestEvent(repo, pull) })

  expectNotToldApart(run)
  expect(await company.github.comments(repo, pull.number)).toHaveLength(1)
})

it('a new file that lists only part of what is live: the comment names the ways on before the removals', async () => {
  const repo = await company.github.createRepository({ files: { 'README.md': 'Words\n' } })
  const partial = fileOf(entries.default)
  await company.github.commit(repo, 'new', { 'webhooks.yaml': partial }, 'feat: webhooks as code')
  const pull = await company.github.openPullRequest(repo, 'new', 'Webhooks as code')
  await company.plan({ file: partial, event: pullRequestEvent(repo, pull) })
  const [comment] = await company.github.comments(repo, pull.number)
  const body = comment?.body ?? ''
  const at = body.indexOf('**The new file lists 1 of the 2 live webhooks.**')
  expect(at).toBeGreaterThan(0)
  expect(body.indexOf('**Removes `Billing`.**')).toBeGreaterThan(at)
})

it.each([
  ['is not valid', 'webhooks:\n  - id: other\n'],
  ['is no YAML', 'webhooks: [\n'],
  ['is empty', ''],
])("a base branch's file that %s is noted, and the plan goes on", async (_, base) => {
  await company.push(base)
  await changeAtAuco()
  const pull = await company.propose(file)
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })

  expectNotToldApart(run)
  const note =
    "\n\n> [!NOTE]\n> Changes from outside the repository cannot be told apart. The base branch's file is not valid.\n\n"
  const [comment] = await company.comments(pull)
  for (const told of [comment, run.summary]) expect(told).toContain(note)
})

const unreadable =
  /\n> \[!NOTE\]\n> Changes from outside the repository cannot be told apart\. The base branch's file cannot be read\. (GitHub .*)\n\n/

it("a base branch's file that the token may not read is noted, and the plan goes on", async () => {
  const { github } = company
  await changeAtAuco()
  const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
  await github.commit(repo, 'change', { 'webhooks.yaml': file }, 'feat: change webhooks')
  const pull = await github.openPullRequest(repo, 'change', 'Change webhooks')
  const token = github.appToken({ contents: 'none', pullRequests: 'write' })
  const run = await company.plan({ file, event: pullRequestEvent(repo, pull), token })

  expectNotToldApart(run)
  expect(run.annotations).toEqual([])
  const [comment] = await github.comments(repo, pull.number)
  for (const told of [comment?.body, run.summary]) {
    expect(told).toContain('**Plan:** 1 to update · 1 to create · 1 unchanged\n')
    expect(unreadable.exec(told ?? '')?.[1]).toMatch(/\(403\)\. Give the job .*`contents: read`/)
  }
})

it.each<[string, Outcome, RegExp]>([
  ['403', { status: 403, body: { message: 'Resource not accessible by integration' } }, /403/],
  ['500', { status: 500, body: { message: 'Server Error' } }, /500/],
  ['a broken connection', 'reset', /could not be reached/],
])('where GitHub answers with %s the summary says why, and the plan goes on', async (_, outcome, why) => {
  await changeAtAuco()
  const pull = await company.propose(file)
  company.github.respond = () => outcome
  const run = await company.plan({ file, event: pullRequestEvent(company.repo, pull) })

  expectNotToldApart(run)
  expect(run.annotations).toMatchObject([
    { level: 'notice', message: expect.stringMatching(/^The comments cannot be read\. GitHub /) },
  ])
  expect(unreadable.exec(run.summary)?.[1]).toMatch(why)
})

it('a directory in place of the file is no file to compare with, and the plan goes on', async () => {
  const { github } = company
  await changeAtAuco()
  const repo = await github.createRepository({ files: { 'webhooks.yaml/a.yaml': liveFile } })
  const changes = { 'webhooks.yaml/a.yaml': null, 'webhooks.yaml': file }
  await github.commit(repo, 'change', changes, 'feat: one file')
  const pull = await github.openPullRequest(repo, 'change', 'One file')
  expectNotToldApart(await company.plan({ file, event: pullRequestEvent(repo, pull) }))
})

it('the file of the base commit counts, not that of the pull request', async () => {
  const pull = await company.propose(file)
  await company.push(fileOf(entries.default))
  await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  const request = company.github.requests.findLast(({ path }) => path === '/graphql')
  expect(request?.body).toMatchObject({ variables: { base: `${pull.base.sha}:webhooks.yaml` } })
  expect(request?.token).toBe(company.github.botToken)
})

it("the base branch's header with a variable that this run lacks is no outside change", async () => {
  const pull = await company.propose(liveFile)
  const run = await company.plan({ event: pullRequestEvent(company.repo, pull), env: {} })

  expect(run).toMatchObject({ exitCode: 0, outputs: { changed: 'unknown' } })
  expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({ changes: [], cautions: [] })
})
