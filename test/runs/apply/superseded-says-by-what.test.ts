import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { desiredFile, entries, fileOf, liveFile, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()

/** A pull request with this file and its plan comment, then its merge. */
async function merged(file: string) {
  const pull = await company.propose(file)
  await company.plan({ file, event: pullRequestEvent(company.repo, pull) })
  return { pull, event: await company.merge(pull), planned: (await company.comments(pull))[0] ?? '' }
}

const runLink = () =>
  `[run 17023456789](https://github.com/acme/${company.repo.name}/actions/runs/17023456789)`

it('a superseded run says by which commit: in the log, the summary and the status of its plan', async () => {
  const { pull, event, planned } = await merged(desiredFile)
  const { sha = '' } = await company.push(liveFile)
  const by = `\`${sha.slice(0, 7)}\``
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', written: [] })
  expect(run.annotations).toEqual([
    {
      level: 'notice',
      message: `Superseded by ${by}: this commit is no longer the head of its branch. Nothing was written.`,
    },
  ])
  expect(run.outputs).toEqual({
    result: 'superseded',
    added: '[]',
    updated: '[]',
    removed: '[]',
    'webhook-ids': '["default","Billing","Audit"]',
    'comment-url': expect.stringMatching(`/pull/${pull.number}#issuecomment-\\d+$`),
  })
  expect(run.summary.split('\n\n<sub>')[0]).toBe(
    `## Auco webhooks · stage\n\n**Superseded by ${by}.** Nothing was written.`,
  )
  const [comment] = await company.comments(pull)
  expect(comment).toBe(planned.replace('Planned, not applied yet.', `Superseded by ${by}, see ${runLink()}.`))
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a run whose branch is gone says so', async () => {
  const { pull, event } = await merged(desiredFile)
  company.github.respond = ({ path }) =>
    path.includes('/git/ref') ? { status: 404, body: { message: 'Not Found' } } : undefined
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
  expect(run.annotations).toMatchObject([
    { level: 'notice', message: expect.stringMatching(/^Superseded by the deletion of the branch/) },
  ])
  expect((await company.comments(pull))[0]).toContain(
    `\n\n**Status:** Superseded by the deletion of the branch, see ${runLink()}.\n\n`,
  )
})

it('an applied run that is repeated when it is superseded leaves its status, and does not roll back', async () => {
  const { pull, event } = await merged(desiredFile)
  expect(await company.apply({ file: desiredFile, event })).toMatchObject({ exitCode: 0 })
  const [applied] = await company.comments(pull)
  const next = fileOf(entries.default, entries.billing)
  await company.apply({ file: next, event: await company.push(next), inputs: { removals: 'allow' } })
  const again = await company.apply({ file: desiredFile, event: { ...event, runAttempt: 2 } })

  expect(again).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
  expect(again.toGitHub.filter(([method]) => method === 'PATCH')).toEqual([])
  expect((await company.comments(pull))[0]).toBe(applied)
  expect(applied).toContain('\n\n**Status:** Applied and verified by ')
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a push to another branch is superseded by the head of that branch', async () => {
  const { github, repo } = company
  const old = await github.commit(repo, 'release', { 'webhooks.yaml': desiredFile }, 'feat: one')
  const head = await github.commit(repo, 'release', { 'webhooks.yaml': liveFile }, 'feat: two')
  const event = await company.push(desiredFile)
  const run = await company.apply({
    file: desiredFile,
    event: { ...event, ref: 'refs/heads/release', sha: old },
    inputs: { 'dry-run': 'false' },
  })

  expect(run).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
  expect(run.annotations[0]?.message).toContain(`Superseded by \`${head.slice(0, 7)}\`:`)
})
