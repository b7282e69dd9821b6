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
  /** Each `${` that doesn't start a variable; its name is the text between the braces, if they close. */
  readonly malformed: readonly Variable[]
}

/** `$${`, a closed `${…}`, or an open `${`. Names have at most 256 characters, so that the search for `}` ends. */
const MARK = /\$\$\{|\$\{([^}]{0,256})\}|\$\{/g
const NAME = /^[A-Z_][A-Z0-9_]*$/

/** Parses a template. Never throws: a `${` that doesn't start a variable is listed as malformed. */
export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = []
  const variables: Variable[] = []
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
    if (NAME.test(variable.name)) {
      variables.push(variable)
      parts.push({ variable })
    } else {
      malformed.push(variable)
      literal(match[0])
    }
  }
  literal(text.slice(end))
  return { parts, variables, malformed }
}

/** Names of the runner, the toolchain, cloud credentials and the machine, which are never sent to Auco. */
export const RESERVED_PREFIXES = [
  'GITHUB_',
  'ACTIONS_',
  'RUNNER_',
  'INPUT_',
  'STATE_',
  'NODE_',
  'NPM_',
  'AWS_',
  'AZURE_',
  'GOOGLE_',
]
export const RESERVED_NAMES = ['PATH', 'HOME', 'GH_TOKEN']

/** Whether a header must not use this variable, whatever the workflow says. Case doesn't matter. */
export function isReserved(name: string): boolean {
  const upper = name.toUpperCase()
  return (
    RESERVED_PREFIXES.some((prefix) => upper.startsWith(prefix)) ||
    upper.endsWith('_PROXY') ||
    RESERVED_NAMES.includes(upper)
  )
}
