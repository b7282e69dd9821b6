import type { Problem } from '../core/errors.ts'
import type { Environment } from '../core/webhook.ts'
import type { Entry, HeaderValueNode } from './entries.ts'
import { illegalLiteral, illegalVariable } from './header-value.ts'
import { errorAt } from './problems.ts'
import { startOf } from './source-positions.ts'
import type { Template } from './template.ts'
import {
  MAX_EXPANDED_LENGTH,
  MAX_LENGTH_TEXT,
  type VariableField,
  type VariableRules,
} from './variable-rules.ts'

const VALUE: VariableField = {
  name: 'value',
  illegal: illegalVariable,
}

/** Problems of an entry's `header.value`: variables, literals, and what both make together. */
export function headerProblems(
  { headerValue, environments }: Entry,
  variables: VariableRules,
  environment: Environment,
): readonly Problem[] {
  if (headerValue === null) return []
  return [
    ...variables.problemsOf(headerValue, environments.includes(environment), VALUE),
    ...literalProblems(headerValue),
  ]
}

function literalProblems({ node, template, isPublic }: HeaderValueNode): readonly Problem[] {
  const place = startOf(node.place)
  const { variables, foreign, malformed } = template
  const isLiteral = [variables, foreign, malformed].every((list) => list.length === 0)
  const length = template.parts.reduce((sum, part) => sum + ('literal' in part ? part.literal.length : 0), 0)
  const illegal =
    length > MAX_EXPANDED_LENGTH
      ? `\`value\` is longer than ${MAX_LENGTH_TEXT} characters. Shorten it.`
      : illegalLiteral(template)
  return [
    ...(isLiteral && !isPublic ? [errorAt(place, 'literal-secret', literalMessage(template))] : []),
    ...(illegal === null ? [] : [errorAt(place, 'invalid-value', illegal)]),
  ]
}

/** A variable as a shell writes it. Other names than ours can be parts of a secret. */
const SHELL_VARIABLE = /\$(AUCO_[A-Z0-9_]+)/

function literalMessage({ parts }: Template): string {
  const text = parts.map((part) => ('literal' in part ? part.literal : '')).join('')
  const name = SHELL_VARIABLE.exec(text)?.[1]
  const cause = '`value` is a literal secret: everybody who can read the repository can read it.'
  return name === undefined
    ? `${cause} Store it as a secret and write \`\${AUCO_NAME}\`, or add \`secret: false\` if it isn't secret.`
    : `\`value\` has no variable. Did you mean \`\${${name}}\`?`
}
