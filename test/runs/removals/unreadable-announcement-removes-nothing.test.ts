import { expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { read, startCompany } from '../../fakes/company.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
/** Declares `default` only: `Billing` is to be removed. */
const smaller = fileOf(entries.default)

const refusal =
  /^Nobody reviewed the removal of `Billing`\. The plan comment could not be read\. (GitHub .*) Nothing was written\. .* open a pull request .* `removals: allow`/

it.each<[string, string, Outcome, RegExp]>([
  [
    'the comments with 403',
    '/comments',
    { status: 403, body: { message: 'Resource not accessible by integration' } },
    /\(403\)\. Give the job `pull-requests: write`/,
  ],
  ['the comments with 500', '/comments', { status: 500, body: '' }, /500/],
  ['the pull requests with 500', '/pulls', { status: 500, body: '' }, /500/],
  ['the pull requests with a broken connection', '/pulls', 'reset', /could not be reached/],
  ["the comment's author with 502", '/graphql', { status: 502, body: '' }, /502/],
])('GitHub answers %s: the removal is refused, and the refusal says why', async (...row) => {
  const [, end, outcome, reason] = row
  const { pull, comment } = await company.review(smaller)
  const event = await company.merge(pull)
  company.github.respond = ({ path }) => (path.endsWith(end) ? outcome : undefined)
  const run = await company.apply({ file: smaller, event })

  expect(run).toMatchObject({ exitCode: 1, signal: null, stderr: '', toAuco: [read()] })
  expect(run.annotations).toEqual([{ level: 'error', message: expect.stringMatching(refusal) }])
  expect(refusal.exec(run.annotations[0]?.message ?? '')?.[1]).toMatch(reason)
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(run.summary).toContain('\n\n**Refused.** Nobody reviewed the removal of `Billing`. ')
  expect(company.auco.company()).toEqual(seedCompany())
  expect(await company.comments(pull)).toEqual([comment])
})
