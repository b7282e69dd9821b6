import type { Secret } from './secret.ts'

/** The shortest piece of a secret that counts as a leak, in characters. */
const WINDOW = 6

/**
 * Whether a foreign text shares a window of six characters with a secret (the whole secret, if it is shorter), plain or
 * in an encoding that servers answer with. For the one kind of foreign text that may be shown: Auco's short error message.
 */
export function repeatsSecret(text: string, secrets: Iterable<Secret>): boolean {
  const haystack = text.toLowerCase()
  for (const secret of secrets) {
    for (const spelling of spellings(secret.reveal())) {
      if (sharesWindow(haystack, spelling.toLowerCase())) return true
    }
  }
  return false
}

/** Whether a text has the whole secret in it, plain or in one of those encodings. */
export function holdsSecret(text: string, secret: Secret): boolean {
  const haystack = text.toLowerCase()
  return spellings(secret.reveal()).some(
    (spelling) => spelling !== '' && haystack.includes(spelling.toLowerCase()),
  )
}

function sharesWindow(haystack: string, needle: string): boolean {
  if (needle.length < WINDOW) return needle !== '' && haystack.includes(needle)
  for (let from = 0; from + WINDOW <= needle.length; from += 1) {
    if (haystack.includes(needle.slice(from, from + WINDOW))) return true
  }
  return false
}

function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  // Base64 depends on where the secret starts in what was encoded: three alignments, without the characters that
  // mix in a neighbour's bits.
  const aligned = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    return encoded
      .replace(/=+$/, '')
      .slice(shift === 0 ? 0 : shift + 1, (bytes.length + shift) % 3 === 0 ? undefined : -1)
  })
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text.toWellFormed()),
    text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
    bytes.toString('hex'),
    ...aligned,
    ...aligned.map((encoded) => encoded.replaceAll('+', '-').replaceAll('/', '_')),
  ]
}
