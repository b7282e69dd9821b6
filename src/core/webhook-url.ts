import { escapeInvisible } from './format.ts'

/** A URL of the file with variables that aren't available to the run. */
export interface UnknownUrl {
  readonly known: false
  readonly shown: string
  readonly origin: string | null
  readonly why: string
  /** Whether the URL can be what the file writes, whatever its variables stand for. */
  readonly canBe: (url: WebhookUrl) => boolean
}

/** Scheme, slashes, and a host as it is sent; then no white space and no backslash. */
const IN_ORDER = /^https?:\/\/[^/?#@%\\\s]+(?:[/?#][^\\\s]*)?$/i

/** A webhook's URL as far as this run knows it. What Auco has is always known. */
export type UrlValue = WebhookUrl | UnknownUrl

/**
 * A webhook's URL. All but its origin can be a secret of the receiver, so it's only compared and sent. `shown` is what a
 * file of the repository writes, or else the origin. The rest is in private fields, which no way of printing reaches.
 */
export class WebhookUrl {
  readonly known = true
  readonly #text: string
  readonly #url: URL | null
  readonly #written: string | null
  /** Scheme, host and port; `null` if the text isn't a URL. */
  readonly origin: string | null

  /** `written`: the URL as a file writes it, with `${NAME}` instead of what is sent; `null` if none does. */
  constructor(text: string, written: string | null = null) {
    this.#text = text
    this.#url = URL.parse(text)
    this.#written = written
    this.origin = this.#url?.origin ?? null
  }

  get shown(): string {
    if (this.#written !== null) return this.#written
    // With other schemes, everything can be a secret, because anything before a colon parses as one.
    const isWeb = this.#url?.protocol === 'https:' || this.#url?.protocol === 'http:'
    return isWeb ? `${this.origin}/…` : '(not a web address)'
  }

  reveal(): string {
    return this.#text
  }

  /** What isn't shown of a URL that no file writes: everything behind its scheme and `//`, without the host. */
  hidden(): string {
    if (this.#written !== null) return ''
    return this.#text.replace(/^[a-z]+:\/\/([^/?#\\]*@)?[^/?#\\@]*/i, '$1')
  }

  /**
   * The URL as the URL standard serializes it, which is how two URLs are compared: `https://Example.com:443` and
   * `https://example.com/` are the same. What that standard only repairs stays as it is, because Auco may not: spaces,
   * backslashes, missing or encoded parts. Secret as the whole URL is.
   */
  serialized(): string {
    const isVisible = /^[!-~]*$/.test(this.#text) || escapeInvisible(this.#text) === this.#text
    return isVisible && IN_ORDER.test(this.#text) ? (this.#url?.href ?? this.#text) : this.#text
  }

  equals(other: WebhookUrl): boolean {
    return this.serialized() === other.serialized()
  }
}
