import path from 'node:path'
import { expect, it } from 'vitest'
import { desiredFile, entries, fileOf, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'

const company = await startCompany()

const titles = ['Auco webhooks', 'Webhooks of the notary']
const environments = ['stage', 'production']
const configs = ['webhooks.yaml', 'teams/billing.yaml']
const identities = titles.flatMap((title) =>
  environments.flatMap((environment) => configs.map((config) => ({ title, environment, config }))),
)

it('two titles, environments and files have a comment each, which each run updates in place', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(repo, pull)
  const workspace = { 'webhooks.yaml': desiredFile, 'teams/billing.yaml': desiredFile }
  const urls: (string | undefined)[] = []
  for (const inputs of identities) {
    urls.push((await company.plan({ workspace, event, inputs })).outputs['comment-url'])
  }
  const before = await github.comments(repo, pull.number)
  expect(before).toHaveLength(8)
  expect(new Set(before.map(({ body }) => body.split('\n', 1)[0])).size).toBe(8)
  expect(urls).toEqual(
    before.map(({ id }) => `https://github.com/acme/${repo.name}/pull/${pull.number}#issuecomment-${id}`),
  )

  const changed = fileOf(entries.default, entries.billing, entries.audit)
  const updates = [5, 2, 7]
  for (const index of updates) {
    const run = await company.plan({
      workspace: { 'webhooks.yaml': changed, 'teams/billing.yaml': changed },
      event,
      inputs: { ...identities[index] },
    })
    expect(run.outputs['comment-url']).toBe(urls[index])
    expect(run.toGitHub.filter(([method]) => method === 'PATCH')).toHaveLength(1)
  }
  const after = await github.comments(repo, pull.number)
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  const differing = after.flatMap(({ body }, index) => (body === before[index]?.body ? [] : [index]))
  expect(differing).toEqual(updates.toSorted())
})

it('an apply tells its status in its own comment only', async () => {
  const { repo } = company
  const pull = await company.propose(desiredFile)
  const workspace = { 'webhooks.yaml': desiredFile, 'teams/billing.yaml': desiredFile }
  const others = [{}, { title: 'Other' }, { environment: 'production' }, { config: 'teams/billing.yaml' }]
  for (const inputs of others) {
    await company.plan({ workspace, event: pullRequestEvent(repo, pull), inputs })
  }
  const event = await company.merge(pull)
  const run = await company.apply({ workspace, event, inputs: { config: 'teams/billing.yaml' } })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })
  const statuses = (await company.comments(pull)).map(
    (body) => /^\*\*Status:\*\* (Planned|Applied)/m.exec(body)?.[1],
  )
  expect(statuses).toEqual(['Planned', 'Planned', 'Planned', 'Applied'])
})

it('one spelling of the same file is one comment', async () => {
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(company.repo, pull)
  const workspace = { 'webhooks.yaml': desiredFile }
  for (const config of ['webhooks.yaml', './webhooks.yaml', ['x', '..', 'webhooks.yaml'].join(path.sep)]) {
    await company.plan({ workspace, event, inputs: { config } })
  }
  expect(await company.comments(pull)).toHaveLength(1)
})

it("another author's comment with our marker is left alone, and ours is made beside it", async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(repo, pull)
  await company.plan({ file: desiredFile, event, inputs: { title: 'Elsewhere' } })
  const [elsewhere = ''] = await company.comments(pull)
  const marker = /^<!-- .* -->/.exec(elsewhere)?.[0]
  const theirs = await github.comment(repo, pull.number, `${marker}\n\nMine!`, github.humanToken)
  const file = fileOf(entries.default, entries.billing, entries.audit)
  const first = await company.plan({ file: desiredFile, event })
  const second = await company.plan({ file, event })

  const comments = await github.comments(repo, pull.number)
  expect(comments.map(({ user }) => user.login)).toEqual([
    'github-actions[bot]',
    'mariana',
    'github-actions[bot]',
  ])
  expect(comments[1]?.body).toBe(theirs.body)
  expect(first.outputs['comment-url']).toMatch(`#issuecomment-${comments[2]?.id}`)
  expect(second.outputs['comment-url']).toBe(first.outputs['comment-url'])
})

it("a person's copy that came first hides neither our comment nor its update", async () => {
  const { github, repo } = company
  const draft = await company.propose(desiredFile)
  await company.plan({ file: desiredFile, event: pullRequestEvent(repo, draft) })
  const [copied = ''] = await company.comments(draft)

  const pull = await company.propose(desiredFile)
  await github.comment(repo, pull.number, copied, github.humanToken)
  const event = pullRequestEvent(repo, pull)
  const first = await company.plan({ file: desiredFile, event })
  const file = fileOf(entries.default, entries.billing, entries.audit)
  const second = await company.plan({ file, event })
  const run = await company.apply({ file, event: await company.merge(pull) })

  const [theirs, ours, ...others] = await github.comments(repo, pull.number)
  expect(theirs?.body).toBe(copied)
  expect(others).toEqual([])
  expect(ours?.body).toContain('\n\n**Status:** Applied and verified by ')
  const urls = [first, second, run].map(({ outputs }) => outputs['comment-url'])
  expect(new Set(urls)).toEqual(new Set([expect.stringMatching(`#issuecomment-${ours?.id}$`)]))
})

it('among 230 comments the one on the second page is updated', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const talk = async (comments: number) => {
    for (let n = 1; n <= comments; n += 1) await github.comment(repo, pull.number, `${n}`, github.humanToken)
  }
  await talk(120)
  const event = pullRequestEvent(repo, pull)
  const first = await company.plan({ file: desiredFile, event })
  await talk(109)
  const second = await company.plan({
    file: fileOf(entries.default, entries.billing, entries.audit),
    event,
  })

  expect(second.outputs['comment-url']).toBe(first.outputs['comment-url'])
  const comments = await company.comments(pull)
  expect(comments).toHaveLength(230)
  expect(comments.flatMap((body, index) => (/^\d+$/.test(body) ? [] : [index]))).toEqual([120])
  expect(comments[120]).toContain('\n\n**1 to create** · 2 unchanged\n\n')
})
