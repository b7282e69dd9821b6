import { isPlainWords } from './looks-secret.ts'
import type { Secret } from './secret.ts'
import { lowerCase, spellings, WINDOW } from './secret-scan.ts'

const MASK = '***'

/**
 * Work for one character of a text, in comparisons, and more of it for all texts together. Beyond that a text is replaced
 * completely: no real one causes it.
 */
const MAX_WORK = 100
const MAX_MORE_WORK = 1_000_000
/** Most forms of secrets to look for, and lines of one secret that are forms of their own. */
const MAX_FORMS = 20_000
const MAX_LINES = 64

/**
 * Replaces the secrets of a run by `***` wherever they stand in other text: people put them into an id, a description, a
 * header name or a URL too. Secrets of less than six characters are left out.
 */
export class SecretRedactor {
  /** Spellings in lower case, and whether each is made of plain words. */
  readonly #needles = new Map<string, boolean>()
  /** The lengths of the spellings that start with these characters. */
  readonly #lengths = new Map<string, Set<number>>()
  #forms = 0
  #moreWork = 0

  add(secret: Secret): void {
    const forms = formsOf(secret.reveal())
    this.#forms += forms.length
    if (this.#forms > MAX_FORMS) return
    for (const form of forms) this.#addForm(form)
  }

  #addForm(form: string): void {
    const isWords = isPlainWords(form)
    for (const needle of spellings(form)) {
      if (needle.length < WINDOW) continue
      this.#needles.set(needle, isWords && (this.#needles.get(needle) ?? true))
      const start = needle.slice(0, WINDOW)
      const lengths = this.#lengths.get(start)
      if (lengths === undefined) this.#lengths.set(start, new Set([needle.length]))
      else lengths.add(needle.length)
    }
  }

  /** One text of the file or of Auco. Call it before the text is escaped or shortened. */
  redact(text: string): string {
    return this.#forms > MAX_FORMS ? MASK : this.#redacted(text, true)
  }

  /**
   * Text of ours, line by line: the last line of defence. Plain words stay, because a secret that is one would tear holes
   * into the words and links around it.
   */
  redactLines(text: string): string {
    return text
      .split('\n')
      .map((line) => this.#redacted(line, false))
      .join('\n')
  }

  #redacted(text: string, includesWords: boolean): string {
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
        if (work > MAX_WORK * text.length) {
          this.#moreWork += length
          if (this.#moreWork > MAX_MORE_WORK) return MASK
        }
        const isWords = length > longest ? this.#needles.get(haystack.slice(at, at + length)) : undefined
        if (isWords === false || (isWords === true && includesWords)) longest = length
      }
      if (longest === 0) continue
      // Overlapping matches are one.
      if (at >= end) result += `${text.slice(end, at)}${at === end && end > 0 ? '' : MASK}`
      end = Math.max(end, at + longest)
    }
    return result + text.slice(end)
  }
}

/** What to look for: the secret, its lines, and its credentials after a scheme such as `Bearer`. */
function formsOf(text: string): readonly string[] {
  const credentials = /^[A-Za-z][\w-]* +(\S.*)$/.exec(text)?.[1] ?? ''
  const forms = new Set([text, text.trim(), credentials, ...text.split(/[\r\n]+/, MAX_LINES)])
  return [...forms].filter((form) => form.length >= WINDOW)
}
