import { UserError } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import type { Change, Plan } from '../plan/plan.ts'
import { codeSpan, idList, note, plural } from './markdown.ts'
import { deferredWords, hiddenValues } from './plan-lines.ts'

/** The status of a plan that was compared with Auco, as Markdown. */
export function planStatus(plan: Plan): string {
  const { changes, changedSince, cannotCompare, deferred, removalsUnknown } = plan
  if (changes.length + changedSince.length > 0) return `**Plan:** ${planCounts(plan)}`
  if (cannotCompare.length + deferred.length > 0) return `**No visible changes** · ${uncomparedCounts(plan)}`
  return removalsUnknown === null ? '**No changes**' : '**No visible changes**'
}

/** `1 to remove · 2 to update · 3 unchanged`; what there is none of is left out. */
function planCounts(plan: Plan): string {
  return joined([
    countsOf(plan.changes, { remove: 'to remove', update: 'to update', create: 'to create' }),
    staysWords(plan),
    plan.unchanged.length === 0 ? '' : `${formatNumber(plan.unchanged.length)} unchanged`,
    uncomparedCounts(plan),
  ])
}

function uncomparedCounts(plan: Plan): string {
  const hidden = hiddenValues(plan).length
  return joined([
    plan.deferred.length === 0 ? '' : deferredWords(plan),
    hidden === 0 ? '' : `${formatNumber(hidden)} not comparable`,
  ])
}

/** `1 stays`: a webhook that the file managed once, and that Auco has with other content by now. */
export function staysWords({ changedSince: { length } }: Plan): string {
  return length === 0 ? '' : `${formatNumber(length)} ${plural(length, 'stays', 'stay')}`
}

/** `1 removed · 2 updated`; empty for an empty plan. */
export function appliedCounts({ changes }: Plan): string {
  return countsOf(changes, { remove: 'removed', update: 'updated', create: 'created' })
}

function countsOf(changes: readonly Change[], words: Readonly<Record<Change['action'], string>>): string {
  const actions = ['remove', 'update', 'create'] as const
  return joined(
    actions.map((action) => {
      const number = changes.filter((change) => change.action === action).length
      return number === 0 ? '' : `${formatNumber(number)} ${words[action]}`
    }),
  )
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ')
}

/** The status of a plan that wasn't compared with Auco, but with the default branch's file; `null` without either. */
export function limitedPlanStatus(plan: Plan | null): string {
  if (plan === null) return '**The file is valid**'
  return plan.changes.length > 0
    ? `**Plan against the default branch:** ${planCounts(plan)}`
    : '**No changes** against the default branch'
}

/** Why a plan wasn't compared with Auco. */
export function whyNotCompared(isFork: boolean): string {
  return isFork ? "plans of forks don't use keys." : 'this run has no `public-key`.'
}

/** The note of such a plan; `why` says why there is no comparison with the default branch either, or is empty. */
export function notComparedNote(isFork: boolean, why: string): string {
  return note(`**Not compared with Auco:** ${whyNotCompared(isFork)} ${why}`.trim())
}

/** The note of a plan whose file is that of the pull request's head. */
export function headNote(): string {
  return note(
    "This plan is of the pull request's head alone: GitHub hasn't merged it with the base yet, or they conflict. What the base got since is missing here.",
  )
}

/** The note of a plan that lacks the default branch's file: `why`. */
export function unknownBranchNote(why: string): string {
  return note(`This plan can't say which secrets go to a new host, or which variables are new. ${why}`)
}

/** The note of a plan that can't tell which webhooks at Auco the file managed: `why`. */
export function removalsUnknownNote({ unmanaged }: Plan, why: string): string {
  return note(
    `This plan can't tell whether the apply removes ${idList(unmanaged)}: the earlier versions of the file are unknown. ${why}`,
  )
}

/** A pull request for another branch than the default one: its merge is not applied. */
export interface OtherBase {
  readonly base: string
  readonly defaultBranch: string
}

/** What merging the pull request will do, where it isn't the obvious. */
export function mergeEffect(plan: Plan, otherBase: OtherBase | null): string | null {
  if (otherBase !== null) {
    const { base, defaultBranch } = otherBase
    return `nothing at Auco yet: ${codeSpan(base)} is not the default branch, and \`dry-run: auto\` applies only from ${codeSpan(defaultBranch)}.`
  }
  return plan.cautions.some(({ kind }) => kind === 'cannot-keep')
    ? 'nothing, because the apply will fail.'
    : null
}

/** The error of `fail-on-changes` without the public key. It must not be green: a misspelled secret could go unnoticed for years. */
export function driftUnknownError(): UserError {
  return new UserError(
    'missing-key',
    '`fail-on-changes` needs `public-key`, which this run does not have: whether Auco differs from the file is unknown.',
    'Pass the secret to the step (does the job name its `environment:`?), or remove `fail-on-changes`.',
  )
}

/** The error of `fail-on-changes` if Auco differs from the file. */
export function driftError({ changes, changedSince }: Plan): UserError {
  return new UserError(
    'changes-found',
    `Auco differs from the file: ${idList([...changes.map(({ id }) => id), ...changedSince])}.`,
    'Nothing was written. Bring the file up to date in a pull request, or apply it to undo the change.',
  )
}
