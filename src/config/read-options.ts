import type { Secret } from '../core/secret.ts'
import type { Environment } from '../core/webhook.ts'

/** The value of a variable of the step's environment, already masked in the log; `undefined` if it is unset. */
export type VariableOf = (name: string) => string | undefined

/** What a run knows beside the file. */
export interface ReadOptions {
  /** The environment that this run is for: it selects the entries and URLs. */
  readonly environment: Environment
  readonly variable: VariableOf
  /** The action's own keys and token: no header may contain them. */
  readonly ownSecrets: readonly Secret[]
  /** What an unset variable is: an error for an apply, nothing special for a plan, which needs no secrets. */
  readonly unset: 'error' | 'allowed'
  /**
   * Replaces the run's secrets in an id before a message quotes it: escaping and shortening would hide them from a later
   * look. Left out, ids stay as they are.
   */
  readonly redact?: (id: string) => string
}
