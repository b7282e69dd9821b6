import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kindOf, type RunOptions, read, startCompany } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { addedFile, entries, fileOf, liveFile, smallerFile } from '../../fakes/webhooks-file.ts'

const company = await startCompany({ inProcess: true })
const { github } = company
const graphql = ['POST', '/graphql', 200]
const targetEvent = (pull: PullRequest): ActionEvent => ({
  ...pullRequestEvent(company.repo, pull),
  name: 'pull_request_target',
  ref: 'refs/heads/main',
  sha: company.repo.headSha,
})

describe('without a checkout it is read from GitHub', () => {
  const workspace = {}

  it('by a plan, at the test merge, in three requests with the comment', async () => {
    const pull = await company.propose(addedFile)
    const sha = (await github.testMerge(company.repo, pull.number)) ?? expect.fail()
    const run = await company.plan({ workspace, event: { ...pullRequestEvent(company.repo, pull), sha } })
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: { added: '["Audit"]', updated: '[]' },
    })
    expect(run.toGitHub).toEqual([graphql, graphql, ['POST', '/issues/1/comments', 201]])
  })

  it('unless an earlier step made it in the workspace', async () => {
    const event = { ...(await company.push(liveFile)), ref: 'refs/tags/v1' }
    const run = await company.plan({ file: addedFile, event })
    expect(run).toMatchObject({ exitCode: 0, outputs: { added: '["Audit"]' }, toGitHub: [] })
  })

  const silent = () => {
    github.respond = () => 'reset'
  }
  it.each<[string, code: string, words: RegExp, Partial<RunOptions>, file?: string, prepare?: () => void]>([
    ['is not in the repository', 'no-file', /`other\.yaml`/, { inputs: { config: 'other.yaml' } }],
    ['leads out of it', 'outside-workspace', /`config`/, { inputs: { config: '../webhooks.yaml' } }],
    ['needs a token', 'no-file', /without `github-token`/, { inputs: { 'github-token': '' } }],
    ['needs a token that may read', 'unreadable-file', /\(401\)/, { token: 'ghs_unknown' }],
    [
      'needs a GitHub that answers: no permission is missing',
      'unreadable-file',
      /could not be reached, or did not answer within 15 seconds\. Run the job again\.$/,
      {},
      addedFile,
      silent,
    ],
    ['is too large', 'file-too-large', /256 KiB/, {}, `${addedFile}#${'x'.repeat(256 * 1024)}\n`],
    ['is binary', 'not-utf-8', /UTF-8/, {}, `${addedFile}\0`],
  ])(
    'or is one error, and Auco is not asked: it %s',
    async (_, code, words, options, file = addedFile, prepare) => {
      const event = await company.push(file)
      prepare?.()
      const run = await company.plan({ workspace, event, ...options })
      expect(run).toMatchObject({ exitCode: 1, kind: kindOf(code), toAuco: [] })
      expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(words) }])
    },
  )
})

describe('in a workspace', () => {
  let linked: string
  beforeAll(async () => {
    linked = path.join(await mkdtemp(path.join(tmpdir(), 'action-run-')), 'workspace')
    await mkdir(linked)
    for (const file of ['real.yaml', '../outside.yaml']) await writeFile(path.join(linked, file), liveFile)
    await symlink('../outside.yaml', path.join(linked, 'outside.yaml'))
    await symlink('..', path.join(linked, 'folder'))
    await symlink('real.yaml', path.join(linked, 'inside.yaml'))
  })
  afterAll(() => rm(path.dirname(linked), { recursive: true }))
  const withLinks = () => linked

  it.each<[string, code: string, () => RunOptions['workspace'], config?: string]>([
    ['is missing in a checkout', 'no-file', () => ({ '.git/HEAD': '' })],
    ['is named by a path out of it', 'outside-workspace', () => ({ x: '' }), '../home'],
    ['is a link out of it', 'outside-workspace', withLinks, 'outside.yaml'],
    ['is a link in it', 'outside-workspace', withLinks, 'inside.yaml'],
    ['lies in a folder that is a link out of it', 'outside-workspace', withLinks, 'folder/outside.yaml'],
    ['is a folder', 'no-file', () => ({ 'webhooks.yaml/x': '' })],
    ['has 257 KiB', 'file-too-large', () => ({ 'webhooks.yaml': `${liveFile}# ${'x'.repeat(257 * 1024)}` })],
  ])('a file that %s is one error, and Auco is not asked', async (_, code, workspace, config = '') => {
    const run = await company.applyFile(liveFile, { workspace: workspace() ?? {}, inputs: { config } })
    expect(run).toMatchObject({ exitCode: 1, kind: kindOf(code), outputs: {}, toAuco: [] })
    expect(run.annotations).toMatchObject([{ level: 'error' }])
    // For the comment that has to say so.
    expect(run.toGitHub).toEqual([graphql])
    expect(run.log).not.toContain('action-run-')
  })
})

