import { decodings, unescaped } from './decodings.ts'
import type { Secret } from './secret.ts'

/** Minimum length of a piece of a secret that counts as a leak, in characters. */
export const WINDOW = 6

/** Shortest secret that is looked for without what stands between its characters. */
const MIN_BARE = 4

/**
 * Whether a foreign text may tell a piece of a secret: six letters or digits in a row (or all of a shorter secret), in any
 * case, with anything between them, plain or in up to four nested encodings (`decodings`). For the only foreign text that
 * reports quote: Auco's short error message. Encryption, compression and other encodings are not seen.
 */
export function leaksSecret(text: string, secrets: Iterable<Secret>): boolean {
  const decoded = decodings(text)
  if (decoded === null) return true
  const haystacks = new Set([...decoded].flatMap((reading) => [reading.toLowerCase(), bare(reading)]))
  const windows = new Set([...haystacks].flatMap(windowsOf))
  for (const secret of secrets) {
    const needle = secret.reveal()
    const whole = bare(needle)
    const needles = [...spellings(needle), ...(whole.length < MIN_BARE ? [] : [whole])]
    const isTold = needles.some((spelling) =>
      spelling.length < WINDOW
        ? spelling !== '' && [...haystacks].some((haystack) => haystack.includes(spelling))
        : windowsOf(spelling).some((window) => windows.has(window)),
    )
    if (isTold) return true
  }
  return false
}

/** Only the letters and digits of a text, in their plain forms and lower case. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

function windowsOf(text: string): readonly string[] {
  const number = Math.max(0, text.length - WINDOW + 1)
  return Array.from({ length: number }, (_, from) => text.slice(from, from + WINDOW))
}

/** Returns a function that says whether a text contains one of these secrets completely, plain or in those encodings. */
export function secretScanner(secrets: readonly Secret[]): (text: string) => boolean {
  const needles = secrets.flatMap((secret) => spellings(secret.reveal())).filter((needle) => needle !== '')
  return (text) =>
    readings(text, Number.POSITIVE_INFINITY)?.some((haystack) =>
      needles.some((needle) => haystack.includes(needle)),
    ) ?? true
}

/** Maximum number of nested encodings that are decoded. */
const ROUNDS = 3

/**
 * The text as it is and decoded from JSON, HTML, URLs and forms, nested ones too; in lower case. `null` if all of them
 * together are longer than `limit`.
 */
export function readings(text: string, limit: number): readonly string[] | null {
  if (!ENCODED.test(text)) return [text.toLowerCase()]
  const all = new Set([text])
  let length = text.length
  let level: readonly string[] = [text]
  for (let round = 0; round < ROUNDS; round += 1) {
    const next: string[] = []
    for (const reading of level) {
      if (length > limit) return null
      for (const decoded of unescaped(reading)) {
        if (all.has(decoded)) continue
        all.add(decoded)
        next.push(decoded)
        length += decoded.length
      }
    }
    level = next
  }
  return [...new Set([...all].map((reading) => reading.toLowerCase()))]
}

/** A text without any of these characters is the same in every encoding. */
const ENCODED = /[\\&%+]/

/** The secret as it is, in hexadecimal and in base64; in lower case. */
export function spellings(text: string): readonly string[] {
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
  return [text, bytes.toString('hex'), ...aligned, ...urlSafe].map((spelling) => spelling.toLowerCase())
}
