import { describe, expect, it } from 'vitest'
import { LeakFinder } from './find-leak.ts'
import { spellings } from './spellings.ts'

/** A secret with characters that every kind of escaping changes. */
const SECRET = 'kV7/m"Q2<x\\T9 &z\'4+wé~L8%3Dr'

const hex = (number: number, digits = 2) => number.toString(16).padStart(digits, '0')
const each = (spell: (code: number) => string) => (piece: string) =>
  [...piece].map((character) => spell(character.charCodeAt(0))).join('')
const base64 = (text: string, encoding: 'base64' | 'base64url' = 'base64') =>
  Buffer.from(text).toString(encoding)
const encodings: readonly (readonly [name: string, spell: (piece: string) => string])[] = [
  ...spellings.slice(0, -3),
  ['in small letters', (piece) => piece.toLowerCase()],
  ['in base64 of Latin-1', (piece) => Buffer.from(piece, 'latin1').toString('base64')],
  ['in base64 in the middle of letters', (piece) => `abc/${base64(piece)}xyz`],
  ['in hex', (piece) => Buffer.from(piece).toString('hex')],
  ['in hex in capitals', (piece) => Buffer.from(piece).toString('hex').toUpperCase()],
  ['URL-encoded in small letters', (piece) => encodeURIComponent(piece).replaceAll('%C3%A9', '%c3%a9')],
  ['URL-encoded in every byte', (piece) => Buffer.from(piece).toString('hex').replaceAll(/../g, '%$&')],
  ['URL-encoded twice', (piece) => encodeURIComponent(encodeURIComponent(piece))],
  ['as a form', (piece) => new URLSearchParams({ piece }).toString()],
  [
    'with HTML entities by name',
    (piece) => piece.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  ],
  ['with decimal HTML entities', each((code) => `&#${code};`)],
  ['with hexadecimal HTML entities', each((code) => `&#x${hex(code)};`)],
  ['in JSON', (piece) => JSON.stringify(piece)],
  ['in JSON in JSON', (piece) => JSON.stringify({ text: JSON.stringify({ piece }) })],
  ['in JSON with slashes escaped', (piece) => JSON.stringify(piece).replaceAll('/', '\\/')],
  ['in JSON in numbers', each((code) => `\\u${hex(code, 4)}`)],
  ['in JavaScript in hex', each((code) => `\\x${hex(code)}`)],
  ['in JavaScript by code point', each((code) => `\\u{${hex(code, 1)}}`)],
  ['in JSON, then in HTML', (piece) => JSON.stringify(piece).replaceAll('"', '&quot;')],
  ['in JSON, then URL-encoded', (piece) => encodeURIComponent(JSON.stringify(piece))],
  ['URL-encoded, then in base64', (piece) => encodeURIComponent(base64(piece))],
]

const pieces = [
  ['as a whole', SECRET],
  ['without its ends', SECRET.slice(3, -3)],
  ['by its first six characters', SECRET.slice(0, 6)],
  ['by six characters in the middle', SECRET.slice(11, 17)],
  ['by its last six characters', SECRET.slice(-6)],
] as const

describe.each(pieces)('a secret %s', (_, piece) => {
  it.each(encodings)('is found %s', (_name, spell) => {
    const text = `Invalid value (${spell(piece)}) in webhooks[0]`
    expect(new LeakFinder([SECRET]).find({ text })).not.toEqual([])
  })
})

it.each([
  ['characters of several units', '😀🔑ключ🗝️秘密'],
  ['line breaks', 'first-4Kp\nsecond-8Wq\r\nthird-2Zx'],
  ['control characters', 'a\u0007b\u0000c\u001bd-4Kp'],
])('a secret with %s is found in every escape', (_, secret) => {
  const finder = new LeakFinder([secret])
  const escaped = [secret, JSON.stringify(secret), encodeURIComponent(secret)]
  const encoded = (['hex', 'base64', 'base64url'] as const).map((encoding) =>
    Buffer.from(secret).toString(encoding),
  )
  for (const text of [...escaped, ...encoded]) expect(finder.find({ text })).not.toEqual([])
})

it('reports what was found, and where', () => {
  const texts = { log: 'nothing here', comment: 'the value &quot;q8Zt4L&quot;' }
  expect(new LeakFinder(['unrelated-0', 'q8Zt4Lw']).find(texts)).toEqual([
    String.raw`"q8Zt4L" in comment: "the value \"q8Zt4L\""`,
  ])
})

describe('a text without six characters in a row has no leak', () => {
  it.each([
    ['an empty text', ''],
    ['another text', 'Auco refuses the webhooks as invalid (400). Nothing was changed.'],
    ['five characters', SECRET.slice(0, 5)],
    ['pieces of five with something between', SECRET.replaceAll(/(.{5})/gsu, '$1…')],
    ['the characters in another order', [...SECRET].toReversed().join('')],
    ['base64 of another text', Buffer.from('another text altogether').toString('base64')],
    ['hex of another text', Buffer.from('another text altogether').toString('hex')],
    ["a commit's name", '1f0c9d7b3a5e8642f0d1c2b3a4958677deadbeef'],
    ['escapes of another text', '&lt;b&gt; \\u0041\\u0042 %41%42 &#x41;&#66; \\" \\\\'],
    ['invalid escapes', '%zz &; &#; &#x110000; &#9999999; \\u{110000} \\u12 \\x1 %'],
  ])('%s', (_, text) => {
    expect(new LeakFinder([SECRET]).find({ text })).toEqual([])
  })

  it('if the part of the secret is in known texts', () => {
    const finder = new LeakFinder(['Bearer q8Zt4Lw'], ['value: Bearer ${AUCO_TOKEN}', 'QmVhcmVyIHE='])
    expect(finder.find({ text: 'Write `value: Bearer ${AUCO_TOKEN}`.' })).toEqual([])
    expect(finder.find({ text: 'Bearer q8' })).toEqual(['"rer q8" in text: "Bearer q8"'])
  })

  it('if the secret is empty or has two characters, which occur everywhere', () => {
    expect(new LeakFinder(['', 'a', 'ok']).find({ text: 'all ok' })).toEqual([])
  })
})

it.each(['q~7', 'q~7w', 'q~7w§', 'q~7w§z'])('a short secret counts as a whole: %s', (secret) => {
  const finder = new LeakFinder([secret])
  for (const text of [secret, encodeURIComponent(secret), JSON.stringify({ secret })])
    expect(finder.find({ text })).not.toEqual([])
  expect(finder.find({ text: secret.slice(0, -1) })).toEqual([])
})
