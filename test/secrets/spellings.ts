/** Encodings in which a server may repeat what it was sent. */
export const spellings: readonly (readonly [name: string, spell: (text: string) => string])[] = [
  ['plain', (text) => text],
  ['in capitals', (text) => text.toUpperCase()],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in base64 after one byte', (text) => Buffer.from(`:${text}`).toString('base64')],
  ['in base64 for URLs after two bytes', (text) => Buffer.from(`u:${text}`).toString('base64url')],
  ['in hex', (text) => Buffer.from(text).toString('hex')],
  ['in hex in capitals', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['URL-encoded', (text) => encodeURIComponent(text.toWellFormed())],
  ['URL-encoded but for slashes', (text) => encodeURI(text.toWellFormed())],
  [
    'URL-encoded but for plus signs',
    (text) => encodeURIComponent(text.toWellFormed()).replaceAll('%2B', '+'),
  ],
  [
    'URL-encoded in every byte',
    (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  ],
  ['as a form', (text) => new URLSearchParams([['v', text]]).toString().slice(2)],
  ['in JSON', (text) => JSON.stringify(text)],
  ['in JSON with slashes escaped', (text) => JSON.stringify(text).replaceAll('/', '\\/')],
  ['in JSON with numbers', (text) => units(text, (unit) => `\\u${unit.toString(16).padStart(4, '0')}`)],
  ['with HTML entities by name', (text) => text.replaceAll(/[&<>"']/g, named)],
  ['with decimal HTML entities', (text) => units(text, (unit) => `&#${unit};`)],
  ['with hexadecimal HTML entities', (text) => units(text, (unit) => `&#x${unit.toString(16)};`)],
  ['by its first half', (text) => text.slice(0, Math.max(6, text.length >> 1))],
  ['by six characters in the middle', (text) => text.slice(text.length >> 1).slice(0, 6)],
  ['by its end, after dots', (text) => `…${text.slice(-8)}`],
]

/** Two encodings, one over the other, as of two servers in a row. */
export const doubleSpellings: typeof spellings = [
  ['in JSON, then with HTML entities', (text) => JSON.stringify(text).replaceAll(/[&<>"']/g, named)],
  ['in JSON, then URL-encoded', (text) => encodeURIComponent(JSON.stringify(text))],
  ['URL-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text.toWellFormed()))],
]

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function named(mark: string): string {
  return NAMED[mark] ?? mark
}

function units(text: string, spell: (unit: number) => string): string {
  return text
    .split('')
    .map((character) => spell(character.charCodeAt(0)))
    .join('')
}
