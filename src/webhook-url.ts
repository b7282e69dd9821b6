/**
 * A webhook's URL. User, password, query values and fragment of a URL can be secrets of the receiver: they can be
 * compared and sent, and nothing else. `shown` is the rest, and what every way of printing the object gives.
 */
export class WebhookUrl {
  readonly #text: string
  /** Without user, password, query values and fragment; a text that is no URL is not shown at all. */
  readonly shown: string
  /** Scheme, host and port; `null` for a text that is no URL. */
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

  equals(other: WebhookUrl): boolean {
    return this.#text === other.#text
  }

  /** Whether the two differ in a part that `shown` leaves out. */
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
  const user = url.username !== '' || url.password !== '' ? '***@' : ''
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=***`)
  // A query without `=` is a value as a whole.
  const query = url.search === '' ? '' : url.search.includes('=') ? `?${names.join('&')}` : '?***'
  const path = url.pathname === '/' && !/^[^:]+:\/\/[^/?#]*\//.test(text) ? '' : url.pathname
  return `${url.protocol}//${user}${url.host}${path}${query}${url.hash === '' ? '' : '#***'}`
}

function hiddenParts(text: string): string {
  const url = URL.parse(text)
  return url === null ? text : [url.username, url.password, url.search, url.hash].join('\n')
}
