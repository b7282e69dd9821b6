import { expect, it } from 'vitest'
import { mergeEffectOf, statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, entries, fileOf, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })

const smaller = fileOf(entries.default)
const outdated = {
  level: 'notice',
  message:
    'This commit is no longer the head of the pull request: its comment stays as it is, and nothing is announced.',
}

/** The bot's comments that still count. */
const counting = (bodies: readonly string[]) =>
  bodies.filter((body) => /^<!-- auco-webhooks-action:v2 [0-9a-f]{16} planned /.test(body))

it('a re-run of an older commit leaves the comment of a newer one alone', async () => {
  const { github, repo } = company
  const pull = await company.propose(liveFile)
  const old = pullRequestEvent(repo, pull)
  await company.plan({ file: liveFile, event: old })
  await github.commit(repo, pull.head.ref, { 'webhooks.yaml': desiredFile }, 'feat: the audit trail')
  const event = pullRequestEvent(repo, await github.pullRequest(repo, pull.number))
  await company.plan({ file: desiredFile, event })
  const before = await company.comments(pull)

  const rerun = await company.plan({ file: liveFile, event: { ...old, runAttempt: 2 } })
  expect(rerun).toMatchObject({ exitCode: 0, annotations: [outdated], outputs: { result: 'planned' } })
  expect(rerun.outputs).not.toHaveProperty('comment-url')
  expect(await company.comments(pull)).toEqual(before)
})

it('a first plan of a commit that was replaced meanwhile writes no comment, and announces nothing', async () => {
  const { github, repo } = company
  const pull = await company.propose(smaller)
  await github.commit(repo, pull.head.ref, { 'webhooks.yaml': liveFile }, 'revert: keep it')
  const run = await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [outdated] })
  expect(run.summary).toContain('This run writes no comment')
  expect(await company.comments(pull)).toEqual([])
})

it('a commit that is pushed while the plan is made leaves the comment to the next run', async () => {
  const { github, repo } = company
  const pull = await company.propose(smaller)
  whileAucoIsSlow(async () => {
    await github.commit(repo, pull.head.ref, { 'webhooks.yaml': liveFile }, 'revert: keep it')
  })
  const run = await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [outdated] })
  expect(await company.comments(pull)).toEqual([])
})

it('a pull request that GitHub still shows at the commit before is asked about again', async () => {
  const { github, repo } = company
  const pull = await company.propose(desiredFile)
  const event = pullRequestEvent(repo, pull)
  const previous = 'e'.repeat(40)
  let asked = 0
  github.respond = async ({ path }, own) => {
    if (path !== '/graphql') return undefined
    asked += 1
    const { body, ...answer } = await own()
    const text = asked > 2 ? JSON.stringify(body) : JSON.stringify(body).replace(pull.head.sha, previous)
    return { ...answer, body: JSON.parse(text) }
  }
  const run = await company.plan({
    file: desiredFile,
    event: { ...event, payload: { ...event.payload, before: previous } },
    fastClock: true,
  })

  expect(run).toMatchObject({ exitCode: 0, annotations: [], waits: [1_000, 2_000] })
  expect(await company.comments(pull)).toHaveLength(1)
})

it('a repeated plan that announces more posts a new comment, and the old one no longer counts', async () => {
  const { auco, github, repo } = company
  const pull = await company.propose(liveFile)
  const event = pullRequestEvent(repo, pull)
  const first = await company.plan({ event })
  await github.review(repo, pull.number, 'APPROVED')

  auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  const second = await company.plan({ event })
  const comments = await github.comments(repo, pull.number)
  expect(comments).toHaveLength(2)
  const [old, fresh] = comments
  expect(second.outputs['comment-url']).toBe(fresh?.html_url)
  expect(second.outputs['comment-url']).not.toBe(first.outputs['comment-url'])
  expect(fresh?.body).toContain('`Audit`')
  expect(old?.body).toContain(`[a newer plan](${fresh?.html_url})`)
  expect(old?.body).toContain('No changes')
  expect(counting(comments.map(({ body }) => body))).toEqual([fresh?.body])

  // The same again is no news, and one that announces less is an edit.
  await company.plan({ event })
  expect(await company.comments(pull)).toEqual(comments.map(({ body }) => body))
  auco.edit(({ webhooks }) => webhooks.pop())
  const third = await company.plan({ event })
  expect(third.outputs['comment-url']).toBe(fresh?.html_url)
  expect((await company.comments(pull))[0]).toBe(old?.body)
})

it('what the newest comment announced is applied, not what a replaced one did', async () => {
  const { auco, repo } = company
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(repo, pull)
  await company.plan({ file: smaller, event })
  auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  await company.plan({ file: smaller, event })
  expect(await company.comments(pull)).toHaveLength(2)

  const run = await company.apply({ file: smaller, event: await company.merge(pull) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'applied', removed: '["Billing","Audit"]' } })
  const [old = '', fresh = ''] = await company.comments(pull)
  expect(statusOf(fresh)).toContain('**Applied and verified** by ')
  expect(old).not.toContain('Applied and verified')
})

