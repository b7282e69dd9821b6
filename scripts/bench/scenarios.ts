import type { Webhook } from '../../test/fakes/auco.ts'
import { pullRequestEvent, pushEvent, workflowDispatchEvent } from '../../test/fakes/github-events.ts'
import type { ActionEvent, ActionOptions } from '../../test/fakes/run-action.ts'
import type { BenchServers, World } from './server.ts'

/** One kind of run that is measured. */
export interface Scenario {
  readonly name: string
  readonly world: World
  readonly action: ActionOptions
  readonly exitCode: number
  /**
   * Requests that the run makes, so that a run that ended early is not taken for a fast one, and how often it waits for an
   * answer before it asks again; null if that varies.
   */
  readonly expected: { readonly auco: number; readonly gitHub: number; readonly roundTrips: number } | null
}

const VALUE = 'bench-7Hq2LrX9wTzB4nVd'

/** Every measured run. The comment of an earlier plan comes from a run of the action itself. */
export async function scenariosOn(
  { auco, github }: BenchServers,
  runOnce: (scenario: Scenario) => Promise<void>,
): Promise<readonly Scenario[]> {
  const base = { exitCode: 0 }
  const action = (event: ActionEvent, file: string | null): ActionOptions => ({
    event,
    workspace: file === null ? {} : { 'webhooks.yaml': file },
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
    const world: World = { webhooks: live(count), repo, pull, comments: [] }
    const merge = (await github.testMerge(repo, pull.number)) ?? ''
    const events = {
      pull: { ...pullRequestEvent(repo, pull), sha: merge },
      target: {
        ...pullRequestEvent(repo, pull),
        name: 'pull_request_target',
        ref: 'refs/heads/main',
        sha: head,
      },
      push: pushEvent(repo, { before: repo.headSha, after: head, branch: 'main' }),
      manual: { ...workflowDispatchEvent(repo, 'main'), sha: head },
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
      expected: { auco: 1, gitHub: 2, roundTrips: 2 },
    }
  }
  /** The same scenario with the comments that a run of it leaves. */
  const withComments = async (scenario: Scenario): Promise<Scenario> => {
    await runOnce(scenario)
    const { repo, pull } = scenario.world
    const comments = (await github.comments(repo, pull.number)).map(({ body }) => body)
    return { ...scenario, world: { ...scenario.world, comments } }
  }
  const { world, events } = await worldOf(3)
  const wrongFile: Scenario = {
    ...base,
    name: 'a broken file: a comment is created',
    exitCode: 1,
    world,
    action: action(events.pull, WRONG_FILE),
    expected: { auco: 0, gitHub: 2, roundTrips: 2 },
  }
  const alone = wrongFile.action
  const withoutComment: Scenario = {
    ...wrongFile,
    name: 'a broken file, without a comment',
    action: { ...alone, inputs: { ...alone.inputs, comment: 'never' } },
    expected: { auco: 0, gitHub: 0, roundTrips: 0 },
  }
  const first: Scenario = { ...(await plan(3)), name: 'first plan: a comment is created' }
  const repeated = async (): Promise<Scenario> => {
    const { world: planned } = await withComments(await plan(2))
    return {
      ...first,
      name: 'repeated plan: the comment is updated',
      world: { ...first.world, comments: planned.comments },
    }
  }
  const fromGitHub = {
    ...first,
    world,
    expected: { auco: 1, gitHub: 3, roundTrips: 3 },
  }
  const apply: Scenario = {
    ...base,
    name: 'apply of a push: read and head, write, read-back',
    world,
    action: action(events.push, fileOf(3, 1 / 3)),
    expected: { auco: 3, gitHub: 1, roundTrips: 3 },
  }
  const plannedApply = async (): Promise<Scenario> => {
    const planned = await withComments(await plan(3))
    const { repo, pull } = planned.world
    const before = await github.headOf(repo, 'main')
    const after = await github.mergePullRequest(repo, pull.number)
    return {
      ...apply,
      name: 'apply of a merge with a plan comment: the same, and its status before and after',
      world: planned.world,
      action: action(pushEvent(repo, { before, after, branch: 'main' }), fileOf(3, 1 / 3)),
      expected: { auco: 3, gitHub: 4, roundTrips: 4 },
    }
  }
  return [
    withoutComment,
    wrongFile,
    first,
    await repeated(),
    {
      ...fromGitHub,
      name: 'plan without a checkout',
      action: action(events.pull, null),
    },
    {
      ...fromGitHub,
      name: 'trusted plan',
      action: action(events.target, null),
    },
    apply,
    await plannedApply(),
    {
      ...apply,
      name: 'apply of a push, nothing to do',
      action: action(events.push, fileOf(3, 0)),
      expected: { auco: 1, gitHub: 1, roundTrips: 1 },
    },
    {
      ...apply,
      name: 'apply by hand, nothing to do',
      action: action(events.manual, fileOf(3, 0)),
      expected: { auco: 1, gitHub: 1, roundTrips: 1 },
    },
    await plan(10),
    await plan(100),
    // A machine with other work takes more than a second, and then the plan asks GitHub once more.
    { ...(await plan(1000)), expected: null },
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
