import { beforeEach, expect, it } from 'vitest'
import { sectionsOf, statusOf } from '../../fakes/comment.ts'
import { type CompanyRun, kindOf, type PushOptions, startCompany } from '../../fakes/company.ts'
import type { Lagging } from '../../fakes/github/lag.ts'
import type { RunOptions } from '../../fakes/github.ts'
import { workflowDispatchEvent } from '../../fakes/github-events.ts'
import type { Outcome } from '../../fakes/recording-server.ts'
import type { ActionEvent } from '../../fakes/run-action.ts'
import { desired, desiredFile, fileOf, hookTokens, liveFile, stored } from '../../fakes/webhooks-file.ts'

// Rules 1 to 5 of whether a run is current. test/histories proves them for random histories.
const company = await startCompany({ inProcess: true })
const { auco, github } = company

const WORKFLOW = '.github/workflows/webhooks.yml'
const NO_RUN: PushOptions = { startsRun: false }
const PAUSES = [1_000, 2_000, 4_000]
const newerWebhooks = desired.map((entry) => ({ ...entry, description: 'Newer' }))
const newerFile = fileOf(...newerWebhooks)
const storedNewer = newerWebhooks.map((entry) => stored(entry))

beforeEach(() => company.commit({ [WORKFLOW]: 'on: push\n' }, 'ci: workflow', NO_RUN))

const docs = (options?: PushOptions) => company.commit({ 'README.md': '# Webhooks' }, 'docs: readme', options)
const workflow = (options?: PushOptions) =>
  company.commit({ [WORKFLOW]: 'on: push\n# 2\n' }, 'ci: 2', options)
const headOf = () => github.headOf(company.repo, 'main')
const end = (event: ActionEvent, conclusion: 'success' | 'failure' | 'cancelled' | 'skipped') =>
  github.endRun(company.repo, event.runId ?? 0, conclusion)
const makeNewerLive = () => auco.edit((live) => Object.assign(live, { webhooks: storedNewer }))

const apply = (event: ActionEvent, file = desiredFile) => company.apply({ file, event })
const push = () => company.push(desiredFile)
const asksForRuns = ({ toGitHub }: CompanyRun) =>
  toGitHub.filter(([, path]) => path.startsWith('/actions/')).length

async function expectApplied(run: CompanyRun, sha: string): Promise<void> {
  expect(run).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'applied' } })
  expect(auco.company().webhooks).toEqual(desired.map((entry) => stored(entry)))
  expect(statusOf(run.summary)).toContain(` at ${sha.slice(0, 7)}:`)
}
function expectRed(run: CompanyRun, code: string): void {
  expect(run).toMatchObject({ exitCode: 1, kind: kindOf(code), written: [] })
  expect(run.outputs).not.toHaveProperty('result')
}

it.each<[rule: number, string, then: () => Promise<unknown>, asks: number]>([
  [1, 'its commit is the head', async () => {}, 0],
  [2, 'the head has another README', docs, 0],
  // `paths` doesn't list the workflow.
  [3, 'the head has another workflow, and no run comes', () => workflow(NO_RUN), 1],
  [3, 'the head has no workflow', () => company.commit({ [WORKFLOW]: null }, 'ci: none', NO_RUN), 1],
])('rule %i, current, for the head and with its name: %s', async (_, __, then, asks) => {
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  await then()
  const run = await apply(event)

  const head = await headOf()
  await expectApplied(run, head)
  expect(asksForRuns(run)).toBe(asks)
  const notice = { level: 'notice', message: expect.stringContaining(head.slice(0, 7)) }
  expect(run.annotations).toEqual(head === event.sha ? [] : [notice])
  expect(statusOf((await company.comments(pull))[0])).toBe(statusOf(run.summary))
})

it.each<[string, workspace: Readonly<Record<string, string>>]>([
  ['from GitHub', {}],
  ['with the line ends of Windows', { 'webhooks.yaml': desiredFile.replaceAll('\n', '\r\n') }],
])('rule 2: a file that was read %s is the file of git', async (_, workspace) => {
  const event = await push()
  await docs()
  await expectApplied(await company.apply({ workspace, event }), await headOf())
})

it('rule 3: runs that are about something else, were cancelled or were skipped are no newer push runs', async () => {
  const { repo } = company
  await github.startRun(repo, { event: 'push', branch: 'main', headSha: repo.headSha })
  const event = await push()
  for (const conclusion of ['cancelled', 'skipped'] as const) await end(await docs(), conclusion)
  await workflow(NO_RUN)
  const headSha = await headOf()
  const run: RunOptions = { event: 'push', branch: 'main', headSha }
  await github.startRun(repo, { ...run, workflow: 'other.yml' })
  await github.startRun(repo, { ...run, branch: 'release' })
  await github.startRun(repo, { ...run, event: 'schedule' })
  await github.startRun(repo, { ...run, from: await github.fork(repo, 'stranger') })
  await company.dispatch()

  await expectApplied(await apply(event), headSha)
})

