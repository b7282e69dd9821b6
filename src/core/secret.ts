/**
 * A text that may never be shown: a key, a token, a header value.
 *
 * The text sits in a private field, which neither `JSON.stringify` nor `util.inspect` nor string
 * concatenation can reach, so that an object holding a secret can be logged by mistake without harm.
 * `reveal()` is the only way out; it is called where bytes leave for Auco or GitHub, and nowhere else.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself, for the request that needs it. */
  reveal(): string {
    return this.#text
  }

  equals(other: Secret): boolean {
    return this.#text === other.#text
  }

  /** What stands between a start and an end of the text, as a secret of its own; `null` if it has no such start and end. */
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

  // The well-known symbol of node:util's inspect, by its registered name: pure code does not import node:util.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Secret(***)'
  }
}
