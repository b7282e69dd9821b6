import { Secret } from './secret.ts'

/** A parameter of a query with a name of its own. */
const NAMED_VALUE = /^([^=]*)=(?=[^=])/

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

  /** The parts that are not shown, as secrets: as they are written, and decoded. Very short ones say nothing. */
  hiddenSecrets(): readonly Secret[] {
    const url = URL.parse(this.#text)
    if (url === null) return [new Secret(this.#text)]
    // Most have none: no sign of any in the text.
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
  // Of other schemes everything can be a secret, for whatever stands before a colon is taken for one.
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return '(not a web address)'
  const user = url.username !== '' || url.password !== '' ? '***@' : ''
  const search = url.search.slice(1)
  // Without any name the query is one value, whatever is in it.
  const query =
    search === '' || search.includes('=') ? search.split('&').map(shownParameter).join('&') : '***'
  const path = url.pathname === '/' && !/^[^:]+:\/\/[^/?#]*\//.test(text) ? '' : url.pathname
  return `${url.protocol}//${user}${url.host}${path}${query === '' ? '' : `?${query}`}${url.hash === '' ? '' : '#***'}`
}

/**
 * `name=***`; a parameter without `=`, or with nothing but `=` behind it, is a value as a whole: padded base64 is written
 * so, and nobody can tell its last `=` from that of an empty parameter.
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
