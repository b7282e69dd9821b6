import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

const root = path.resolve(import.meta.dirname, '../../..')

const Scalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const Environment = z
  .union([z.string(), z.strictObject({ name: z.string(), deployment: z.union([z.boolean(), z.string()]) })])
  .transform((value) => (typeof value === 'string' ? { name: value, deployment: true } : value))
const Concurrency = z.looseObject({
  group: z.string(),
  queue: z.unknown().optional(),
  'cancel-in-progress': z.unknown().optional(),
})
const Filters = z
  .object({
    paths: z.array(z.string()).optional(),
    types: z.array(z.string()).optional(),
    branches: z.array(z.string()).optional(),
  })
  .nullish()
const Step = z.object({
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: Scalars.optional(),
  env: Scalars.optional(),
})
const Job = z.object({
  uses: z.string().optional(),
  with: Scalars.optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  if: z.string().optional(),
  environment: Environment.optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write', 'none'])),
  concurrency: Concurrency.optional(),
  'timeout-minutes': z.number().optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  steps: z.array(Step).default([]),
})
const Workflow = z.object({
  on: z.object({
    push: Filters,
    pull_request: Filters,
    pull_request_target: Filters,
    merge_group: z.null().optional(),
    workflow_dispatch: z.object({ inputs: z.record(z.string(), z.unknown()).optional() }).nullish(),
  }),
  permissions: z.object({}).strict(),
  concurrency: Concurrency.optional(),
  jobs: z.record(z.string(), Job),
})
export type Step = z.infer<typeof Step>
export type Job = z.infer<typeof Job>
export type Concurrency = z.infer<typeof Concurrency>

export interface WorkflowFile {
  /** Relative to the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly workflow: z.infer<typeof Workflow>
}

/** The recipes, or the project's workflows. Throws if one doesn't set the permissions of each job. */
export function workflowsIn(folder: 'examples' | '.github/workflows'): readonly WorkflowFile[] {
  return readdirSync(path.join(root, folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => {
      const text = readFileSync(path.join(root, folder, name), 'utf8')
      return { path: `${folder}/${name}`, text, workflow: Workflow.parse(parse(text)) }
    })
}

/** One recipe, by its name. */
export function recipe(name: string): WorkflowFile {
  const found = workflowsIn('examples').find((file) => file.path === `examples/${name}.yml`)
  if (found === undefined) throw new Error(`There is no recipe ${name}`)
  return found
}

/** The workflow of the README's quick start, under the path that the README gives it. */
export function quickStart(): WorkflowFile {
  const [, name = '', text = ''] = /Add `(\S+)`:\n\n```yaml\n([\s\S]*?)^```$/m.exec(readme()) ?? []
  return { path: name, text, workflow: Workflow.parse(parse(text)) }
}

/** The `webhooks.yaml` of the README's quick start. */
export function quickStartFile(): string {
  const [, text] = /^```yaml\n(webhooks:\n[\s\S]*?)^```$/m.exec(readme()) ?? []
  if (text === undefined) throw new Error('README.md has no webhooks.yaml')
  return text
}

function readme(): string {
  return readFileSync(path.join(root, 'README.md'), 'utf8')
}

/** Where a recipe is in the repository of somebody who copied it. */
export function copiedTo(file: WorkflowFile): string {
  return `.github/workflows/${path.posix.basename(file.path)}`
}

export function jobsOf({ workflow }: Pick<WorkflowFile, 'workflow'>): readonly Job[] {
  return Object.values(workflow.jobs)
}

export function stepsOf(file: Pick<WorkflowFile, 'workflow'>): readonly Step[] {
  return jobsOf(file).flatMap(({ steps }) => steps)
}

/** Whether a step runs this action. */
export function isOwnAction({ uses }: Step): boolean {
  return uses === './' || uses?.startsWith('org/auco-webhooks-action@') === true
}

/** Whether a step can write to Auco. */
export function isApply(step: Step): boolean {
  return step.with !== undefined && 'private-key' in step.with
}
