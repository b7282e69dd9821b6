import type { Secret } from './secret.ts'

/** Minimum length of a piece of a secret that counts as a leak, in characters. */
export const WINDOW = 6

/**
 * Whether a text contains six characters in a row of a secret, or all of a shorter one: plain, percent-encoded or in
 * base64, in any case. For the only foreign text that reports quote: Auco's short error message.
 */
export function repeatsSecret(text: string, secrets: Iterable<Secret>): boolean {
  const lower = lowerCase(text)
  const windows = new Set<string>()
  for (let at = 0; at + WINDOW <= lower.length; at += 1) windows.add(lower.slice(at, at + WINDOW))
  const repeats = (spelling: string) => {
    if (spelling.length < WINDOW) return spelling !== '' && lower.includes(spelling)
    for (let at = 0; at + WINDOW <= spelling.length; at += 1) {
      if (windows.has(spelling.slice(at, at + WINDOW))) return true
    }
    return false
  }
  for (const secret of secrets) {
    const value = secret.reveal()
    // Two characters in base64 are in every other word.
    const forms = value.length < WINDOW ? [lowerCase(value)] : spellings(value)
    if (forms.some(repeats)) return true
  }
  return false
}

/** Returns a function that says whether a text contains one of these secrets completely, plain or encoded like above. */
export function secretScanner(secrets: readonly Secret[]): (text: string) => boolean {
  const needles = secrets.flatMap((secret) => spellings(secret.reveal())).filter((needle) => needle !== '')
  return (text) => {
    const lower = lowerCase(text)
    return needles.some((needle) => lower.includes(needle))
  }
}

/** Letters of ASCII in lower case. That of others can have another length, or depend on what follows. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** The secret as it is, percent-encoded, and in base64; in lower case. */
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
  const encoded = encodeURIComponent(text.toWellFormed())
  return [...new Set([text, encoded, ...aligned, ...urlSafe].map(lowerCase))]
}
