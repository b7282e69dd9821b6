import type { Webhook } from '../../test/fakes/auco.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../../test/fakes/github-events.ts'
import type { ActionEvent, ActionOptions } from '../../test/fakes/run-action.ts'
import type { BenchServers, World } from './server.ts'

/** One kind of run that is measured. */
export interface Scenario {
  readonly name: string
  /** The largest median that is accepted, as a ratio to `node -e 0`; of runs with latency, round trips of waiting. */
  readonly limit: number | null
  readonly world: World
  readonly action: ActionOptions
  readonly exitCode: number
  /** Requests that the run makes, so that a run that ended early is not taken for a fast one; null if that varies. */
  readonly requests: number | null
  /** The same run without latency, for those that wait. */
  readonly waitsBeside?: string
}

/** Added to each answer in the runs that wait, in milliseconds. */
export const LATENCY = 50
const VALUE = 'bench-7Hq2LrX9wTzB4nVd'

/** Every measured run. The comment of an earlier plan comes from a run of the action itself. */
export async function scenariosOn(
  { auco, github }: BenchServers,
  runOnce: (scenario: Scenario) => Promise<void>,
): Promise<readonly Scenario[]> {
  const base = { exitCode: 0, limit: null }
  const action = (event: ActionEvent, file: string): ActionOptions => ({
    event,
    workspace: { 'webhooks.yaml': file },
    inputs: { 'public-key': auco.publicKey, 'private-key': auco.privateKey, 'api-url': auco.url },
    env: { AUCO_HOOK_TOKEN: VALUE },
    token: github.botToken,
    githubUrl: github.url,
  })
  /** A repository with a push to its branch and a pull request, and so many webhooks live and in its file. */
  const worldOf = async (count: number) => {
    const files = { 'webhooks.yaml': fileOf(count, 0) }
    const repo = await github.createRepository({ files })
    const head = await github.commit(repo, 'main', { 'README.md': 'Contracts\n' }, 'docs: readme')
    await github.commit(repo, 'change', { 'webhooks.yaml': fileOf(count, 1 / 3) }, 'feat: change')
    const pull = await github.openPullRequest(repo, 'change', 'Change')
    const world: World = { webhooks: live(count), repo, pull, comments: [], latency: 0 }
    const events = {
      pull: pullRequestEvent(repo, pull),
      push: pushEvent(repo, { before: repo.headSha, after: head, branch: 'main' }),
      manual: workflowDispatchEvent(repo, 'main'),
    }
    return { world, events }
  }
  const plan = async (count: number): Promise<Scenario> => {
    const { world, events } = await worldOf(count)
    return {
      ...base,
      name: `plan with ${count.toLocaleString('en')} webhooks, a third changed`,
      world,
      action: action(events.pull, fileOf(count, 1 / 3)),
      requests: 3,
    }
  }
  const { world, events } = await worldOf(3)
  const wrongFile: Scenario = {
    ...base,
    name: 'a wrong file',
    limit: 2.5,
    exitCode: 1,
    world,
    action: action(events.pull, WRONG_FILE),
    requests: 0,
  }
  const create: Scenario = {
    ...(await plan(3)),
    name: 'plan on a pull request, a comment created',
    limit: 4,
  }
  const manualApply: Scenario = {
    ...base,
    name: 'apply by hand: read and head, write, read-back',
    limit: 4,
    world,
    action: action(events.manual, fileOf(3, 1 / 3)),
    requests: 4,
  }
  const pushApply: Scenario = {
    ...manualApply,
    name: 'apply on push: read and head, write, read-back',
    action: action(events.push, fileOf(3, 1 / 3)),
  }
  const noOp = (name: string, event: ActionEvent, requests: number): Scenario => ({
    ...manualApply,
    name,
    action: action(event, fileOf(3, 0)),
    requests,
  })
  const update = async (): Promise<Scenario> => {
    const earlier = await plan(2)
    await runOnce(earlier)
    const comments = await github.comments(earlier.world.repo, earlier.world.pull.number)
    return {
      ...create,
      name: 'plan on a pull request, a comment updated',
      limit: null,
      world: { ...create.world, comments: comments.map(({ body }) => body) },
      requests: 3,
    }
  }
  const waiting = (scenario: Scenario, limit: number | null): Scenario => ({
    ...scenario,
    name: `${scenario.name} (+${LATENCY} ms each)`,
    limit,
    world: { ...scenario.world, latency: LATENCY },
    waitsBeside: scenario.name,
  })
  const updated = await update()
  const noOps = [
    noOp('apply by hand, nothing to do', events.manual, 2),
    noOp('apply on push, nothing to do', events.push, 2),
  ]
  return [
    wrongFile,
    create,
    updated,
    manualApply,
    pushApply,
    ...noOps,
    await plan(10),
    await plan(100),
    // A machine with other work takes more than a second, and then the plan asks GitHub once more.
    { ...(await plan(1000)), limit: 8, requests: null },
    waiting(create, 2),
    waiting(updated, 2),
    ...noOps.map((scenario) => waiting(scenario, 1)),
  ]
}

function webhook(index: number, description: string) {
  const id = index === 0 ? 'default' : `Webhook ${index}`
  return { id, description, url: `https://hooks-${index}.acme.example/auco` }
}

function live(count: number): readonly Webhook[] {
  const header = { key: 'Authorization', value: `Bearer ${VALUE}` }
  return Array.from({ length: count }, (_, index) => ({ ...webhook(index, 'Signed contracts'), header }))
}

/** A file with so many webhooks, of which a share differs from what is live. */
function fileOf(count: number, changed: number): string {
  const every = changed === 0 ? Number.POSITIVE_INFINITY : Math.round(1 / changed)
  const entries = Array.from({ length: count }, (_, index) => {
    const isChanged = changed > 0 && index % every === 0
    const { id, description, url } = webhook(
      index,
      isChanged ? 'Contracts that were signed' : 'Signed contracts',
    )
    return `  - id: ${id}
    description: ${description}
    url: ${url}
    header:
      key: Authorization
      value: Bearer \${AUCO_HOOK_TOKEN}
`
  })
  return `webhooks:\n${entries.join('')}`
}

/** Ten webhooks, one of them with a URL that is not encrypted. */
export const WRONG_FILE = fileOf(10, 1 / 3).replace('url: https:', 'url: http:')
