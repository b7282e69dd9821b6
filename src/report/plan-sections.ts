import { formatNumber } from '../core/format.ts'
import type { NotComparable, Plan } from '../plan/plan.ts'
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

/** A section for each change, in the order of the plan: removals, updates, creations. */
export function changeSections({ changes }: Plan): readonly string[] {
  return changes.map(
    (change) =>
      `#### ${ACTION[change.action]} ${idSpan(change.id)}${ORIGIN[change.origin]}\n\n${diffBlock(changeLines(change))}`,
  )
}

/** Which URLs and header values cannot be compared, by reason. The section of a changed webhook has that of its header. */
export function cannotCompareSection({ changes, cannotCompare }: Plan): readonly string[] {
  const changed = new Set(changes.map(({ id }) => id))
  return (['url', 'header'] as const).flatMap((field) => {
    const ofField = cannotCompare.filter(
      (one) => one.field === field && !(field === 'header' && changed.has(one.id)),
    )
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
