import { readCompany } from '../auco/read-company.ts'
import { withDeclared } from '../core/declared.ts'
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
 * Reads what Auco has, and masks its secrets before anything else sees them. `defaultFile` is the default branch's file, if
 * there is one: what that writes is shown, too. Throws a `UserError`.
 */
export async function readMaskedLive(
  run: ValidRun,
  publicKey: Secret,
  defaultFile: Promise<DefaultFile | null> | null = null,
): Promise<LiveCompany> {
  const { inputs, log } = run
  const answer = await readCompany(await run.connectAuco(), publicKey, {
    environment: inputs.environment,
    keyInput: 'public-key',
    secrets: () => log.secrets,
  })
  const other = await defaultFile
  const files = [run, ...(other === null ? [] : [other])]
  const live = withDeclared(
    answer,
    files.flatMap(({ webhooks, elsewhere }) => [...webhooks, ...elsewhere]),
  )
  maskLive(log, live)
  return live
}
