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
  readonly repository: { readonly owner: string; readonly repo: string } | null
  readonly defaultBranch: string | null
  readonly pullRequest: {
    readonly number: number
    readonly baseSha: string
    /** Name of the branch to merge into. */
    readonly baseBranch: string | null
  } | null
  /** Commits of a push, newest last. */
  readonly pushedShas: readonly string[]
  /** Where the branch, or the head of the pull request, pointed before a push to it; meaningless for other events. */
  readonly pushedFrom: string | null
  /** True for a re-run: `GITHUB_RUN_ATTEMPT` > 1 (GitHub: Variables reference). */
  readonly isRerun: boolean
  readonly workspace: string
  /** Addresses of this run and of the repository. */
  readonly runUrl: string | null
  readonly repositoryUrl: string | null
  readonly runId: string
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
      head: z.object({ sha: z.string() }),
      base: z.object({ sha: z.string(), ref: z.nullish(z.string()) }),
    }),
  ),
  commits: z.nullish(z.array(z.object({ id: z.string() }))),
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
    repository: repo === '' ? null : { owner, repo },
    defaultBranch: payload.repository?.default_branch ?? null,
    pullRequest:
      payload.pull_request == null
        ? null
        : {
            number: payload.pull_request.number,
            baseSha: payload.pull_request.base.sha,
            baseBranch: payload.pull_request.base.ref ?? null,
          },
    pushedShas: payload.commits?.map(({ id }) => id) ?? [],
    pushedFrom: payload.before ?? null,
    isRerun: Number(env['GITHUB_RUN_ATTEMPT'] ?? '1') > 1,
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
    // The error would quote the event file, which can contain anything that a stranger wrote into a pull request.
    throw new UserError(
      'invalid-event',
      'The event file of this run cannot be read, or is not what GitHub documents.',
      'Run the action in a workflow; when testing, let GITHUB_EVENT_PATH name a JSON file with the event.',
    )
  }
}
