import type { ReadOptions, VariableOf } from './read-options.ts'
import type { Template } from './template.ts'

/** The template with its variables expanded, once; `null` if one of them is unset or empty. */
export function expand(template: Template, variableOf: VariableOf): string | null {
  const parts: string[] = []
  for (const part of template.parts) {
    const value = 'literal' in part ? part.literal : variableOf(part.variable.name)
    if (value === undefined || value === '') return null
    parts.push(value)
  }
  return parts.join('')
}

/** What the template writes before, between and after its variables. */
export function literalsOf(template: Template): readonly string[] {
  const literals = ['']
  for (const part of template.parts) {
    if ('literal' in part) literals.push(`${literals.pop() ?? ''}${part.literal}`)
    else literals.push('')
  }
  return literals
}

/** Longest text that a file can make, in characters: percent-encoding makes nine of one. Searching a longer one takes too long. */
const MAX_TEXT = 9 * 8_192

/** Whether a text has these literals in this order, with at least one character between two of them. */
export function hasLiterals(text: string, [first = '', ...others]: readonly string[]): boolean {
  if (text.length > MAX_TEXT || !text.startsWith(first)) return false
  let at = first.length
  for (const [index, literal] of others.entries()) {
    const isLast = index === others.length - 1
    const found = isLast ? text.length - literal.length : text.indexOf(literal, at + 1)
    if (found < at + 1 || !text.startsWith(literal, found)) return false
    at = found + literal.length
  }
  return at === text.length
}

/** Maximum number of variables that a reason names: reports have limits, and five are enough to act on. */
const MAX_NAMED = 5

/** Why a template can't be expanded. */
export function whyUnknown(template: Template, { variable }: Pick<ReadOptions, 'variable'>): string {
  const unset = variableNames(template).filter((name) => (variable(name) ?? '') === '')
  const names = unset.slice(0, MAX_NAMED).map((name) => `\`${name}\``)
  const more = unset.length - names.length
  const all = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
  return `${all} ${unset.length === 1 ? 'is' : 'are'} not set`
}

/** The names of a template's variables, in order, without duplicates. */
export function variableNames(template: Template): readonly string[] {
  return [...new Set(template.variables.map(({ name }) => name))]
}
