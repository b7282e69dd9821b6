import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type FakeAuco, startAuco } from '../../test/fakes/auco.ts'
import { installGh } from '../../test/fakes/gh.ts'
import { type FakeGitHub, type Repository, startGitHub } from '../../test/fakes/github.ts'
import { pullRequestEvent, pushEvent, scheduleEvent } from '../../test/fakes/github-events.ts'
import { startPublicNetwork } from '../../test/fakes/public-network.ts'
import type { ActionEvent } from '../../test/fakes/run-action.ts'
import { copiedTo, quickStart, quickStartFile, recipe } from '../../test/repository/workflows/workflows.ts'
import { type ActRun, runAct } from './act.ts'

const root = path.resolve(import.meta.dirname, '../..')
const TOKEN = 'copied-workflows-3nV8qL5x'
/** What the quick start's file makes of Auco. */
const APPLIED = [
  {
    id: 'default',
    description: 'Events of documents that name no webhook',
    url: 'https://hooks.example.com/auco',
    header: { key: 'Authorization', value: `Bearer ${TOKEN}` },
  },
  {
    id: 'Billing',
    description: 'Billing wants FINISH only',
    url: 'https://billing.example.com/auco',
    header: { key: 'X-Source', value: 'auco' },
  },
]
/** In the workspace, where nobody may read it. */
const HOSTILE_FILE = JSON.stringify({
  webhooks: [{ id: 'default', description: 'Robbed', url: 'https://robber.example/auco' }],
})

interface RunOptions {
  readonly workspace?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly exitCode?: number
}

/** A team's repository, its company at Auco, and the runner of its jobs. */
interface Team {
  readonly auco: FakeAuco
  readonly github: FakeGitHub
  readonly repo: Repository
  /** Runs the workflow for an event, in a workspace with these files only. It must be green, unless an exit code is given. */
  run(event: ActionEvent, options?: RunOptions): Promise<ActRun>
}

/** README, Quick start: one pull request brings the file and the workflow, its plan is reviewed, its merge is applied. */
export async function followQuickStart(): Promise<void> {
  const workflow = quickStart()
  await withTeam(workflow.path, workflow.text, {}, async ({ auco, github, repo, run }) => {
    const before = auco.company().webhooks
    const files = { 'webhooks.yaml': quickStartFile(), [workflow.path]: workflow.text }
    await github.commit(repo, 'webhooks', files, 'feat: webhooks as code')
    const pull = await github.openPullRequest(repo, 'webhooks', 'Webhooks as code')
    const sha = (await github.testMerge(repo, pull.number)) ?? ''
    const plan = await run({ ...pullRequestEvent(repo, pull), sha })
    const [planned, ...others] = await github.comments(repo, pull.number)
    assert.match(planned?.body ?? plan.log, /2 to update/)
    assert.deepEqual(others, [])
    assert.deepEqual(auco.company().webhooks, before)

    const after = await github.mergePullRequest(repo, pull.number)
    const apply = await run(pushEvent(repo, { before: repo.headSha, after, branch: 'main' }))
    assert.deepEqual(auco.company().webhooks, APPLIED)
    const [applied] = await github.comments(repo, pull.number)
    assert.match(applied?.body ?? apply.log, /Applied and verified/)
  })
}

/** examples/trusted-plan.yml: a plan of the pull request's file on GitHub, whatever is in the workspace. */
export async function planTrusted(): Promise<void> {
  const workflow = recipe('trusted-plan')
  const file = copiedTo(workflow)
  await withTeam(file, workflow.text, { [file]: workflow.text }, async ({ auco, github, repo, run }) => {
    await github.commit(repo, 'webhooks', { 'webhooks.yaml': quickStartFile() }, 'feat: webhooks as code')
    const pull = await github.openPullRequest(repo, 'webhooks', 'Webhooks as code')
    const event = {
      ...pullRequestEvent(repo, pull),
      name: 'pull_request_target',
      ref: 'refs/heads/main',
      sha: repo.headSha,
    }
    const { log } = await run(event, { workspace: { 'webhooks.yaml': HOSTILE_FILE } })
    const [planned, ...others] = await github.comments(repo, pull.number)
    assert.match(planned?.body ?? log, /2 to update/)
    assert.doesNotMatch(`${planned?.body}${log}`, /robber|Robbed/i)
    assert.deepEqual(others, [])
    assert.deepEqual(
      auco.requests.map(({ method }) => method),
      ['GET'],
    )
  })
}

