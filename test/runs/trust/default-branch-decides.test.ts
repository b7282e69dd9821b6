import { describe, expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { entries, fileOf, hookTokens, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const evil = fileOf({ ...entries.default, url: 'https://evil.example/auco' }, entries.billing)
const OF_HEAD = "> [!NOTE]\n> This plan is of the pull request's head alone:"
const caution = {
  kind: 'secret-to-new-host',
  id: 'default',
  variables: ['AUCO_HOOK_TOKEN'],
  to: 'https://evil.example',
}

/** Commits `file` to the base, and to a branch on top of it what nobody minds. */
async function openOn(base: string, file: string): Promise<PullRequest> {
  const { github, repo } = company
  await github.commit(repo, base, { 'webhooks.yaml': file }, 'feat: base')
  await github.forcePush(repo, 'change', await github.headOf(repo, base))
  await github.commit(repo, 'change', { 'README.md': 'Words' }, 'docs: words')
  return github.openPullRequest(repo, 'change', 'Words', { base })
}

/** `file`: as a checkout has it; `null` without one. */
async function plan(
  pull: PullRequest,
  file: string | null,
  eventName: string,
  { action = 'synchronize', sha = '' } = {},
) {
  const event = pullRequestEvent(company.repo, pull)
  const run = await company.plan({
    workspace: file === null ? {} : { 'webhooks.yaml': file },
    event: {
      ...event,
      name: eventName,
      ...(sha !== '' && { sha }),
      payload: { ...Object(event.payload), action },
    },
    env: { ...hookTokens, AUCO_SECRET_PATH: 'path-8Kd3Vz7Wq' },
  })
  expect(run).toMatchObject({ exitCode: 0, stderr: '' })
  const [comment = ''] = await company.comments(pull)
  return { run, comment, plan: JSON.parse(run.outputs['plan'] ?? '') }
}

describe.each(['pull_request', 'pull_request_target'])('on %s', (eventName) => {
  it('a new host is called out before and after the pull request is retargeted', async () => {
    const { github, repo } = company
    const pull = await openOn('mine', evil)
    const before = await plan(pull, evil, eventName, { action: 'opened' })
    expect(before.plan.cautions).toEqual([caution])
    expect(before.comment).toContain('`https://evil.example`')

    await github.retarget(repo, pull.number, 'main')
    const now = await github.pullRequest(repo, pull.number)
    const after = await plan(now, evil, eventName, { action: 'edited' })
    expect(after.plan).toMatchObject({ cautions: [caution], changes: [{ id: 'default' }] })
  })

  it('a stacked pull request is compared with the default branch, too, and says which base it has', async () => {
    const added = fileOf(entries.default, entries.billing, entries.audit)
    const pull = await openOn('lower', added)
    const { run, comment } = await plan(pull, added, eventName)
    expect(run.outputs).toMatchObject({ added: '["Audit"]' })
    expect(comment).toContain('`main`')
    expect(comment).toContain('`lower`')
  })

  it('a URL that the default branch writes with a variable is not shown whole, whatever the base', async () => {
    const url = 'https://audit.notaria.example/in/${AUCO_SECRET_PATH}'
    const live = 'https://audit.notaria.example/in/path-8Kd3Vz7Wq'
    await company.push(fileOf(entries.default, entries.billing, { ...entries.audit, url }))
    company.auco.edit(({ webhooks }) => webhooks.push({ ...entries.audit, url: live }))
    const pull = await openOn('mine', liveFile)
    const { run, comment } = await plan(pull, liveFile, eventName)
    expect(run.outputs).toMatchObject({ removed: '["Audit"]' })
    expect(JSON.stringify([comment, run.summary, run.outputs])).not.toContain('8Kd3Vz7Wq')
  })
})

it('a host that the other environment of the default branch sends the secret to is not new', async () => {
  const url = { stage: entries.default.url, production: 'https://hooks.notaria.example:8443/auco' }
  await company.push(fileOf({ ...entries.default, url }, entries.billing))
  const moved = fileOf({ ...entries.default, url: url.production }, entries.billing)
  const pull = await company.propose(moved)
  expect((await plan(pull, moved, 'pull_request')).plan.cautions).toEqual([])
})

describe.each(['pull_request', 'pull_request_target'])('on %s, read from GitHub', (eventName) => {
  const audited = fileOf(entries.default, entries.billing, entries.audit)

  /** Lets GitHub's ref of the test merge name this commit, as it does during a conflict and for a while after a push. */
  function keepMerge(oid: string): void {
    company.github.respond = async ({ path, body, headers }) => {
      const { query, variables } = Object(body)
      if (path !== '/graphql' || !`${variables?.merge}`.startsWith('refs/pull/')) return undefined
      const stale = { ...variables, merge: oid, merged: `${oid}:webhooks.yaml` }
      const answer = await fetch(`${company.github.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `${headers.authorization}` },
        body: JSON.stringify({ query, variables: stale }),
      })
      return { status: answer.status, body: await answer.json() }
    }
  }

  it.each<[string, () => Promise<unknown>]>([
    ['for a while after a push', async () => {}],
    [
      'during a conflict',
      () => company.push(fileOf(entries.default, { ...entries.billing, description: 'Other' })),
    ],
  ])('an old test merge is not read %s: the plan is of the head', async (_, conflict) => {
    const { github, repo } = company
    const pull = await company.propose(liveFile.replace('Every', 'Each'))
    const oid = await github.testMerge(repo, pull.number)
    await github.commit(repo, 'change-1', { 'webhooks.yaml': audited }, 'feat: audit')
    await conflict()
    keepMerge(oid ?? expect.fail())
    const { run, comment } = await plan(await github.pullRequest(repo, pull.number), null, eventName)
    expect(run.outputs).toMatchObject({ added: '["Audit"]', updated: '[]' })
    expect(comment).toContain(OF_HEAD)
  })

  it('the test merge of the head is read, with what the default branch got meanwhile', async () => {
    const pull = await company.propose(liveFile.replace('Every', 'Each'))
    const other = liveFile.replace('Billing wants', 'Billing needs')
    await company.push(other)
    const { run, comment } = await plan(pull, null, eventName)
    expect(run.outputs).toMatchObject({ updated: '["default","Billing"]' })
    expect(comment).not.toContain(OF_HEAD)
  })

  it('a later test merge is not that of the head that the event names', async () => {
    const { github, repo } = company
    const pull = await company.propose(audited)
    await github.commit(repo, 'change-1', { 'webhooks.yaml': liveFile }, 'fix: no audit')
    const { run } = await plan(pull, null, eventName)
    expect(run.outputs).toMatchObject({ added: '["Audit"]' })
  })

  it('an old test merge into another base is not read: it can lack what the head has', async () => {
    const { github, repo } = company
    const { number } = await openOn('lower', evil)
    await github.commit(repo, 'lower', { 'webhooks.yaml': liveFile }, 'revert: base')
    const oid = (await github.testMerge(repo, number)) ?? expect.fail()
    expect(await github.fileAt(repo, oid, 'webhooks.yaml')).toBe(liveFile)
    await github.retarget(repo, number, 'main')
    keepMerge(oid)
    const pull = await github.pullRequest(repo, number)
    expect((await plan(pull, null, eventName, { sha: oid })).plan.cautions).toEqual([caution])
  })
})
