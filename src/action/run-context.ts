import type { Http } from '../auco/http.ts'
import type { Problem } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { DesiredWebhook, LiveCompany } from '../core/webhook.ts'
import type { GitHub } from '../github/client.ts'
import type { Links } from '../report/links.ts'
import type { CommentIdentity } from '../report/marker.ts'
import type { Clock } from '../system/clock.ts'
import type { RunContext } from './github-context.ts'
import type { Inputs } from './inputs.ts'
import type { Runner } from './workflow-log.ts'
import type { WriteState } from './write-and-verify.ts'

/** What the action reports as its output `result`. */
export type Result = 'planned' | 'unchanged' | 'applied' | 'superseded'

/** How old an answer may be that a write follows from, in milliseconds; an older one is asked for again. */
export const FRESH = 1_000

/** What every part of a run works with. */
export interface Run {
  readonly inputs: Inputs
  readonly context: RunContext
  readonly runner: Runner
  readonly clock: Clock
  /** Aborted when the run is cancelled; its reason is a `UserError`. */
  readonly cancelled: AbortSignal
  /** The value of a variable of the step's environment. */
  readonly variable: (name: string) => string | undefined
  /** Told at each change of what is known about the write, for the message of a cancellation. */
  readonly onWriteState: (state: WriteState) => void
  /** The connection to Auco, made at the first use: a wrong file needs none. */
  readonly connectAuco: () => Promise<Http>
  /** GitHub's API and this repository in it, likewise; `null` without a token or a repository. */
  readonly connectGitHub: () => Promise<GitHub> | null
}

/** A run whose file is valid. */
export interface ValidRun extends Run {
  /** Of the file. */
  readonly text: string
  readonly webhooks: readonly DesiredWebhook[]
  readonly warnings: readonly Problem[]
}

/** The identity of the run's comment, and where the links of its reports lead. */
export function identityOf({ inputs }: Run): CommentIdentity {
  return { title: inputs.title, config: inputs.config, environment: inputs.environment }
}

export function linksOf({ inputs, context }: Run): Links {
  const { repositoryUrl, runUrl, sha, troubleshootingUrl } = context
  return { repositoryUrl, runUrl, sha, config: inputs.config, troubleshootingUrl }
}

/** Masks the header values of what was read, but for those that the file itself shows with `secret: false`. */
export function maskLive({ runner, webhooks }: ValidRun, live: LiveCompany): void {
  const shownInFile = webhooks.flatMap(({ header, variables }) =>
    variables.length === 0 && header?.value.known === true ? [header.value.secret] : [],
  )
  for (const { header, url } of live.webhooks) {
    for (const secret of url.hiddenSecrets()) runner.withhold(secret)
    if (header?.value.known !== true) continue
    const { secret } = header.value
    if (!shownInFile.some((shown) => shown.equals(secret))) runner.mask(secret)
  }
}

/** A variable's value is masked at its first look-up, before the file's rules or anything else sees it. */
export function maskedVariable({ runner, variable }: Run): (name: string) => string | undefined {
  return (name) => {
    const value = variable(name)
    if (value !== undefined) runner.mask(new Secret(value))
    return value
  }
}
