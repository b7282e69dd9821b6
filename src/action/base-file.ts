import { readWebhooksFile } from '../config/webhooks-file.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import type { PullRequestAnswer } from './pull-request.ts'
import type { ValidRun } from './run-context.ts'

/**
 * The base branch's file, or in one sentence why it is unknown. `isNew`: the base branch doesn't have the file yet, so
 * everything that is live was created outside of the repository.
 */
export type Base =
  | {
      readonly known: true
      readonly webhooks: readonly DesiredWebhook[]
      /** As in `FileResult`. */
      readonly elsewhere: readonly DesiredWebhook[]
    }
  | { readonly known: false; readonly why: string; readonly isNew: boolean }

/**
 * The file at the base commit of the pull request. A failure makes the plan less precise, and is reported there, but never
 * fails it.
 */
export async function readBase(
  run: ValidRun,
  asking: Promise<PullRequestAnswer | null>,
  variable: (name: string) => string | undefined,
): Promise<Base> {
  const { inputs, context, askGitHub } = run
  if (context.pullRequest === null) {
    return unknown('There is no pull request, so there is no base branch to compare with.')
  }
  const answer = await asking
  if (askGitHub === null || answer === null) {
    return unknown('Without `github-token` the base branch cannot be read.')
  }
  const { base } = answer
  if (!base.ok) return unknown(`The base branch's file cannot be read. ${base.reason}`)
  if (base.value === null)
    return { known: false, why: 'The base branch does not have this file yet.', isNew: true }
  const { text } = base.value
  if (text === null) return unknown("The base branch's file is not valid.")
  // Most pull requests don't change the file, and parsing the largest takes longer than all the requests.
  if (text === run.text) return { known: true, webhooks: run.webhooks, elsewhere: run.elsewhere }
  const file = readWebhooksFile(text, {
    environment: inputs.environment,
    variable,
    ownSecrets: [],
    unset: 'warning',
  })
  if (!file.ok) return unknown("The base branch's file is not valid.")
  const { webhooks, elsewhere } = file
  return { known: true, webhooks, elsewhere }
}

function unknown(why: string): Base {
  return { known: false, why, isNew: false }
}