it.each<[string, config: string]>([
  ['generated', 'generated.yaml'],
  ['changed by a step', 'webhooks.yaml'],
])('rule 3: a file that is %s is applied only while no newer push run is there', async (_, config) => {
  const event = await company.push(liveFile)
  await docs(NO_RUN)
  const options = { workspace: { [config]: desiredFile }, event, inputs: { config } }
  await expectApplied(await company.apply(options), await headOf())

  await end(await docs(), 'success')
  makeNewerLive()
  // Git has this file all the same, so a re-run must not take it for the newest one.
  expectRed(await company.apply({ ...options, event: { ...event, runAttempt: 2 } }), 'run-outdated')
})

it.each<[string, change: () => Promise<ActionEvent>, state: (event: ActionEvent) => Promise<unknown>]>([
  ['queued', () => company.push(newerFile), async () => {}],
  ['red', () => company.push(newerFile), (event) => end(event, 'failure')],
  ['queued, for another workflow', workflow, async () => {}],
])('rule 4: a run leaves the file to a newer push run that is %s, and links it', async (_, change, state) => {
  const earlier = await company.review(desiredFile.replace('Audit trail', 'Earlier'))
  await company.merge(earlier.pull, 'merge', NO_RUN)
  const { pull } = await company.review(desiredFile)
  const event = await company.merge(pull)
  const newer = await change()
  await state(newer)
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, written: [], waits: [] })
  const lists = { added: '[]', updated: '[]', removed: '[]', unmanaged: '[]' }
  const [comment = ''] = await company.comments(pull)
  expect(run.outputs).toEqual({
    result: 'superseded',
    ...lists,
    'webhook-ids': '["default","Billing","Audit"]',
    'comment-url': expect.stringMatching(/#issuecomment-\d+$/),
  })
  const link = `/actions/runs/${newer.runId}`
  expect(run.annotations).toEqual([{ level: 'notice', message: expect.stringContaining(link) }])
  for (const told of [comment, run.summary]) {
    expect(statusOf(told)).toMatch(/^\*\*A newer run took over:\*\*/)
    expect(statusOf(told)).toContain(link)
  }
  // It isn't over: the newer run will say how it ends.
  expect(sectionsOf(comment)).toMatchObject([{ isFinal: false }])
  expect(await company.comments(earlier.pull)).toEqual([earlier.comment])
})

it('a run that leaves the file to a newer one does not wait for Auco', async () => {
  const event = await push()
  await company.push(newerFile)
  auco.quirks.respond = () => ({ status: 503, headers: { 'retry-after': '60' }, body: '' })
  expect(await apply(event)).toMatchObject({ exitCode: 0, outputs: { result: 'superseded' } })
})

it.each<[string, start: () => Promise<ActionEvent>]>([
  ['by a push', push],
  ['by hand', async () => company.dispatch((await company.push(desiredFile, NO_RUN)).sha)],
])('rule 4: a run that was started %s ends green if Auco has the newer file already', async (_, start) => {
  const event = await start()
  await end(await company.push(newerFile), 'success')
  makeNewerLive()
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, written: [], outputs: { result: 'superseded' } })
  const sha = (await headOf()).slice(0, 7)
  expect(run.annotations).toEqual([{ level: 'notice', message: expect.stringContaining(sha) }])
  expect(statusOf(run.summary)).toMatch(`**Auco has the file as of ${sha}**`)
})

it('rule 4: a secret of the newer file counts as there only if the workflow is another one', async () => {
  const event = await push()
  await end(await company.push(newerFile), 'success')
  makeNewerLive()
  const rotated = { ...hookTokens, AUCO_HOOK_TOKEN: 'rotated-5kR8wLq2Zt' }
  const applyRotated = () => company.apply({ file: desiredFile, event, env: rotated })

  expectRed(await applyRotated(), 'run-outdated')
  await end(await workflow(), 'success')
  expect(await applyRotated()).toMatchObject({ exitCode: 0, outputs: { result: 'superseded' } })
})

it('rule 4: a file whose secret has another name now is not there', async () => {
  const event = await push()
  await apply(event)
  const renamed = desiredFile.replace('AUCO_HOOK_TOKEN', 'AUCO_NEW_HOOK_TOKEN')
  await end(await company.commit({ 'webhooks.yaml': renamed, [WORKFLOW]: '# passes it' }), 'cancelled')
  expectRed(await apply({ ...event, runAttempt: 2 }), 'run-outdated')
})

