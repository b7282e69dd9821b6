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

  reveal(): string {
    return this.#text
  }

  equals(other: Secret): boolean {
    return this.#text === other.#text
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
