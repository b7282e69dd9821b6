import type { UserError, UserErrorCode } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Plan } from '../plan/plan.ts'
import { unverifiable, valuesOf } from './apply-errors.ts'
import { failureText, helpLink } from './failure-text.ts'
import { plural } from './markdown.ts'
import { appliedCounts, staysWords } from './plan-words.ts'

/** How an apply ended: in the summary, and in the comments. */
export interface ApplyEnding {
  readonly status: string
  readonly foldedUnder: string | null
}

export interface RunReference {
  readonly runId: string
  readonly runUrl: string
  readonly sha: string
}

export function applying(run: RunReference): ApplyEnding {
  return { status: `⏳ **Applying** (${runLink(run)})`, foldedUnder: 'What is being applied' }
}

export function nothingToDo(plan: Plan, run: RunReference): ApplyEnding {
  const by = `(${runLink(run)} at ${commit(run)})`
  const stays = staysWords(plan)
  const status =
    stays === ''
      ? `✅ **Nothing to do:** Auco already has everything in the file ${by}`
      : `⚠️ **Nothing to do**, but ${stays} ${by}`
  return { status, foldedUnder: 'What was compared' }
}

export interface AppliedWrite {
  readonly kind: 'applied'
  /** Reads show that Auco has the file. Otherwise nothing that they show proves it, only Auco's success (2xx). */
  readonly isVerified: boolean
  readonly writes: number
  /** Ids whose header value Auco hides. */
  readonly hidden: readonly string[]
}

export function applied(plan: Plan, { isVerified, hidden }: AppliedWrite, run: RunReference): ApplyEnding {
  const by = `by ${runLink(run)} at ${commit(run)}`
  const done = appliedCounts(plan) || 'header values written again'
  const stays = staysWords(plan)
  const state = isVerified ? 'Applied and verified' : `Applied; ${unverifiable(hidden)}`
  const except =
    isVerified && hidden.length > 0
      ? `. ${formatCount(hidden.length, 'header value')} could not be compared: Auco does not return ${plural(hidden.length, 'it', 'them')}.`
      : ''
  const status =
    stays === ''
      ? `✅ **${state}** ${by}: ${done}${except}`
      : `⚠️ **${state}**, but ${stays} · ${by}: ${done}${except}`
  return { status, foldedUnder: 'What was applied' }
}

export function appliedLine({ isVerified, writes, hidden }: AppliedWrite): string {
  if (!isVerified) return `Applied; ${unverifiable(hidden)}. Auco answered write ${writes} with a success.`
  const except = hidden.length === 0 ? '' : `, except ${valuesOf(hidden)}, which Auco doesn't return`
  return `Verified${except}: Auco has the file, after ${formatCount(writes, 'write')}.`
}

/** The status of a pull request that a run for another commit took along. `isSame`: its own file is that commit's. */
export function takenAlong(run: RunReference, isSame: boolean): ApplyEnding {
  const status = `${isSame ? '✅ ' : ''}**Auco has the file as of ${commit(run)}** (${runLink(run)})`
  return { status, foldedUnder: null }
}

export function takenOver(by: { readonly id: number; readonly url: string }, run: RunReference): ApplyEnding {
  return {
    status: `**A newer run took over:** [run ${by.id}](${by.url}) is about a newer commit. Nothing was written (${runLink(run)}).`,
    foldedUnder: null,
  }
}

/** What would be wrong to call "not applied". */
const OTHER_STATES: Partial<Record<UserErrorCode, string>> = {
  'unknown-outcome': 'Unknown whether it was applied',
  'stored-differently': 'Auco has something else',
}

/** The status of an apply that failed: the state, the cause, the fix. */
export function failed(error: UserError, run: RunReference, troubleshootingUrl: string): ApplyEnding {
  const help = `${runLink(run)} · ${helpLink(troubleshootingUrl, error.code)}`
  if (error.code === 'not-delivered') {
    return { status: `❌ **${error.reason}** ${error.fix} (${help})`, foldedUnder: 'What was applied' }
  }
  const state = OTHER_STATES[error.code] ?? 'Not applied'
  return { status: `❌ **${state}:** ${failureText(error)} (${help})`, foldedUnder: 'The plan' }
}

function runLink({ runId, runUrl }: RunReference): string {
  return `[run ${runId}](${runUrl})`
}

function commit({ sha }: RunReference): string {
  return sha.slice(0, 7)
}
