import { UserError } from '../core/errors.ts'
import { formatCount, formatNumber } from '../core/format.ts'
import { idsOf, type Plan } from '../plan/plan.ts'
import { idList } from './id-list.ts'
import { codeSpan, note } from './markdown.ts'
import { MAX_ANNOUNCED } from './marker.ts'
import { planCounts } from './plan-counts.ts'

/** The status of a plan that wasn't compared with live, but with the base branch's file; `null` without either. */
export function limitedPlanStatus(plan: Plan | null): string {
  if (plan === null) return '**The file is valid**'
  if (plan.changes.length > 0) return `**Plan against the base branch:** ${planCounts(plan)}`
  return plan.kept.length === 0
    ? '**No changes:** the file declares what the base branch declares'
    : `**The file is valid**, and no longer lists ${formatCount(plan.kept.length, 'webhook')} of the base branch`
}

/** The note of such a plan; `why` says why there is no comparison with the base branch either, or is empty. */
export function notComparedNote(why: string): string {
  const limit =
    '**Not compared with what is live:** this run has no `public-key`, as runs of forks never have.'
  return note(`${limit} ${why}`.trim())
}

/** The note of a plan that can't tell outside changes apart, because the base branch's file is unknown: `why`. */
export function unknownBaseNote(why: string): string {
  return note(`Changes from outside the repository cannot be told apart. ${why}`)
}

export interface MergeFacts {
  readonly plan: Plan
  /** The input `removals`. */
  readonly removals: 'reviewed' | 'keep' | 'allow' | 'deny'
  /** Whether a comment announces the removals. */
  readonly isAnnounced: boolean
  /** The branch to merge into and the default branch, if they differ. */
  readonly otherBase: OtherBase | null
}

/** A pull request for another branch than the default one: its merge is not applied. */
export interface OtherBase {
  readonly base: string
  readonly defaultBranch: string
}

/** What merging the pull request will do, where it isn't the obvious: to make live equal to the file. */
export function mergeEffect({ plan, removals, isAnnounced, otherBase }: MergeFacts): string | null {
  if (otherBase !== null) {
    const { base, defaultBranch } = otherBase
    return `nothing at Auco: ${codeSpan(base)} is not the default branch, and only a merge into ${codeSpan(defaultBranch)} is applied.`
  }
  if (plan.cautions.some(({ kind }) => kind === 'cannot-keep')) {
    return "nothing. `removals` is `keep`, and a header value that Auco doesn't return can't be kept, so the apply is refused."
  }
  const removed = idsOf(plan, 'remove').length
  if (removed === 0 || removals === 'allow') return null
  if (removals === 'deny') return 'nothing. `removals` is `deny`, so the apply is refused.'
  if (!isAnnounced) {
    return 'nothing. This run writes no comment, so the removals are not announced, and the apply refuses them.'
  }
  if (removed > MAX_ANNOUNCED) {
    return `nothing. More than ${formatNumber(MAX_ANNOUNCED)} removals cannot be announced: split them, or run once with \`removals: allow\`.`
  }
  return 'everything above. It removes only what is announced here.'
}

/** The error of `fail-on-changes` without the public key. It must not be green: a misspelled secret could go unnoticed for years. */
export function driftUnknownError(): UserError {
  return new UserError(
    'missing-key',
    '`fail-on-changes` needs `public-key`, which this run does not have: whether live differs from the file is unknown.',
    'Pass the secret to the step (does the job name its `environment:`?), or remove `fail-on-changes`.',
  )
}

/** The error of `fail-on-changes` if live differs from the file. */
export function driftError(plan: Plan): UserError {
  return new UserError(
    'changes-found',
    `Live differs from the file: ${idList(plan.changes.map(({ id }) => id))}.`,
    'Nothing was written. Bring the file up to date in a pull request, or apply it to undo the change.',
  )
}