it('of a file that a pull request moves, a plan says that the default branch does not have it', async () => {
  await company.applyFile(addedFile)
  const pull = await company.propose(addedFile)
  const moved = { 'webhooks.yaml': null, 'auco/webhooks.yaml': liveFile }
  await github.commit(company.repo, pull.head.ref, moved, 'refactor: a folder')
  const event = pullRequestEvent(company.repo, await github.pullRequest(company.repo, pull.number))
  const run = await company.plan({ workspace: {}, event, inputs: { config: 'auco/webhooks.yaml' } })
  expect(run.outputs).toMatchObject({ changed: 'false', unmanaged: '["Audit"]' })
  expect(run.summary).toContain('The default branch has no file at this path, so')
})

describe('on pull_request_target it is always read from GitHub', () => {
  const workspace = { 'webhooks.yaml': smallerFile, '.git/HEAD': 'ref: refs/heads/main\n' }

  it.each<[string, () => Promise<unknown>]>([
    ['at the merge', async () => {}],
    [
      'at the head, during a conflict',
      () => company.push(fileOf(entries.default, { ...entries.billing, description: 'Other' })),
    ],
  ])('%s', async (_, then) => {
    const pull = await company.propose(addedFile)
    await then()
    const run = await company.plan({ workspace, event: targetEvent(pull) })
    expect(run).toMatchObject({ exitCode: 0, outputs: { added: '["Audit"]', removed: '[]' } })
    expect(run.toGitHub).toEqual([graphql, graphql, ['POST', '/issues/1/comments', 201]])
  })

  it('and of a fork only validated and compared with the default branch, whatever keys the job has', async () => {
    const pull = await company.proposeFromFork(addedFile)
    const run = await company.apply({ workspace, event: targetEvent(pull) })
    expect(run).toMatchObject({ exitCode: 0, toAuco: [], outputs: { result: 'planned' } })
    expect(run.plan).toMatchObject({ against: 'default-branch', changes: [{ id: 'Audit' }] })
    expect(run.outputs).not.toHaveProperty('changed')
  })

  /** Prints every file that the run asks for, whether it exists or not. */
  const PRINT_FILES = `data:text/javascript,import{subscribe}from'node:diagnostics_channel';import{writeSync}from'node:fs';subscribe('node:permission-model:fs',({resource})=>writeSync(2,resource+'\\n'))`

  it('and nothing of the workspace is opened, nor applied, whatever the workflow gives', async () => {
    const run = await company.apply({
      workspace,
      event: targetEvent(await company.propose(addedFile)),
      inputs: { 'dry-run': 'false' },
      nodeArguments: ['--permission-audit', '--import', PRINT_FILES],
      inProcess: false,
    })
    expect(run).toMatchObject({ exitCode: 0, toAuco: [read()], annotations: [{ level: 'warning' }] })
    expect(run.outputs).toMatchObject({ result: 'planned', added: '["Audit"]', removed: '[]' })
    const files = run.stderr.split('\n')
    expect(files).toContainEqual(expect.stringMatching(/event\.json$/))
    expect(files.filter((file) => /[\\/]workspace\b/.test(file))).toEqual([])
  })
})
