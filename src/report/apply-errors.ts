import { UserError } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import type { Environment } from '../core/webhook.ts'
import { idList } from './id-list.ts'

/** The ways in which a write fails. */
export type WriteFailure =
  | { readonly kind: 'not-applied'; readonly writes: number; readonly lastOutcome: string }
  | { readonly kind: 'somebody-else'; readonly ids: readonly string[] }
  | { readonly kind: 'unknown'; readonly cause: UserError }

export function writeError(failure: WriteFailure): UserError {
  switch (failure.kind) {
    case 'not-applied':
      return new UserError(
        'not-applied',
        `Not applied: after ${formatCount(failure.writes, 'write')} live is still what it was before. The last time, ${lowerFirst(failure.lastOutcome)}`,
        "Run the job again; if live stays as it is, check Auco's status.",
      )
    case 'somebody-else':
      return new UserError(
        'somebody-else',
        `Somebody else is writing: live is neither the file nor what it was before. These ids differ from the file: ${idList(failure.ids)}.`,
        'No further write was made. See what changed with a plan, and run one job at a time (`concurrency`).',
      )
    case 'unknown':
      return new UserError(
        'unknown-outcome',
        `Unknown whether the write is live: it could not be read back. ${failure.cause.reason}`,
        'Run the job again: it reads first, and writes only what differs.',
        failure.cause.quote,
      )
  }
}

/** Whether an error means that live may differ from what an earlier run left there. */
export function isAfterWrite({ code }: UserError): boolean {
  return code === 'not-applied' || code === 'somebody-else' || code === 'unknown-outcome'
}

/** The error of an apply without one of its keys, or without both. */
export function missingKeys(missing: readonly string[], environment: Environment): UserError {
  return new UserError(
    'missing-key',
    `An apply needs ${missing.map((name) => `\`${name}\``).join(' and ')}, which this run does not have.`,
    `Pass the secrets of ${environment} to the step (does the job name its \`environment:\`?), or plan with \`dry-run: true\`.`,
  )
}

/** The error of a plan or an apply that removes webhooks with `removals: deny`. */
export function removalsDenied(removed: readonly string[]): UserError {
  return new UserError(
    'removals-denied',
    `The plan removes ${idList(removed)}, and \`removals\` is \`deny\`.`,
    'Nothing was written. Put the webhooks back into the file, or set `removals` to `reviewed`.',
  )
}

/** What an apply knows of the plan that was reviewed. */
export interface ReviewFacts {
  /** Why the plan comment could not be read; `null` if it could. */
  readonly unavailable: string | null
  readonly isPush: boolean
  readonly hasPlan: boolean
  /** Whether the plan was applied before. */
  readonly isApplied: boolean
}

/** The error of an apply that removes what no reviewed plan announced. */
export function removalsUnreviewed(unreviewed: readonly string[], review: ReviewFacts): UserError {
  return new UserError(
    'unreviewed-removals',
    `Nobody reviewed the removal of ${idList(unreviewed)}. ${whyUnreviewed(review)}`,
    'Nothing was written. Put the webhooks into the file, or open a pull request whose plan announces the removal; `removals: allow` removes them in one run without a review.',
  )
}

function whyUnreviewed({ unavailable, isPush, hasPlan, isApplied }: ReviewFacts): string {
  if (unavailable !== null) return `The plan comment could not be read. ${unavailable}`
  if (!isPush) return 'A manual run has no reviewed plan.'
  if (!hasPlan) return 'No merged pull request with a plan comment belongs to this commit.'
  return isApplied
    ? 'The plan of the merged pull request was applied before, and what came back since then was in no plan.'
    : 'The plan comment of the merged pull request does not announce it for the merged commit.'
}

function lowerFirst(text: string): string {
  // `Auco answered 500.` starts with a name.
  return text.startsWith('Auco') ? text : text.charAt(0).toLowerCase() + text.slice(1)
}
