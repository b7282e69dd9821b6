import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { troubleshootingUrl } from '../core/docs-links.ts'
import { UserError } from '../core/errors.ts'

/** What GitHub says about the run: the event, the commit, addresses for links. */
export interface RunContext {
  readonly eventName: string
  /** Full ref, such as `refs/heads/main`. */
  readonly ref: string
  /** Name of the branch; `null` for a tag or a pull request. */
  readonly branch: string | null
  /** The head of the pull request, or else the commit of the event. */
  readonly sha: string
  /** The commit that a checkout gets: on `pull_request` the test merge (GitHub: Variables reference, `GITHUB_SHA`). */
  readonly commit: string
  readonly repository: { readonly owner: string; readonly repo: string } | null
  readonly defaultBranch: string | null
  readonly pullRequest: {
    readonly number: number
    /** Name of the branch to merge into. */
    readonly baseBranch: string | null
    /** Whether its commits come from another repository. */
    readonly isFork: boolean
  } | null
  /** Where the branch, or the head of the pull request, pointed before a push to it; meaningless for other events. */
  readonly pushedFrom: string | null
  /** Path of the workflow file; `null` for one of another repository. */
  readonly workflow: string | null
  readonly workspace: string
  /** Whether GitHub runs the machine (GitHub: Variables reference, `RUNNER_ENVIRONMENT`). */
  readonly isGitHubHosted: boolean
  /** Addresses of this run and of the repository. */
  readonly runUrl: string | null
  readonly repositoryUrl: string | null
  readonly runId: string
  /** Counts the runs of the workflow, from 1. */
  readonly runNumber: number
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

/** Reads the runner's variables and the event file. Throws a `UserError` for an unusable event file. */
export function readRunContext(env: NodeJS.ProcessEnv): RunContext {
  const payload = readPayload(env['GITHUB_EVENT_PATH'])
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/')
  const repositoryUrl =
    repo === '' ? null : `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${owner}/${repo}`
  const runId = /^\d+$/.exec(env['GITHUB_RUN_ID'] ?? '')?.[0] ?? ''
  const ref = env['GITHUB_REF'] ?? ''
  return {
    eventName: env['GITHUB_EVENT_NAME'] ?? '',
    ref,
    branch: /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? null,
    sha: payload.pull_request?.head.sha ?? env['GITHUB_SHA'] ?? '',
    commit: env['GITHUB_SHA'] ?? '',
    repository: repo === '' ? null : { owner, repo },
    defaultBranch: payload.repository?.default_branch ?? null,
    pullRequest:
      payload.pull_request == null
        ? null
        : {
            number: payload.pull_request.number,
            baseBranch: payload.pull_request.base.ref ?? null,
            isFork: payload.pull_request.head.repo?.full_name !== `${owner}/${repo}`,
          },
    pushedFrom: payload.before ?? null,
    workflow: workflowOf(env['GITHUB_WORKFLOW_REF'] ?? '', `${owner}/${repo}`),
    workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
    isGitHubHosted: env['RUNNER_ENVIRONMENT'] === 'github-hosted',
    runUrl: repositoryUrl === null || runId === '' ? null : `${repositoryUrl}/actions/runs/${runId}`,
    repositoryUrl,
    runId,
    runNumber: Number(/^\d+$/.exec(env['GITHUB_RUN_NUMBER'] ?? '')?.[0] ?? 0),
    githubApiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    troubleshootingUrl: troubleshootingUrl(env),
  }
}

/** GitHub: Variables reference, `GITHUB_WORKFLOW_REF`: `owner/repo/.github/workflows/name.yml@refs/heads/main`. */
function workflowOf(ref: string, repository: string): string | null {
  const [path = ''] = ref.split('@')
  return path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : null
}

function readPayload(eventPath: string | undefined): z.infer<typeof Payload> {
  if (eventPath === undefined || eventPath === '') return {}
  try {
    return Payload.parse(JSON.parse(readFileSync(eventPath, 'utf8')))
  } catch {
    // The error would quote the event file, which can contain anything that a stranger wrote into a pull request.
    throw new UserError(
      'invalid-event',
      'The event file of this run cannot be read, or is not what GitHub documents.',
      'Run the action in a workflow; when testing, let GITHUB_EVENT_PATH name a JSON file with the event.',
    )
  }
}
