import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany, write } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const smaller = fileOf(entries.default)
const [seededDefault] = seedCompany().webhooks

const addAudit = () => company.auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))

const appliedStatus = (sha = '') =>
  `**Status:** Applied and verified by [run 17023456789](https://github.com/acme/${company.repo.name}/actions/runs/17023456789) at \`${sha.slice(0, 7)}\`.`

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
    expect((await company.comments(pull))[0]).toContain(`\n\n${appliedStatus(sha)}\n\n`)
  },
)

/** Two pull requests, each with its own removal; a merge queue merges both and pushes once. */
async function mergedAtOnce() {
  const { github, repo } = company
  addAudit()
  await company.push(fileOf(entries.billing, entries.default, entries.audit))
  const { pull: one } = await company.review(fileOf(entries.default, entries.audit))
  const { pull: other } = await company.review(fileOf(entries.billing, entries.default))
  const before = await github.headOf(repo, 'main')
  const [first = '', second = ''] = await github.mergeQueue(repo, [one.number, other.number])
  const event = pushEvent(repo, { before, after: second, branch: 'main' })
  const withCommits = (ids: readonly string[]) => ({
    ...event,
    payload: { ...event.payload, commits: ids.map((id) => ({ id })) },
  })
  return { one, other, first, second, withCommits }
}

it('both announcements count when a merge queue pushes two merges at once, and both comments say so', async () => {
  const { one, other, first, second, withCommits } = await mergedAtOnce()
  const run = await company.apply({ file: smaller, event: withCommits([first, second]) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], toAuco: [read(), write(), read()] })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing","Audit"]' })
  expect(company.auco.company().webhooks).toEqual([seededDefault])
  for (const pull of [one, other]) {
    expect((await company.comments(pull))[0]).toContain(`\n\n${appliedStatus(second)}\n\n`)
  }
})

it('a removal that only a merge outside this push announced is refused', async () => {
  const { one, other, second, withCommits } = await mergedAtOnce()
  const before = await company.comments(one)
  const run = await company.apply({ file: smaller, event: withCommits([second]) })

  expect(run).toMatchObject({ exitCode: 1, toAuco: [read()] })
  expect(run.annotations).toMatchObject([
    {
      level: 'error',
      message: expect.stringMatching(/^Nobody reviewed the removal of `Billing`\. The plan comment/),
    },
  ])
  expect(await company.comments(one)).toEqual(before)
  expect((await company.comments(other))[0]).toContain('\n\n**Status:** Refused: Nobody reviewed ')
  expect(company.auco.company().webhooks).toHaveLength(3)
})

it('the announcement is found on the third page of comments', async () => {
  const { github, repo } = company
  const pull = await company.propose(smaller)
  for (let n = 1; n <= 230; n += 1) await github.comment(repo, pull.number, `Remark ${n}`, github.humanToken)
  await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })
  const run = await company.apply({ file: smaller, event: await company.merge(pull) })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
  expect(run.toGitHub.filter(([, path]) => path.endsWith('/comments'))).toHaveLength(3)
})

it('an announcement survives a repeated plan and a failed apply', async () => {
  const { pull } = await company.review(smaller)
  await company.plan({ file: smaller, event: pullRequestEvent(company.repo, pull) })
  const event = await company.merge(pull)
  company.auco.quirks.respond = ({ method }) => (method === 'PUT' ? { status: 403, body: '' } : undefined)
  const failed = await company.apply({ file: smaller, event })
  expect(failed).toMatchObject({ exitCode: 1, toAuco: [read(), write(403)] })
  expect((await company.comments(pull))[0]).toContain('\n\n**Status:** Failed: ')
  company.auco.quirks.respond = undefined
  const run = await company.apply({ file: smaller, event: { ...event, runAttempt: 2 } })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
  expect((await company.comments(pull))[0]).toContain(`\n\n${appliedStatus(event.sha)}\n\n`)
})

it("the announcement of an app's comment counts if the token is that app's", async () => {
  const { github } = company
  github.respond = ({ path }) =>
    path === '/graphql' ? { status: 200, body: { data: { viewer: { login: 'Mariana' } } } } : undefined
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(company.repo, pull)
  await company.plan({ file: smaller, event, token: github.humanToken })
  const run = await company.apply({
    file: smaller,
    event: await company.merge(pull),
    token: github.humanToken,
    env: hookTokens,
  })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
})
