import { isSecretSegment } from './receivers.ts'
import { Secret } from './secret.ts'
import { isOrdinary, isTokenSegment } from './token-shape.ts'

/**
 * Longest URL that is taken apart, far beyond what receivers accept. Of a longer one only the origin is shown, and the
 * rest counts as one secret.
 */
export const MAX_URL_LENGTH = 8_192

/** Shortest part of a URL that counts as a secret, and shortest one that is masked, in characters. */
const MIN_SECRET = 3
const MIN_MASK = 6

/** The name of a query parameter that has a value. */
const NAMED_VALUE = /^([^=]*)=(?=[^=])/

/** A variable as the URL standard writes it in a path, one anywhere, and a value that is nothing but variables. */
const VARIABLE_START = '$%7B'
const VARIABLE = /\$(?:\{|%7B)AUCO_[A-Z0-9_]+(?:\}|%7D)/
const PATH_VARIABLE = /\$%7B(AUCO_[A-Z0-9_]+)%7D/g
const ONLY_VARIABLES = /^(?:\$\{AUCO_[A-Z0-9_]+\})+$/

/** What the repository's files write into paths: certainly no secret. */
type Literals = ReadonlySet<string>

/**
 * What a file writes before, between and after the variables of a segment or a query value: `pre-` and nothing for
 * `pre-${AUCO_X}`.
 */
export type AroundVariables = readonly string[]

/**
 * How much of a URL is shown: never its user, password, query values and fragment.
 * - `path`: the rest.
 * - `no-tokens`: the same, with `…` in the place of each segment of the path that looks like a token, or is a secret at that
 *   receiver; with `onlyLiterals`, of each that no file writes. `redact` replaces known secrets: one can reach beyond a
 *   segment.
 * - `origin`: nothing else. `isSecret`: because a file declares the rest with variables, which `around` tells apart from
 *   what it writes beside them.
 * - `written`: the URL as the file writes it, with `${NAME}` instead of what is sent.
 */
type Display =
  | { readonly kind: 'path' }
  | {
      readonly kind: 'no-tokens'
      readonly literals: Literals
      readonly onlyLiterals: boolean
      readonly redact: (text: string) => string
    }
  | {
      readonly kind: 'origin'
      readonly literals: Literals
      readonly around: readonly AroundVariables[]
      readonly isSecret: boolean
    }
  | { readonly kind: 'written'; readonly written: string }

/** A URL of the file with variables that aren't available to the run. */
export interface UnknownUrl {
  readonly known: false
  readonly shown: string
  readonly origin: string | null
  readonly why: string
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

function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:'
}

function shownText(url: URL | null, text: string, display: Display): string {
  if (url === null) return '(not a URL)'
  // Anything before a colon parses as a scheme, so with other schemes everything can be a secret.
  if (!isWeb(url)) return '(not a web address)'
  const originOnly = `${url.origin}/…`
  if (text.length > MAX_URL_LENGTH) return originOnly
  switch (display.kind) {
    case 'path':
      return joined(url, text, HIDDEN_VALUES)
    case 'no-tokens':
      if (isTorn(url, display)) return originOnly
      return joined(url, text, {
        path: (path) => withoutTokens(path, url, display),
        name: (name) => (isTokenSegment(name) ? '…' : name),
        value: hiddenValue,
      })
    case 'origin':
      return url.pathname + url.search + url.hash === '/' ? joined(url, text, HIDDEN_VALUES) : originOnly
    case 'written': {
      const written = URL.parse(display.written)
      return written === null
        ? originOnly
        : joined(written, display.written, { path: withVariables, name: asItIs, value: writtenValue })
    }
  }
}

/** How the path, the names of the query, and its values are shown. */
interface Shown {
  readonly path: (path: string) => string
  readonly name: (name: string) => string
  readonly value: (value: string) => string
}

const HIDDEN_VALUES: Shown = { path: asItIs, name: asItIs, value: hiddenValue }

