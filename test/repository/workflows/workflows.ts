import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

const root = path.resolve(import.meta.dirname, '../../..')

const Scalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const Environment = z.union([z.string(), z.object({ name: z.string() })])
const Step = z.object({
  id: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: Scalars.optional(),
})
const Job = z.object({
  uses: z.string().optional(),
  environment: Environment.optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write', 'none'])),
  concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.unknown() }).optional(),
  'timeout-minutes': z.number().optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  steps: z.array(Step).default([]),
})
const Workflow = z.object({
  permissions: z.object({}).strict(),
  jobs: z.record(z.string(), Job),
})
export type Step = z.infer<typeof Step>
export type Job = z.infer<typeof Job>

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

export function jobsOf({ workflow }: WorkflowFile): readonly Job[] {
  return Object.values(workflow.jobs)
}

export function stepsOf(file: WorkflowFile): readonly Step[] {
  return jobsOf(file).flatMap(({ steps }) => steps)
}

/** Whether a step runs this action. */
export function isOwnAction({ uses }: Step): boolean {
  return uses === './' || uses?.startsWith('org/auco-webhooks-action@') === true
}
