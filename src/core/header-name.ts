/** A token (RFC 9110, section 5.6.2), which every header name is. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Names that are usual enough to be shown even if no file of the repository declares them, in lower case. */
const USUAL: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'api-key',
  'x-api-key',
  'x-auth',
  'x-auth-token',
  'x-access-token',
  'x-api-token',
  'x-webhook-token',
  'x-secret-token',
  'x-token',
  'x-secret',
  'x-webhook-secret',
  'x-api-secret',
])

/**
 * A header's name. At Auco it can hold the secret: people swap name and value, or type `Authorization: Bearer …` into the
 * name. So only a name that a file declares, or a usual one, is shown; any other is only compared and sent.
 */
export class HeaderName {
  readonly #text: string
  /** The name, or that it is another one. Every way of printing the object prints it. */
  readonly shown: string
  readonly isShown: boolean

  /** `isDeclared`: whether a file of the repository declares it. */
  constructor(text: string, isDeclared: boolean) {
    this.#text = text
    this.isShown = isDeclared || USUAL.has(text.toLowerCase())
    this.shown = this.isShown ? text : 'another header'
  }

  /** Whether it can be the name of a header at all. */
  get isToken(): boolean {
    return TOKEN.test(this.#text)
  }

  /** The name itself, for the request that sends it. */
  reveal(): string {
    return this.#text
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
