/**
 * Longest chain of encodings that is undone, and the most texts that are looked at. Foreign text that needs more than that
 * isn't judged.
 */
const MAX_DEPTH = 4
const MAX_TEXTS = 4_000

/** Shortest run of printable characters for a result to count, and to be decoded further. */
const PRINTABLE = /[\t\n\r -~\u00a0-\ufffc]{6}/
const DECODABLE = /[\t\n\r -~\u00a0-\ufffc]{8}/

/**
 * The text and everything that it may be an encoding of: up to four of base64, base64url, hexadecimal, lists of character
 * codes, escapes (JSON, JavaScript, HTML, URLs, forms, quoted-printable), reversal, and characters set apart; in any order.
 * `null` if there are too many possibilities.
 */
export function decodings(text: string): ReadonlySet<string> | null {
  const all = new Set([text])
  let level = [text]
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const next: string[] = []
    for (const reading of level) {
      for (const decoded of decodedOnce(reading)) {
        if (all.has(decoded)) continue
        all.add(decoded)
        if (all.size > MAX_TEXTS) return null
        if (DECODABLE.test(decoded)) next.push(decoded)
      }
    }
    level = next
  }
  return all
}

function decodedOnce(text: string): readonly string[] {
  const binary = [...fromHex(text), ...fromBase64(text), ...fromCodes(text)]
    // UTF-16 has a NUL beside each character of ASCII.
    .map((bytes) => bytes.toString('utf8').replaceAll('\0', ''))
    .filter((decoded) => PRINTABLE.test(decoded))
  return [
    ...unescaped(text),
    fromQuotedPrintable(text),
    text.replaceAll(/[\s\-_.,:|*·]+/g, ''),
    [...text].toReversed().join(''),
    ...binary,
  ]
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text with its escapes undone: those of JSON and JavaScript, of HTML, of URLs, and of forms. */
export function unescaped(text: string): readonly string[] {
  const character = (digits: string, base: number) => {
    const code = Number.parseInt(digits, base)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  }
  const json = text
    .replace(/\\u\{([0-9a-f]{1,6})\}/gi, (_, digits: string) => character(digits, 16))
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, digits: string) => character(digits, 16))
    .replace(/\\(["'\\/])/g, '$1')
  const html = text
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, digits: string) => character(digits, 16))
    .replace(/&#([0-9]{1,7});?/g, (_, digits: string) => character(digits, 10))
    .replace(/&(amp|lt|gt|quot|apos);?/gi, (_, name: string) => NAMED[name.toLowerCase()] ?? '')
  return [json, html, bytesAfter('%', text), bytesAfter('%', text.replaceAll('+', ' '))]
}

/** Quoted-printable (RFC 2045, section 6.7), with its soft line breaks. */
function fromQuotedPrintable(text: string): string {
  return bytesAfter('=', text.replaceAll(/=\r?\n/g, ''))
}

/** The text with each run of bytes in hexadecimal, every one after this sign, as the UTF-8 that they are. */
function bytesAfter(sign: '%' | '=', text: string): string {
  return text.replaceAll(sign === '%' ? /(?:%[0-9a-f]{2})+/gi : /(?:=[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll(sign, ''), 'hex').toString('utf8'),
  )
}

/** All hexadecimal digits of the text, whatever stands between them, from either start of a byte. */
function fromHex(text: string): readonly Buffer[] {
  const digits = text.replaceAll(/0x/gi, '').replaceAll(/[^0-9a-f]/gi, '')
  return digits.length < 12 ? [] : [Buffer.from(digits, 'hex'), Buffer.from(digits.slice(1), 'hex')]
}

/**
 * The text as base64, from each of four starts, because words before it shift it. What isn't of the alphabet is left out,
 * and once also the signs, because they can stand between the characters.
 */
function fromBase64(text: string): readonly Buffer[] {
  const alphabets = [/[^A-Za-z0-9+/_-]/g, /[^A-Za-z0-9+/]/g, /[^A-Za-z0-9]/g]
  const candidates = new Set(
    alphabets.map((others) => text.replaceAll(others, '')).filter(({ length }) => length >= 8),
  )
  return [...candidates].flatMap((candidate) =>
    [0, 1, 2, 3].map((start) => Buffer.from(candidate.slice(start), 'base64')),
  )
}

/** A list of character codes, such as a buffer that was written as JSON. */
function fromCodes(text: string): readonly Buffer[] {
  const codes = text.match(/\d+/g)?.map(Number) ?? []
  return codes.length < 6 ? [] : [Buffer.from(codes.filter((code) => code < 256))]
}
