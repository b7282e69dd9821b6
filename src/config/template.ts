/** A variable of a text and its place there, in UTF-16 units. `$${` is a literal `${`. */
export interface Variable {
  readonly name: string
  readonly from: number
  readonly length: number
}

export type TemplatePart = { readonly literal: string } | { readonly variable: Variable }

export interface Template {
  readonly parts: readonly TemplatePart[]
  readonly variables: readonly Variable[]
  /** Each `${NAME}` whose name isn't one that a file may use. */
  readonly foreign: readonly Variable[]
  /** Each `${` that doesn't start a variable; its name is the text between the braces, if they close. */
  readonly malformed: readonly Variable[]
}

/** `$${`, a closed `${…}`, or an open `${`. Names have at most 256 characters, so that the search for `}` ends. */
const MARK = /\$\$\{|\$\{([^}]{0,256})\}|\$\{/g
/** The prefix alone names nothing. */
const NAME = /^(?!AUCO_$)[A-Z_][A-Z0-9_]*$/

/**
 * The names that a file may use: only what the workflow passes for webhooks, so that a file can't send anything else that
 * the job holds. No list of forbidden names would ever be complete.
 */
const PREFIX = 'AUCO_'

/** The variables of Auco's keys, in all forms in which workflows and tools name them: they are never sent. */
export const KEY_VARIABLE =
  /^AUCO_(?:\w+_)?(?:(?:PUBLIC|PRIVATE)_KEY|P[UR]K)(?:_(?:STAGE|PRODUCTION|DEV|PROD))?$/

/** The name to pass a variable of another name by, so that the file may use it. */
export function allowedName(name: string): string {
  const allowed = PREFIX + name
  return KEY_VARIABLE.test(allowed) ? `${allowed}_VALUE` : allowed
}

function isAllowed(name: string): boolean {
  return name.startsWith(PREFIX) && !KEY_VARIABLE.test(name)
}

/** Parses a template. Never throws: a `${` that doesn't start a variable of the file is listed as malformed or foreign. */
export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = []
  const variables: Variable[] = []
  const foreign: Variable[] = []
  const malformed: Variable[] = []
  let end = 0
  const literal = (value: string) => {
    if (value !== '') parts.push({ literal: value })
  }
  for (const match of text.matchAll(MARK)) {
    literal(text.slice(end, match.index))
    end = match.index + match[0].length
    if (match[0] === '$${') {
      literal('${')
      continue
    }
    const variable = { name: match[1] ?? '', from: match.index, length: match[0].length }
    if (NAME.test(variable.name) && isAllowed(variable.name)) {
      variables.push(variable)
      parts.push({ variable })
    } else {
      const others = NAME.test(variable.name) ? foreign : malformed
      others.push(variable)
      literal(match[0])
    }
  }
  literal(text.slice(end))
  return { parts, variables, foreign, malformed }
}

/** The value of a variable of the step's environment, already masked in the log; `undefined` if it is unset. */
export type VariableOf = (name: string) => string | undefined

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
export function whyUnknown(template: Template, variableOf: VariableOf): string {
  const unset = variableNames(template).filter((name) => (variableOf(name) ?? '') === '')
  const names = unset.slice(0, MAX_NAMED).map((name) => `\`${name}\``)
  const more = unset.length - names.length
  const all = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
  return `${all} ${unset.length === 1 ? 'is' : 'are'} not set`
}

/** The names of a template's variables, in order, without duplicates. */
export function variableNames(template: Template): readonly string[] {
  return [...new Set(template.variables.map(({ name }) => name))]
}
