import type { GitHubResult } from '../github/client.ts'
import { type BaseFile, type PullRequestState, readPullRequest } from '../github/pull-request-state.ts'
import { isMarked } from '../report/marker.ts'
import type { Run } from './run-context.ts'
import { identityOf } from './run-report.ts'

/** What GitHub says about the pull request of a plan. */
export interface PullRequestAnswer {
  readonly pull: GitHubResult<PullRequestState>
  readonly base: GitHubResult<BaseFile>
  /** When it was asked, in milliseconds since the epoch. */
  readonly at: number
}

/** Asks about the pull request of a plan; `null` without one. A failure makes the plan poorer, but never fails it. */
export async function askPullRequest(run: Run): Promise<PullRequestAnswer | null> {
  const { askGitHub, clock, context, inputs } = run
  const { pullRequest } = context
  if (pullRequest === null || askGitHub === null) return null
  const { number, baseSha } = pullRequest
  const identity = identityOf(run)
  const isOurs = (body: string) => isMarked(body, identity)
  const answer = await askGitHub((github) =>
    readPullRequest(github, { number, baseSha, file: inputs.config, isOurs }),
  )
  const at = clock.now()
  return answer.ok ? { ...answer.value, at } : { pull: answer, base: answer, at }
}
