import { inFileOrder } from '../config/problems.ts'
import type { SourceResult } from '../config/source.ts'
import type { Problem } from '../core/errors.ts'
import { stringifyEscaped } from '../core/format.ts'
import { safeExcerpts } from './safe-excerpt.ts'
import { type Line, styled } from './terminal.ts'

/**
 * Problems for a terminal: `file:line:column`, the message, and the line of `text` with the place underlined, unless the
 * line may contain a secret. `source` is the parsed `text`; messages
 * name ids and keys of it, so they are redacted.
 */
export function terminalProblems(
  file: string,
  text: string,
  source: SourceResult,
  problems: readonly Problem[],
  redact: (text: string) => string,
): readonly Line[] {
  const excerptOf = safeExcerpts(text, source)
  return problems.flatMap(({ place, severity, message }) => {
    const style = severity === 'error' ? 'red' : 'yellow'
    const found = excerptOf(place)
    const excerpt = found !== null && redact(found.line) === found.line ? found : null
    const head: Line = [
      styled('bold', `${file}:${place.line}:${place.column}`),
      ' ',
      styled(style, severity),
      `: ${redact(message)}`,
    ]
    return excerpt === null ? [head] : [head, `  ${excerpt.line}`, [styled(style, `  ${excerpt.underline}`)]]
  })
}

/** Problems for programs: a JSON object whose fields docs/cli.md documents. */
export function problemsJson(file: string, problems: readonly Problem[]): string {
  const valid = countErrors(problems) === 0
  const list = problems.map(({ code, severity, message, place }) => ({ severity, code, message, ...place }))
  return `${stringifyEscaped({ file, valid, problems: list }, 2)}\n`
}

/** The number of problems that aren't warnings. */
export function countErrors(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length
}

/** Most problems are found for both environments. */
export function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  const byContent = new Map(problems.map((problem) => [JSON.stringify(problem), problem]))
  return inFileOrder([...byContent.values()])
}
