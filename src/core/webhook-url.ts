import { Secret } from './secret.ts'
import { shownText } from './shown-url.ts'
import { isOrdinary } from './token-shape.ts'
import { type AroundVariables, type Display, isWeb, MAX_URL_LENGTH } from './url-display.ts'
import { literalsIn, segmentsOf, VARIABLE_START, valuesOf } from './url-parts.ts'
import { secretsFrom, secretsOfPath, secretsOfQuery } from './url-secrets.ts'

/** Shortest part of a URL that counts as a secret, and shortest one that is masked, in characters. */
const MIN_SECRET = 3
const MIN_MASK = 6

/** A variable as a file writes it, or as the URL standard writes that in a path. */
const VARIABLE = /\$(?:\{|%7B)AUCO_[A-Z0-9_]+(?:\}|%7D)/

/** A URL of the file with variables that aren't available to the run. */
export interface UnknownUrl {
  readonly known: false
  readonly shown: string
  readonly origin: string | null
  readonly why: string
  /** Whether the URL can be what the file writes, whatever its variables stand for. */
  readonly canBe: (url: WebhookUrl) => boolean
}

/** A webhook's URL as far as this run knows it. What is live is always known. */
export type UrlValue = WebhookUrl | UnknownUrl

/**
 * A webhook's URL. Parts of it can be secrets of the receiver, so they are only compared and sent. `shown` is the rest, and
 * what every way of printing the object prints.
 */
export class WebhookUrl {
  readonly known = true
  readonly #text: string
  readonly #url: URL | null
  readonly #display: Display
  #shown: string | null = null
  /** Scheme, host and port; `null` if the text isn't a URL. */
  readonly origin: string | null

  constructor(text: string, display: Display = { kind: 'path' }) {
    this.#text = text
    this.#url = URL.parse(text)
    this.#display = display
    this.origin = this.#url?.origin ?? null
  }

  /** What may be shown; of a very long URL only the origin. A text that isn't a URL isn't shown at all. */
  get shown(): string {
    // Not before it's asked for: by then the run knows all its secrets.
    this.#shown ??= shownText(this.#url, this.#text, this.#display)
    return this.#shown
  }

  /** The same URL, shown in another way. */
  displayed(display: Display): WebhookUrl {
    return new WebhookUrl(this.#text, display)
  }

  /** The whole URL, for the request that sends it. */
  reveal(): string {
    return this.#text
  }

  /** The parts that aren't shown, as written and decoded, without those shorter than three characters. */
  hiddenSecrets(): readonly Secret[] {
    const url = this.#url
    if (url === null || !isWeb(url) || this.#text.length > MAX_URL_LENGTH) return [new Secret(this.#text)]
    const ofPath = secretsOfPath(url, this.#display)
    // Most URLs have none.
    if (ofPath.length === 0 && !/[?#@]/.test(this.#text)) return []
    const raw = [
      url.username,
      url.password,
      url.hash.slice(1),
      ...secretsOfQuery(url, this.#display),
      ...ofPath,
    ]
    return secretsFrom([...raw, ...url.searchParams.values()], MIN_SECRET)
  }

  /** Those of the path that can be masked in every log of the job, because they are no ordinary words. */
  maskableSecrets(): readonly Secret[] {
    const url = this.#url
    if (url === null || this.#text.length > MAX_URL_LENGTH) return []
    const secrets = secretsFrom(secretsOfPath(url, this.#display), MIN_MASK)
    return secrets.filter((secret) => !isOrdinary(secret.reveal()))
  }

  /** Whether the path is shown as it is. */
  get showsPath(): boolean {
    return this.#display.kind === 'path'
  }

  /** The segments of the path that hold no variable. */
  literalSegments(): readonly string[] {
    return this.#display.kind === 'written'
      ? literalsIn(URL.parse(this.#display.written))
      : literalsIn(this.#url)
  }

  /** What the file writes beside variables, where it does. */
  aroundVariables(): readonly AroundVariables[] {
    const written = this.#display.kind === 'written' ? URL.parse(this.#display.written) : null
    if (written === null) return []
    return [...segmentsOf(written), ...valuesOf(written)]
      .map((text) => text.split(VARIABLE))
      .filter((literals) => literals.length > 1 && literals.join('') !== '')
  }

  /** Whether the file writes a variable into the path. */
  hasPathVariables(): boolean {
    const written = this.#display.kind === 'written' ? URL.parse(this.#display.written) : null
    return written?.pathname.includes(VARIABLE_START) === true
  }

  /**
   * The URL as the URL standard serializes it, which is how two URLs are compared: `https://Example.com:443` and
   * `https://example.com/` are the same. Secret as the whole URL is.
   */
  serialized(): string {
    return this.#url?.href ?? this.#text
  }

  equals(other: WebhookUrl): boolean {
    return this.#text === other.#text || this.serialized() === other.serialized()
  }

  /**
   * Whether what is shown of the two tells them apart. What is shown of a live `https://h.example/…` doesn't tell it from
   * `https://h.example/${NAME}` in the file.
   */
  showsDifferenceTo(other: UrlValue): boolean {
    const isHiddenBehindOrigin = this.#display.kind === 'origin' && this.#display.isSecret
    const isWritten = !other.known || other.#display.kind === 'written'
    if (isHiddenBehindOrigin && isWritten) return this.origin !== other.origin
    return this.shown !== other.shown
  }

  /** Whether the two differ in a part that isn't shown. */
  hidesDifferenceTo(other: WebhookUrl): boolean {
    if (!this.showsDifferenceTo(other)) return !this.equals(other)
    const kinds = [this.#display.kind, other.#display.kind]
    if (kinds.every((kind) => kind === 'written')) return false
    const isPathHidden = !kinds.includes('path')
    const textOf = (url: WebhookUrl) => hiddenText(url.#url, isPathHidden) ?? url.#text
    return textOf(this) !== textOf(other)
  }

  toString(): string {
    return this.shown
  }

  toJSON(): string {
    return this.shown
  }
}

function hiddenText(url: URL | null, isPathHidden: boolean): string | null {
  if (url === null) return null
  return [url.username, url.password, url.search, url.hash, isPathHidden ? url.pathname : ''].join('\n')
}
