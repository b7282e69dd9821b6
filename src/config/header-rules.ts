import type { Problem } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Environment, HeaderValue } from '../core/webhook.ts'
import type { Entry, HeaderValueNode } from './entries.ts'
import { errorAt, startOf } from './problems.ts'
import { expand, hasLiterals, literalsOf, type Template, type VariableOf, whyUnknown } from './template.ts'
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
  const { variables, foreign, isMalformed } = template
  const isLiteral = variables.length === 0 && foreign.length === 0 && !isMalformed
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

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a header may not hold
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/
/** Legal as bytes, but most HTTP clients refuse to send the header at all (Node: ERR_INVALID_CHAR). */
const BEYOND_LATIN_1 = /[^\0-\xff]/

/** What makes a variable's value illegal in a header, and the fix, without the value; `null` if nothing does. */
function illegalVariable(value: string): string | null {
  if (/^[^\r\n]*\r?\n$/.test(value)) {
    return "ends with a line break, which a header can't carry. Store the secret again without it (`printf %s` instead of `echo`)."
  }
  const flaw = headerFlaw(value)
  return flaw === null ? null : `${flaw} Store the secret again without it.`
}

/** The message for literal parts of a template that are illegal in a header; `null` if none is. */
function illegalLiteral(template: Template): string | null {
  // A variable's value starts and ends with a visible character, so space beside it is inner space.
  const flaw = headerFlaw(template.parts.map((part) => ('literal' in part ? part.literal : '*')).join(''))
  return flaw === null ? null : `\`value\` ${flaw} Remove it.`
}

/** Why a header can't have a value: legal are visible characters with spaces and tabs between them (RFC 9110, section 5.5). */
function headerFlaw(value: string): string | null {
  if (CONTROL.test(value)) return "contains a line break or a control character, which a header can't carry."
  if (BEYOND_LATIN_1.test(value)) {
    return "contains a character beyond Latin-1 (a typographic quote?), which a header can't carry."
  }
  return value === value.trim() ? null : 'starts or ends with a space, which gets lost on the way.'
}

/** The header value of a template, as far as this run knows its variables. A literal is there with `secret: false` only. */
export function headerValue(template: Template, variableOf: VariableOf): HeaderValue {
  const value = expand(template, variableOf)
  return value === null
    ? {
        known: false,
        why: whyUnknown(template, variableOf),
        canBe: (secret) => hasLiterals(secret.reveal(), literalsOf(template)),
      }
    : { known: true, secret: new Secret(value), isPublic: template.variables.length === 0 }
}
