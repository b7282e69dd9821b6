import path from 'node:path'
import { expect, it } from 'vitest'
import { statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

const identities = [{}, { title: 'Notaría' }, { environment: 'production' }, { config: 'teams/billing.yaml' }]

it('each title, environment and file has a comment of its own, updated in place', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(repo, pull)
  const planAs = (inputs: Readonly<Record<string, string>> | undefined, file: string) =>
    company.plan({
      workspace: { 'webhooks.yaml': file, 'teams/billing.yaml': file },
      event,
      inputs: { ...inputs },
    })
  const urls: (string | undefined)[] = []
  for (const inputs of identities) urls.push((await planAs(inputs, desiredFile)).outputs['comment-url'])
  const before = await github.comments(repo, pull.number)
  expect(before).toHaveLength(4)
  expect(new Set(before.map(({ body }) => body.split('\n', 1)[0])).size).toBe(4)
  expect(urls).toEqual(
    before.map(({ id }) => `https://github.com/acme/${repo.name}/pull/${pull.number}#issuecomment-${id}`),
  )

  const updates = [3, 1]
  for (const index of updates) {
    const run = await planAs(identities[index], fileOf(entries.default, entries.billing, entries.audit))
    expect(run.outputs['comment-url']).toBe(urls[index])
    expect(run.toGitHub.filter(([method]) => method === 'PATCH')).toHaveLength(1)
  }
  const after = await github.comments(repo, pull.number)
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  const differing = after.flatMap(({ body }, index) => (body === before[index]?.body ? [] : [index]))
  expect(differing).toEqual(updates.toSorted())
})

it('an apply updates the status of its own comment only', async () => {
  const { repo } = company
  const pull = await company.propose(desiredFile)
  const workspace = { 'webhooks.yaml': desiredFile, 'teams/billing.yaml': desiredFile }
  for (const inputs of identities) {
    await company.plan({ workspace, event: pullRequestEvent(repo, pull), inputs: { ...inputs } })
  }
  const event = await company.merge(pull)
  const run = await company.apply({ workspace, event, inputs: { config: 'teams/billing.yaml' } })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  const statuses = (await company.comments(pull)).map(
    (body) => /\*\*(Plan|Applied)/.exec(statusOf(body) ?? '')?.[1],
  )
  expect(statuses).toEqual(['Plan', 'Plan', 'Plan', 'Applied'])
})

it('every spelling of a path means the same comment', async () => {
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(company.repo, pull)
  const workspace = { 'webhooks.yaml': desiredFile }
  for (const config of ['webhooks.yaml', './webhooks.yaml', ['x', '..', 'webhooks.yaml'].join(path.sep)]) {
    await company.plan({ workspace, event, inputs: { config } })
  }
  expect(await company.comments(pull)).toHaveLength(1)
})
