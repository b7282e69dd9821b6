import { Secret } from './secret.ts'

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

  /** `value` is the header's value, if it may have been swapped with the name. */
  constructor(text: string, value = '') {
    this.#text = text
    this.isShown = TOKEN.test(text) && !isAuthenticationName(value)
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

/** Whether a header's value is itself the name of a header, and therefore no secret. */
export function isAuthenticationName(value: string): boolean {
  return AUTHENTICATION.test(value)
}
