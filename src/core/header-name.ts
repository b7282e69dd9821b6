import { Secret } from './secret.ts'
import { looksLikeToken } from './token-shape.ts'

/** A token (RFC 9110, section 5.6.2), which every header name is. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Names that only ever stand in front of a secret, so that a value like this was swapped with its name. */
const AUTHENTICATION =
  /^(?:(?:proxy-)?authorization|api-?key|x-(?:api-?key|auth|(?:auth|access|api|webhook|secret)-?token|token|secret|webhook-?secret|api-?secret))$/i

/**
 * A header's name. A live one can hold the secret: people swap name and value, or type `Authorization: Bearer …` into the
 * name. So a text that can be no name is only compared and sent; `shown` is what every way of printing the object prints.
 */
export class HeaderName {
  readonly #text: string
  /** The name, or that it isn't one. */
  readonly shown: string
  readonly isShown: boolean

  /** `isPlausible`: whether the text may be shown, if it can be a name at all. */
  constructor(text: string, isPlausible = true) {
    this.#text = text
    this.isShown = isPlausible && TOKEN.test(text)
    this.shown = this.isShown ? text : '(not a header name)'
  }

  /** The name itself, for the request that sends it. */
  reveal(): string {
    return this.#text
  }

  /** The text, if it isn't shown. */
  hiddenSecrets(): readonly Secret[] {
    return this.isShown ? [] : [new Secret(this.#text)]
  }

  equals(other: HeaderName): boolean {
    return this.#text === other.#text
  }

  toString(): string {
    return this.shown
  }

  toJSON(): string {
    return this.shown
  }
}

/**
 * The name of a live header. It's shown if `declared` has it, or if it looks like a name and `value` doesn't look like the
 * name that it was swapped with. `declared` holds the names of the repository's files, in lower case.
 */
export function liveHeaderName(
  text: string,
  value: string,
  declared: ReadonlySet<string> = new Set(),
): HeaderName {
  const isName = declared.has(text.toLowerCase()) || AUTHENTICATION.test(text)
  return new HeaderName(text, isName || !(looksLikeToken(text) || isSwapped(text, value, declared)))
}

/** Whether a header's value is itself the name of a header, and therefore no secret. */
export function isPublicName(value: string, declared: ReadonlySet<string>): boolean {
  const name = withoutColon(value)
  return AUTHENTICATION.test(name) || declared.has(name.toLowerCase())
}

/** Names of one's own start with `X-` by convention, secrets don't. */
const OWN = /^x-/i
const HYPHENATED = /^[A-Za-z]+(?:-[A-Za-z0-9]+)+$/

function isSwapped(name: string, value: string, declared: ReadonlySet<string>): boolean {
  if (isPublicName(value, declared)) return true
  const text = withoutColon(value)
  return HYPHENATED.test(text) && !OWN.test(name) && (OWN.test(text) || /\d/.test(name))
}

/** People type `X-Token:` too. */
function withoutColon(value: string): string {
  return value.trim().replace(/ *:$/, '')
}