it('a new commit that removes more edits the comment', async () => {
  const { github, repo } = company
  const pull = await company.propose(liveFile)
  await company.plan({ event: pullRequestEvent(repo, pull) })
  await github.commit(repo, pull.head.ref, { 'webhooks.yaml': smaller }, 'feat: no billing')
  const event = pullRequestEvent(repo, await github.pullRequest(repo, pull.number))
  await company.plan({ file: smaller, event })

  const comments = await company.comments(pull)
  expect(comments).toHaveLength(1)
  expect(comments[0]).toContain('1 to remove')
})

it('a plan without the key announced nothing, so removals that follow it are a new comment', async () => {
  const { repo } = company
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(repo, pull)
  await company.plan({ file: smaller, event, inputs: { 'public-key': '' } })
  await company.plan({ file: smaller, event })
  expect(counting(await company.comments(pull))).toHaveLength(1)
  expect(await company.comments(pull)).toHaveLength(2)
})

it('a new comment that cannot be written leaves the old one as it is', async () => {
  const { auco, github, repo } = company
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(repo, pull)
  await company.plan({ file: smaller, event })
  const before = await company.comments(pull)
  auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  github.respond = ({ method, path }) =>
    method === 'POST' && path.endsWith('/comments') ? { status: 502, body: '' } : undefined
  const run = await company.plan({ file: smaller, event })
  expect(run).toMatchObject({ exitCode: 0, annotations: [{ level: 'notice' }] })
  expect(await company.comments(pull)).toEqual(before)
})

it('an old comment that cannot be marked counts no longer either, and the next plan makes one of the two', async () => {
  const { auco, github, repo } = company
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(repo, pull)
  await company.plan({ file: smaller, event })
  auco.edit(({ webhooks }) => webhooks.push(stored(entries.audit)))
  github.respond = ({ method }) => (method === 'PATCH' ? { status: 502, body: '' } : undefined)
  const run = await company.plan({ file: smaller, event })
  expect(run).toMatchObject({ exitCode: 0, annotations: [{ level: 'notice' }] })
  github.respond = undefined
  expect(counting(await company.comments(pull))).toHaveLength(2)
  const again = await company.plan({ file: smaller, event })
  expect(again.outputs['comment-url']).toBe(run.outputs['comment-url'])
  expect(await company.comments(pull)).toHaveLength(1)
})

it('a comment of version 0.1 announced ids, which counts no longer: it is replaced by a new one', async () => {
  const { github, repo } = company
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(repo, pull)
  const marker = '<!-- auco-webhooks-action:v1 ee988dd30a1d1412 eyJpZGVudGl0eSI6.z_XW -->'
  await github.comment(repo, pull.number, `${marker}\n\n## Auco webhooks · stage\n`, github.botToken)
  await company.plan({ file: smaller, event })

  const [old = '', fresh = '', ...others] = await company.comments(pull)
  expect(old).toMatch(/^<!-- auco-webhooks-action:v2 ee988dd30a1d1412 replaced -->\n/)
  expect(old).toContain('**Replaced by [a newer plan]')
  expect(counting([old, fresh])).toEqual([fresh])
  expect(others).toEqual([])
  await company.plan({ file: smaller, event })
  expect(await company.comments(pull)).toEqual([old, fresh])
})

it('two first plans at once leave two comments, and the next plan leaves one', async () => {
  const { github, repo } = company
  const pull = await company.propose(smaller)
  const event = pullRequestEvent(repo, pull)
  await company.plan({ file: smaller, event })
  const [body = ''] = await company.comments(pull)
  const newest = await github.comment(repo, pull.number, body, github.botToken)

  const run = await company.plan({ file: smaller, event })
  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  expect((await github.comments(repo, pull.number)).map(({ id }) => id)).toEqual([newest.id])
  expect(run.outputs['comment-url']).toBe(newest.html_url)
})

it('a merge into another branch than the default one changes nothing at Auco, and announces nothing', async () => {
  const { github, repo } = company
  await github.commit(repo, 'release', { 'notes.md': '' }, 'chore: a branch')
  await github.commit(repo, 'change', { 'webhooks.yaml': smaller }, 'feat: no billing')
  const pull = await github.openPullRequest(repo, 'change', 'Change webhooks', { base: 'release' })
  const run = await company.plan({ file: smaller, event: pullRequestEvent(repo, pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  const [comment = ''] = await company.comments(pull)
  const effect =
    'nothing at Auco: `release` is not the default branch, and only a merge into `main` is applied.'
  for (const text of [comment, run.summary]) expect(mergeEffectOf(text)).toBe(effect)
  expect(comment).toMatch(/^<!-- auco-webhooks-action:v2 [0-9a-f]{16} planned -->\n/)
})

/** Auco's first answer waits longer than an answer of GitHub may be old, and meanwhile something happens. */
function whileAucoIsSlow(happens: () => Promise<void>): void {
  const { auco, github } = company
  const seen = github.requests.length
  auco.quirks.respond = async () => {
    auco.quirks.respond = undefined
    const isAnswered = () =>
      github.requests.slice(seen).some(({ path, status }) => path === '/graphql' && status === 200)
    while (!isAnswered()) await new Promise((resolve) => setTimeout(resolve, 10))
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    await happens()
    return undefined
  }
}
