import { readCompany } from '../auco/read-company.ts'
import { withDeclared } from '../core/declared-live.ts'
import type { Secret } from '../core/secret.ts'
import type { LiveCompany } from '../core/webhook.ts'
import type { DefaultFile } from '../plan/cautions.ts'
import { maskLive } from './masking.ts'
import type { ValidRun } from './run-context.ts'

/**
 * Maximum age of a read that a write is based on, in milliseconds. An older one is repeated: a newer commit may have been
 * applied since, or somebody may have changed live.
 */
export const MAX_READ_AGE_MS = 1_000

/**
 * Reads what Auco has, and masks its secrets before anything else sees them. `defaultFile` is the default branch's file,
 * `null` if it has none; its header names and URLs are shown too. Without it, as in an apply, fewer parts of URLs are.
 * Throws a `UserError`.
 */
export async function readMaskedLive(
  run: ValidRun,
  publicKey: Secret,
  defaultFile: Promise<DefaultFile | null | 'unknown'> | null = null,
): Promise<LiveCompany> {
  const { inputs, context, log } = run
  const answer = await readCompany(await run.connectAuco(), publicKey, {
    environment: inputs.environment,
    keyInput: 'public-key',
    secrets: () => log.secrets,
  })
  const read = await defaultFile
  const declaring = read === null || read === 'unknown' ? [run] : [run, read]
  const files = declaring.flatMap(({ webhooks }) => webhooks)
  const live = withDeclared(answer, {
    webhooks: files,
    elsewhere: declaring.flatMap(({ elsewhere }) => elsewhere),
    // Outside of pull requests, a plan has the only file that declares what is live.
    isComplete: defaultFile !== null && (read !== 'unknown' || context.pullRequest === null),
    redact: log.redact,
  })
  maskLive(log, live, files)
  return live
}
