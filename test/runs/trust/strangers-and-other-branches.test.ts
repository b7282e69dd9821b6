import { describe, expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { runAction } from '../../fakes/run-action.ts'
import { addedFile, entries, fileOf, hookTokens, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company
const EVENTS = ['pull_request', 'pull_request_target'] as const

describe.each(EVENTS)("a stranger's file learns nothing of a variable on %s", (eventName) => {
  const SECRET = 'hook-7Rk2Vd9QmX'
  const PREFIX = 'https://audit.notaria.example/'
  const nearTheLimit = 'x'.repeat(8_192 - `${PREFIX}x`.length)

  /** What everybody can read of the plan if the job has these variables. */
  async function planOfStranger(file: string) {
    const pull = await company.proposeFromFork(file)
    return async (env: Readonly<Record<string, string>>) => {
      // Not a run of the company, for which such a guess would be a leak.
      const { exitCode, summary, outputs, annotations } = await runAction({
        event: pullRequestEvent(company.repo, pull, eventName),
        workspace: { 'webhooks.yaml': file },
        inputs: { 'api-url': auco.url, 'public-key': auco.publicKey },
        env,
        token: github.botToken,
        githubUrl: github.url,
        inProcess: true,
      })
      return { exitCode, summary, outputs, annotations, comments: await company.comments(pull) }
    }
  }

  it.each<[string, object]>([
    ['a header', { header: { key: 'X-Audit', value: 'Bearer ${AUCO_SECRET}' } }],
    ['a URL near the limit', { url: `${PREFIX}${nearTheLimit}\${AUCO_SECRET}` }],
    ['a guess in a description', { description: `guess ${SECRET}` }],
    ['a guess in a value', { header: { key: 'X-Audit', value: `Bearer ${SECRET}`, secret: false } }],
    ['a guess in an unknown key', { [SECRET]: '${AUCO_SECRET}' }],
  ])('by %s', async (_, guess) => {
    const plan = await planOfStranger(
      fileOf(entries.default, entries.billing, { ...entries.audit, ...guess }),
    )
    const seen = await plan({})
    for (const value of [SECRET, 'has a space', `prk_${SECRET}`, 'x'.repeat(500)])
      expect(await plan({ AUCO_SECRET: value, AUCO_UNUSED: SECRET })).toEqual(seen)
  })
})

describe.each(EVENTS)('the default branch decides on %s', (eventName) => {
  const evil = fileOf({ ...entries.default, url: 'https://evil.example/auco' }, entries.billing)
  const caution = {
    kind: 'secret-to-new-host',
    id: 'default',
    variables: ['AUCO_HOOK_TOKEN'],
    to: 'https://evil.example',
  }
  const OF_HEAD = "> [!NOTE]\n> This plan is of the pull request's head alone:"

  /** Commits `file` to the base, and to a branch on top of it what nobody minds. */
  async function openOn(base: string, file: string): Promise<PullRequest> {
    const { repo } = company
    await github.commit(repo, base, { 'webhooks.yaml': file }, 'feat: base')
    await github.forcePush(repo, 'change', await github.headOf(repo, base))
    await github.commit(repo, 'change', { 'README.md': 'Words' }, 'docs: words')
    return github.openPullRequest(repo, 'change', 'Words', { base })
  }

  /** The plan of the pull request as it is now. `file`: as a checkout has it; `null` without one. */
  async function plan(
    { number }: PullRequest,
    file: string | null,
    { action = 'synchronize', sha = '' } = {},
  ) {
    const pull = await github.pullRequest(company.repo, number)
    const event = pullRequestEvent(company.repo, pull, eventName)
    const payload = { ...Object(event.payload), action }
    const run = await company.plan({
      workspace: file === null ? {} : { 'webhooks.yaml': file },
      event: { ...event, ...(sha !== '' && { sha }), payload },
      env: { ...hookTokens, AUCO_SECRET_PATH: 'path-8Kd3Vz7Wq' },
    })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    const [comment = ''] = await company.comments(pull)
    return { run, comment }
  }

  it('about a new host, before and after the pull request is retargeted', async () => {
    const pull = await openOn('mine', evil)
    const before = await plan(pull, evil, { action: 'opened' })
    await github.retarget(company.repo, pull.number, 'main')
    const after = await plan(pull, evil, { action: 'edited' })
    for (const { run, comment } of [before, after]) {
      expect(run.plan).toMatchObject({ cautions: [caution], changes: [{ id: 'default' }] })
      expect(comment).toContain('`https://evil.example`')
    }
  })

  it('whether a URL is shown whole, whatever the base', async () => {
    const url = 'https://audit.notaria.example/in/${AUCO_SECRET_PATH}'
    await company.push(fileOf(entries.default, entries.billing, { ...entries.audit, url }))
    const live = 'https://audit.notaria.example/in/path-8Kd3Vz7Wq'
    auco.edit(({ webhooks }) => webhooks.push({ ...entries.audit, url: live }))
    const { run, comment } = await plan(await openOn('mine', liveFile), liveFile)
    expect(run.outputs).toMatchObject({ removed: '["Audit"]' })
    expect(JSON.stringify([comment, run.summary, run.outputs])).not.toContain('8Kd3Vz7Wq')
  })

  it('what was declared: not what a pull request tried on its way, but what main did since it began', async () => {
    const pull = await company.propose(liveFile.replace('Every', 'Each'))
    await company.applyFile(addedFile)
    const tried = { ...entries.default, id: 'Tried' }
    auco.edit(({ webhooks }) => webhooks.push(tried))
    await github.commit(
      company.repo,
      pull.head.ref,
      { 'webhooks.yaml': fileOf(entries.default, tried) },
      'try',
    )
    await github.commit(company.repo, pull.head.ref, { 'webhooks.yaml': liveFile }, 'revert: try')
    await github.closePullRequest(company.repo, pull.number)
    const { run } = await plan(pull, null)
    expect(run.outputs).toMatchObject({ removed: '["Audit"]', unmanaged: '["Tried"]' })
  })

  /** Lets GitHub's ref of the test merge name this commit, as it does during a conflict and for a while after a push. */
  function keepMerge(oid: string): void {
    github.respond = async ({ path, body, headers }) => {
      const { query, variables } = Object(body)
      if (path !== '/graphql' || !`${variables?.merge}`.startsWith('refs/pull/')) return undefined
      const stale = { ...variables, merge: oid, merged: `${oid}:webhooks.yaml` }
      const answer = await fetch(`${github.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `${headers.authorization}` },
        body: JSON.stringify({ query, variables: stale }),
      })
      return { status: answer.status, body: await answer.json() }
    }
  }
  const described = liveFile.replace('Every', 'Each')

  it.each<[string, () => Promise<unknown>]>([
    ['for a while after a push', async () => {}],
    ['during a conflict', () => company.push(liveFile.replace('Billing wants', 'Billing needs'))],
  ])('and an old test merge is not read %s: the plan is of the head', async (_, conflict) => {
    const pull = await company.propose(described)
    const oid = await github.testMerge(company.repo, pull.number)
    await github.commit(company.repo, pull.head.ref, { 'webhooks.yaml': addedFile }, 'feat: audit')
    await conflict()
    keepMerge(oid ?? expect.fail())
    const { run, comment } = await plan(pull, null)
    expect(run.outputs).toMatchObject({ added: '["Audit"]', updated: '[]' })
    expect(comment).toContain(OF_HEAD)
  })

  it('and the test merge of the head is read, with what the default branch got meanwhile', async () => {
    const pull = await company.propose(described)
    await company.push(liveFile.replace('Billing wants', 'Billing needs'))
    const { run, comment } = await plan(pull, null)
    expect(run.outputs).toMatchObject({ updated: '["default","Billing"]' })
    expect(comment).not.toContain(OF_HEAD)
  })

  it('and an old test merge into another base is not read: it can lack what the head has', async () => {
    const pull = await openOn('lower', evil)
    await github.commit(company.repo, 'lower', { 'webhooks.yaml': liveFile }, 'revert: base')
    const sha = (await github.testMerge(company.repo, pull.number)) ?? expect.fail()
    expect(await github.fileAt(company.repo, sha, 'webhooks.yaml')).toBe(liveFile)
    await github.retarget(company.repo, pull.number, 'main')
    keepMerge(sha)
    expect((await plan(pull, null, { sha })).run.plan['cautions']).toEqual([caution])
  })

  it('and a later test merge is not that of the head that the event names', async () => {
    const pull = await company.propose(addedFile)
    await github.commit(company.repo, pull.head.ref, { 'webhooks.yaml': liveFile }, 'fix: no audit')
    const event = pullRequestEvent(company.repo, pull, eventName)
    const run = await company.plan({ workspace: {}, event })
    expect(run).toMatchObject({ exitCode: 0, outputs: { added: '["Audit"]' } })
  })
})

it.each(['</details>', '```diff', '> [!CAUTION]', 'A secret goes to a new host'])(
  'a header value at Auco changes none of our own words and marks: %s',
  async (value) => {
    const pull = await company.propose(fileOf({ ...entries.default, url: 'https://evil.example/auco' }))
    const commentWith = async (own: string) => {
      auco.edit((live) => {
        live.webhooks = [
          ...live.webhooks.filter(({ id }) => id !== 'Audit'),
          { ...entries.audit, header: { key: 'X-Audit', value: own } },
        ]
      })
      // Not a run of the company, for which the words would be a leak.
      await runAction({
        event: pullRequestEvent(company.repo, pull),
        workspace: {},
        inputs: { 'api-url': auco.url, 'public-key': auco.publicKey },
        token: github.botToken,
        githubUrl: github.url,
        inProcess: true,
      })
      const [comment] = await company.comments(pull)
      return comment?.replaceAll(/runs\/\d+/g, 'runs/1')
    }
    expect(await commentWith(value)).toBe(await commentWith('ordinary-7Rk2Vd9QmX'))
  },
)
it('a trusted plan reports the endpoints that differ at Auco, too', async () => {
  auco.edit(({ webhooks: [first] }) => Object.assign(first ?? {}, { url: 'https://elsewhere.example/auco' }))
  const run = await company.plan({
    event: pullRequestEvent(company.repo, await company.propose(addedFile), 'pull_request_target'),
    inputs: { endpoints: 'warn' },
    // So none is checked, and each is named.
    env: { HTTPS_PROXY: 'http://proxy.example:3128' },
  })
  expect(run.log).toMatch(/not checked: `hooks\.notaria\.example`, `audit\.notaria\.example`/)
})
