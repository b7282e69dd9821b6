import type { Secret } from './secret.ts'

/** Minimum length of a piece of a secret that counts as a leak, in characters. */
export const WINDOW = 6

const MASK = '***'

/** Most work for one character of a text, in comparisons. Beyond that a text is replaced completely: no real one causes it. */
const MAX_WORK = 300
/** Most forms of secrets to look for, and lines of one secret that are forms of their own. */
const MAX_FORMS = 20_000
const MAX_LINES = 64

/**
 * Replaces the secrets of a run by `***` wherever they stand in other text: people put them into an id, a description, a
 * header name or a URL too. Secrets of less than six characters are left out.
 */
export class SecretRedactor {
  /** Spellings in lower case. */
  readonly #needles = new Set<string>()
  /** The lengths of the spellings that start with these characters. */
  readonly #lengths = new Map<string, Set<number>>()
  #forms = 0

  add(secret: Secret): void {
    const forms = formsOf(secret.reveal())
    this.#forms += forms.length
    if (this.#forms > MAX_FORMS) return
    // No spelling is shorter than its form, so each has the characters of a start.
    for (const needle of forms.flatMap(spellings)) {
      this.#needles.add(needle)
      const start = needle.slice(0, WINDOW)
      const lengths = this.#lengths.get(start) ?? new Set()
      this.#lengths.set(start, lengths.add(needle.length))
    }
  }

  /** One text of the file or of Auco. Call it before the text is escaped or shortened. */
  readonly redact = (text: string): string => {
    if (this.#forms > MAX_FORMS) return MASK
    if (text.length < WINDOW || this.#needles.size === 0) return text
    const haystack = lowerCase(text)
    let result = ''
    let end = 0
    let work = 0
    for (let at = 0; at + WINDOW <= haystack.length; at += 1) {
      let longest = 0
      for (const length of this.#lengths.get(haystack.slice(at, at + WINDOW)) ?? []) {
        if (at + length > haystack.length) continue
        work += length
        if (work > MAX_WORK * text.length) return MASK
        if (length > longest && this.#needles.has(haystack.slice(at, at + length))) longest = length
      }
      if (longest === 0) continue
      // Overlapping matches are one.
      if (at >= end) result += `${text.slice(end, at)}${at === end && end > 0 ? '' : MASK}`
      end = Math.max(end, at + longest)
    }
    return result + text.slice(end)
  }

  finds(text: string): boolean {
    return this.redact(text) !== text
  }
}

/** What to look for: the secret, its lines, and its credentials after a scheme such as `Bearer`. */
function formsOf(text: string): readonly string[] {
  const texts = [text, text.trim(), ...text.split(/[\r\n]+/, MAX_LINES)]
  const credentials = texts.map((one) => /^[A-Za-z][\w-]* +(\S.*)$/.exec(one)?.[1] ?? '')
  const forms = new Set([...texts, ...credentials])
  return [...forms].filter((form) => form.length >= WINDOW)
}

/**
 * Whether a text contains six characters in a row of a secret, or all of a shorter one: plain, percent-encoded or in
 * base64, in any case. For the only foreign text that reports quote: Auco's short error message.
 */
export function repeatsSecret(text: string, secrets: Iterable<Secret>): boolean {
  const lower = lowerCase(text)
  const windows = new Set(windowsOf(lower))
  for (const secret of secrets) {
    const value = secret.reveal()
    // Two characters in base64 are in every other word.
    const forms = value.length < WINDOW ? [lowerCase(value)] : spellings(value)
    const repeats = (form: string) =>
      form.length < WINDOW
        ? form !== '' && lower.includes(form)
        : windowsOf(form).some((window) => windows.has(window))
    if (forms.some(repeats)) return true
  }
  return false
}

function windowsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - WINDOW + 1) }, (_, at) => text.slice(at, at + WINDOW))
}

/** Letters of ASCII in lower case. That of others can have another length, or depend on what follows. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** The secret as it is, percent-encoded, as in a form, and in base64; in lower case. */
function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  // Base64 depends on the offset of the secret in the encoded data: three alignments, without the characters that also
  // encode bits of neighbouring bytes.
  const aligned = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const isWhole = (bytes.length + shift) % 3 === 0
    return encoded.slice(shift === 0 ? 0 : shift + 1, isWhole ? undefined : -1)
  })
  const urlSafe = aligned.map((encoded) => encoded.replaceAll('+', '-').replaceAll('/', '_'))
  const encoded = encodeURIComponent(text.toWellFormed())
  // RFC 3986 reserves these five too, and other languages encode them.
  const strict = encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
  // HTML forms, and most query builders: `+` for a space.
  const form = new URLSearchParams([['', text]]).toString().slice(1)
  return [...new Set([text, encoded, strict, form, ...aligned, ...urlSafe].map(lowerCase))]
}
