import { formatNumber } from '../core/format.ts'
import { codeSpan } from './markdown.ts'
import { firstThatFit, MAX_LISTED } from './shorten.ts'

/** Longest id that is shown whole, in characters: as long as the file may have it. */
const MAX_ID = 128
/** Longest origin that is shown whole, in characters: its host has at most 253. */
export const MAX_ORIGIN = 300
/** Longest list of ids, in characters. */
const MAX_IDS_LENGTH = 500

/** Ids as code spans in a row, each at most `limit` characters long, and the number of those left out. */
export function idList(ids: readonly string[], limit = MAX_ID): string {
  const spans = ids.slice(0, MAX_LISTED).map((id) => codeSpan(id, limit))
  const shown = firstThatFit(spans, MAX_IDS_LENGTH, 2)
  const more = ids.length - shown.length
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${formatNumber(more)} more`
}

export function idSpan(id: string): string {
  return codeSpan(id, MAX_ID)
}
