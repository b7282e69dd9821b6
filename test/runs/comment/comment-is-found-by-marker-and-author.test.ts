import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('the comment is found among 230 others, over all pages', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const talk = async (comments: number) => {
    for (let n = 1; n <= comments; n += 1)
      await github.comment(repo, pull.number, `Remark ${n}`, github.humanToken)
  }
  await talk(215)
  const first = await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })
  await talk(15)
  const changed = fileOf(entries.default, entries.billing, entries.audit)
  const second = await company.plan({ file: changed, event: pullRequestEvent(repo, pull) })

  expect(second).toMatchObject({ exitCode: 0, outputs: { 'comment-url': first.outputs['comment-url'] } })
  expect(second.toGitHub.filter(([, path]) => path === '/graphql')).toHaveLength(3)
  const comments = await company.comments(pull)
  expect(comments).toHaveLength(231)
  expect(comments.filter((body) => body.includes('Auco webhooks'))).toEqual([comments[215]])
})

it("if GraphQL refuses to name the token's owner, it counts as the workflow's token", async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const first = await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })
  github.respond = ({ body }) =>
    JSON.stringify({ body }).includes('"viewer":true')
      ? { status: 200, body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'Not accessible' }] } }
      : undefined
  const changed = fileOf(entries.default, entries.billing, entries.audit)
  const second = await company.plan({ file: changed, event: pullRequestEvent(repo, pull) })

  expect(second).toMatchObject({ exitCode: 0, annotations: [] })
  expect(second.outputs['comment-url']).toBe(first.outputs['comment-url'])
  expect(await company.comments(pull)).toHaveLength(1)
})

it('a GraphQL rate limit is a notice, and no second comment is written', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })
  github.respond = ({ path }) =>
    path === '/graphql'
      ? { status: 200, body: { data: null, errors: [{ type: 'RATE_LIMITED', message: 'Slow down' }] } }
      : undefined
  const changed = fileOf(entries.default, entries.billing, entries.audit)
  const run = await company.plan({ file: changed, event: pullRequestEvent(repo, pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [{ level: 'notice' }] })
  expect(await company.comments(pull)).toHaveLength(1)
})

it("a person's copy of the comment, marker and all, is left alone: the action posts and updates its own", async () => {
  const { github, repo } = company
  const draft = await company.propose(desiredFile)
  await company.plan({ file: desiredFile, event: pullRequestEvent(repo, draft) })
  const [copied = ''] = await company.comments(draft)

  const pull = await company.propose(desiredFile)
  await github.comment(repo, pull.number, copied, github.humanToken)
  const event = pullRequestEvent(repo, pull)
  const first = await company.plan({ file: desiredFile, event })
  await github.comment(repo, pull.number, copied, github.humanToken)
  const file = fileOf(entries.default, entries.billing, entries.audit)
  const second = await company.plan({ file, event })
  const run = await company.apply({ file, event: await company.merge(pull) })

  const [older, ours, newer, ...others] = await github.comments(repo, pull.number)
  expect([older?.body, newer?.body, others]).toEqual([copied, copied, []])
  expect(statusOf(ours?.body)).toContain('**Applied and verified** by ')
  const urls = [first, second, run].map(({ outputs }) => outputs['comment-url'])
  expect(new Set(urls)).toEqual(new Set([expect.stringMatching(`#issuecomment-${ours?.id}$`)]))
})

it('the comment is updated among so long ones that a page of them has eleven megabytes', async () => {
  const { github, repo } = company
  const { pull } = await company.review(desiredFile)
  for (let n = 0; n < 56; n += 1)
    await github.comment(repo, pull.number, '字'.repeat(65_000), github.humanToken)
  const run = await company.plan({ event: pullRequestEvent(repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect(statusOf((await company.comments(pull))[0])).toBe('**No changes**')
})
