import { Secret } from '../../../src/core/secret.ts'
import type { Environment } from '../../../src/core/webhook.ts'
import { type ImportResult, importLive } from '../../../src/import/import-live.ts'
import { live, type Sketch } from '../plan/webhooks.ts'

/** An import of one environment, of everything that is live. */
export const plainly = { isFirstOfTwo: false, listedOnly: false, prunes: false } as const

/** Imports live webhooks into a file; `null` for none. */
export function importing(
  existing: string | null,
  environment: Environment,
  ...webhooks: readonly Sketch[]
): ImportResult {
  const ownSecrets = [new Secret('puk_1q2w3e4r5t')]
  return importLive({ environment, live: live(...webhooks), existing, ownSecrets, ...plainly })
}

/** The resulting text, or the refusals with their lines. */
export function outcome(result: ImportResult): string | readonly string[] {
  return result.ok
    ? result.text
    : result.refusals.map(({ message, place }) => (place === null ? message : `${place.line}: ${message}`))
}
