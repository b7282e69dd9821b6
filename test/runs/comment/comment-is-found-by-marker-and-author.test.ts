import { expect, it } from 'vitest'
import { desiredFile, entries, fileOf, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()

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
  const paged = second.toGitHub.filter(([method, path]) => method === 'GET' && path.endsWith('/comments'))
  expect(paged).toHaveLength(3)
  const comments = await company.comments(pull)
  expect(comments).toHaveLength(231)
  expect(comments.filter((body) => body.includes('Auco webhooks'))).toEqual([comments[215]])
})

it('a GraphQL that refuses the question is no obstacle: the token is taken for that of the workflow', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const first = await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })
  github.respond = ({ path }) =>
    path === '/graphql'
      ? { status: 200, body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'Not accessible' }] } }
      : undefined
  const changed = fileOf(entries.default, entries.billing, entries.audit)
  const second = await company.plan({ file: changed, event: pullRequestEvent(repo, pull) })

  expect(second).toMatchObject({ exitCode: 0, annotations: [] })
  expect(second.outputs['comment-url']).toBe(first.outputs['comment-url'])
  expect(await company.comments(pull)).toHaveLength(1)
})

it('a GraphQL that limits the rate is a failure, and no second comment is written', async () => {
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

it("somebody else's copy of our comment, marker and all, is neither updated nor taken for ours", async () => {
  const { github, repo } = company
  const draft = await company.propose(desiredFile)
  await company.plan({ file: desiredFile, event: pullRequestEvent(repo, draft) })
  const [copied = ''] = await company.comments(draft)

  const pull = await company.propose(desiredFile)
  await github.comment(repo, pull.number, copied, github.humanToken)
  const run = await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  const comments = await github.comments(repo, pull.number)
  expect(comments.map(({ user }) => user.login)).toEqual(['mariana', 'github-actions[bot]'])
  expect(comments[0]?.body).toBe(copied)
  expect(run.outputs['comment-url']).toMatch(new RegExp(`#issuecomment-${comments[1]?.id}$`))
})
