import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../../test/fakes/github-events.ts'
import type { ActionEvent, ActionOptions } from '../../test/fakes/run-action.ts'
import type { BenchServer, World } from './server.ts'

/** One kind of run that is measured. */
export interface Scenario {
  readonly name: string
  /** The largest median that is accepted, as a ratio to `node -e 0`; of runs with latency, round trips of waiting. */
  readonly limit: number | null
  readonly world: World
  readonly action: ActionOptions
  readonly exitCode: number
  /** Requests that the run makes, so that a run that ended early is not taken for a fast one. */
  readonly requests: number
  /** The same run without latency, for those that wait. */
  readonly waitsBeside?: string
}

const repo = { owner: 'acme', name: 'contracts', headSha: 'a'.repeat(40) }
const HEAD = 'b'.repeat(40)
const pull = {
  number: 1,
  head: { ref: 'change', sha: HEAD },
  base: { ref: 'main', sha: repo.headSha },
}
const events = {
  pull: pullRequestEvent(repo, pull),
  push: pushEvent(repo, { before: repo.headSha, after: HEAD, branch: 'main' }),
  manual: workflowDispatchEvent(repo, 'main'),
}
/** Added to each answer in the runs that wait, in milliseconds. */
export const LATENCY = 50
const VALUE = 'bench-7Hq2LrX9wTzB4nVd'

/** Every measured run. The comment of an earlier plan comes from a run of the action itself. */
export async function scenariosOn(
  server: BenchServer,
  runOnce: (scenario: Scenario) => Promise<void>,
): Promise<readonly Scenario[]> {
  const base = { exitCode: 0, limit: null }
  const action = (event: ActionEvent, file: string): ActionOptions => ({
    event,
    workspace: { 'webhooks.yaml': file },
    inputs: {
      'public-key': 'puk_benchPublic4mT8wZ1pRd',
      'private-key': 'prk_benchPrivate9fK2vQ7sXc',
      'api-url': server.aucoUrl,
    },
    env: { HOOK_TOKEN: VALUE },
    githubUrl: server.githubUrl,
  })
  const world = (count: number): World => ({
    webhooks: live(count),
    baseFile: fileOf(count, 0),
    comments: [],
    head: HEAD,
    latency: 0,
  })
  const plan = (count: number): Scenario => ({
    ...base,
    name: `plan with ${count.toLocaleString('en')} webhooks, a third changed`,
    world: world(count),
    action: action(events.pull, fileOf(count, 1 / 3)),
    requests: 5,
  })
  const wrongFile: Scenario = {
    ...base,
    name: 'a wrong file',
    limit: 2.5,
    exitCode: 1,
    world: world(10),
    action: action(events.pull, WRONG_FILE),
    requests: 0,
  }
  const create: Scenario = {
    ...plan(3),
    name: 'plan on a pull request, a comment created',
    limit: 4,
  }
  const manualApply: Scenario = {
    ...base,
    name: 'apply by hand: read, write, read-back',
    limit: 4,
    world: world(3),
    action: action(events.manual, fileOf(3, 1 / 3)),
    requests: 3,
  }
  const pushApply: Scenario = {
    ...manualApply,
    name: 'apply on push: read, head and pull request, write, read-back',
    action: action(events.push, fileOf(3, 1 / 3)),
    requests: 5,
  }
  const noOp = (name: string, event: ActionEvent, requests: number): Scenario => ({
    ...manualApply,
    name,
    action: action(event, fileOf(3, 0)),
    requests,
  })
  const update = async (): Promise<Scenario> => {
    await runOnce(plan(2))
    const comment = {
      id: 7,
      body: server.comment(),
      html_url: 'https://github.com/acme/contracts/pull/1#issuecomment-7',
      user: { login: 'github-actions[bot]' },
    }
    return {
      ...create,
      name: 'plan on a pull request, a comment updated',
      limit: null,
      world: { ...create.world, comments: [comment] },
      requests: 6,
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
    noOp('apply by hand, nothing to do', events.manual, 1),
    noOp('apply on push, nothing to do', events.push, 3),
  ]
  return [
    wrongFile,
    create,
    updated,
    manualApply,
    pushApply,
    ...noOps,
    plan(10),
    plan(100),
    { ...plan(1000), limit: 8 },
    waiting(create, 3),
    waiting(updated, 3),
    ...noOps.map((scenario) => waiting(scenario, 1)),
  ]
}

function webhook(index: number, description: string) {
  const id = index === 0 ? 'default' : `Webhook ${index}`
  return { id, description, url: `https://hooks-${index}.acme.example/auco` }
}

function live(count: number): readonly object[] {
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
      value: Bearer \${HOOK_TOKEN}
`
  })
  return `webhooks:\n${entries.join('')}`
}

/** Ten webhooks, one of them with a URL that is not encrypted. */
export const WRONG_FILE = fileOf(10, 1 / 3).replace('url: https:', 'url: http:')