/** examples/drift-check.yml: a receiver that takes no notification opens an issue. */
export async function checkNightly(): Promise<void> {
  const workflow = recipe('drift-check')
  const file = copiedTo(workflow)
  const files = { [file]: workflow.text, 'webhooks.yaml': quickStartFile() }
  const directory = mkdtempSync(path.join(tmpdir(), 'gh-'))
  const network = await startPublicNetwork()
  try {
    const gh = installGh(directory, {})
    const hooks = await network.answering('hooks.example.com')
    await network.answering('billing.example.com')
    await withTeam(file, workflow.text, files, async ({ auco, repo, run }) => {
      auco.edit((company) => Object.assign(company, { webhooks: structuredClone(APPLIED) }))
      const { env, nodeArguments } = network.options()
      const variables = { ...env, ...gh.env, NODE_OPTIONS: nodeArguments.join(' '), PATH: directory }
      for (const [status, exitCode] of [
        [204, 0],
        [401, 1],
      ] as const) {
        hooks.answer = { status }
        await run(scheduleEvent(repo), { env: variables, exitCode })
      }
      const [, , , opened = '', ...more] = gh.calls()
      assert.match(opened, /^issue create [\s\S]*\{"default":401,"Billing":204\}/)
      assert.deepEqual(more, [])
      assert.equal(hooks.requests.length, 2)
      assert.deepEqual([...new Set(auco.requests.map(({ method }) => method))], ['GET'])
    })
  } finally {
    await network.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A team that has this workflow, and on its default branch these files. */
async function withTeam(
  name: string,
  workflow: string,
  files: Readonly<Record<string, string>>,
  story: (team: Team) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'test-runner-'))
  const [auco, github] = await Promise.all([startAuco(), startGitHub()])
  try {
    const repo = await github.createRepository({ files: { 'README.md': 'Contracts\n', ...files } })
    // What a runner needs of the archive.
    const action = path.join(directory, 'action')
    for (const part of ['action.yml', 'package.json', 'dist']) {
      cpSync(path.join(root, part), path.join(action, part), { recursive: true })
    }
    const secrets = {
      AUCO_PUBLIC_KEY: auco.publicKey,
      AUCO_PRIVATE_KEY: auco.privateKey,
      AUCO_HOOK_TOKEN: TOKEN,
    }
    const run: Team['run'] = async (event, { workspace = {}, env = {}, exitCode = 0 } = {}) => {
      const folder = mkdtempSync(path.join(directory, 'workspace-'))
      // act takes the workflow from the folder, a runner from GitHub. The action doesn't read it there.
      const files = { ...workspace, [name]: forAct(workflow, auco.url) }
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
        writeFileSync(path.join(folder, file), text)
      }
      const ran = await runAct(folder, { workflow: name, event, github, secrets, action, env })
      assert.equal(ran.exitCode, exitCode, ran.log)
      const leaks = Object.entries(secrets).filter(([, value]) => ran.log.includes(value))
      assert.deepEqual(Object.keys(Object.fromEntries(leaks)), [])
      return ran
    }
    await story({ auco, github, repo, run })
  } finally {
    await Promise.all([auco.close(), github.close()])
    rmSync(directory, { recursive: true, force: true })
  }
}

/**
 * The text with the emulator's address, and without the two keys that act up to 0.2.89 refuses, and wouldn't heed: it knows
 * neither deployments nor queues. Everything else runs as it is written.
 */
function forAct(text: string, apiUrl: string): string {
  const result = text
    .replaceAll(/^( +)environment: production$/gm, `$1environment: production\n$1api-url: ${apiUrl}`)
    .replaceAll(/, deployment: false }$/gm, ' }')
    .replaceAll(/^ +queue: max\n|, queue: max(?= })/gm, '')
  assert(result.includes(apiUrl))
  return result
}
