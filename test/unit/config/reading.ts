import type { ReadOptions } from '../../../src/config/variable-rules.ts'
import { type FileResult, readWebhooksFile } from '../../../src/config/webhooks-file.ts'
import { Secret } from '../../../src/core/secret.ts'
import { type DesiredWebhook, type Environment, variablesOf } from '../../../src/core/webhook.ts'
import { disagreement } from './agreement.ts'

/** What a run knows beside the file; every part has a default that suits most tests. */
export interface Run {
  readonly environment?: Environment
  readonly variables?: Readonly<Record<string, string>>
  readonly ownKeys?: readonly string[]
  readonly unset?: ReadOptions['unset']
  readonly redact?: ReadOptions['redact']
}

export const VARIABLES = {
  AUCO_TOKEN: 'tok-4f9a8b7c6d',
  AUCO_USER_NAME: 'hook-user-71',
  AUCO_PASS_WORD: 'p4ss-0e1d2c',
}
export const OWN_KEYS = ['prk_9s8d7f6g5h', 'puk_1q2w3e4r5t', 'ghs_a1b2c3d4e5']

/** Reads the file, and throws where the published schema does not agree with what the validator makes of it. */
export function read(text: string, run: Run = {}): FileResult {
  const result = readAlone(text, run)
  const difference = disagreement(text, result)
  if (difference !== null) throw new Error(`${difference}\n${text.slice(0, 2_000)}`)
  return result
}

/** Reads the file without a look at the schema: for files that no editor would stand. */
export function readAlone(text: string, run: Run = {}): FileResult {
  const variables = new Map(Object.entries(run.variables ?? VARIABLES))
  return readWebhooksFile(text, {
    environment: run.environment ?? 'stage',
    variable: (name) => variables.get(name),
    ownSecrets: (run.ownKeys ?? OWN_KEYS).map((key) => new Secret(key)),
    unset: run.unset ?? 'error',
    ...(run.redact !== undefined && { redact: run.redact }),
  })
}

/** A webhook of the file with everything in clear, to compare as a whole. */
export function opened(webhook: DesiredWebhook) {
  const { id, description, url, header, line } = webhook
  const value = header?.value.known === true ? header.value.secret.reveal() : { unknown: header?.value.why }
  return {
    id,
    description,
    url: url.known ? url.reveal() : { unknown: url.why },
    header: header === null ? null : { key: header.key.reveal(), value },
    line,
    variables: variablesOf(webhook),
  }
}
