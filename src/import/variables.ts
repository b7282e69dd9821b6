import { hasLiterals, KEY_VARIABLE, literalsOf, parseTemplate } from '../config/template.ts'
import { fitsInUrl } from '../config/url-rules.ts'
import { isSecretSegment } from '../core/looks-secret.ts'
import { Secret } from '../core/secret.ts'
import { WebhookUrl } from '../core/webhook-url.ts'

/** A variable of the file, and what it has to be so that the file says what Auco has. */
export interface Variable {
  readonly name: string
  /** `null` if that can't be told: Auco hides it, or several variables share it. */
  readonly value: Secret | null
  /** What the file writes around the variable. */
  readonly start: string
  readonly end: string
}

/**
 * The variables with which a header value or a URL, as the file writes it, is one of the texts. `null` if it can't be any of
 * them; `texts` is `null` if Auco hides the text, which can be anything. `fits`: whether a variable can hold a value.
 */
export function matchTemplate(
  written: string,
  texts: readonly string[] | null,
  fits: (value: string) => boolean = () => true,
): readonly Variable[] | null {
  const template = parseTemplate(written)
  const literals = literalsOf(template)
  const [start = '', end = '', ...others] = literals
  const unknown = template.variables.map((name) => ({ name, value: null, start, end }))
  if (texts === null) return unknown
  for (const text of texts.filter((one) => hasLiterals(one, literals))) {
    if (others.length > 0) return unknown
    const value = text.slice(start.length, text.length - end.length)
    if (fits(value)) return unknown.map((variable) => ({ ...variable, value: new Secret(value) }))
  }
  return null
}

/** The same for a URL, which Auco may have in the form of the URL standard. */
export function matchUrl(written: string, url: WebhookUrl): readonly Variable[] | null {
  const [literal = '', ...others] = literalsOf(parseTemplate(written))
  if (others.length === 0) return new WebhookUrl(literal).equals(url) ? [] : null
  return matchTemplate(written, [url.reveal(), url.serialized()], fitsInUrl)
}

/** A text of Auco taken apart for a file that doesn't have it: the value becomes a variable, named after `part`. */
export interface NewText extends Omit<Variable, 'name'> {
  readonly part: string
}

/** Origin, path, query and fragment of a URL, as it's written (RFC 3986, appendix B). */
const PARTS = /^([a-z]+:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is
/** `?`, and the name of the parameter if there is only one. */
const BEFORE_VALUE = /^\?(?:[\w.-]+=(?=[^=&]+$))?/

/**
 * The URL with its secret part taken out: from the first segment of the path that looks like a token, or is a secret at
 * that receiver, otherwise the query. `null` if there is none, or one that a variable can't hold.
 */
export function takenApart(url: WebhookUrl): NewText | null {
  // Serialized, there are no `..`, and fewer characters that a variable can't hold.
  for (const text of [url.reveal(), url.serialized()]) {
    const [, origin = '', path = '', query = '', end = ''] = PARTS.exec(text) ?? []
    const host = URL.parse(text)?.hostname ?? ''
    const segments = path.split('/')
    const first = segments.findIndex((segment) => isSecretSegment(host, segment))
    const kept = first === -1 ? path : segments.slice(0, first).concat('').join('/')
    const start = origin + kept + (first === -1 ? (BEFORE_VALUE.exec(query)?.[0] ?? '') : '')
    const secret = `${origin}${path}${query}`.slice(start.length)
    if (secret !== '' && fitsInUrl(secret))
      return { start, value: new Secret(secret), end, part: first === -1 ? 'QUERY' : 'PATH' }
  }
  return null
}

/** Maximum length of a name without its number, in characters: for readability only, GitHub allows more. */
const MAX_NAME = 80

/** Adds `AUCO_<ID>_<PART>` in capital letters to the names, with a number if it is taken or a key's, and returns it. */
export function addName(names: Set<string>, id: string, part: string): string {
  const base = `AUCO_${legal(id)}_${legal(part)}`.slice(0, MAX_NAME)
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}_${number}`
    if (names.has(name) || KEY_VARIABLE.test(name)) continue
    names.add(name)
    return name
  }
}

/** Letters without their accents, so that `Facturación` is still readable, and `_` for everything else. */
function legal(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/gu, '_')
}
