import { expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

it('comment: never reads and writes no comment, and the summary has everything', async () => {
  const { pull, comment } = await company.review(liveFile)
  const inputs = { comment: 'never' }
  const event = pullRequestEvent(company.repo, pull)
  const runs = [
    await company.plan({ file: 'webhooks: none\n', event, inputs }),
    await company.plan({ file: desiredFile, event, inputs }),
    await company.apply({ file: desiredFile, event: await company.merge(pull), inputs }),
  ]

  const query = ['POST', '/graphql', 200]
  expect(runs).toMatchObject([
    { exitCode: 1, toGitHub: [] },
    // The default branch's file is compared all the same.
    { exitCode: 0, annotations: [], outputs: { result: 'planned' }, toGitHub: [query] },
    { exitCode: 0, annotations: [], outputs: { result: 'applied' }, toGitHub: [query] },
  ])
  for (const { outputs } of runs) expect(outputs).not.toHaveProperty('comment-url')
  for (const { summary } of runs.slice(1)) expect(summary).toContain('`Audit`')
  expect(await company.comments(pull)).toEqual([comment])
  const graphql = company.github.requests.filter(({ path }) => path === '/graphql').slice(-2)
  expect(JSON.stringify(graphql[1]?.body)).not.toContain('comments(')
})

it('comment: changes posts none while there is nothing to say, then one, and keeps that up to date', async () => {
  const pull = await company.propose(liveFile)
  const event = pullRequestEvent(company.repo, pull)
  const plan = (file: string) => company.plan({ file, event, inputs: { comment: 'changes' } })

  const empty = await plan(liveFile)
  expect(empty).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'planned' } })
  expect(empty.outputs).not.toHaveProperty('comment-url')
  expect(await company.comments(pull)).toEqual([])

  expect((await plan(desiredFile)).outputs).toHaveProperty('comment-url')
  expect(await company.comments(pull)).toMatchObject([expect.stringContaining('`Audit`')])

  expect((await plan(liveFile)).outputs).toHaveProperty('comment-url')
  expect(await company.comments(pull)).toMatchObject([expect.stringContaining('No changes')])
})
