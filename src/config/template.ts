/**
 * `header.value` as a template: literal text and `${NAME}` variables. `$${` is a literal `${`.
 */

/** A variable and its place in the template, in UTF-16 units. */
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
