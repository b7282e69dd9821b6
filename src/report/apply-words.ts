import type { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Plan } from '../plan/plan.ts'
import { INTERRUPTIONS, type Interruption, WRITE_STATES, type WriteState } from './apply-errors.ts'
import { failureText } from './failure-text.ts'
import { idList } from './id-list.ts'
import { helpLink } from './links.ts'
import { codeSpan } from './markdown.ts'
import { appliedCounts } from './plan-counts.ts'

/** How an apply ended: in the summary, and in the plan comments. */
export interface ApplyEnding {
  /** One line of Markdown that begins with the state. */
  readonly status: string
  /** What the plan is folded under, now that live equals the file; `null` while it is open. */
  readonly foldedUnder: string | null
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
const VERIFIED = `${APPLIED} and verified`
const NOT_APPLIED = 'Not applied'
const UNKNOWN = 'Unknown whether it was applied'
/** What the plan is folded under, once it is live. */
const WHAT_WAS_APPLIED = 'What was applied'

export function nothingToDo(run: RunReference): ApplyEnding {
  return {
    status: `✅ **Nothing to do:** live already equals the file at ${commit(run)} (${runLink(run)})`,
    foldedUnder: 'What was planned',
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
  const foldedUnder = WHAT_WAS_APPLIED
  const by = `by ${runLink(run)} at ${commit(run)}`
  const done = appliedCounts(plan) || 'header values written again'
  if (!isVerified) {
    return { status: `✅ **${APPLIED}; ${unverifiable(hidden)}** (${by}: ${done})`, foldedUnder }
  }
  const except =
    hidden.length === 0
      ? ''
      : `. ${formatCount(hidden.length, 'header value')} could not be compared: Auco does not return ${hidden.length === 1 ? 'it' : 'them'}.`
  return { status: `✅ **${VERIFIED}** ${by}: ${done}${except}`, foldedUnder }
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
    status: `**Superseded by ${supersededBy(by)}.** Nothing was written (${runLink(run)}).`,
    foldedUnder: null,
  }
}

export function supersededNotice(by: Superseded): string {
  return `Superseded by ${supersededBy(by)}. Nothing was written.`
}

/** The status of an apply that failed: the state, the cause, the fix. */
export function failed(error: UserError, run: RunReference, troubleshootingUrl: string): ApplyEnding {
  const help = `${runLink(run)} · ${helpLink(troubleshootingUrl, error.code)}`
  return { status: `❌ **${stateWords(error)}:** ${failureText(error)} (${help})`, foldedUnder: null }
}

/** An outcome that nobody knows is not called "not applied". */
function stateWords({ code }: UserError): string {
  return code === 'unknown-outcome' ? UNKNOWN : NOT_APPLIED
}

/** The status of an apply that a cancellation or a bug ended early. */
export function interrupted(by: Interruption, write: WriteState, run: RunReference): ApplyEnding {
  if (write === 'confirmed') {
    return {
      status: `✅ **${VERIFIED}** by ${runLink(run)} at ${commit(run)}. After that, the run ${INTERRUPTIONS[by]}.`,
      foldedUnder: WHAT_WAS_APPLIED,
    }
  }
  const state = write === 'unknown' ? UNKNOWN : NOT_APPLIED
  const { is, fix } = WRITE_STATES[write]
  return {
    status: `❌ **${state}:** The run ${INTERRUPTIONS[by]}. ${is} ${fix} (${runLink(run)})`,
    foldedUnder: null,
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
  return sha.slice(0, 7)
}
