/**
 * `header.value` as a template: literal text and `${NAME}` variables. `$${` is a literal `${`.
 */

/** A variable's place in the template, in UTF-16 units. */
export interface Variable {
  readonly name: string
  readonly from: number
  readonly length: number
}

export type TemplatePart = { readonly literal: string } | { readonly variable: Variable }

export interface Template {
  readonly parts: readonly TemplatePart[]
  readonly variables: readonly Variable[]
  /** `${` that does not start a variable: its place, and the text between the braces if they close. */
  readonly malformed: readonly Variable[]
}

/** A `$${`, a closed `${…}`, or an open `${`. No name is longer than 256: the search for a `}` must end. */
const MARK = /\$\$\{|\$\{([^}]{0,256})\}|\$\{/g
const NAME = /^[A-Z_][A-Z0-9_]*$/

/** Takes the template apart. Never throws; what is not a variable is listed as malformed. */
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

/** Names that belong to the runner, the toolchain, a cloud's credentials or the machine: never sent anywhere. */
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

/** Whether a header may never be made of this variable, whatever the workflow says. Case does not matter. */
export function isReserved(name: string): boolean {
  const upper = name.toUpperCase()
  return (
    RESERVED_PREFIXES.some((prefix) => upper.startsWith(prefix)) ||
    upper.endsWith('_PROXY') ||
    RESERVED_NAMES.includes(upper)
  )
}
