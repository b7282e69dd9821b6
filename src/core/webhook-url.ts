import { Secret } from './secret.ts'

/**
 * Longest URL that is taken apart, far beyond what receivers accept. Of a longer one only the origin is shown, and the
 * rest counts as one secret.
 */
const MAX_LENGTH = 8_192

/** The name of a query parameter that has a value. */
const NAMED_VALUE = /^([^=]*)=(?=[^=])/

/**
 * A webhook's URL. Its user, password, query values and fragment can be secrets of the receiver, so they are only compared
 * and sent. `shown` is the rest, and what every way of printing the object prints.
 */
export class WebhookUrl {
  readonly #text: string
  /**
   * The URL without user, password, query values and fragment; of a very long one only the origin. A text that isn't a
   * URL isn't shown at all.
   */
  readonly shown: string
  /** Scheme, host and port; `null` if the text isn't a URL. */
  readonly origin: string | null

  constructor(text: string) {
    const url = URL.parse(text)
    this.#text = text
    this.shown = url === null ? '(not a URL)' : shownParts(url, text)
    this.origin = url?.origin ?? null
  }

  /** The whole URL, for the request that sends it. */
  reveal(): string {
    return this.#text
  }

  /** The parts that aren't shown, as written and decoded, without those shorter than three characters. */
  hiddenSecrets(): readonly Secret[] {
    const url = URL.parse(this.#text)
    if (url === null || this.#text.length > MAX_LENGTH) return [new Secret(this.#text)]
    // Most URLs have none.
    if (!/[?#@]/.test(this.#text)) return []
    const values = url.search
      .slice(1)
      .split('&')
      .map((parameter) => parameter.replace(NAMED_VALUE, ''))
    const raw = [url.username, url.password, url.hash.slice(1), ...values]
    const decoded = [
      ...url.searchParams.values(),
      ...new URLSearchParams(raw.map((part) => `x=${part}`).join('&')).values(),
    ]
    return [...new Set([...raw, ...decoded])]
      .filter(({ length }) => length >= 3)
      .map((part) => new Secret(part))
  }

  /**
   * The URL as the URL standard serializes it, which is how two URLs are compared: `https://Example.com:443` and
   * `https://example.com/` are the same. Secret as the whole URL is.
   */
  serialized(): string {
    return URL.parse(this.#text)?.href ?? this.#text
  }

  equals(other: WebhookUrl): boolean {
    return this.#text === other.#text || this.serialized() === other.serialized()
  }

  /** Whether the two differ in a part that isn't shown. */
  hidesDifferenceTo(other: WebhookUrl): boolean {
    return this.shown === other.shown
      ? !this.equals(other)
      : hiddenParts(this.#text) !== hiddenParts(other.#text)
  }

  toString(): string {
    return this.shown
  }

  toJSON(): string {
    return this.shown
  }
}

function shownParts(url: URL, text: string): string {
  // Anything before a colon parses as a scheme, so with other schemes everything can be a secret.
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return '(not a web address)'
  if (text.length > MAX_LENGTH) return `${url.origin}/…`
  const user = url.username !== '' || url.password !== '' ? '***@' : ''
  const search = url.search.slice(1)
  // Without a name the whole query is a value.
  const query =
    search === '' || search.includes('=') ? search.split('&').map(shownParameter).join('&') : '***'
  const path = url.pathname === '/' && !/^[^:]+:\/\/[^/?#]*\//.test(text) ? '' : url.pathname
  return `${url.protocol}//${user}${url.host}${path}${query === '' ? '' : `?${query}`}${url.hash === '' ? '' : '#***'}`
}

/**
 * `name=***`. A parameter without `=`, or with nothing else after it, is hidden completely: it can be padded base64, whose
 * last `=` looks like that of an empty parameter.
 */
function shownParameter(parameter: string): string {
  if (parameter === '') return ''
  const name = NAMED_VALUE.exec(parameter)?.[1]
  return name === undefined ? '***' : `${name}=***`
}

function hiddenParts(text: string): string {
  const url = URL.parse(text)
  return url === null ? text : [url.username, url.password, url.search, url.hash].join('\n')
}
