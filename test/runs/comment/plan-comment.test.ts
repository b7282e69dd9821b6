import { describe, expect, it } from 'vitest'
import { seedCompany } from '../../fakes/auco.ts'
import { sectionsOf, statusOf } from '../../fakes/comment.ts'
import { read, startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { addedFile, desiredFile, hookTokens, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company
const isUnchanged = (body = '') => statusOf(body) === '**No changes**'

it('a plan on a pull request posts one comment, sets every output, and reads with the public key only', async () => {
  // A plan job should not have the private key; if it has, nothing may come of it.
  const inputs = { 'private-key': auco.privateKey }
  const { pull, run, comment } = await company.planFile(desiredFile, { inputs })

  expect(run).toMatchObject({ exitCode: 0, signal: null, stderr: '', annotations: [], toAuco: [read()] })
  expect(run.outputs).toEqual({
    ...{ result: 'planned', changed: 'true', plan: expect.any(String) },
    ...{ added: '["Audit"]', updated: '["default"]', removed: '[]', unmanaged: '[]' },
    'webhook-ids': '["default","Billing","Audit"]',
    'comment-url': expect.stringMatching(`/acme/${company.repo.name}/pull/${pull.number}#issuecomment-\\d+$`),
  })
  expect(run.plan).toMatchObject({ environment: 'stage', unchanged: ['Billing'] })
  const { headers } = auco.requests.at(-1) ?? expect.fail()
  expect(headers).toMatchObject({
    authorization: auco.publicKey,
    'user-agent': expect.stringMatching(/^auco-webhooks-action\/\d+\.\d+\.\d+/),
  })
  expect(JSON.stringify([auco.requests, github.requests])).not.toContain(auco.privateKey)
  expect(auco.company()).toEqual(seedCompany())
  expect(run.toGitHub).toEqual([
    ['POST', '/graphql', 200],
    ['POST', `/issues/${pull.number}/comments`, 201],
  ])
  const [{ heading = '', status, text = '' } = {}] = sectionsOf(comment)
  expect(status).toBe('**Plan:** 1 to update · 1 to create · 1 unchanged')
  expect(run.summary.trimEnd()).toBe(`${heading}\n\n${text}`)
  const secrets = [auco.publicKey, auco.privateKey, github.botToken, ...Object.values(hookTokens)]
  expect(run.masks).toEqual(expect.arrayContaining(secrets))
})

describe('the comment is updated', () => {
  it.each([
    ['among 230 others, over all pages', 230, 'Remark'],
    ['among so long ones that a page of them has eleven megabytes', 56, '字'.repeat(65_000)],
  ])('%s', async (_, count, text) => {
    const { repo } = company
    const { pull, run: first } = await company.review(desiredFile)
    for (let n = 1; n <= count; n += 1) await github.comment(repo, pull.number, text, github.humanToken)
    await github.commit(repo, pull.head.ref, { 'webhooks.yaml': liveFile }, 'revert: all of it')
    const event = pullRequestEvent(repo, await github.pullRequest(repo, pull.number))
    const run = await company.plan({ event })

    expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { changed: 'false' } })
    expect(run.outputs['comment-url']).toBe(first.outputs['comment-url'])
    const [comment, ...others] = await company.comments(pull)
    expect(isUnchanged(comment)).toBe(true)
    expect(new Set(others)).toEqual(new Set([text]))
  })

  it("and never a person's copy of it, marker and all", async () => {
    const { repo } = company
    const { comment: copied } = await company.review(desiredFile)
    const pull = await company.propose(desiredFile)
    const copy = () => github.comment(repo, pull.number, copied, github.humanToken)
    const event = pullRequestEvent(repo, pull)
    await copy()
    const first = await company.plan({ file: desiredFile, event })
    await copy()
    const second = await company.plan({ file: addedFile, event })
    const run = await company.apply({ file: addedFile, event: await company.merge(pull) })

    const [older, ours, newer, ...others] = await github.comments(repo, pull.number)
    expect([older?.body, newer?.body, others]).toEqual([copied, copied, []])
    expect(statusOf(ours?.body)).toContain('**Applied and verified** by ')
    for (const { outputs } of [first, second, run])
      expect(outputs['comment-url']).toMatch(`#issuecomment-${ours?.id}`)
  })
})

