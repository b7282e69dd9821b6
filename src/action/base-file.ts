import { readWebhooksFile } from '../config/webhooks-file.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import { optional } from '../github/client.ts'
import { fileAt } from '../github/repository.ts'
import type { ValidRun } from './run-context.ts'

/**
 * The base branch's file, or in one sentence why there is nothing to compare with. `isNew`: the file does not exist
 * there yet, so that everything that is live was of course made outside of the repository.
 */
export type Base =
  | { readonly known: true; readonly webhooks: readonly DesiredWebhook[] }
  | { readonly known: false; readonly why: string; readonly isNew: boolean }

/**
 * Reads the file as it is on the base branch, at the base commit. Only a pull request has one; everything that goes wrong
 * makes the plan poorer and is told, but never fails it.
 */
export async function readBase(run: ValidRun, variable: (name: string) => string | undefined): Promise<Base> {
  const { inputs, context, cancelled } = run
  const { pullRequest } = context
  if (pullRequest === null)
    return unknown('There is no pull request, so there is no base branch to compare with.')
  const connecting = run.connectGitHub()
  if (connecting === null) return unknown('Without `github-token` the base branch cannot be read.')
  let failure = ''
  const found = await optional(
    async () => ({ text: await fileAt(await connecting, inputs.config, pullRequest.baseSha) }),
    cancelled,
    (reason) => {
      failure = `The base branch's file cannot be read. ${reason}`
    },
  )
  if (found === null) return unknown(failure)
  if (found.text === null) {
    return { known: false, why: 'The base branch does not have this file yet.', isNew: true }
  }
  // Most pull requests leave the file alone; a second reading of the largest takes longer than all the requests.
  if (found.text === run.text) return { known: true, webhooks: run.webhooks }
  const file = readWebhooksFile(found.text, {
    environment: inputs.environment,
    variable,
    ownSecrets: [],
    unset: 'warning',
  })
  return file.ok ? { known: true, webhooks: file.webhooks } : unknown("The base branch's file is not valid.")
}

function unknown(why: string): Base {
  return { known: false, why, isNew: false }
}
