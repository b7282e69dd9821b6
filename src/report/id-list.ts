import { formatNumber } from '../core/format.ts'
import { codeSpan } from './markdown.ts'
import { firstThatFit, MAX_LISTED } from './shorten.ts'

/** Longest id that is shown whole, in characters: as long as the file may have it. */
const MAX_ID = 128
/** Longest list of ids, in characters. */
const MAX_IDS_LENGTH = 2_000

/** Ids as code spans in a row, and the number of those left out. */
export function idList(ids: readonly string[]): string {
  const shown = firstThatFit(ids.slice(0, MAX_LISTED).map(idSpan), MAX_IDS_LENGTH, 2)
  const more = ids.length - shown.length
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${formatNumber(more)} more`
}

export function idSpan(id: string): string {
  return codeSpan(id, MAX_ID)
}
