import { Secret } from '../core/secret.ts'
import type { DesiredWebhook, LiveCompany } from '../core/webhook.ts'
import { secretsInFile, secretsInLive, type WebhookSecrets } from '../core/webhook-secrets.ts'
import type { Run } from './run-context.ts'
import type { WorkflowLog } from './workflow-log.ts'

/**
 * Looks up variables of the step's environment, and masks each value before anything else sees it. A fork's file must not
 * learn anything of a value, so to its plan none is set.
 */
export function maskedVariable({ log, context, variable }: Run): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>()
  return (name) => {
    if (!known.has(name)) {
      const value = variable(name)
      if (value !== undefined) log.mask(new Secret(value))
      known.set(name, context.pullRequest?.isFork === true ? undefined : value)
    }
    return known.get(name)
  }
}

/** Masks the secrets of the file. */
export function maskDesired(log: WorkflowLog, webhooks: readonly DesiredWebhook[]): void {
  maskAll(log, secretsInFile(webhooks))
}

/** Masks the secrets that are live. `files` is what the repository declares. */
export function maskLive(log: WorkflowLog, live: LiveCompany, files: readonly DesiredWebhook[]): void {
  maskAll(log, secretsInLive(live.webhooks, files))
}

function maskAll(log: WorkflowLog, { values, hiddenParts }: WebhookSecrets): void {
  for (const secret of hiddenParts) log.withhold(secret)
  for (const secret of values) log.mask(secret)
}
