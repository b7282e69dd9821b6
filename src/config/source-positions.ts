import { LineCounter } from 'yaml'
import type { Place } from '../core/errors.ts'

/** The place of a part of the text: `from` and `to` are offsets in UTF-16 units, `to` is exclusive. */
export type PlaceOf = (from: number, to: number) => Place

/**
 * Converts offsets of the text to places. The newlines are counted here: given to the parser, `LineCounter` misses those
 * inside of a stray scalar (`yaml` 2.9).
 */
export function placesIn(text: string): PlaceOf {
  // A problem at the end of the file is reported at the last visible character, not on a line that no editor shows.
  let end = text.trimEnd().length
  while (text[end] === ' ' || text[end] === '\t') end += 1
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1)
  return (from, to) => {
    const first = lines.linePos(Math.min(from, end))
    const last = lines.linePos(Math.min(Math.max(to, from + 1), end))
    return { line: first.line, column: first.col, endLine: last.line, endColumn: last.col }
  }
}

/** Where a collection starts: an annotation on all its lines would hide the one that matters. */
export function startOf(place: Place): Place {
  return place.line === place.endLine
    ? place
    : { line: place.line, column: place.column, endLine: place.line, endColumn: place.column + 1 }
}
