import { expect, it } from 'vitest'
import { read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany()

it('a second plan with the same result leaves the comment unchanged', async () => {
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(company.repo, pull)
  const first = await company.plan({ file: desiredFile, event })
  const before = await company.comments(pull)
  const again = await company.plan({ file: desiredFile, event: { ...event, runId: 17_099_999_999 } })

  expect(again).toMatchObject({ exitCode: 0, annotations: [], outputs: first.outputs, toAuco: [read()] })
  expect(again.toGitHub.filter(([method, path]) => method !== 'GET' && path !== '/graphql')).toEqual([])
  expect(await company.comments(pull)).toEqual(before)
})

it('a changed plan updates the comment in place', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const first = await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })
  await github.comment(repo, pull.number, 'Looks good', github.humanToken)
  const smaller = fileOf(entries.default, entries.billing, entries.audit)
  await github.commit(repo, pull.head.ref, { 'webhooks.yaml': smaller }, 'fix: keep the description')
  const event = pullRequestEvent(repo, await github.pullRequest(repo, pull.number))
  const second = await company.plan({ file: smaller, event })

  expect(second).toMatchObject({ exitCode: 0, outputs: { added: '["Audit"]', updated: '[]' } })
  expect(second.outputs['comment-url']).toBe(first.outputs['comment-url'])
  expect(second.toGitHub.filter(([method]) => method === 'PATCH')).toHaveLength(1)
  const [comment, ...others] = await company.comments(pull)
  expect(comment).toContain('1 to create')
  expect(comment).not.toContain('1 to update')
  expect(others).toEqual(['Looks good'])
})

it('a plan that became empty says so in the comment that is there', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })
  await github.commit(repo, pull.head.ref, { 'webhooks.yaml': liveFile }, 'revert: all of it')
  const event = pullRequestEvent(repo, await github.pullRequest(repo, pull.number))
  const run = await company.plan({ event })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned', changed: 'false' } })
  const comments = await company.comments(pull)
  expect(comments).toHaveLength(1)
  expect(comments[0]).toContain('No changes')
})
