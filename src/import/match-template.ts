import { hasLiterals, literalsOf, variableNames } from '../config/expand.ts'
import { parseTemplate } from '../config/template.ts'
import { Secret } from '../core/secret.ts'

/** A variable of the file, and what it has to be so that the file says what Auco has. */
export interface MatchedVariable {
  readonly name: string
  /** `null` if that can't be told: Auco hides it, or several variables share it. */
  readonly value: Secret | null
  /** What the file writes around the variable. */
  readonly start: string
  readonly end: string
}

/**
 * The variables with which a header value or a URL, as the file writes it, is one of the texts. `null` if it can't be any of
 * them; `texts` is `null` if Auco hides the text, which can be anything. `fits`: whether a variable can hold a value.
 */
export function matchTemplate(
  written: string,
  texts: readonly string[] | null,
  fits: (value: string) => boolean = () => true,
): readonly MatchedVariable[] | null {
  const template = parseTemplate(written)
  const literals = literalsOf(template)
  const [start = '', end = ''] = literals
  const unknown = variableNames(template).map((name) => ({ name, value: null, start, end }))
  if (texts === null) return unknown
  for (const text of texts.filter((one) => hasLiterals(one, literals))) {
    if (template.variables.length !== 1) return unknown
    const value = text.slice(start.length, text.length - end.length)
    if (fits(value)) return unknown.map((variable) => ({ ...variable, value: new Secret(value) }))
  }
  return null
}