const notice = (message: RegExp) => ({ level: 'notice', message: expect.stringMatching(message) })
const commitTo = (branch: string) => github.commit(company.repo, branch, { a: '' }, 'docs: a')
const retarget = async (number: number) => {
  await commitTo('lower')
  await github.retarget(company.repo, number, 'lower')
}
it.each<[string, (number: number) => Promise<unknown>, RegExp]>([
  ['of an older commit', () => commitTo('change-1'), /no longer the head/],
  ['of a closed pull request', (number) => github.closePullRequest(company.repo, number), /is closed/],
  ['for another base', retarget, /base has changed/],
])('a plan %s leaves the comment alone', async (_, then, why) => {
  const { pull, comment } = await company.review(desiredFile)
  await then(pull.number)
  const event = { ...pullRequestEvent(company.repo, pull), runAttempt: 2 }
  const run = await company.plan({ file: liveFile, event })
  expect(run).toMatchObject({ exitCode: 0, annotations: [notice(why)], outputs: { result: 'planned' } })
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(await company.comments(pull)).toEqual([comment])
})

it.each<[string, (sha: string) => readonly [now: string, before: string]]>([
  ['at the commit before', (sha) => [sha, 'e'.repeat(40)]],
  ['with the base before', () => ['"baseRefName":"main"', '"baseRefName":"lower"']],
])('a pull request that GitHub still shows %s is asked about again', async (_, lag) => {
  const pull = await company.propose(desiredFile)
  let asked = 0
  github.respond = async ({ path }, own) => {
    if (path !== '/graphql') return undefined
    asked += 1
    const { body, ...answer } = await own()
    const text = JSON.stringify(body)
    return { ...answer, body: JSON.parse(asked > 2 ? text : text.replace(...lag(pull.head.sha))) }
  }
  const run = await company.plan({ file: desiredFile, event: pullRequestEvent(company.repo, pull) })
  expect(run).toMatchObject({ exitCode: 0, annotations: [], waits: [1_000, 2_000] })
  expect(await company.comments(pull)).toHaveLength(1)
})

describe('the input `comment`', () => {
  it('never: no comment is read or written, and the summary has everything', async () => {
    const { pull, comment } = await company.review(liveFile)
    const inputs = { comment: 'never' }
    const event = pullRequestEvent(company.repo, pull)
    const broken = await company.plan({ file: 'webhooks: none\n', event, inputs })
    const plan = await company.plan({ file: desiredFile, event, inputs })
    const apply = await company.apply({ file: desiredFile, event: await company.merge(pull), inputs })

    expect(broken).toMatchObject({ exitCode: 1, toGitHub: [] })
    for (const run of [plan, apply]) {
      // The default branch is asked about all the same.
      expect(run).toMatchObject({ exitCode: 0, annotations: [], toGitHub: [['POST', '/graphql', 200]] })
      expect(run.outputs).not.toHaveProperty('comment-url')
      expect(run.summary).toContain('`Audit`')
    }
    expect(await company.comments(pull)).toEqual([comment])
    expect(JSON.stringify(github.requests.at(-1)?.body)).not.toContain('comments(')
  })

  it('changes: none while there is nothing to say, then one, which is kept up to date', async () => {
    const inputs = { comment: 'changes' }
    const { pull, run } = await company.planFile(liveFile, { inputs })
    expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { result: 'planned' } })
    expect(await company.comments(pull)).toEqual([])
    for (const [file, isEmpty] of [
      [desiredFile, false],
      [liveFile, true],
    ] as const) {
      const next = await company.plan({ file, event: pullRequestEvent(company.repo, pull), inputs })
      expect(next.outputs).toHaveProperty('comment-url')
      expect((await company.comments(pull)).map(isUnchanged)).toEqual([isEmpty])
    }
  })
})
