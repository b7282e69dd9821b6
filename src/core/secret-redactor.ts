import type { Secret } from './secret.ts'
import { readings, spellings, WINDOW } from './secret-scan.ts'
import { isOrdinary } from './token-shape.ts'

const MASK = '***'

/**
 * The work that foreign texts can cause, far beyond what real ones do: characters that are decoded from one text and from
 * all of a run, forms of secrets to look for, and lines of one secret that are forms of their own.
 */
const MAX_DECODED_TEXT = 200_000
const MAX_DECODED = 5_000_000
const MAX_FORMS = 20_000
const MAX_LINES = 64

/**
 * Replaces the secrets of a run by `***` wherever they stand in other text: people put them into an id, a description, a
 * header name or a URL too. A secret shorter than six characters isn't replaced. What is too much work to judge is replaced
 * completely.
 */
export class SecretRedactor {
  /** Spellings in lower case, and whether each is of an ordinary word. */
  readonly #needles = new Map<string, boolean>()
  /** The lengths of the spellings that start with these characters. */
  readonly #lengths = new Map<string, Set<number>>()
  /** The first characters of all spellings: a cheap look that rules out most places of a text. */
  readonly #firsts = new Set<number>()
  #forms = 0
  /** Characters that may still be decoded. */
  #decodable = MAX_DECODED

  add(secret: Secret): void {
    const text = secret.reveal()
    const isWord = isOrdinary(text)
    const forms = formsOf(text)
    this.#forms += forms.length
    if (this.#forms > MAX_FORMS) return
    for (const needle of forms.flatMap(needlesOf)) {
      this.#needles.set(needle, isWord && (this.#needles.get(needle) ?? true))
      const start = needle.slice(0, WINDOW)
      const lengths = this.#lengths.get(start)
      this.#firsts.add(needle.charCodeAt(0))
      if (lengths === undefined) this.#lengths.set(start, new Set([needle.length]))
      else lengths.add(needle.length)
    }
  }

  /** Adds a secret, unless it is an ordinary word: a hidden part of a URL often is one. */
  addUnlessOrdinary(secret: Secret): void {
    if (!isOrdinary(secret.reveal())) this.add(secret)
  }

  /** One text of the file or of Auco. Call it before the text is escaped or shortened. */
  redact(text: string): string {
    if (this.#forms > MAX_FORMS) return MASK
    return this.#redacted(text, true)
  }

  /**
   * Text of ours, line by line: the last line of defence. Ordinary words stay, because a secret that is one would tear
   * holes into the words and links around it.
   */
  redactLines(text: string): string {
    return text
      .split('\n')
      .map((line) => this.#redacted(line, false))
      .join('\n')
  }

  #redacted(text: string, includesOrdinary: boolean): string {
    if (text.length < WINDOW || this.#needles.size === 0) return text
    const lower = text.toLowerCase()
    // In few languages lower case has another length; then no place in it is a place in the text.
    const replaced = lower.length === text.length ? this.#replaced(text, lower, includesOrdinary) : text
    // Our lines hold only foreign text that was let through before, so they need no limit.
    const limit = includesOrdinary ? Math.min(this.#decodable, MAX_DECODED_TEXT) : Number.POSITIVE_INFINITY
    const read = readings(replaced, limit)
    if (includesOrdinary) this.#decodable -= read === null ? limit : costOf(read)
    const isLeft = read?.some((reading) => !this.#matches(reading, includesOrdinary).next().done) ?? true
    // Only encoded, so what to cut out can't be told.
    return isLeft ? MASK : replaced
  }

  #replaced(text: string, lower: string, includesOrdinary: boolean): string {
    let result = ''
    let end = 0
    for (const [from, to] of this.#matches(lower, includesOrdinary)) {
      // Overlapping matches are one.
      if (from >= end) result += `${text.slice(end, from)}${from === end && end > 0 ? '' : MASK}`
      end = Math.max(end, to)
    }
    return result + text.slice(end)
  }

  /** Where secrets start and end in a text in lower case, from left to right; the longest one at each place. */
  *#matches(lower: string, includesOrdinary: boolean): Generator<readonly [from: number, to: number]> {
    for (let at = 0; at + WINDOW <= lower.length; at += 1) {
      if (!this.#firsts.has(lower.charCodeAt(at))) continue
      let longest = 0
      for (const length of this.#lengths.get(lower.slice(at, at + WINDOW)) ?? []) {
        const isWord = length > longest ? this.#needles.get(lower.slice(at, at + length)) : undefined
        if (isWord === false || (isWord === true && includesOrdinary)) longest = length
      }
      if (longest > 0) yield [at, at + longest]
    }
  }
}

/** What to look for: the secret, its lines, and its credentials after a scheme such as `Bearer`. */
function formsOf(text: string): readonly string[] {
  const credentials = /^[A-Za-z][\w-]* +(\S.*)$/.exec(text)?.[1] ?? ''
  const forms = new Set([text, text.trim(), credentials, ...text.split(/[\r\n]+/, MAX_LINES)])
  return [...forms].filter((form) => form.length >= WINDOW)
}

/** All spellings of a form. */
function needlesOf(form: string): readonly string[] {
  return [...spellings(form), ...urlSpellings(form)].filter((needle) => needle.length >= WINDOW)
}

/** The characters that were decoded; a text that is the same in every encoding costs nothing. */
function costOf(read: readonly string[]): number {
  return read.length === 1 ? 0 : read.reduce((sum, { length }) => sum + length, 0)
}

/** As a part of a path: encoded, and as the URL standard writes a path that holds the text as it is; in lower case. */
function urlSpellings(text: string): readonly string[] {
  const url = URL.parse(`https://h.example/${text}`)
  const path = url === null || url.search !== '' || url.hash !== '' ? '' : url.pathname.slice(1)
  return [encodeURIComponent(text.toWellFormed()), path].map((spelling) => spelling.toLowerCase())
}
