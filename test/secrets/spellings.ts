/** Encodings in which a server may repeat what it was sent, and that the run looks for. */
export const spellings: readonly (readonly [name: string, spell: (text: string) => string])[] = [
  ['plain', (text) => text],
  // Of other letters the length can change, so the run only looks for these.
  ['in capitals', (text) => text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase())],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in base64 after one byte', (text) => Buffer.from(`:${text}`).toString('base64')],
  ['in base64 for URLs after two bytes', (text) => Buffer.from(`u:${text}`).toString('base64url')],
  ['URL-encoded', (text) => encodeURIComponent(text.toWellFormed())],
  ['URL-encoded but for slashes', (text) => encodeURI(text.toWellFormed())],
  [
    'URL-encoded but for plus signs',
    (text) => encodeURIComponent(text.toWellFormed()).replaceAll('%2B', '+'),
  ],
  ['by its first half', (text) => text.slice(0, Math.max(6, text.length >> 1))],
  ['by six characters in the middle', (text) => text.slice(text.length >> 1).slice(0, 6)],
  ['by its end, after dots', (text) => `…${text.slice(-8)}`],
]
