import type { Http } from '../auco/http.ts'
import type { Problem } from '../core/errors.ts'
import type { DesiredWebhook } from '../core/webhook.ts'
import type { AskGitHub } from '../github/client.ts'
import type { WriteState } from '../report/apply-errors.ts'
import { headingOf } from '../report/comment.ts'
import { type Report, renderSummary } from '../report/render-report.ts'
import type { Clock } from '../system/clock.ts'
import type { RunContext } from './github-context.ts'
import type { Inputs } from './inputs.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** The output `result`. */
export type Result = 'planned' | 'unchanged' | 'applied' | 'superseded'

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
  /** Called when the state of the write changes, because a run that is cancelled reports it. */
  readonly onWriteState: (state: WriteState) => void
  /** Opens the connection to Auco at the first call: a run with an invalid file needs none. */
  readonly connectAuco: () => Promise<Http>
  /** `null` without a token. */
  readonly askGitHub: AskGitHub | null
}

/** A run whose file is valid. */
export interface ValidRun extends Run {
  /** Text of the file. */
  readonly text: string
  /** Whether the file is that object of git; another step can have made or changed it. */
  readonly isObject: (id: string | null) => boolean
  /** As in `RepositoryFile`. */
  readonly isOfHead: boolean
  readonly webhooks: readonly DesiredWebhook[]
  /** As in `FileResult`. */
  readonly elsewhere: readonly DesiredWebhook[]
  readonly warnings: readonly Problem[]
}

/** The report of a run: its links, and the given parts. */
export function reportOf({ inputs, context }: Run, parts: Pick<Report, 'status'> & Partial<Report>): Report {
  const { repositoryUrl, runUrl, sha, troubleshootingUrl } = context
  return {
    notes: [],
    plan: null,
    problems: [],
    afterMerge: null,
    foldedUnder: null,
    links: { repositoryUrl, runUrl, sha, config: inputs.config, troubleshootingUrl },
    ...parts,
  }
}

export function writeSummary({ inputs, log }: Run, report: Report): void {
  log.summary(renderSummary(headingOf(inputs.title, inputs), report))
}
