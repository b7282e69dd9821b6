import { formatCount, formatNumber } from '../core/format.ts'
import type { Change, Plan } from '../plan/plan.ts'

/** `1 to remove · 2 to update · 3 unchanged`, or that there is nothing to do, as Markdown. */
export function planVerdict({ changes, unchanged, cannotCompare, kept }: Plan): string {
  const also = kept.length === 0 ? '' : ` · ${formatNumber(kept.length)} kept`
  if (changes.length > 0) {
    const counted = countsOf(changes, { remove: 'to remove', update: 'to update', create: 'to create' })
    const outside = changes.filter(({ origin }) => origin === 'outside').length
    const apart = outside === 0 ? '' : ` · ${formatNumber(outside)} of them an outside change`
    const changed = new Set(changes.map(({ id }) => id))
    const unknown = cannotCompare.filter(({ id }) => !changed.has(id)).length
    const compared = unknown === 0 ? '' : ` · ${formatNumber(unknown)} not comparable`
    return `**${counted}**${apart} · ${formatNumber(unchanged.length)} unchanged${compared}${also}`
  }
  const webhooks = formatCount(unchanged.length + cannotCompare.length, 'webhook')
  return cannotCompare.length === 0
    ? `**No changes.** Live equals the file: ${webhooks}${also}.`
    : `**No changes that can be seen.** ${webhooks}, of which the header value of ${formatNumber(cannotCompare.length)} cannot be compared${also}.`
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