it.each<[string, start: () => Promise<ActionEvent>, then: () => Promise<unknown>]>([
  // GitHub starts no run for a merge made with `GITHUB_TOKEN`.
  [
    'a merge with GITHUB_TOKEN took over',
    push,
    async () => company.merge(await company.propose(newerFile), 'merge', NO_RUN),
  ],
  ['the file is gone', push, () => company.commit({ 'webhooks.yaml': null }, undefined, NO_RUN)],
  [
    'the newer run is green, and Auco has not its file',
    push,
    async () => end(await company.push(newerFile), 'success'),
  ],
  ['a manual run waited', () => company.dispatch(), () => company.push(newerFile)],
  [
    'its branch is gone',
    async () => {
      const { repo } = company
      const sha = await github.commit(repo, 'release', { 'webhooks.yaml': desiredFile }, 'feat: one')
      return { ...workflowDispatchEvent(repo, 'release'), sha }
    },
    () => github.deleteBranch(company.repo, 'release'),
  ],
])('rule 5: a run that nobody makes up for is red: %s', async (_, start, then) => {
  const event = await start()
  const live = auco.company()
  await then()
  const run = await company.apply({ file: desiredFile, event, inputs: { 'dry-run': 'false' } })

  expectRed(run, 'run-outdated')
  expect(run.waits).toEqual(PAUSES)
  expect(run.annotations.at(-1)?.message).toContain('by hand')
  expect(auco.company()).toEqual(live)
})

it.each(['tags/v1', 'heads/release'])(
  'a run of %s has nothing to do with the default branch',
  async (ref) => {
    const { repo } = company
    const sha = await github.commit(repo, 'release', { 'webhooks.yaml': desiredFile }, 'feat: release')
    await company.push(newerFile)
    const event = { ...workflowDispatchEvent(repo, 'release'), sha, ref: `refs/${ref}` }
    const run = await company.apply({ file: desiredFile, event, inputs: { 'dry-run': 'false' } })
    await expectApplied(run, sha)
  },
)

it.each<[Lagging, steps: number[], string]>([
  ['branches', [1], 'applied'],
  ['branches', [2, 1, 1], 'applied'],
  ['runs', [2, 2, 2], 'superseded'],
])('%s that lag by %j are asked for again', async (what, steps, result) => {
  await company.push(liveFile.replace('FINISH only', 'all'))
  const event = await push()
  if (what === 'runs') await company.push(newerFile)
  github.lag(company.repo, what, steps)
  const run = await apply(event)

  expect(run).toMatchObject({ exitCode: 0, outputs: { result } })
  expect(run.waits.filter((wait) => wait >= 1_000)).toEqual(PAUSES.slice(0, steps.length))
})

it.each<[string, code: string, () => Promise<unknown>]>([
  ['branches', 'head-unknown', async () => github.lag(company.repo, 'branches', [], 1)],
  [
    'runs',
    'run-outdated',
    async () => {
      await company.push(newerFile)
      github.lag(company.repo, 'runs', [], 2)
    },
  ],
  // GitHub can't tell that from a lag.
  ['branches', 'head-unknown', async () => github.forcePush(company.repo, 'main', company.repo.headSha)],
])('%s that go on lagging are red, and nothing is written: %s', async (_, code, then) => {
  const event = await push()
  await then()
  const run = await apply(event)
  expectRed(run, code)
  expect(run.waits).toEqual(PAUSES)
})

// Other answers of GitHub are in test/faults/github.test.ts.
it('an apply without a token is red, and says which permission it needs', async () => {
  const event = await push()
  const run = await company.apply({ file: desiredFile, event, inputs: { 'github-token': '' } })
  expectRed(run, 'head-unknown')
  expect(run.annotations.at(-1)?.message).toMatch(/`github-token`.*`contents: read`/)
})

it.each<[string, Outcome, names: boolean]>([
  [
    'lacks `actions: read`',
    { status: 403, body: { message: 'Resource not accessible by integration' } },
    true,
  ],
  ['cannot reach GitHub', 'reset', false],
])('a run that %s is red only if the head has another file', async (_, outcome, names) => {
  github.respond = ({ path }) => (path.includes('/actions/') ? outcome : undefined)
  const event = await push()
  expect(await apply(event)).toMatchObject({ exitCode: 0, outputs: { result: 'applied' } })

  await company.push(newerFile)
  const run = await apply(event)
  expectRed(run, 'runs-unknown')
  expect(run.annotations.at(-1)?.message.includes('`actions: read`')).toBe(names)
})
