/**
 * A text that must never be shown: a key, a token, a header value.
 *
 * It is kept in a private field, which `JSON.stringify`, `util.inspect` and string concatenation can't reach, so that
 * logging an object that contains a secret does no harm. `reveal()` is the only way to read it.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself, for a request or a comparison that needs it. */
  reveal(): string {
    return this.#text
  }

  equals(other: Secret): boolean {
    return this.#text === other.#text
  }

  /** The part between a start and an end of the text; `null` if the text has no such start and end, or nothing between. */
  between(start: string, end: string): Secret | null {
    const length = this.#text.length - start.length - end.length
    if (length < 1 || !this.#text.startsWith(start) || !this.#text.endsWith(end)) return null
    return new Secret(this.#text.slice(start.length, start.length + length))
  }

  toString(): string {
    return '***'
  }

  toJSON(): string {
    return '***'
  }

  // `util.inspect.custom` by its registered name, because pure code doesn't import node:util.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Secret(***)'
  }
}
