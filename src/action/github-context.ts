import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { troubleshootingUrl } from '../core/docs-links.ts'
import { UserError } from '../core/errors.ts'

/** The run as GitHub describes it: the event, the commit, where links lead to. */
export interface RunContext {
  readonly eventName: string
  readonly ref: string
  /** The commit that this run is about: a pull request's head, else the commit of the event. */
  readonly sha: string
  readonly repository: { readonly owner: string; readonly repo: string } | null
  readonly defaultBranch: string | null
  readonly pullRequest: { readonly number: number; readonly baseSha: string } | null
  /** Commits of a push, newest last. */
  readonly pushedShas: readonly string[]
  /** Where the branch pointed before a push; of no meaning, and mostly `null`, for other events. */
  readonly pushedFrom: string | null
  /** Whether somebody has let this run run again (GitHub: Variables reference, `GITHUB_RUN_ATTEMPT`). */
  readonly isRepeated: boolean
  readonly workspace: string
  /** Web address of this run, and of the repository, for links. */
  readonly runUrl: string | null
  readonly repositoryUrl: string | null
  readonly runId: string
  /** Base URL of GitHub's REST API. */
  readonly githubApiUrl: string
  /** Web address of docs/troubleshooting.md as of the action that runs. */
  readonly troubleshootingUrl: string
}

const Payload = z.object({
  repository: z.nullish(z.object({ default_branch: z.nullish(z.string()) })),
  pull_request: z.nullish(
    z.object({
      number: z.number(),
      head: z.object({ sha: z.string() }),
      base: z.object({ sha: z.string() }),
    }),
  ),
  commits: z.nullish(z.array(z.object({ id: z.string() }))),
  before: z.nullish(z.string()),
})

/** Reads the runner's variables and the event file. Throws a `UserError` where this is not a run of GitHub Actions. */
export function readRunContext(env: NodeJS.ProcessEnv): RunContext {
  const payload = readPayload(env['GITHUB_EVENT_PATH'])
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/')
  const repositoryUrl =
    repo === '' ? null : `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${owner}/${repo}`
  const runId = /^\d+$/.exec(env['GITHUB_RUN_ID'] ?? '')?.[0] ?? ''
  return {
    eventName: env['GITHUB_EVENT_NAME'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    sha: payload.pull_request?.head.sha ?? env['GITHUB_SHA'] ?? '',
    repository: repo === '' ? null : { owner, repo },
    defaultBranch: payload.repository?.default_branch ?? null,
    pullRequest:
      payload.pull_request == null
        ? null
        : { number: payload.pull_request.number, baseSha: payload.pull_request.base.sha },
    pushedShas: payload.commits?.map(({ id }) => id) ?? [],
    pushedFrom: payload.before ?? null,
    isRepeated: Number(env['GITHUB_RUN_ATTEMPT'] ?? '1') > 1,
    workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
    runUrl: repositoryUrl === null || runId === '' ? null : `${repositoryUrl}/actions/runs/${runId}`,
    repositoryUrl,
    runId,
    githubApiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    troubleshootingUrl: troubleshootingUrl(env),
  }
}

function readPayload(eventPath: string | undefined): z.infer<typeof Payload> {
  if (eventPath === undefined || eventPath === '') return {}
  try {
    return Payload.parse(JSON.parse(readFileSync(eventPath, 'utf8')))
  } catch {
    // The event file can hold anything a stranger wrote into a pull request: no part of it belongs into an error.
    throw new UserError(
      'invalid-event',
      'The event file of this run cannot be read, or is not what GitHub documents.',
      'Run the action in a workflow; when testing, let GITHUB_EVENT_PATH name a JSON file with the event.',
    )
  }
}