function joined(url: URL, text: string, shown: Shown): string {
  const user = url.username !== '' || url.password !== '' ? '***@' : ''
  const search = url.search.slice(1)
  // Without a name the whole query is a value.
  const query =
    search === '' || search.includes('=')
      ? search
          .split('&')
          .map((parameter) => shownParameter(parameter, shown))
          .join('&')
      : shown.value(search)
  const path = url.pathname === '/' && !/^[^:]+:\/\/[^/?#]*\//.test(text) ? '' : shown.path(url.pathname)
  return `${url.protocol}//${user}${url.host}${path}${query === '' ? '' : `?${query}`}${url.hash === '' ? '' : '#***'}`
}

function asItIs(text: string): string {
  return text
}

type Tokens = Extract<Display, { kind: 'no-tokens' }>

/** Whether a known secret reaches from the path into the query, or over parts of it, and would be shown without its rest. */
function isTorn({ pathname, search }: URL, { redact }: Tokens): boolean {
  if (search === '') return false
  const parts = [pathname, ...search.split(/(?<=[?&=])/)]
  return redact(pathname + search) !== parts.map(redact).join('')
}

function withoutTokens(path: string, url: URL, tokens: Tokens): string {
  const hide = (segment: string) => (isHiddenSegment(segment, url, tokens) ? '…' : segment)
  const segments = path.split('/')
  const hidden = segments.map(hide).join('/')
  if (hidden === path) return path
  // A known secret that reaches over several segments is looked for before one of them is gone.
  const redacted = tokens.redact(path)
  if (redacted === segments.map(tokens.redact).join('/')) return hidden
  return (redacted.startsWith('/') ? redacted : `/${redacted}`).split('/').map(hide).join('/')
}

function isHiddenSegment(segment: string, { hostname }: URL, { literals, onlyLiterals }: Tokens): boolean {
  if (isTokenSegment(segment)) return true
  return segment !== '' && !literals.has(segment) && (onlyLiterals || isSecretSegment(hostname, segment))
}

/** The URL standard encodes braces in a path. */
function withVariables(path: string): string {
  return path.replaceAll(PATH_VARIABLE, '${$1}')
}

/**
 * `name=***`. A parameter without `=`, or with nothing else after it, is hidden completely: it can be padded base64, whose
 * last `=` looks like that of an empty parameter.
 */
function shownParameter(parameter: string, shown: Shown): string {
  if (parameter === '') return ''
  const name = NAMED_VALUE.exec(parameter)?.[1]
  return name === undefined
    ? shown.value(parameter)
    : `${shown.name(name)}=${shown.value(parameter.slice(name.length + 1))}`
}

function hiddenValue(): string {
  return '***'
}

function writtenValue(value: string): string {
  return ONLY_VARIABLES.test(value) ? value : '***'
}

/** The secrets that a path holds, or a path and a query together. */
function secretsOfPath(url: URL, display: Display): readonly string[] {
  const segments = segmentsOf(url)
  switch (display.kind) {
    case 'path':
      return []
    case 'written':
      return unwrittenParts(
        url,
        segments,
        new Set(literalsIn(URL.parse(display.written))),
        url.search + url.hash,
      )
    case 'origin': {
      if (display.isSecret) {
        const parts = unwrittenParts(url, segments, display.literals, url.search + url.hash)
        return withInnerParts(parts, display.around)
      }
      // Without a file that calls it a secret, an ordinary word is none, and neither is the name of a parameter.
      return unwrittenParts(url, segments, display.literals, '').filter((part) => !isOrdinary(part))
    }
    case 'no-tokens':
      return segments.filter(
        (segment) => isHiddenSegment(segment, url, display) && !display.literals.has(segment),
      )
  }
}

/** All of the path and query, what follows the segments that the file writes, and each segment that it doesn't write. */
function unwrittenParts(
  url: URL,
  segments: readonly string[],
  literals: Literals,
  query: string,
): readonly string[] {
  const unwritten = segments.filter((segment) => !literals.has(segment))
  if (unwritten.length === 0 && query === '') return []
  const first = segments.findIndex((segment) => !literals.has(segment))
  const rest = first === -1 ? '' : url.pathname.slice(1).split('/').slice(first).join('/')
  return [url.pathname.slice(1) + query, rest + query, rest, query.slice(1), ...unwritten]
}

/** The values of a query, the parameters without a value, and names that look like a token. */
function secretsOfQuery(url: URL, display: Display): readonly string[] {
  const names = display.kind === 'no-tokens' ? namesOf(url).filter(isTokenSegment) : []
  const around = display.kind === 'origin' ? display.around : []
  return [...names, ...withInnerParts(valuesOf(url), around)]
}

/** The parts, and what stands in them where a file has variables. */
function withInnerParts(parts: readonly string[], around: readonly AroundVariables[]): readonly string[] {
  return [...parts, ...parts.flatMap((part) => around.flatMap((literals) => textsBetween(literals, part)))]
}

/** The texts between these literals, if the whole text has them in this order. */
function textsBetween([start = '', ...others]: AroundVariables, text: string): readonly string[] {
  if (!text.startsWith(start)) return []
  const found: string[] = []
  let at = start.length
  for (const [index, literal] of others.entries()) {
    const isLast = index === others.length - 1
    const end = isLast ? text.length - literal.length : text.indexOf(literal, at)
    if (end < at || !text.startsWith(literal, end)) return []
    found.push(text.slice(at, end))
    at = end + literal.length
  }
  return found
}

function valuesOf({ search }: URL): readonly string[] {
  return search
    .slice(1)
    .split('&')
    .map((parameter) => parameter.replace(NAMED_VALUE, ''))
}

function namesOf({ search }: URL): readonly string[] {
  return search
    .slice(1)
    .split('&')
    .flatMap((parameter) => NAMED_VALUE.exec(parameter)?.[1] ?? [])
}

function segmentsOf({ pathname }: URL): readonly string[] {
  return pathname.split('/').filter((segment) => segment !== '')
}

function literalsIn(url: URL | null): readonly string[] {
  return url === null ? [] : segmentsOf(url).filter((segment) => !segment.includes(VARIABLE_START))
}

function secretsFrom(raw: readonly string[], minLength: number): readonly Secret[] {
  const one = (part: string) => `x=${part.replaceAll('&', '%26')}`
  const decoded = new URLSearchParams(raw.map(one).join('&')).values()
  return [...new Set([...raw, ...decoded])]
    .filter(({ length }) => length >= minLength)
    .map((part) => new Secret(part))
}

function hiddenText(url: URL | null, isPathHidden: boolean): string | null {
  if (url === null) return null
  return [url.username, url.password, url.search, url.hash, isPathHidden ? url.pathname : ''].join('\n')
}
