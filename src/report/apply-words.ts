import type { UserError, UserErrorCode } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Plan } from '../plan/plan.ts'
import { failureText } from './failure-text.ts'
import { idList } from './id-list.ts'
import { helpLink } from './links.ts'
import { codeSpan } from './markdown.ts'
import { appliedCounts } from './plan-counts.ts'

/** How an apply ended: in the summary, and as the status of the plan comment. */
export interface ApplyEnding {
  readonly verdict: string
  /** Notes below the verdict, in the summary only. */
  readonly notes: readonly string[]
  readonly status: string
}

/** What a status says about its run. */
export interface RunReference {
  readonly runId: string
  readonly runUrl: string | null
  readonly sha: string
}

/** What has replaced this run's commit on its branch; `file` is the file that differs. */
export type Superseded =
  | { readonly by: 'commit'; readonly sha: string; readonly file: string }
  | { readonly by: 'deletion' }

const APPLIED = 'Applied'
const NOTHING_TO_DO = 'Nothing to do'

/** Whether the status of a plan comment says that the plan is live. */
export function isAppliedStatus(status: string): boolean {
  return status.startsWith(APPLIED) || status.startsWith(NOTHING_TO_DO)
}

export function nothingToDo(run: RunReference): ApplyEnding {
  return {
    verdict: `**${NOTHING_TO_DO}.** Live equals the file.`,
    notes: [],
    status: `${NOTHING_TO_DO}: live equals the file at ${commit(run)}, see ${runLink(run)}.`,
  }
}

/** A write that succeeded. */
export interface AppliedWrite {
  readonly kind: 'applied'
  /** Reads show that live is what the file says. Otherwise nothing that they show proves it, only Auco's success (2xx). */
  readonly isVerified: boolean
  readonly writes: number
  /** Ids whose header value Auco doesn't return. */
  readonly hidden: readonly string[]
}

export function applied(plan: Plan, { isVerified, hidden }: AppliedWrite, run: RunReference): ApplyEnding {
  if (!isVerified) {
    return {
      verdict: `**${APPLIED}; ${unverifiable(hidden)}.**`,
      notes: [],
      status: `${APPLIED}; ${unverifiable(hidden)}. By ${runLink(run)} at ${commit(run)}.`,
    }
  }
  const done = appliedCounts(plan) || 'header values written again'
  const except =
    hidden.length === 0
      ? ''
      : ` ${formatCount(hidden.length, 'header value')} could not be compared: Auco does not return ${hidden.length === 1 ? 'it' : 'them'}.`
  return {
    verdict: `**${APPLIED} and verified:** ${done}.${except}`,
    notes: [],
    status: `${APPLIED} and verified by ${runLink(run)} at ${commit(run)}.${except}`,
  }
}

/** The line of the log about a write that succeeded. */
export function appliedLine({ isVerified, writes, hidden }: AppliedWrite): string {
  if (!isVerified) return `${APPLIED}; ${unverifiable(hidden)}. Auco answered write ${writes} with a success.`
  const except = hidden.length === 0 ? '' : `, except ${valuesOf(hidden)}, which Auco doesn't return`
  return `Verified${except}: a read-back shows live equal to the file, after ${formatCount(writes, 'write')}.`
}

function unverifiable(ids: readonly string[]): string {
  return `${valuesOf(ids)} can't be verified, Auco doesn't return ${ids.length === 1 ? 'it' : 'them'}`
}

function valuesOf(ids: readonly string[]): string {
  return `the header ${ids.length === 1 ? 'value' : 'values'} of ${idList(ids)}`
}

export function superseded(by: Superseded, run: RunReference): ApplyEnding {
  return {
    verdict: `**Superseded by ${supersededBy(by)}.** Nothing was written.`,
    notes: [],
    status: `Superseded by ${supersededBy(by)}, see ${runLink(run)}.`,
  }
}

export function supersededNotice(by: Superseded): string {
  return `Superseded by ${supersededBy(by)}. Nothing was written.`
}

/** Errors of an apply that wrote nothing because it must not. */
const REFUSALS: ReadonlySet<UserErrorCode> = new Set([
  'removals-denied',
  'unreviewed-removals',
  'cannot-keep',
])

export function failed(error: UserError, run: RunReference, troubleshootingUrl: string): ApplyEnding {
  const word = REFUSALS.has(error.code) ? 'Refused' : 'Failed'
  return {
    verdict: `**${word}.** ${failureText(error)}`,
    notes: [helpLink(troubleshootingUrl, error.code)],
    status: `${word}: ${failureText(error)} See ${runLink(run)}.`,
  }
}

function supersededBy(by: Superseded): string {
  return by.by === 'deletion'
    ? 'the deletion of the branch'
    : `${codeSpan(by.sha.slice(0, 7))}, which has another ${codeSpan(by.file)}`
}

function runLink({ runId, runUrl }: RunReference): string {
  return runUrl === null ? 'a run' : `[run ${runId}](${runUrl})`
}

function commit({ sha }: RunReference): string {
  return codeSpan(sha.slice(0, 7))
}
