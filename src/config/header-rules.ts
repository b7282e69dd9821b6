import type { Problem } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { Environment, HeaderValue } from '../core/webhook.ts'
import type { Entry, HeaderValueNode } from './entries.ts'
import { errorAt, startOf } from './problems.ts'
import {
  expand,
  hasLiterals,
  literalsOf,
  type Template,
  type VariableOf,
  whyUnknown,
  withVariablesAs,
} from './template.ts'
import { MAX_EXPANDED_LENGTH, MAX_LENGTH_TEXT, type VariableRules } from './variable-rules.ts'

/** Problems of an entry's `header.value`: variables, literals, and what both make together. */
export function headerProblems(
  { headerValue, environments }: Entry,
  variables: VariableRules,
  environment: Environment,
): readonly Problem[] {
  if (headerValue === null) return []
  const isNeeded = environments.includes(environment)
  return [
    ...variables.problemsOf(headerValue, isNeeded, { name: 'value', illegal: illegalVariable }),
    ...literalProblems(headerValue),
  ]
}

function literalProblems({ node, template, isPublic }: HeaderValueNode): readonly Problem[] {
  const place = startOf(node.place)
  const { variables, foreign, isMalformed } = template
  const isLiteral = variables.length === 0 && foreign.length === 0 && !isMalformed
  const literals = withVariablesAs(template, '')
  const illegal =
    literals.length > MAX_EXPANDED_LENGTH
      ? `\`value\` is longer than ${MAX_LENGTH_TEXT} characters. Shorten it.`
      : illegalLiteral(template)
  return [
    ...(isLiteral && !isPublic ? [errorAt(place, 'literal-secret', literalMessage(literals))] : []),
    ...(illegal === null ? [] : [errorAt(place, 'invalid-value', illegal)]),
  ]
}

/** A variable as a shell writes it. Other names than ours can be parts of a secret. */
const SHELL_VARIABLE = /\$(AUCO_[A-Z0-9_]+)/

function literalMessage(text: string): string {
  const name = SHELL_VARIABLE.exec(text)?.[1]
  const cause = '`value` is a literal secret: everybody who can read the repository can read it.'
  return name === undefined
    ? `${cause} Store it as a secret and write \`\${AUCO_NAME}\`, or add \`secret: false\` if it isn't secret.`
    : `\`value\` has no variable. Did you mean \`\${${name}}\`?`
}

/** Visible characters with spaces and tabs between them (RFC 9110, section 5.5); most HTTP clients refuse those beyond Latin-1. */
const LEGAL = /^(?:[!-~\x80-\x9f\xa1-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\x9f\xa1-\xff])?)?$/

const ILLEGAL =
  "contains what a header can't carry: a line break, a control character, a character beyond Latin-1 (a typographic quote?), or a space at its start or end."

/** What makes a variable's value illegal in a header, and the fix, without the value; `null` if nothing does. */
function illegalVariable(value: string): string | null {
  if (LEGAL.test(value)) return null
  return /^[^\r\n]*\r?\n$/.test(value)
    ? "ends with a line break, which a header can't carry. Store the secret again without it (`printf %s` instead of `echo`)."
    : `${ILLEGAL} Store the secret again without it.`
}

/** The message for literal parts of a template that are illegal in a header; `null` if none is. */
function illegalLiteral(template: Template): string | null {
  // A variable's value starts and ends with a visible character, so space beside it is inner space.
  return LEGAL.test(withVariablesAs(template, '*')) ? null : `\`value\` ${ILLEGAL} Remove it.`
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
