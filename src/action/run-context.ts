import type { Http } from '../auco/http.ts'
import type { Problem, UserError } from '../core/errors.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import type { AskGitHub } from '../github/client.ts'
import type { Interruption, WriteState } from '../report/apply-errors.ts'
import type { Clock } from '../system/clock.ts'
import type { RunContext } from './github-context.ts'
import type { Inputs } from './inputs.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** The output `result`. */
export type Result = 'planned' | 'unchanged' | 'applied' | 'superseded'

/** What an apply knows about its end, for the report of one that is cancelled or meets a bug. */
export interface KnownEnding {
  /** Why the apply failed; `null` if it didn't by itself. */
  readonly failure: UserError | null
  /** Updates the comments of the plans that the apply decided on. `run` is one that isn't cancelled. */
  readonly comment: (run: Run, by: Interruption, write: WriteState) => Promise<unknown>
}

/** What every part of a run works with. */
export interface Run {
  readonly inputs: Inputs
  readonly context: RunContext
  readonly log: WorkflowLog
  readonly clock: Clock
  /** Aborted when the run is cancelled; its reason is a `UserError`. */
  readonly cancelled: AbortSignal
  /** A variable of the step's environment, not masked yet. */
  readonly variable: (name: string) => string | undefined
  /** Called when the state of the write changes, because a run that is cancelled or meets a bug reports it. */
  readonly onWriteState: (state: WriteState) => void
  /** Called likewise when more is known about how an apply ends. */
  readonly onEnding: (ending: KnownEnding) => void
  /** Opens the connection to Auco at the first call: a run with an invalid file needs none. */
  readonly connectAuco: () => Promise<Http>
  /** `null` without a token or a repository. */
  readonly askGitHub: AskGitHub | null
}

/** A run whose file is valid. */
export interface ValidRun extends Run {
  /** Text of the file. */
  readonly text: string
  readonly webhooks: readonly DesiredWebhook[]
  /** As in `FileResult`. */
  readonly elsewhere: readonly DesiredWebhook[]
  readonly warnings: readonly Problem[]
}
