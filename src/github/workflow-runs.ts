import * as z from 'zod/mini'
import type { GitHub } from './client.ts'

/** A run that a newer push to the branch has started. */
export interface NewerRun {
  readonly id: number
  readonly url: string
  /** Whether it ended green. */
  readonly isGreen: boolean
}

export interface RunQuestion {
  /** Name of the workflow file. */
  readonly workflow: string
  readonly branch: string
  /** The number of the run that asks. */
  readonly runNumber: number
}

/** Conclusions of runs that apply nothing, and that nobody takes for a failure. */
const DROPPED = ['cancelled', 'skipped']

const Runs = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.number(),
      run_number: z.number(),
      event: z.string(),
      head_branch: z.nullish(z.string()),
      head_repository: z.nullish(z.object({ full_name: z.string() })),
      status: z.nullish(z.string()),
      conclusion: z.nullish(z.string()),
      html_url: z.string(),
    }),
  ),
})

/**
 * The runs of this workflow that newer pushes to the branch of this repository have started, newest first, without those
 * that were cancelled or skipped (GitHub: List workflow runs for a workflow). Needs `actions: read`.
 */
export async function newerPushRuns(
  { octokit, repository }: GitHub,
  { workflow, branch, runNumber }: RunQuestion,
): Promise<readonly NewerRun[]> {
  const { data } = await octokit.rest.actions.listWorkflowRuns({
    ...repository,
    workflow_id: workflow,
    branch,
    event: 'push',
    per_page: 100,
  })
  const here = `${repository.owner}/${repository.repo}`.toLowerCase()
  return Runs.parse(data)
    .workflow_runs.filter(
      (run) =>
        run.run_number > runNumber &&
        run.event === 'push' &&
        run.head_branch === branch &&
        run.head_repository?.full_name.toLowerCase() === here &&
        !DROPPED.includes(run.conclusion ?? ''),
    )
    .sort((one, other) => other.run_number - one.run_number)
    .map(({ id, html_url: url, conclusion }) => ({ id, url, isGreen: conclusion === 'success' }))
}
