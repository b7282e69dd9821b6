import type { Visit } from './server.ts'

/**
 * How often a run waited for an answer before it asked again: the longest chain of requests of which each came after the
 * answer to the one before.
 */
export function roundTripsOf(visits: readonly Visit[]): number {
  let count = 0
  let answered = Number.NEGATIVE_INFINITY
  for (const { from, until } of visits.toSorted((a, b) => a.until - b.until)) {
    if (from < answered) continue
    count += 1
    answered = until
  }
  return count
}
