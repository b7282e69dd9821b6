import { formatCount, formatNumber } from '../core/format.ts'
import type { Plan, UncomparedField } from '../plan/plan.ts'
import { changeLines } from './change-lines.ts'
import { idList, idSpan } from './id-list.ts'
import { diffBlock } from './markdown.ts'

const ACTION = { remove: 'Remove', update: 'Update', create: 'Create' } as const

/** A section for each change, in the order of the plan: removals, updates, creations. */
export function changeSections({ changes }: Plan): readonly string[] {
  return changes.map(
    (change) => `#### ${ACTION[change.action]} ${idSpan(change.id)}\n\n${diffBlock(changeLines(change))}`,
  )
}

/** What an apply leaves alone, or can't compare: one folded line each. Without changes the status says enough of the unchanged ones. */
export function untouchedLines(plan: Plan): readonly string[] {
  const { changes, unchanged, unmanaged, changedSince, deferred } = plan
  const stays = new Set(changedSince)
  const foreign = unmanaged.filter((id) => !stays.has(id))
  return [
    line(`${formatNumber(unchanged.length)} unchanged`, changes.length === 0 ? [] : unchanged),
    line(
      `${formatNumber(foreign.length)} unmanaged: at Auco, not in the file, left as ${foreign.length === 1 ? 'it is' : 'they are'}`,
      foreign,
    ),
    line(deferredWords(plan), idsOf(deferred)),
    ...[...Map.groupBy(hiddenValues(plan), ({ why }) => why)].map(([why, fields]) =>
      line(`${formatCount(fields.length, 'header value')} can't be compared: ${why}`, idsOf(fields)),
    ),
  ].filter((text) => text !== '')
}

function line(summary: string, ids: readonly string[]): string {
  return ids.length === 0 ? '' : `<details><summary>${summary}</summary>\n\n${idList(ids)}\n\n</details>`
}

function idsOf(fields: readonly UncomparedField[]): readonly string[] {
  return [...new Set(fields.map(({ id }) => id))]
}

/** `2 secrets compared when applied` */
export function deferredWords({ deferred }: Plan): string {
  return `${formatCount(deferred.length, 'secret')} compared when applied`
}

/** Values that Auco hides, except those of changed webhooks: their sections say it. */
export function hiddenValues({ changes, cannotCompare }: Plan): Plan['cannotCompare'] {
  const changed = new Set(changes.map(({ id }) => id))
  return cannotCompare.filter(({ id }) => !changed.has(id))
}
