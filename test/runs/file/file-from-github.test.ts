import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { read, startCompany, write } from '../../fakes/company.ts'
import type { PullRequest } from '../../fakes/github.ts'
import { pullRequestEvent } from '../../fakes/github-events.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { entries, fileOf, hookTokens, liveFile, stored } from '../../fakes/webhooks-file.ts'

const company = await startCompany()
const changed = fileOf(entries.default, entries.billing, entries.audit)
const Answer = z.object({
  data: z.object({ repository: z.object({ object: z.object({ oid: z.string() }) }) }),
})

/** The event of a pull request, with GitHub's real test merge as its commit. */
async function mergeEvent(pull: PullRequest): Promise<ActionEvent> {
  const { owner, name } = company.repo
  const query = `{ repository(owner: "${owner}", name: "${name}") { object(expression: "refs/pull/${pull.number}/merge") { oid } } }`
  const answer = await fetch(`${company.github.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `token ${company.github.botToken}` },
    body: JSON.stringify({ query }),
  })
  const { data } = Answer.parse(await answer.json())
  return { ...pullRequestEvent(company.repo, pull), sha: data.repository.object.oid }
}
const targetEvent = (pull: PullRequest): ActionEvent => ({
  ...pullRequestEvent(company.repo, pull),
  name: 'pull_request_target',
  ref: 'refs/heads/main',
  sha: company.repo.headSha,
})
const graphql = ['POST', '/graphql', 200]
const workspace = {}
/** Prints every file that the run asks for, whether it exists or not. */
const PRINT_FILES = `data:text/javascript,import{subscribe}from'node:diagnostics_channel';import{writeSync}from'node:fs';subscribe('node:permission-model:fs',({resource})=>writeSync(2,resource+'\\n'))`

describe('without a checkout', () => {
  it('a plan reads the file of the test merge, in three requests to GitHub with the comment', async () => {
    const pull = await company.propose(changed)
    const run = await company.plan({ workspace, event: await mergeEvent(pull) })
    expect(run).toMatchObject({ exitCode: 0, stderr: '', annotations: [] })
    expect(run.outputs).toMatchObject({ result: 'planned', added: '["Audit"]', updated: '[]', removed: '[]' })
    expect(run.toGitHub).toEqual([graphql, graphql, ['POST', '/issues/1/comments', 201]])
  })

  it('an apply reads the file of its commit', async () => {
    const run = await company.apply({ workspace, event: await company.push(changed) })
    expect(run).toMatchObject({ exitCode: 0, stderr: '', toAuco: [read(), write(), read()] })
    expect(company.auco.company().webhooks.at(-1)).toEqual(stored(entries.audit))
  })

  it('a file that an earlier step made in the workspace counts', async () => {
    const event = await company.push(liveFile)
    const run = await company.plan({
      workspace: { 'webhooks.yaml': changed },
      event: { ...event, ref: 'refs/tags/v1' },
    })
    expect(run).toMatchObject({ exitCode: 0, outputs: { added: '["Audit"]' }, toGitHub: [] })
  })

  it.each([
    [
      'a file that the repository does not have',
      { inputs: { config: 'other.yaml' } },
      'The repository has no file `other.yaml` at the commit of this run. Commit the file, or set the input `config`. If a step of the job writes it, let it write into the workspace.',
    ],
    [
      'a path out of the repository',
      { inputs: { config: '../webhooks.yaml' } },
      'The input `config` leads out of the workspace, by its path or by a symbolic link. Keep the file in the repository.',
    ],
    [
      'no token',
      { inputs: { 'github-token': '' } },
      'The file `webhooks.yaml` is not in the workspace, and without `github-token` it cannot be read from GitHub. Pass `github-token`, or run `actions/checkout` before this step.',
    ],
    [
      'a token that may not read the repository',
      { token: 'ghs_unknown' },
      '`webhooks.yaml` cannot be read from GitHub. GitHub does not accept `github-token` (401): it is wrong or has expired. Without this input the job has a token of its own. Run the job again.',
    ],
  ])('%s is one error, and Auco is not asked', async (_, options, message) => {
    const event = await company.push(changed)
    const run = await company.plan({ workspace, event, ...options })
    expect(run).toMatchObject({
      exitCode: 1,
      stderr: '',
      toAuco: [],
      annotations: [{ level: 'error', message }],
    })
  })

  it('a GitHub that cannot be reached is not a missing permission', async () => {
    const event = await company.push(changed)
    company.github.respond = () => 'reset'
    const run = await company.plan({ workspace, event, fastClock: true })

    expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [] })
    expect(run.annotations).toEqual([
      {
        level: 'error',
        message:
          '`webhooks.yaml` cannot be read from GitHub. GitHub could not be reached, or did not answer within 15 seconds. Run the job again.',
      },
    ])
  })

  it.each([
    [
      'too large',
      `${changed}#${'x'.repeat(256 * 1024)}\n`,
      '`webhooks.yaml` is larger than 256 KiB. List webhooks only; no company has that many.',
    ],
    ['binary', `${changed}\0`, '`webhooks.yaml` is not UTF-8. Save the file as UTF-8 in your editor.'],
  ])('a file that is %s is refused', async (_, file, message) => {
    const event = await company.push(file)
    const run = await company.plan({ workspace, event })
    expect(run).toMatchObject({ exitCode: 1, stderr: '', toAuco: [], annotations: [{ message }] })
  })
})

