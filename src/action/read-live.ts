import { readCompany } from '../auco/read-company.ts'
import { withDeclaredNames } from '../core/declared-names.ts'
import type { Secret } from '../core/secret.ts'
import type { DesiredWebhook, LiveCompany } from '../core/webhook.ts'
import { maskLive } from './masking.ts'
import type { ValidRun } from './run-context.ts'

/**
 * Maximum age of a read that a write is based on, in milliseconds. An older one is repeated: a newer commit may have been
 * applied since, or somebody may have changed live.
 */
export const MAX_READ_AGE_MS = 1_000

/**
 * Reads what is live, and masks its header values before anything else sees them. `base` is the base branch's file, whose
 * header names are shown too. Throws a `UserError`.
 */
export async function readMaskedLive(
  run: ValidRun,
  publicKey: Secret,
  base: Promise<readonly DesiredWebhook[]> = Promise.resolve([]),
): Promise<LiveCompany> {
  const { inputs, log, webhooks } = run
  const answer = await readCompany(await run.connectAuco(), publicKey, {
    environment: inputs.environment,
    keyInput: 'public-key',
    secrets: () => log.secrets,
  })
  const files = [...webhooks, ...(await base)]
  const live = withDeclaredNames(answer, files)
  maskLive(log, live, files)
  return live
}
