import { formatNumber } from '../core/format.ts'
import type { Change, Plan } from '../plan/plan.ts'

/** The status of a plan that was compared with live, as Markdown. */
export function planStatus(plan: Plan): string {
  const { changes, cannotCompare, kept } = plan
  if (changes.length > 0) return `**Plan:** ${planCounts(plan)}`
  if (cannotCompare.length > 0) return `**No changes that can be seen:** ${planCounts(plan)}`
  const also = kept.length === 0 ? '' : ` · ${formatNumber(kept.length)} kept`
  return `**No changes:** live equals the file${also}`
}

/** `1 to remove · 2 to update · 3 unchanged`; what there is none of is left out. */
export function planCounts({ changes, unchanged, cannotCompare, kept }: Plan): string {
  const changed = new Set(changes.map(({ id }) => id))
  const unknown = new Set(cannotCompare.map(({ id }) => id).filter((id) => !changed.has(id))).size
  const others = [
    { number: unchanged.length, word: 'unchanged' },
    { number: unknown, word: 'not comparable' },
    { number: kept.length, word: 'kept' },
  ]
  return [
    countsOf(changes, { remove: 'to remove', update: 'to update', create: 'to create' }),
    ...others.map(({ number, word }) => (number === 0 ? '' : `${formatNumber(number)} ${word}`)),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** `1 removed · 2 updated`; empty for an empty plan. */
export function appliedCounts({ changes }: Plan): string {
  return countsOf(changes, { remove: 'removed', update: 'updated', create: 'created' })
}

function countsOf(changes: readonly Change[], words: Readonly<Record<Change['action'], string>>): string {
  const actions = ['remove', 'update', 'create'] as const
  return actions
    .map((action) => ({ action, number: changes.filter((change) => change.action === action).length }))
    .filter(({ number }) => number > 0)
    .map(({ action, number }) => `${formatNumber(number)} ${words[action]}`)
    .join(' · ')
}
