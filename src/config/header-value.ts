import { Secret } from '../core/secret.ts'
import type { HeaderValue } from '../core/webhook.ts'
import { expand, hasLiterals, literalsOf, whyUnknown } from './expand.ts'
import type { ReadOptions } from './read-options.ts'
import type { Template } from './template.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a header may not hold
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/
/** Legal as bytes, but most HTTP clients refuse to send the header at all (Node: ERR_INVALID_CHAR). */
const BEYOND_LATIN_1 = /[^\0-\xff]/

/**
 * What makes a variable's value illegal in a header, and the fix, without the value; `null` if nothing does. Legal are
 * visible characters with spaces and tabs between them (RFC 9110, section 5.5).
 */
export function illegalVariable(value: string): string | null {
  if (/^[^\r\n]*\r?\n$/.test(value)) {
    return "ends with a line break, which a header can't carry. Store the secret again without it (`printf %s` instead of `echo`)."
  }
  if (/[\r\n]/.test(value))
    return "contains a line break, which a header can't carry. Store the secret again on one line."
  if (CONTROL.test(value)) {
    return "contains a control character, which a header can't carry. Store the secret again without it."
  }
  if (BEYOND_LATIN_1.test(value)) {
    return "contains a character beyond Latin-1 (a typographic quote?), which a header can't carry. Store the secret again without it."
  }
  if (value !== value.trim())
    return 'starts or ends with a space, which gets lost on the way. Store the secret again without it.'
  return null
}

/** The message for literal parts of a template that are illegal in a header; `null` if none is. */
export function illegalLiteral(template: Template): string | null {
  // A variable's value starts and ends with a visible character, so space beside it is inner space.
  const text = template.parts.map((part) => ('literal' in part ? part.literal : '*')).join('')
  if (CONTROL.test(text)) {
    return "`value` contains a line break or a control character, which a header can't carry. Remove it."
  }
  if (BEYOND_LATIN_1.test(text)) {
    return "`value` contains a character beyond Latin-1, which a header can't carry. Remove it."
  }
  return text === text.trim()
    ? null
    : '`value` starts or ends with a space, which gets lost on the way. Remove it.'
}

/** The header value of a template, as far as this run knows its variables. A literal is there with `secret: false` only. */
export function headerValue(template: Template, options: Pick<ReadOptions, 'variable'>): HeaderValue {
  const value = expand(template, options.variable)
  return value === null
    ? {
        known: false,
        why: whyUnknown(template, options),
        canBe: (secret) => hasLiterals(secret.reveal(), literalsOf(template)),
      }
    : { known: true, secret: new Secret(value), isPublic: template.variables.length === 0 }
}
