import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
/** Declares `default` only: `Billing` is to be removed. */
const smaller = fileOf(entries.default)

const refusal =
  /^Nobody reviewed the removal of `Billing`\. The plan comment could not be read\. (GitHub .*) Nothing was written\. .* open a pull request .* `removals: allow`/

it('without the permission to read pull requests the removal is refused, and the refusal says why', async () => {
  const { github } = company
  const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
  await github.commit(repo, 'change', { 'webhooks.yaml': smaller }, 'feat: no billing')
  const pull = await github.openPullRequest(repo, 'change', 'Change webhooks')
  await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })
  const planned = await github.comments(repo, pull.number)
  const after = await github.mergePullRequest(repo, pull.number)
  const event = pushEvent(repo, { before: repo.headSha, after, branch: 'main' })
  const token = github.appToken({ contents: 'read', pullRequests: 'none' })
  const run = await company.apply({ file: smaller, event, token })

  expectRefused(run, /\(403\)\. Give the job `pull-requests: write`/)
  expect(await github.comments(repo, pull.number)).toEqual(planned)
})

it.each<[string, Outcome, RegExp]>([
  ['500', { status: 500, body: '' }, /500/],
  ['a broken connection', 'reset', /could not be reached/],
])(
  'GitHub answers later comments with %s: the removal is refused, and the refusal says why',
  async (...row) => {
    const [, outcome, why] = row
    const { github, repo } = company
    const pull = await company.propose(smaller)
    for (let n = 1; n <= 101; n += 1)
      await github.comment(repo, pull.number, `Remark ${n}`, github.humanToken)
    await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })
    const planned = await company.comments(pull)
    const event = await company.merge(pull)
    github.respond = ({ body }) => (JSON.stringify(body).includes('"after":null') ? undefined : outcome)
    const run = await company.apply({ file: smaller, event })

    expectRefused(run, why)
    expect(await company.comments(pull)).toEqual(planned)
  },
)

function expectRefused(run: CompanyRun, why: RegExp): void {
  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [read()] })
  expect(run.annotations).toEqual([{ level: 'error', message: expect.stringMatching(refusal) }])
  expect(refusal.exec(run.annotations[0]?.message ?? '')?.[1]).toMatch(why)
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(statusOf(run.summary)).toContain('**Not applied:** Nobody reviewed the removal of `Billing`. ')
  expect(company.auco.company()).toEqual(seedCompany())
}
