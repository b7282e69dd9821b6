import { isTokenSegment } from './token-shape.ts'
import { type Display, isHiddenSegment, isWeb, MAX_URL_LENGTH, type Tokens } from './url-display.ts'
import { NAMED_VALUE } from './url-parts.ts'

/** A variable as the URL standard writes it in a path, and a value that is nothing but variables. */
const PATH_VARIABLE = /\$%7B(AUCO_[A-Z0-9_]+)%7D/g
const ONLY_VARIABLES = /^(?:\$\{AUCO_[A-Z0-9_]+\})+$/

/** A URL as this display shows it. `url` is the parsed `text`; `null` if that isn't a URL. */
export function shownText(url: URL | null, text: string, display: Display): string {
  if (url === null) return '(not a URL)'
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
