import { formatNumber } from '../core/format.ts'

/** A list that could be of any length shows at most this many entries. */
export const MAX_LISTED = 20
/** Longest lists of sentences in a row, in characters: all of a report together leave room in a comment. */
const MAX_LIST_LENGTH = 4_000

/** The number of characters. */
export function length(text: string): number {
  return text.length
}

/** The first parts that fit into `room` with a separator of that length after each; lengths are as `measure` counts. */
export function firstThatFit(
  parts: readonly string[],
  room: number,
  separator: number,
  measure: (text: string) => number = length,
): readonly string[] {
  let left = room
  const end = parts.findIndex((part) => {
    left -= measure(part) + separator
    return left < 0
  })
  return end === -1 ? parts : parts.slice(0, end)
}

/** The first lines of each list, at least one, and the number of those left out after `bullet`. */
export function shortLists(
  lists: readonly (readonly string[])[],
  bullet = '',
  most = MAX_LISTED,
): readonly string[] {
  return lists.flatMap(([first = '', ...others]) => {
    const room = MAX_LIST_LENGTH / lists.length - length(first) - 3
    const shown = [first, ...firstThatFit(others.slice(0, most - 1), room, 3)]
    const more = others.length + 1 - shown.length
    return more === 0 ? shown : [...shown, `${bullet}… and ${formatNumber(more)} more.`]
  })
}
