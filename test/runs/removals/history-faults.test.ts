import { describe, expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { statusOf } from '../../fakes/comment.ts'
import { type RunOptions, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent, pushEvent } from '../../fakes/github-events.ts'
import type { Outcome, SeenRequest } from '../../fakes/recording-server.ts'
import { addedFile, entries, fileOf, liveFile, smallerFile, stored } from '../../fakes/webhooks-file.ts'

// `smallerFile` lacks `Billing`, which Auco has.
const company = await startCompany({ inProcess: true })
const { auco, github } = company
const asksFor =
  (what: string) =>
  ({ body }: Pick<SeenRequest, 'body'>) =>
    JSON.stringify(body ?? '').includes(what)
const asksForVersions = asksFor('"revision"')
/** So many versions without `Billing`, of which the last one has this text. */
async function pushVersions(count: number, last = smallerFile) {
  for (let n = 1; n < count; n += 1) await company.push(`# ${n}\n${smallerFile}`)
  return company.push(last)
}

describe('nothing is removed, an apply is red before it writes, and a plan says what it cannot tell:', () => {
  const serverError = { status: 500, body: '' }
  it.each<[string, Outcome, asked?: string, versions?: number]>([
    ['GitHub answers with 500', serverError],
    ['with 503 each time', { status: 503, body: '' }],
    ['with no data', { status: 200, body: { data: { repository: { commit: null } } } }],
    ['with a broken connection', 'reset'],
    ['with 500 to the second page', serverError, '"after":"', 31],
  ])('%s', async (_, outcome, asked = '"revision"', versions = 1) => {
    const event = await pushVersions(versions)
    github.respond = (request) => (asksFor(asked)(request) ? outcome : undefined)
    await expectUnknown({ event })
  })

  it('without the token', async () => {
    const event = { ...(await company.push(smallerFile)), ref: 'refs/tags/v1' }
    await expectUnknown({ event, inputs: { 'dry-run': 'false', 'github-token': '' } })
  })

  it('without the permission to read pull requests', async () => {
    const repo = await github.createRepository({ files: { 'webhooks.yaml': liveFile }, isPrivate: true })
    const after = await github.commit(repo, 'main', { 'webhooks.yaml': smallerFile }, 'feat: no billing')
    const event = pushEvent(repo, { before: repo.headSha, after, branch: 'main' })
    const token = github.appToken({ contents: 'read', pullRequests: 'none', actions: 'read' })
    await expectUnknown({ event, token })
  })

  async function expectUnknown(options: Pick<RunOptions, 'event' | 'token' | 'inputs'>): Promise<void> {
    const run = await company.apply({ file: smallerFile, ...options })
    expect(run).toMatchObject({ exitCode: 1, kind: 'no-answer-from-github', written: [] })
    expect(run.outputs).toMatchObject({ changed: 'unknown', removed: '[]' })
    expect(run.outputs).not.toHaveProperty('result')
    expect(auco.company()).toEqual(seedCompany())

    const inputs = { ...options.inputs, 'dry-run': 'true' }
    const planned = await company.plan({ file: smallerFile, ...options, inputs })
    expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: 'unknown', unmanaged: '["Billing"]' } })
    expect(planned.plan).toMatchObject({ removalsUnknown: expect.any(String) })
    expect(planned.summary).toMatch(/> \[!NOTE\]\n> .*`Billing`/)
    expect(statusOf(planned.summary)).not.toBe('**No changes**')
  }
})

it('a GitHub that recovers is asked again', async () => {
  const event = await company.push(smallerFile)
  let failures = 2
  github.respond = (request) =>
    asksForVersions(request) && failures-- > 0 ? { status: 502, body: '' } : undefined
  const run = await company.apply({ file: smallerFile, event })
  expect(run).toMatchObject({ exitCode: 0, outputs: { removed: '["Billing"]' } })
})

it.each<[string, string | null, notices?: number]>([
  ['is no valid file', 'webhooks:\n  - id: Audit\n'],
  ['is no YAML', 'webhooks: [\n'],
  ['is binary', '\0\x01\x02'],
  ['is larger than GitHub gives', `${fileOf(entries.default, entries.audit)}#${'x'.repeat(512_000)}`],
  ['has no file', null, 0],
])('a version that %s declares nothing, and older ones count', async (_, broken, notices = 1) => {
  auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  const { sha = '' } = await company.commit({ 'webhooks.yaml': broken })
  const run = await company.applyFile(smallerFile)
  expect(run).toMatchObject({ exitCode: 0, outputs: { removed: '["Billing"]', unmanaged: '["Audit"]' } })
  const notice = { level: 'notice', message: expect.stringContaining(sha.slice(0, 7)) }
  expect(run.annotations).toEqual(Array(notices).fill(notice))
})

it('the fiftieth version counts, and the one before it does not', async () => {
  const event = await pushVersions(49)
  const planned = await company.plan({ file: smallerFile, event: { ...event, name: 'schedule' } })
  const applied = await company.apply({ file: smallerFile, event })
  for (const { outputs } of [planned, applied]) expect(outputs).toMatchObject({ removed: '["Billing"]' })

  auco.edit(({ webhooks }) => webhooks.push(stored(entries.billing)))
  const run = await company.applyFile(`# Words\n${smallerFile}`)
  expect(run.outputs).toMatchObject({ result: 'unchanged', changed: 'false', unmanaged: '["Billing"]' })
})

it('sixty commits of one pull request are one version', async () => {
  const pull = await company.propose(`# 0\n${smallerFile}`)
  for (let n = 1; n < 60; n += 1)
    await github.commit(
      company.repo,
      pull.head.ref,
      { 'webhooks.yaml': `# ${n}\n${smallerFile}` },
      'feat: words',
    )
  const event = pullRequestEvent(company.repo, await github.pullRequest(company.repo, pull.number))
  const planned = await company.plan({ file: smallerFile, event })
  const run = await company.apply({ file: `# 59\n${smallerFile}`, event: await company.merge(pull) })
  for (const { outputs } of [planned, run]) expect(outputs).toMatchObject({ removed: '["Billing"]' })
  expect(github.requests.slice(-run.toGitHub.length).filter(asksForVersions)).toHaveLength(3)
})

it('what a rebase of more than a page tried stays undeclared while GitHub lags behind it', async () => {
  const { repo } = company
  for (let n = 0; n < 25; n += 1) await company.push(`# ${n}\n${liveFile}`, { startsRun: false })
  auco.edit(({ webhooks }) => webhooks.push(entries.audit))
  const { number, head } = await company.propose(addedFile)
  for (let n = 0; n < 26; n += 1)
    await github.commit(repo, head.ref, { 'webhooks.yaml': `# ${n}\n${smallerFile}` }, 'feat: words')
  const event = await company.merge(await github.pullRequest(repo, number), 'rebase')
  github.lag(repo, 'merges', [1, 1, 1, 1])
  const run = await company.apply({ file: `# 25\n${smallerFile}`, event })
  expect(run.outputs).toMatchObject({ removed: '["Billing"]', unmanaged: '["Audit"]' })
})
