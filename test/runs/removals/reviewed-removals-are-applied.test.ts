import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const smaller = fileOf(entries.default)
const [seededDefault] = seedCompany().webhooks

const addAudit = () => company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))

const appliedStatus = (sha = '', done = '1 removed') =>
  `✅ **Applied and verified** by [run 17023456789](https://github.com/acme/${company.repo.name}/actions/runs/17023456789) at ${sha.slice(0, 7)}: ${done}`

it('a removal that the plan comment announced is applied', async () => {
  const { pull, comment } = await company.review(smaller)
  expect(comment).toMatch(/remove.*`Billing`/i)
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]' })
  expect(company.auco.company()).toEqual({ ...seedCompany(), webhooks: [seededDefault] })
})

it('of the announced removals, those still live are applied', async () => {
  addAudit()
  const { pull } = await company.review(smaller)
  company.auco.edit(({ webhooks }) => {
    webhooks.splice(1, 1)
  })
  const event = await company.merge(pull)
  const run = await company.apply({ file: smaller, event })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Audit"]' })
  expect(company.auco.company()).toEqual({ ...seedCompany(), webhooks: [seededDefault] })
})

it('a webhook that was never in the file is removed by the merge whose plan announced it', async () => {
  addAudit()
  const { pull } = await company.review(fileOf(entries.default, entries.billing))
  const run = await company.apply({ event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Audit"]' } })
  expect(company.auco.company()).toEqual(seedCompany())
})

it.each(['squash', 'rebase'] as const)(
  'a %s merge counts as the merge of its pull request',
  async (method) => {
    const { github, repo } = company
    const { pull } = await company.review(smaller)
    const before = await github.headOf(repo, 'main')
    const sha = await github.mergePullRequest(repo, pull.number, method)
    const event = pushEvent(repo, { before, after: sha, branch: 'main' })
    const run = await company.apply({ file: smaller, event })

    expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
    expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]' })
    expect(statusOf((await company.comments(pull))[0])).toBe(appliedStatus(sha))
  },
)

it('both announcements count when a merge queue pushes two merges at once, and both comments say so', async () => {
  const { github, repo } = company
  addAudit()
  await company.push(fileOf(entries.billing, entries.default, entries.audit))
  const { pull: one } = await company.review(fileOf(entries.default, entries.audit))
  const { pull: other } = await company.review(fileOf(entries.billing, entries.default))
  const before = await github.headOf(repo, 'main')
  const [, second = ''] = await github.mergeQueue(repo, [one.number, other.number])
  const event = pushEvent(repo, { before, after: second, branch: 'main' })
  const run = await company.apply({ file: smaller, event })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing","Audit"]' })
  expect(company.auco.company().webhooks).toEqual([seededDefault])
  for (const pull of [one, other]) {
    expect(statusOf((await company.comments(pull))[0])).toBe(appliedStatus(second, '2 removed'))
  }
})

it('an announcement survives a newer merge whose run came first, and a run that never came', async () => {
  const { github, repo } = company
  const { pull } = await company.review(smaller)
  await company.merge(pull)
  const { pull: other } = await company.review(`# Words\n${smaller}`)
  const run = await company.apply({ file: `# Words\n${smaller}`, event: await company.merge(other) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
  for (const merged of [pull, other]) {
    expect(statusOf((await company.comments(merged))[0])).toBe(
      appliedStatus(await github.headOf(repo, 'main')),
    )
  }
})

it('the announcement is found on the third page of comments', async () => {
  const { github, repo } = company
  const pull = await company.propose(smaller)
  for (let n = 1; n <= 230; n += 1) await github.comment(repo, pull.number, `Remark ${n}`, github.humanToken)
  await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
  expect(run.toGitHub.filter(([, path]) => path === '/graphql')).toHaveLength(3)
})

it('an announcement survives a repeated plan and a failed apply', async () => {
  const { pull } = await company.review(smaller)
  await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull) })
  const event = await company.merge(pull)
  company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 403, body: '' } : undefined)
  const failed = await company.apply({ file: smaller, event })
  expect(failed).toMatchObject({ exitCode: 1, toAuco: [read(), write(403)] })
  expect(statusOf((await company.comments(pull))[0])).toMatch(/^❌ \*\*Not applied:\*\* /)
  company.auco.quirks.respond = undefined
  const run = await company.apply({ file: smaller, event: { ...event, runAttempt: 2 } })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
  expect(statusOf((await company.comments(pull))[0])).toBe(appliedStatus(event.sha))
})

it("the announcement of an app's comment counts if the token is that app's", async () => {
  const token = company.github.appToken({ contents: 'read', pullRequests: 'write' }, 'acme-webhooks')
  const pull = await company.propose(smaller)
  await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull), token })
  const run = await company.apply({ file: smaller, event: await company.merge(pull), token })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
})
