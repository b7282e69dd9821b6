import { formatNumber } from '../core/format.ts'
import { isValueOnly } from '../plan/cautions.ts'
import type { Change, NotComparable, Plan } from '../plan/plan.ts'
import { changeLines } from './change-lines.ts'
import { idList, idSpan } from './id-list.ts'
import { diffBlock } from './markdown.ts'
import { shortList } from './shorten.ts'

const ACTION = { remove: 'Remove', update: 'Update', create: 'Create' } as const
const ORIGIN = {
  outside: ' · outside change',
  both: ' · also changed outside',
  'pull-request': '',
  unknown: '',
} as const

/** Who made a change. A header value that alone differs may as well have been rotated here. */
function originOf(change: Change): string {
  return isValueOnly(change) ? '' : ORIGIN[change.origin]
}

/** A section for each change, in the order of the plan: removals, updates, creations. */
export function changeSections({ changes }: Plan): readonly string[] {
  return changes.map(
    (change) =>
      `#### ${ACTION[change.action]} ${idSpan(change.id)}${originOf(change)}\n\n${diffBlock(changeLines(change))}`,
  )
}

/** What cannot be compared, except headers of changed webhooks: their sections say it. */
export function othersNotComparable({ changes, cannotCompare }: Plan): readonly NotComparable[] {
  const changed = new Set(changes.map(({ id }) => id))
  return cannotCompare.filter(({ id, field }) => field !== 'header' || !changed.has(id))
}

/** Which URLs and header values cannot be compared, by reason. */
export function cannotCompareSection(plan: Plan): readonly string[] {
  const others = othersNotComparable(plan)
  return (['url', 'header'] as const).flatMap((field) => {
    const ofField = others.filter((one) => one.field === field)
    if (ofField.length === 0) return []
    const lines = [...Map.groupBy(ofField, ({ why }) => why)].map(
      ([why, webhooks]) => `- ${idList(webhooks.map(({ id }) => id))}: cannot compare: ${why}`,
    )
    return [`**${field === 'url' ? 'URLs' : 'Header values'}**\n\n${shortList(lines, '- ').join('\n')}`]
  })
}

/** A field that cannot be compared, in words. */
export function fieldName(field: NotComparable['field']): string {
  return field === 'url' ? 'the URL' : 'the header value'
}

/** The unchanged and kept ids, folded. Without changes the status says enough of the unchanged ones. */
export function untouchedSection({ changes, unchanged, kept }: Plan): readonly string[] {
  const lists = [
    ...(changes.length === 0 ? [] : [{ ids: unchanged, word: 'unchanged' }]),
    { ids: kept, word: 'kept' },
  ].filter(({ ids }) => ids.length > 0)
  if (lists.length === 0) return []
  const summary = lists.map(({ ids, word }) => `${formatNumber(ids.length)} ${word}`).join(' · ')
  const text = lists.map(({ ids, word }) => (word === 'kept' ? `Kept, not in the file: ` : '') + idList(ids))
  return [`<details><summary>${summary}</summary>\n\n${text.join('\n\n')}\n\n</details>`]
}
