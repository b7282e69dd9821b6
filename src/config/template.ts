/** A text of the file with its variables. `$${` is a literal `${`. */
export interface Template {
  /** In order; a variable is there by its name. */
  readonly parts: readonly ({ readonly literal: string } | { readonly variable: string })[]
  /** The names of its variables, in order, without duplicates. */
  readonly variables: readonly string[]
  /** The name of each `${NAME}` that a file must not use. */
  readonly foreign: readonly string[]
  readonly isMalformed: boolean
}

/** `$${`, a closed `${…}`, or an open `${`. Names have at most 256 characters, so that the search for `}` ends. */
const MARK = /\$\$\{|\$\{([^}]{0,256})\}|\$\{/g
/** The prefix alone names nothing. */
const NAME = /^(?!AUCO_$)[A-Z_][A-Z0-9_]*$/

/**
 * The names that a file may use: only what the workflow passes for webhooks, so that a file can't send anything else that
 * the job holds. No list of forbidden names would ever be complete.
 */
export const PREFIX = 'AUCO_'

/** The variables of Auco's keys, in all forms in which workflows and tools name them: they are never sent. */
export const KEY_VARIABLE =
  /^AUCO_(?:\w+_)?(?:(?:PUBLIC|PRIVATE)_KEY|P[UR]K)(?:_(?:STAGE|PRODUCTION|DEV|PROD))?$/

/** Parses a template. Never throws: a `${` that doesn't start a variable of the file is malformed or foreign. */
export function parseTemplate(text: string): Template {
  const parts: Template['parts'][number][] = []
  const foreign: string[] = []
  let isMalformed = false
  let end = 0
  const addLiteral = (literal: string) => {
    if (literal !== '') parts.push({ literal })
  }
  for (const match of text.matchAll(MARK)) {
    const [mark, name = ''] = match
    addLiteral(text.slice(end, match.index))
    end = match.index + mark.length
    const isName = NAME.test(name)
    if (isName && name.startsWith(PREFIX) && !KEY_VARIABLE.test(name)) {
      parts.push({ variable: name })
      continue
    }
    addLiteral(mark === '$${' ? '${' : mark)
    if (isName) foreign.push(name)
    else if (mark !== '$${') isMalformed = true
  }
  addLiteral(text.slice(end))
  const variables = new Set(parts.flatMap((part) => ('variable' in part ? [part.variable] : [])))
  return { parts, variables: [...variables], foreign, isMalformed }
}

/** The value of a variable of the step's environment, already masked in the log; `undefined` if it is unset. */
export type VariableOf = (name: string) => string | undefined

/** The template with its variables expanded, once; `null` if one of them is unset or empty. */
export function expand(template: Template, variableOf: VariableOf): string | null {
  const parts: string[] = []
  for (const part of template.parts) {
    const value = 'literal' in part ? part.literal : variableOf(part.variable)
    if (value === undefined || value === '') return null
    parts.push(value)
  }
  return parts.join('')
}

/** What the template writes before, between and after its variables. No valid file has a NUL. */
export function literalsOf(template: Template): readonly string[] {
  return withVariablesAs(template, '\0').split('\0')
}

export function withVariablesAs({ parts }: Template, replacement: string): string {
  return parts.map((part) => ('literal' in part ? part.literal : replacement)).join('')
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

export function whyUnknown({ variables }: Template, variableOf: VariableOf): string {
  const unset = variables.filter((name) => (variableOf(name) ?? '') === '')
  return `${unset.map((name) => `\`${name}\``).join(', ')} ${unset.length === 1 ? 'is' : 'are'} not set`
}
