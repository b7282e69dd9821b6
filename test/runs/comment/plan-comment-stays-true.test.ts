import { expect, it } from 'vitest'
import { mergeEffectOf, statusOf } from '../../fakes/comment.ts'
import { startCompany } from '../../fakes/company.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import { desiredFile, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company

const notice = (why: string) => ({ level: 'notice', message: `${why}: its comment stays as it is.` })
const outdated = notice('This commit is no longer the head of the pull request')

it('a plan that became empty says so in the comment that is there, also after other comments', async () => {
  const { repo } = company
  const { pull, planned } = await company.review(desiredFile)
  await github.comment(repo, pull.number, 'Looks good', github.humanToken)
  await github.commit(repo, pull.head.ref, { 'webhooks.yaml': liveFile }, 'revert: all of it')
  const event = pullRequestEvent(repo, await github.pullRequest(repo, pull.number))
  const run = await company.plan({ event })

  expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'planned', changed: 'false' } })
  expect(run.outputs['comment-url']).toBe(planned.outputs['comment-url'])
  const [comment, ...others] = await company.comments(pull)
  expect(statusOf(comment)).toBe('**No changes**')
  expect(others).toEqual(['Looks good'])
})

it('a comment that somebody edited is made whole, and one that was deleted is written again', async () => {
  const { repo } = company
  const { pull, comment } = await company.review(desiredFile)
  const event = pullRequestEvent(repo, pull)
  const [{ id = 0 } = {}] = await github.comments(repo, pull.number)
  await github.editComment(repo, id, `${comment.replace('"config"', '')}\n\nAnd I say`)
  await company.plan({ file: desiredFile, event })
  const edited = await company.comments(pull)
  await github.deleteComment(repo, id)
  await company.plan({ file: desiredFile, event })

  expect([edited, await company.comments(pull)]).toEqual([[comment], [comment]])
})

it.each<[string, (number: number) => Promise<unknown>, ReturnType<typeof notice>]>([
  ['an older commit', () => github.commit(company.repo, 'change-1', { a: '' }, 'docs: a'), outdated],
  [
    'a closed pull request',
    (number) => github.closePullRequest(company.repo, number),
    notice('The pull request is closed'),
  ],
  [
    'a merged pull request',
    (number) => github.mergePullRequest(company.repo, number),
    notice('The pull request is closed'),
  ],
  [
    'another base',
    async (number) => {
      await github.commit(company.repo, 'lower', { a: '' }, 'docs: a')
      await github.retarget(company.repo, number, 'lower')
    },
    notice('The pull request has another base by now'),
  ],
])('a plan of %s leaves the comment alone', async (_, then, why) => {
  const { pull, comment } = await company.review(desiredFile)
  await then(pull.number)
  const event = { ...pullRequestEvent(company.repo, pull), runAttempt: 2 }
  const run = await company.plan({ file: liveFile, event })

  expect(run).toMatchObject({ exitCode: 0, annotations: [why], outputs: { result: 'planned' } })
  expect(run.outputs).not.toHaveProperty('comment-url')
  expect(await company.comments(pull)).toEqual([comment])
})

it('a commit that is pushed while the plan is made leaves the comment to the next run', async () => {
  const { repo } = company
  const pull = await company.propose(desiredFile)
  whileAucoIsSlow(async () => {
    await github.commit(repo, pull.head.ref, { 'webhooks.yaml': liveFile }, 'revert: keep it')
  })
  const run = await company.plan({
    file: desiredFile,
    event: pullRequestEvent(repo, pull),
    inProcess: false,
  })

  expect(run).toMatchObject({ exitCode: 0, annotations: [outdated] })
  expect(await company.comments(pull)).toEqual([])
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

it('a merge into another branch than the default one changes nothing at Auco yet', async () => {
  const { repo } = company
  await github.commit(repo, 'release', { 'notes.md': '' }, 'chore: a branch')
  await github.commit(repo, 'change', { 'webhooks.yaml': desiredFile }, 'feat: change webhooks')
  const pull = await github.openPullRequest(repo, 'change', 'Change webhooks', { base: 'release' })
  const run = await company.plan({ file: desiredFile, event: pullRequestEvent(repo, pull) })

  expect(run).toMatchObject({ exitCode: 0, annotations: [] })
  const [comment] = await company.comments(pull)
  for (const text of [comment, run.summary]) {
    expect(mergeEffectOf(text)).toMatch(/^nothing at Auco yet: `release` .* from `main`\.$/)
  }
})

/** Auco's first answer waits longer than an answer of GitHub may be old, and meanwhile something happens. */
function whileAucoIsSlow(happens: () => Promise<void>): void {
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
