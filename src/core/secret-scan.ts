import type { Secret } from './secret.ts'

/** Minimum length of a piece of a secret that counts as a leak, in characters. */
export const WINDOW = 6

/**
 * Whether a foreign text contains six characters in a row of a secret (or all of a shorter one), plain or in an encoding
 * that servers use. For the only foreign text that reports quote: Auco's short error message.
 */
export function leaksSecret(text: string, secrets: Iterable<Secret>): boolean {
  const haystacks = readings(text)
  for (const secret of secrets) {
    const needles = spellings(secret.reveal())
    if (haystacks.some((haystack) => needles.some((needle) => sharesWindow(haystack, needle)))) return true
  }
  return false
}

/** Returns a function that says whether a text contains one of these secrets completely, plain or in those encodings. */
export function secretScanner(secrets: readonly Secret[]): (text: string) => boolean {
  const needles = secrets.flatMap((secret) => spellings(secret.reveal())).filter((needle) => needle !== '')
  return (text) => readings(text).some((haystack) => needles.some((needle) => haystack.includes(needle)))
}

function sharesWindow(haystack: string, needle: string): boolean {
  if (needle.length < WINDOW) return needle !== '' && haystack.includes(needle)
  for (let from = 0; from + WINDOW <= needle.length; from += 1) {
    if (haystack.includes(needle.slice(from, from + WINDOW))) return true
  }
  return false
}

/** Maximum number of nested encodings that are decoded. */
const ROUNDS = 3

/** The text as it is and decoded from JSON, HTML, URLs and forms, nested ones too; in lower case. */
export function readings(text: string): readonly string[] {
  if (!ENCODED.test(text)) return [text.toLowerCase()]
  let all = new Set([text])
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Set([...all].flatMap((reading) => [reading, ...decoded(reading)]))
    if (next.size === all.size) break
    all = next
  }
  return [...new Set([...all].map((reading) => reading.toLowerCase()))]
}

/** A text without any of these characters is the same in every encoding. */
const ENCODED = /[\\&%+]/

function decoded(text: string): readonly string[] {
  const character = (digits: string, base: number) => {
    const code = Number.parseInt(digits, base)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  }
  const json = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\(["'\\/])/g, '$1')
  const html = text
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, digits: string) => character(digits, 16))
    .replace(/&#([0-9]{1,7});?/g, (_, digits: string) => character(digits, 10))
    .replace(/&(amp|lt|gt|quot|apos);?/gi, (_, name: string) => NAMED[name.toLowerCase()] ?? '')
  const percent = (encoded: string) =>
    encoded.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    )
  return [json, html, percent(text), percent(text.replaceAll('+', ' '))]
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

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
