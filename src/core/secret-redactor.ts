import type { Secret } from './secret.ts'
import { readings, spellings, WINDOW } from './secret-scan.ts'

const MASK = '***'

/** Words or numbers of an ordinary length: `production`, `auco-stage`, `Key 1`. */
const ORDINARY = /^(?:\p{L}{1,15}|\d{1,9})(?:[-_. /](?:\p{L}{1,15}|\d{1,9}))*$/u

/**
 * Replaces the secrets of a run by `***` wherever they stand in other text: people put them into an id, a description, a
 * header name or a URL too. A secret shorter than six characters isn't replaced.
 */
export class SecretRedactor {
  /** Spellings in lower case, and whether each is of an ordinary word. */
  readonly #needles = new Map<string, boolean>()
  /** The lengths of the spellings that start with these characters. */
  readonly #lengths = new Map<string, Set<number>>()

  add(secret: Secret): void {
    const text = secret.reveal()
    const isOrdinary = ORDINARY.test(text)
    for (const needle of needlesOf(text)) {
      this.#needles.set(needle, isOrdinary && (this.#needles.get(needle) ?? true))
      const start = needle.slice(0, WINDOW)
      const lengths = this.#lengths.get(start)
      if (lengths === undefined) this.#lengths.set(start, new Set([needle.length]))
      else lengths.add(needle.length)
    }
  }

  /** Adds a secret, unless it is an ordinary word: a hidden part of a URL often is one. */
  addUnlessOrdinary(secret: Secret): void {
    if (!ORDINARY.test(secret.reveal())) this.add(secret)
  }

  /** One text of the file or of Auco. Call it before the text is escaped or shortened. */
  redact(text: string): string {
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
    const isLeft = readings(replaced).some((reading) => !this.#matches(reading, includesOrdinary).next().done)
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
      let longest = 0
      for (const length of this.#lengths.get(lower.slice(at, at + WINDOW)) ?? []) {
        const isOrdinary = length > longest ? this.#needles.get(lower.slice(at, at + length)) : undefined
        if (isOrdinary === false || (isOrdinary === true && includesOrdinary)) longest = length
      }
      if (longest > 0) yield [at, at + longest]
    }
  }
}

/** What to look for: the secret, its lines, and its credentials after a scheme such as `Bearer`; each in all spellings. */
function needlesOf(text: string): readonly string[] {
  const credentials = /^[A-Za-z][\w-]* +(\S.*)$/.exec(text)?.[1] ?? ''
  const forms = new Set([text, text.trim(), credentials, ...text.split(/[\r\n]+/)])
  return [...forms]
    .filter((form) => form.length >= WINDOW)
    .flatMap((form) => [...spellings(form), ...urlSpellings(form)])
    .filter((needle) => needle.length >= WINDOW)
}

/** As a part of a path: encoded, and as the URL standard writes a path that holds the text as it is; in lower case. */
function urlSpellings(text: string): readonly string[] {
  const url = URL.parse(`https://h.example/${text}`)
  const path = url === null || url.search !== '' || url.hash !== '' ? '' : url.pathname.slice(1)
  return [encodeURIComponent(text.toWellFormed()), path].map((spelling) => spelling.toLowerCase())
}
