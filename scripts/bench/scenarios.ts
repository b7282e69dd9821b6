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
    const ofPull = pullRequestEvent(repo, pull)
    const events = {
      pull: { ...ofPull, sha: merge },
      target: { ...ofPull, name: 'pull_request_target', ref: 'refs/heads/main', sha: head },
      push: pushEvent(repo, { before: repo.headSha, after: head, branch: 'main' }),
      manual: { ...workflowDispatchEvent(repo, 'main'), sha: head },
    }
    return { world, events }
  }
  const { world, events } = await worldOf(3)
  const scenario = (
    name: string,
    [event, file]: readonly [event: ActionEvent, file: string | null],
    [toAuco, gitHub, roundTrips]: readonly [number, number, number],
    more: Partial<Scenario> = {},
  ): Scenario => ({
    name,
    world,
    exitCode: 0,
    action: action(event, file),
    expected: { auco: toAuco, gitHub, roundTrips },
    ...more,
  })
  const plan = async (count: number): Promise<Scenario> => {
    const own = await worldOf(count)
    const name = `plan with ${count.toLocaleString('en')} webhooks, a third changed`
    return scenario(name, [own.events.pull, fileOf(count, 1 / 3)], [1, 2, 2], { world: own.world })
  }
  /** The world of the scenario with the comments that a run of it leaves. */
  const worldAfter = async (planned: Scenario): Promise<World> => {
    await runOnce(planned)
    const { repo, pull } = planned.world
    const comments = (await github.comments(repo, pull.number)).map(({ body }) => body)
    return { ...planned.world, comments }
  }
  const changed = fileOf(3, 1 / 3)
  const wrong = action(events.pull, WRONG_FILE)
  const first: Scenario = { ...(await plan(3)), name: 'first plan: a comment is created' }
  const { comments } = await worldAfter(await plan(2))
  const planned = await worldAfter(await plan(3))
  const before = await github.headOf(planned.repo, 'main')
  const after = await github.mergePullRequest(planned.repo, planned.pull.number)
  const merge = pushEvent(planned.repo, { before, after, branch: 'main' })
  return [
    scenario('a broken file, without a comment', [events.pull, WRONG_FILE], [0, 0, 0], {
      exitCode: 1,
      action: { ...wrong, inputs: { ...wrong.inputs, comment: 'never' } },
    }),
    scenario('a broken file: a comment is created', [events.pull, WRONG_FILE], [0, 2, 2], { exitCode: 1 }),
    first,
    { ...first, name: 'repeated plan: the comment is updated', world: { ...first.world, comments } },
    scenario('plan without a checkout', [events.pull, null], [1, 3, 3]),
    scenario('trusted plan', [events.target, null], [1, 3, 3]),
    scenario('apply of a push: read and head, write, read-back', [events.push, changed], [3, 1, 3]),
    scenario(
      'apply of a merge with a plan comment: the same, and its status before and after',
      [merge, changed],
      [3, 4, 4],
      { world: planned },
    ),
    scenario('apply of a push, nothing to do', [events.push, fileOf(3, 0)], [1, 1, 1]),
    scenario('apply by hand, nothing to do', [events.manual, fileOf(3, 0)], [1, 1, 1]),
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
