import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { statusOf, withStatus } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

/** A pull request with this file and its plan comment, merged. */
async function merged(file: string) {
  const { pull, comment: planned } = await company.review(file)
  return { pull, event: await company.merge(pull), planned }
}

const runLink = () =>
  `[run 17023456789](https://github.com/acme/${company.repo.name}/actions/runs/17023456789)`

it('a superseded run says by which commit: in the log, the summary and the status of its plan', async () => {
  const { pull, event, planned } = await merged(desiredFile)
  const { sha = '' } = await company.push(liveFile)
  const by = `\`${sha.slice(0, 7)}\`, which has another \`webhooks.yaml\``
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, stderr: '', written: [] })
  expect(run.annotations).toEqual([{ level: 'notice', message: `Superseded by ${by}. Nothing was written.` }])
  expect(run.outputs).toEqual({
    result: 'superseded',
    added: '[]',
    updated: '[]',
    removed: '[]',
    'webhook-ids': '["default","Billing","Audit"]',
    'comment-url': expect.stringMatching(`/pull/${pull.number}#issuecomment-\\d+$`),
  })
  const status = `**Superseded by ${by}.** Nothing was written (${runLink()}).`
  expect(statusOf(run.summary)).toBe(status)
  const [comment] = await company.comments(pull)
  expect(comment).toBe(withStatus(planned, status))
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a run whose branch is gone says so', async () => {
  const { github, repo } = company
  const before = await github.commit(repo, 'release', { 'notes.md': '' }, 'chore: a branch')
  await github.commit(repo, 'change', { 'webhooks.yaml': desiredFile }, 'feat: change webhooks')
  const pull = await github.openPullRequest(repo, 'change', 'Change webhooks', { base: 'release' })
  await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })
  const after = await github.mergePullRequest(repo, pull.number)
  await github.deleteBranch(repo, 'release')
  const run = await company.apply({
    file: desiredFile,
    event: pushEvent(repo, { before, after, branch: 'release' }),
    inputs: { 'dry-run': 'false' },
  })

  expect(run).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
  expect(run.annotations).toMatchObject([
    { level: 'notice', message: expect.stringMatching(/^Superseded by the deletion of the branch/) },
  ])
  expect(statusOf((await company.comments(pull))[0])).toBe(
    `**Superseded by the deletion of the branch.** Nothing was written (${runLink()}).`,
  )
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
  expect(run.annotations[0]?.message).toContain(`Superseded by \`${head.slice(0, 7)}\`, which has another`)
})

it('a superseded re-run of an applied run leaves its status and rolls nothing back', async () => {
  const { pull, event } = await merged(desiredFile)
  expect(await company.apply({ file: desiredFile, event })).toMatchObject({ exitCode: 0 })
  const [applied] = await company.comments(pull)
  const next = fileOf(entries.default, entries.billing)
  await company.apply({ file: next, event: await company.push(next), inputs: { removals: 'allow' } })
  const again = await company.apply({ file: desiredFile, event: { ...event, runAttempt: 2 } })

  expect(again).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
  expect(again.toGitHub.filter(([method]) => method === 'PATCH')).toEqual([])
  expect((await company.comments(pull))[0]).toBe(applied)
  expect(statusOf(applied)).toContain('**Applied and verified** by ')
  expect(company.auco.company()).toEqual(seedCompany())
})

it('a manual run that waited for an approval writes nothing after a newer commit, and neither does a re-run', async () => {
  const old = workflowDispatchEvent(company.repo, 'main')
  await company.apply({ file: desiredFile, event: await company.push(desiredFile) })
  const live = company.auco.company()
  for (const runAttempt of [1, 2]) {
    const run = await company.apply({ event: { ...old, runAttempt }, inputs: { removals: 'allow' } })
    expect(run).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
  }
  expect(company.auco.company()).toEqual(live)
})

it('a superseded run does not wait for an unavailable Auco', { timeout: 10_000 }, async () => {
  const event = await company.push(desiredFile)
  await company.push(liveFile)
  company.auco.quirks.respond = () => ({ status: 503, headers: { 'retry-after': '60' }, body: '' })
  const run = await company.apply({ file: desiredFile, event })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', outputs: { result: 'superseded' } })
})
