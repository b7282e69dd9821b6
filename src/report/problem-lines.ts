import type { Problem } from '../core/errors.ts'
import { formatNumber } from '../core/format.ts'
import { codeLink, type Links, placeLink } from './links.ts'

/** Linked places of one problem: a variable can be missing in every webhook. */
const MAX_PLACES = 5

/** A line for each distinct problem, with the places where it occurs. */
export function problemLines(problems: readonly Problem[], links: Links): readonly string[] {
  const distinct = Map.groupBy(problems, ({ severity, message }) => severity + message)
  return [...distinct.values()].flatMap((same) =>
    same.slice(0, 1).map((problem) => problemLine(problem, placeLinks(same, links), links)),
  )
}

function problemLine({ severity, message, code }: Problem, places: string, links: Links): string {
  return severity === 'error'
    ? `- ❌ ${places}: ${message} ${codeLink(links.troubleshootingUrl, code)}`
    : // A warning needs no more than its message.
      `- ⚠️ ${places}: ${message}`
}

function placeLinks(problems: readonly Problem[], links: Links): string {
  const shown = problems.slice(0, MAX_PLACES).map(({ place }) => placeLink(place, links))
  const more = problems.length - shown.length
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${formatNumber(more)} more`
}
