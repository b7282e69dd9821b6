import { Secret } from './secret.ts'
import { isOrdinary, isTokenSegment } from './token-shape.ts'
import { type AroundVariables, type Display, isHiddenSegment, type Literals } from './url-display.ts'
import { literalsIn, namesOf, segmentsOf, valuesOf } from './url-parts.ts'

/** The secrets that a path holds, or a path and a query together. */
export function secretsOfPath(url: URL, display: Display): readonly string[] {
  const segments = segmentsOf(url)
  switch (display.kind) {
    case 'path':
      return []
    case 'written':
      return unwrittenParts(
        url,
        segments,
        new Set(literalsIn(URL.parse(display.written))),
        url.search + url.hash,
      )
    case 'origin': {
      if (display.isSecret) {
        const parts = unwrittenParts(url, segments, display.literals, url.search + url.hash)
        return withInnerParts(parts, display.around)
      }
      // Without a file that calls it a secret, an ordinary word is none, and neither is the name of a parameter.
      return unwrittenParts(url, segments, display.literals, '').filter((part) => !isOrdinary(part))
    }
    case 'no-tokens':
      return segments.filter(
        (segment) => isHiddenSegment(segment, url, display) && !display.literals.has(segment),
      )
  }
}

/** All of the path and query, what follows the segments that the file writes, and each segment that it doesn't write. */
function unwrittenParts(
  url: URL,
  segments: readonly string[],
  literals: Literals,
  query: string,
): readonly string[] {
  const unwritten = segments.filter((segment) => !literals.has(segment))
  if (unwritten.length === 0 && query === '') return []
  const first = segments.findIndex((segment) => !literals.has(segment))
  const rest = first === -1 ? '' : url.pathname.slice(1).split('/').slice(first).join('/')
  return [url.pathname.slice(1) + query, rest + query, rest, query.slice(1), ...unwritten]
}

/** The values of a query, the parameters without a value, and names that look like a token. */
export function secretsOfQuery(url: URL, display: Display): readonly string[] {
  const names = display.kind === 'no-tokens' ? namesOf(url).filter(isTokenSegment) : []
  const around = display.kind === 'origin' ? display.around : []
  return [...names, ...withInnerParts(valuesOf(url), around)]
}

/** The parts, and what stands in them where a file has variables. */
function withInnerParts(parts: readonly string[], around: readonly AroundVariables[]): readonly string[] {
  return [...parts, ...parts.flatMap((part) => around.flatMap((literals) => textsBetween(literals, part)))]
}

/** The texts between these literals, if the whole text has them in this order. */
function textsBetween([start = '', ...others]: AroundVariables, text: string): readonly string[] {
  if (!text.startsWith(start)) return []
  const found: string[] = []
  let at = start.length
  for (const [index, literal] of others.entries()) {
    const isLast = index === others.length - 1
    const end = isLast ? text.length - literal.length : text.indexOf(literal, at)
    if (end < at || !text.startsWith(literal, end)) return []
    found.push(text.slice(at, end))
    at = end + literal.length
  }
  return found
}

/** The parts as secrets, as written and decoded, without those that are shorter. */
export function secretsFrom(raw: readonly string[], minLength: number): readonly Secret[] {
  const one = (part: string) => `x=${part.replaceAll('&', '%26')}`
  const decoded = new URLSearchParams(raw.map(one).join('&')).values()
  return [...new Set([...raw, ...decoded])]
    .filter(({ length }) => length >= minLength)
    .map((part) => new Secret(part))
}
