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
    const unknown = new Set(cannotCompare.map(({ id }) => id).filter((id) => !changed.has(id))).size
    const compared = unknown === 0 ? '' : ` · ${formatNumber(unknown)} not comparable`
    return `**${counted}**${apart} · ${formatNumber(unchanged.length)} unchanged${compared}${also}`
  }
  const unknown = new Set(cannotCompare.map(({ id }) => id)).size
  const webhooks = formatCount(unchanged.length + unknown, 'webhook')
  if (unknown === 0) return `**No changes.** Live equals the file: ${webhooks}${also}.`
  const fields = new Set(cannotCompare.map(({ field }) => field))
  const what = fields.size > 1 ? 'URL or header value' : fields.has('url') ? 'URL' : 'header value'
  return `**No changes that can be seen.** ${webhooks}, of which the ${what} of ${formatNumber(unknown)} cannot be compared${also}.`
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
