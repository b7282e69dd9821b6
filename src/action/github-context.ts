import * as z from 'zod/mini'
import { troubleshootingUrl } from '../core/about.ts'
import { UserError } from '../core/errors.ts'
import type { ToolkitContext } from '../github/client.ts'

/** What GitHub says about the run: the event, the commit, addresses for links. */
export interface RunContext {
  readonly eventName: string
  /** Full ref, such as `refs/heads/main`. */
  readonly ref: string
  /** Name of the branch; `null` for a tag or a pull request. */
  readonly branch: string | null
  /** The head of the pull request, or else the commit of the event. */
  readonly sha: string
  readonly repository: { readonly owner: string; readonly repo: string }
  readonly defaultBranch: string | null
  readonly pullRequest: {
    readonly number: number
    /** Name of the branch to merge into. */
    readonly baseBranch: string | null
    /** Whether its commits come from another repository. */
    readonly isFork: boolean
  } | null
  /** Where the branch pointed before a push to it; meaningless for other events. */
  readonly pushedFrom: string | null
  /** Path of the workflow file; `null` for one of another repository. */
  readonly workflow: string | null
  readonly workspace: string
  /** Whether GitHub runs the machine (GitHub: Variables reference, `RUNNER_ENVIRONMENT`). */
  readonly isGitHubHosted: boolean
  /** Addresses of this run and of the repository. */
  readonly runUrl: string
  readonly repositoryUrl: string
  readonly runId: string
  /** Counts the runs of the workflow, from 1. */
  readonly runNumber: number
  /** Whether somebody has let this run run again (GitHub: Variables reference, `GITHUB_RUN_ATTEMPT`). */
  readonly isRerun: boolean
  /** Base URL of GitHub's REST API. */
  readonly githubApiUrl: string
  /** Address of docs/troubleshooting.md for this version of the action. */
  readonly troubleshootingUrl: string
}

const Payload = z.object({
  repository: z.nullish(z.object({ default_branch: z.nullish(z.string()) })),
  pull_request: z.nullish(
    z.object({
      number: z.number(),
      head: z.object({ sha: z.string(), repo: z.nullish(z.object({ full_name: z.string() })) }),
      base: z.object({ ref: z.nullish(z.string()) }),
    }),
  ),
  before: z.nullish(z.string()),
})

/**
 * The toolkit's context and the runner's variables that it doesn't have. `load` evaluates the toolkit, which reads the event
 * file; throws a `UserError` if that can't be used.
 */
export async function readRunContext(
  env: NodeJS.ProcessEnv,
  load: () => Promise<ToolkitContext>,
): Promise<RunContext> {
  const { eventName, ref, sha, runId, runNumber, runAttempt, apiUrl, serverUrl, repo, payload } = await known(
    env,
    load,
  )
  const { owner } = repo
  const name = `${owner}/${repo.repo}`
  const repositoryUrl = `${serverUrl}/${name}`
  const pull = payload.pull_request ?? null
  return {
    eventName,
    ref,
    branch: /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? null,
    sha: pull?.head.sha ?? sha,
    repository: { owner, repo: repo.repo },
    defaultBranch: payload.repository?.default_branch ?? null,
    pullRequest: pull && {
      number: pull.number,
      baseBranch: pull.base.ref ?? null,
      isFork: pull.head.repo?.full_name !== name,
    },
    pushedFrom: payload.before ?? null,
    workflow: workflowOf(env['GITHUB_WORKFLOW_REF'] ?? '', name),
    workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
    isGitHubHosted: env['RUNNER_ENVIRONMENT'] === 'github-hosted',
    runUrl: `${repositoryUrl}/actions/runs/${runId}`,
    repositoryUrl,
    runId: `${runId}`,
    runNumber,
    isRerun: runAttempt > 1,
    githubApiUrl: apiUrl,
    troubleshootingUrl: troubleshootingUrl(env),
  }
}

/** GitHub: Variables reference, `GITHUB_WORKFLOW_REF`: `owner/repo/.github/workflows/name.yml@refs/heads/main`. */
function workflowOf(ref: string, repository: string): string | null {
  const [path = ''] = ref.split('@')
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : null
}

async function known(env: NodeJS.ProcessEnv, load: () => Promise<ToolkitContext>) {
  try {
    const toolkit = await load()
    // The toolkit goes on without the file, and a merge would then be planned only.
    const isMissing = env['GITHUB_EVENT_PATH'] !== undefined && Object.keys(toolkit.payload).length === 0
    if (!isMissing) return { ...toolkit, repo: toolkit.repo, payload: Payload.parse(toolkit.payload) }
  } catch {
    // The error would quote the event file, which can contain anything that a stranger wrote into a pull request.
  }
  throw new UserError(
    'invalid-event',
    'The event file of this run cannot be read, or is not what GitHub documents.',
    'Run the action in a workflow; when testing, let GITHUB_EVENT_PATH name a JSON file with the event.',
  )
}
