import { describe, expect, it } from 'vitest'
import { startCompany } from '../../fakes/company.ts'
import { pushEvent, scheduleEvent } from '../../fakes/github-events.ts'
import { addedFile, entries, liveFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { auco, github } = company
const ownSide = liveFile.replace('Every', 'Each')

const headOf = (branch: string) => github.headOf(company.repo, branch)

async function forcePush(branch: string, after: string) {
  const before = await headOf(branch)
  await github.forcePush(company.repo, branch, after)
  return pushEvent(company.repo, { before, after, branch })
}

/** `git pull` with the own side kept, and `git push`, while main has got another webhook. */
async function pullAndPush() {
  await github.commit(company.repo, 'local', { 'webhooks.yaml': ownSide }, 'feat: own side')
  await company.applyFile(addedFile)
  await github.forcePush(company.repo, 'ours', await headOf('main'))
  await github.commit(company.repo, 'ours', { 'webhooks.yaml': ownSide }, 'feat: own side')
  const { number } = await github.openPullRequest(company.repo, 'ours', 'Pull', { base: 'local' })
  await github.mergePullRequest(company.repo, number)
  return forcePush('main', await headOf('local'))
}

// Git's history of a path leaves out the side of a merge that has another file.
it.each<[string, () => Promise<Parameters<typeof company.apply>[0]>]>([
  [
    'a pull request from before it, with the file of before it',
    async () => {
      const pull = await company.propose(ownSide)
      await company.applyFile(addedFile)
      await company.push(liveFile)
      return { event: await company.merge(pull, 'merge') }
    },
  ],
  [
    'such a pull request, after fifty versions',
    async () => {
      for (let n = 0; n < 50; n += 1) await company.push(`# ${n}\n${liveFile}`, { startsRun: false })
      const pull = await company.propose(`# 49\n${ownSide}`)
      await company.applyFile(`# 49\n${addedFile}`)
      await company.push(`# 49\n${liveFile}`)
      return { event: await company.merge(pull, 'merge') }
    },
  ],
  [
    'such a pull request and a later push',
    async () => {
      const pull = await company.propose(ownSide)
      await company.applyFile(addedFile)
      await company.push(liveFile)
      await company.merge(pull, 'merge')
      return { event: await company.push(`# Later\n${ownSide}`) }
    },
  ],
  ['a merge that was pushed without a pull request', async () => ({ event: await pullAndPush() })],
  [
    'a push that drops its commit',
    async () => {
      const first = await headOf('main')
      await company.applyFile(addedFile)
      return { event: await forcePush('main', first) }
    },
  ],
  [
    'a branch of its own that has an open pull request',
    async () => {
      await github.forcePush(company.repo, 'deployed', await headOf('main'))
      const push = async (file: string) => {
        const before = await headOf('deployed')
        const after = await github.commit(company.repo, 'deployed', { 'webhooks.yaml': file }, 'fix: now')
        return pushEvent(company.repo, { before, after, branch: 'deployed' })
      }
      const inputs = { 'dry-run': 'false' }
      await company.apply({ workspace: {}, event: await push(addedFile), inputs })
      await github.openPullRequest(company.repo, 'deployed', 'Back', { base: 'main' })
      return { event: await push(liveFile), inputs }
    },
  ],
])('a webhook that was applied is removed after %s', async (_, prepare) => {
  const run = await company.apply({ workspace: {}, ...(await prepare()) })
  expect(run).toMatchObject({ exitCode: 0, outputs: { removed: '["Audit"]', unmanaged: '[]' } })
})

it('the plan of a tag removes what its apply removes', async () => {
  await github.forcePush(company.repo, 'release', await headOf('main'))
  const release = async (file: string, tag: string) => {
    const sha = await github.commit(company.repo, 'release', { 'webhooks.yaml': file }, 'fix: now')
    return { ...scheduleEvent(company.repo), name: 'release', ref: `refs/tags/${tag}`, sha }
  }
  const inputs = { 'dry-run': 'false' }
  await company.apply({ workspace: {}, event: await release(addedFile, 'v1'), inputs })
  const event = await release(liveFile, 'v2')
  const runs = [
    await company.plan({ workspace: {}, event }),
    await company.apply({ workspace: {}, event, inputs }),
  ]
  expect(runs.map(({ outputs }) => outputs['removed'])).toEqual(['["Audit"]', '["Audit"]'])
})

it('a run that acts for the head knows what was before its push', async () => {
  const event = await pullAndPush()
  await company.commit({ 'README.md': 'Words' }, 'docs: words', { startsRun: false })
  const run = await company.apply({ workspace: {}, event })
  expect(run).toMatchObject({ exitCode: 0, outputs: { removed: '["Audit"]' } })
})

describe('a pull request that was merged elsewhere says nothing of a release', () => {
  const tag = (sha: string) => ({ ...scheduleEvent(company.repo), name: 'release', ref: 'refs/tags/v1', sha })
  const release = (file: string) =>
    github.commit(company.repo, 'release', { 'webhooks.yaml': file }, 'fix: now')
  const mergeBack = async () => company.merge(await github.openPullRequest(company.repo, 'release', 'Back'))
  const apply = async (sha: string) =>
    company.apply({ workspace: {}, event: tag(sha), inputs: { 'dry-run': 'false' } })

  it('what the release declared and dropped is removed', async () => {
    await github.forcePush(company.repo, 'release', await headOf('main'))
    await apply(await release(addedFile))
    const after = await release(liveFile)
    await mergeBack()
    expect((await apply(after)).outputs).toMatchObject({ removed: '["Audit"]' })
  })

  it('what only the other branch declared stays', async () => {
    auco.edit(({ webhooks }) => webhooks.push(entries.audit))
    await github.forcePush(company.repo, 'release', await headOf('main'))
    await github.commit(company.repo, 'main', { 'webhooks.yaml': addedFile }, 'feat: adopt')
    const after = await release(ownSide)
    await mergeBack()
    expect((await apply(after)).outputs).toMatchObject({ removed: '[]', unmanaged: '["Audit"]' })
  })
})
