import type { SourceResult } from '../config/source.ts'
import type { Problem } from '../core/errors.ts'
import { stringifyEscaped } from '../core/escape-invisible.ts'
import { excerptsOf } from './safe-excerpt.ts'
import { type Line, type Style, styled } from './terminal.ts'

/** Problems for a person: `file:line:col`, the message, and the line underlined unless it may hold a secret. */
export function problemLines(
  file: string,
  text: string,
  source: SourceResult,
  problems: readonly Problem[],
): readonly Line[] {
  const excerptOf = excerptsOf(text, source)
  return problems.flatMap(({ place, severity, message }) => {
    const style = severity === 'error' ? 'red' : 'yellow'
    const excerpt = excerptOf(place)
    const head: Line = [
      styled('bold', `${file}:${place.line}:${place.column}`),
      ' ',
      styled(style, severity),
      `: ${message}`,
    ]
    if (excerpt !== null) return [head, `  ${excerpt.line}`, styledLine(style, `  ${excerpt.underline}`)]
    // Warnings are about variables, whose lines never are shown: to say so each time helps nobody.
    return severity === 'warning'
      ? [head]
      : [head, styledLine('gray', '  (line not shown: it may hold a secret)')]
  })
}

/** The same for a program: one object, its fields documented in docs/cli.md. */
export function problemsJson(file: string, problems: readonly Problem[]): string {
  const valid = problems.every(({ severity }) => severity !== 'error')
  const list = problems.map(({ code, severity, message, place }) => ({ severity, code, message, ...place }))
  return `${stringifyEscaped({ file, valid, problems: list }, 2)}\n`
}

function styledLine(style: Style, text: string): Line {
  return [styled(style, text)]
}
