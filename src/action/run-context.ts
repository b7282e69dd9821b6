import * as z from 'zod/mini'
import type { Http } from '../auco/http.ts'
import { troubleshootingUrl } from '../core/about.ts'
import { type Problem, UserError } from '../core/errors.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import type { AskGitHub, ToolkitContext } from '../github/client.ts'
import type { WriteState } from '../report/apply-errors.ts'
import type { Clock } from '../system/clock.ts'
import type { Inputs } from './inputs.ts'
import type { WorkflowLog } from './workflow-log.ts'

export type Result = 'planned' | 'unchanged' | 'applied' | 'superseded'

export interface Run {
  readonly inputs: Inputs
  readonly context: RunContext
  readonly log: WorkflowLog
  readonly clock: Clock
  /** Aborted when the run is cancelled; its reason is a `UserError`. */
  readonly cancelled: AbortSignal
  /** A variable of the step's environment, not masked yet. */
  readonly variable: (name: string) => string | undefined
  /** Called when the state of the write changes, because a run that is cancelled reports it. */
  readonly onWriteState: (state: WriteState) => void
  /** Opens the connection to Auco at the first call: a run with an invalid file needs none. */
  readonly connectAuco: () => Promise<Http>
  /** `null` without a token. */
  readonly askGitHub: AskGitHub | null
}

export interface ValidRun extends Run {
  /** Whether the file is that object of git; another step can have made or changed it. */
  readonly isObject: (id: string | null) => boolean
  /** As in `RepositoryFile`. */
  readonly isOfHead: boolean
  readonly webhooks: readonly DesiredWebhook[]
  /** As in `FileResult`. */
  readonly elsewhere: readonly DesiredWebhook[]
  readonly warnings: readonly Problem[]
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

/** What GitHub says about the run: the event, the commit, addresses for links. */
export type RunContext = Readonly<Awaited<ReturnType<typeof readRunContext>>>

/**
 * The toolkit's context and the runner's variables that it doesn't have. `load` evaluates the toolkit, which reads the event
 * file; throws a `UserError` if that can't be used.
 */
export async function readRunContext(env: NodeJS.ProcessEnv, load: () => Promise<ToolkitContext>) {
  const { toolkit, repo, payload } = await loadContext(env, load)
  const { eventName, ref, serverUrl, runId } = toolkit
  const name = `${repo.owner}/${repo.repo}`
  const repositoryUrl = `${serverUrl}/${name}`
  const pull = payload.pull_request ?? null
  return {
    eventName,
    /** Full ref, such as `refs/heads/main`. */
    ref,
    /** Name of the branch; `null` for a tag or a pull request. On `pull_request_target` it's the base. */
    branch: /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? null,
    /** The head of the pull request, or else the commit of the event. */
    sha: pull?.head.sha ?? toolkit.sha,
    repository: repo,
    defaultBranch: payload.repository?.default_branch ?? null,
    /** `baseBranch`: the name of the branch to merge into. */
    pullRequest: pull && { number: pull.number, baseBranch: pull.base.ref ?? null },
    isOfFork: pull !== null && pull.head.repo?.full_name !== name,
    /** Where the branch pointed before a push to it; `null` for other events, whose `before` means something else. */
    pushedFrom: eventName === 'push' ? (payload.before ?? null) : null,
    /** Path of the workflow file; `null` for one of another repository. */
    workflow: workflowOf(env['GITHUB_WORKFLOW_REF'] ?? '', name),
    workspace: env['GITHUB_WORKSPACE'] ?? '.',
    /** Whether GitHub runs the machine (GitHub: Variables reference, `RUNNER_ENVIRONMENT`). */
    isGitHubHosted: env['RUNNER_ENVIRONMENT'] === 'github-hosted',
    runUrl: `${repositoryUrl}/actions/runs/${runId}`,
    repositoryUrl,
    runId: `${runId}`,
    /** Counts the runs of the workflow, from 1. */
    runNumber: toolkit.runNumber,
    /** Whether somebody has let this run run again (GitHub: Variables reference, `GITHUB_RUN_ATTEMPT`). */
    isRerun: toolkit.runAttempt > 1,
    githubApiUrl: toolkit.apiUrl,
    /** Address of docs/troubleshooting.md for this version of the action. */
    troubleshootingUrl: troubleshootingUrl(env),
  }
}

/** GitHub: Variables reference, `GITHUB_WORKFLOW_REF`: `owner/repo/.github/workflows/name.yml@refs/heads/main`. */
function workflowOf(ref: string, repository: string): string | null {
  const [path = ''] = ref.split('@')
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : null
}

async function loadContext(env: NodeJS.ProcessEnv, load: () => Promise<ToolkitContext>) {
  try {
    const toolkit = await load()
    // The toolkit goes on without the file, and a merge would then be planned only.
    const isMissing = env['GITHUB_EVENT_PATH'] !== undefined && Object.keys(toolkit.payload).length === 0
    // Its repository is computed at each access, and fails where there is none.
    if (!isMissing) return { toolkit, repo: toolkit.repo, payload: Payload.parse(toolkit.payload) }
  } catch {
    // The error would quote the event file, which can contain anything that a stranger wrote into a pull request.
  }
  throw new UserError(
    'invalid-event',
    'The event file of this run cannot be read, or is not what GitHub documents.',
    'Run the action in a workflow; when testing, let GITHUB_EVENT_PATH name a JSON file with the event.',
  )
}
