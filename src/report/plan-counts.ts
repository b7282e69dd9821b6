import { formatNumber } from '../core/format.ts'
import type { Change, Plan } from '../plan/plan.ts'
import { deferredWords, hiddenValues } from './plan-sections.ts'

/** The status of a plan that was compared with Auco, as Markdown. */
export function planStatus(plan: Plan): string {
  const { changes, changedSince, cannotCompare, deferred, removalsUnknown } = plan
  if (changes.length + changedSince.length > 0) return `**Plan:** ${planCounts(plan)}`
  if (cannotCompare.length + deferred.length > 0) return `**No visible changes** · ${uncomparedCounts(plan)}`
  return removalsUnknown === null ? '**No changes**' : '**No visible changes**'
}

/** `1 to remove · 2 to update · 3 unchanged`; what there is none of is left out. */
export function planCounts(plan: Plan): string {
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
  return length === 0 ? '' : `${formatNumber(length)} ${length === 1 ? 'stays' : 'stay'}`
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
