import { expect, it } from 'vitest'
import { seedCompany, type Webhook } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { type RunOptions, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent, scheduleEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import { entries, fileOf, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
/** Declares `default` only: `Billing`, which Auco has, is to be removed. */
const smaller = fileOf(entries.default)
const addAtAuco = (webhook: Webhook) => company.auco.edit(({ webhooks }) => webhooks.push(webhook))

/** An apply is red before it writes, a plan is green and says what it can't tell. */
async function expectUnknown(options: Pick<RunOptions, 'event' | 'token' | 'inputs'>): Promise<void> {
  const run = await company.apply({ file: smaller, ...options })
  expect(run).toMatchObject({ exitCode: 1, written: [], outputs: { changed: 'unknown', removed: '[]' } })
  expect(run.outputs).not.toHaveProperty('result')
  expect(run.summary).toContain('#no-answer-from-github')
  expect(company.auco.company()).toEqual(seedCompany())

  const inputs = { ...options.inputs, 'dry-run': 'true' }
  const planned = await company.plan({ file: smaller, ...options, inputs })
  expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: 'unknown', unmanaged: '["Billing"]' } })
  expect(JSON.parse(planned.outputs['plan'] ?? '')).toMatchObject({ removalsUnknown: expect.any(String) })
  expect(planned.summary).toContain("> [!NOTE]\n> This plan can't tell whether the apply removes `Billing`")
}

const asksForVersions = ({ body }: { body: unknown }) => JSON.stringify(body ?? '').includes('"revision"')

it.each<[string, Outcome]>([
  ['500', { status: 500, body: '' }],
  ['503 each time', { status: 503, body: '' }],
  ['no data', { status: 200, body: { data: { repository: { commit: null } } } }],
  ['a broken connection', 'reset'],
])('GitHub answers with %s: nothing is removed, the apply is red', async (_, outcome) => {
  const event = await company.push(smaller)
  company.github.respond = (request) => (asksForVersions(request) ? outcome : undefined)
  await expectUnknown({ event })
})

it('the second page can not be read: nothing is removed, the apply is red', async () => {
  for (let n = 0; n < 30; n += 1) await company.push(`# ${n}\n${smaller}`)
  const event = await company.push(smaller)
  company.github.respond = ({ body }) =>
    JSON.stringify(body ?? '').includes('"after":"') ? { status: 500, body: '' } : undefined
  await expectUnknown({ event })
})

it('without the token: nothing is removed, the apply is red', async () => {
  const event = { ...(await company.push(smaller)), ref: 'refs/tags/v1' }
  await expectUnknown({ event, inputs: { 'dry-run': 'false', 'github-token': '' } })
})

it('without the permission to read pull requests: nothing is removed, the apply is red', async () => {
  const { github } = company
  const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
  const after = await github.commit(repo, 'main', { 'webhooks.yaml': smaller }, 'feat: no billing')
  const event = pushEvent(repo, { before: repo.headSha, after, branch: 'main' })
  await expectUnknown({
    event,
    token: github.appToken({ contents: 'read', pullRequests: 'none', actions: 'read' }),
  })
})

it('a plan that cannot tell the removals does not say that nothing changes', async () => {
  await company.push(smaller)
  company.github.respond = (request) => (asksForVersions(request) ? 'reset' : undefined)
  const run = await company.plan({ file: smaller, event: scheduleEvent(company.repo) })
  expect(run.outputs).toMatchObject({ changed: 'unknown' })
  expect(statusOf(run.summary)).not.toBe('**No changes**')
})

it('a GitHub that recovers is asked again', async () => {
  const event = await company.push(smaller)
  let failures = 2
  company.github.respond = (request) =>
    asksForVersions(request) && failures-- > 0 ? { status: 502, body: '' } : undefined
  const run = await company.apply({ file: smaller, event })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing"]' } })
})

it.each<[string, string]>([
  ['is no valid file', 'webhooks:\n  - id: Audit\n'],
  ['is no YAML', 'webhooks: [\n'],
  ['is binary', '\0\x01\x02'],
  ['is larger than GitHub gives', `${fileOf(entries.default, entries.audit)}#${'x'.repeat(512_000)}`],
])('a version that %s declares nothing and is named, and older ones count', async (_, broken) => {
  addAtAuco(entries.audit)
  const { sha = '' } = await company.push(broken)
  const event = await company.push(smaller)
  const run = await company.apply({ file: smaller, event })

  expect(run).toMatchObject({ exitCode: 0, outputs: { removed: '["Billing"]', unmanaged: '["Audit"]' } })
  expect(run.annotations).toEqual([
    {
      level: 'notice',
      message: expect.stringContaining(`webhooks.yaml at ${sha.slice(0, 7)} can't be read`),
    },
  ])
})

it('a version without the file declares nothing, and older ones count', async () => {
  await company.commit({ 'webhooks.yaml': null })
  const run = await company.apply({ file: smaller, event: await company.push(smaller) })
  expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { removed: '["Billing"]' } })
})

/** So many newer versions, without `Billing`. */
async function pushVersions(count: number) {
  for (let n = 1; n < count; n += 1) await company.push(`# ${n}\n${smaller}`)
  return company.push(smaller)
}

it('the fiftieth version counts, and the one before it does not', async () => {
  const event = await pushVersions(49)
  const planned = await company.plan({ file: smaller, event: { ...event, name: 'schedule' } })
  expect(planned.outputs).toMatchObject({ changed: 'true', removed: '["Billing"]' })
  expect((await company.apply({ file: smaller, event })).outputs).toMatchObject({ removed: '["Billing"]' })

  addAtAuco(stored(entries.billing))
  const file = `# Words\n${smaller}`
  const run = await company.apply({ file, event: await company.push(file) })
  expect(run.outputs).toMatchObject({ result: 'unchanged', changed: 'false', unmanaged: '["Billing"]' })
})

it('sixty commits of one pull request are one version', async () => {
  const pull = await company.propose(`# 0\n${smaller}`)
  for (let n = 1; n < 60; n += 1) {
    await company.github.commit(
      company.repo,
      pull.head.ref,
      { 'webhooks.yaml': `# ${n}\n${smaller}` },
      'feat: words',
    )
  }
  const event = pullRequestEvent(company.repo, await company.github.pullRequest(company.repo, pull.number))
  expect((await company.plan({ file: smaller, event })).outputs).toMatchObject({ removed: '["Billing"]' })
  const merged = await company.merge(pull)
  const run = await company.apply({ file: `# 59\n${smaller}`, event: merged })
  expect(run.outputs).toMatchObject({ result: 'applied', removed: '["Billing"]' })
  expect(company.github.requests.slice(-run.toGitHub.length).filter(asksForVersions)).toHaveLength(3)
})

it('what a rebase of more than a page tried stays undeclared while GitHub lags behind it', async () => {
  const { github, repo } = company
  for (let n = 0; n < 25; n += 1) await company.push(`# ${n}\n${liveFile}`, { startsRun: false })
  addAtAuco(entries.audit)
  const { number, head } = await company.propose(fileOf(entries.default, entries.billing, entries.audit))
  for (let n = 0; n < 26; n += 1)
    await github.commit(repo, head.ref, { 'webhooks.yaml': `# ${n}\n${smaller}` }, 'feat: words')
  const file = `# 25\n${smaller}`
  const event = await company.merge(await github.pullRequest(repo, number), 'rebase')
  github.lag(repo, 'merges', [1, 1, 1, 1])
  const run = await company.apply({ file, event })
  expect(run.outputs).toMatchObject({ removed: '["Billing"]', unmanaged: '["Audit"]' })
})
