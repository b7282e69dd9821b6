import { readCompany } from '../auco/read-company.ts'
import { withDeclared } from '../core/declared-live.ts'
import type { Secret } from '../core/secret.ts'
import type { LiveCompany } from '../core/webhook.ts'
import type { Base } from './base-file.ts'
import { maskLive } from './masking.ts'
import type { ValidRun } from './run-context.ts'

/**
 * Maximum age of a read that a write is based on, in milliseconds. An older one is repeated: a newer commit may have been
 * applied since, or somebody may have changed live.
 */
export const MAX_READ_AGE_MS = 1_000

/**
 * Reads what is live, and masks its secrets before anything else sees them. `base` is the base branch's file, whose header
 * names and URLs are shown too; without it, as in an apply, fewer parts of URLs are. Throws a `UserError`.
 */
export async function readMaskedLive(
  run: ValidRun,
  publicKey: Secret,
  base: Promise<Base> | null = null,
): Promise<LiveCompany> {
  const { inputs, log } = run
  const answer = await readCompany(await run.connectAuco(), publicKey, {
    environment: inputs.environment,
    keyInput: 'public-key',
    secrets: () => log.secrets,
  })
  const read = await base
  const declaring = read?.known === true ? [run, read] : [run]
  const files = declaring.flatMap(({ webhooks }) => webhooks)
  const live = withDeclared(answer, {
    webhooks: files,
    elsewhere: declaring.flatMap(({ elsewhere }) => elsewhere),
    isComplete: read !== null && isComplete(run, read),
    redact: log.redact,
  })
  maskLive(log, live, files)
  return live
}

/** Whether no other file declares what is live: outside of pull requests, a plan has the only one. */
function isComplete({ context }: ValidRun, base: Base): boolean {
  return base.known || base.isNew || context.pullRequest === null
}