it('in a checkout a missing file is an error, and is not read from GitHub', async () => {
  const event = await company.push(changed)
  const run = await company.plan({ workspace: { '.git/HEAD': 'ref: refs/heads/main\n' }, event })
  expect(run).toMatchObject({
    exitCode: 1,
    toGitHub: [['POST', '/graphql', 200]],
    annotations: [
      {
        message:
          'The file `webhooks.yaml` does not exist in the workspace. Check out the branch that has it, or set the input `config`.',
      },
    ],
  })
})

describe('on pull_request_target', () => {
  const inWorkspace = { 'webhooks.yaml': fileOf(entries.default), '.git/HEAD': 'ref: refs/heads/main\n' }

  it('the plan is of the pull request, read from GitHub at its merge, and never of the workspace', async () => {
    const pull = await company.propose(changed)
    const run = await company.plan({ workspace: inWorkspace, event: targetEvent(pull) })
    expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { added: '["Audit"]', removed: '[]' } })
    expect(run.toGitHub).toEqual([graphql, graphql, ['POST', '/issues/1/comments', 201]])
  })

  it('a pull request with conflicts is planned as it is at its head', async () => {
    const pull = await company.propose(changed)
    await company.push(fileOf(entries.default, { ...entries.billing, description: 'Other' }))
    const run = await company.plan({ workspace: inWorkspace, event: targetEvent(pull) })
    expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { added: '["Audit"]' } })
  })

  it("the plan of a fork is validation and the difference from the default branch's file, whatever keys the job has", async () => {
    const fork = await company.github.fork(company.repo, 'stranger')
    await company.github.commit(fork, 'change', { 'webhooks.yaml': changed }, 'feat: change webhooks')
    const pull = await company.github.openPullRequest(company.repo, 'change', 'Change webhooks', {
      from: fork,
    })
    const run = await company.apply({ workspace: inWorkspace, event: targetEvent(pull), env: hookTokens })
    expect(run).toMatchObject({
      exitCode: 0,
      stderr: '',
      toAuco: [],
      outputs: { result: 'planned' },
    })
    expect(run.outputs).not.toHaveProperty('changed')
    expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
      against: 'default-branch',
      changes: [{ id: 'Audit' }],
    })
  })

  it('nothing is applied, and nothing of the workspace is opened, whatever the workflow gives', async () => {
    const pull = await company.propose(changed)
    const run = await company.apply({
      workspace: inWorkspace,
      event: targetEvent(pull),
      inputs: { 'dry-run': 'false' },
      nodeArguments: ['--permission-audit', '--import', PRINT_FILES],
    })
    expect(run).toMatchObject({
      exitCode: 0,
      toAuco: [read()],
      outputs: { result: 'planned', added: '["Audit"]', removed: '[]' },
      annotations: [{ level: 'warning', message: expect.stringMatching(/^`dry-run: false` has no effect/) }],
    })
    const files = run.stderr.split('\n')
    expect(files).toContainEqual(expect.stringMatching(/event\.json$/))
    expect(files.filter((file) => /[\\/]workspace\b/.test(file))).toEqual([])
  })
})
