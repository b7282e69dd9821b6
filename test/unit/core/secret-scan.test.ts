import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { repeatsSecret, secretScanner } from '../../../src/core/secret-scan.ts'

const KEY = 'prk_9s8d/7f+6g&5h<4j'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64url = (text: string) => Buffer.from(text).toString('base64url')
const message = (piece: string) => `The value ${piece} is not valid`

describe('repeatsSecret', () => {
  it.each([
    ['all of it', KEY, true],
    ['it in a longer word', `x${KEY}y`, true],
    ['its first six characters', KEY.slice(0, 6), true],
    ['six characters in the middle', KEY.slice(7, 13), true],
    ['its last six characters', KEY.slice(-6), true],
    ['it in capital letters', KEY.toUpperCase(), true],
    ['it percent-encoded', encodeURIComponent(KEY).slice(8), true],
    ['it percent-encoded in small letters', encodeURIComponent(KEY).toLowerCase().slice(8), true],
    ['it in base64', base64(KEY), true],
    ['it in base64, at the second byte', base64(`x${KEY}`), true],
    ['it in base64, at the third byte', base64(`xy${KEY}`), true],
    ['it in base64, inside of something', base64(`user:${KEY}:password`), true],
    ['it in base64 for URLs, inside of something', base64url(`{"key":"${KEY}"}`), true],
    ['nothing', '', false],
    ['five characters of it', KEY.slice(0, 5), false],
    ['its characters in another order', [...KEY].toSorted().join(''), false],
    ['another text in base64', base64('Invalid webhook url'), false],
    ['an ordinary address', 'webhooks[2].url https://hooks.example.com/auco', false],
  ])('in a message with %s', (_, piece, expected) => {
    expect(repeatsSecret(message(piece), [new Secret(KEY)])).toBe(expected)
  })

  it.each([
    // Every six characters of these contain one that the two alphabets of base64 write differently.
    ['in base64 alone', '>>>???>>>???', base64('>>>???>>>???'), true],
    ['in base64 for URLs alone', '>>>???>>>???', base64url('>>>???>>>???'), true],
    ['percent-encoded outside of ASCII', 'contraseña', '%C3%B1a', true],
    ['with an unpaired surrogate', 'q7z9f8\ud800', 'q7z9f8', true],
    ['of three characters', 'q7z', 'q7z', true],
    ['of which the message has a part', 'q7z', 'q7', false],
    ['of one character that the message lacks', '/', 'url', false],
    ['that is empty', '', 'anything', false],
  ])('a secret %s', (_, secret, piece, expected) => {
    const secrets = [new Secret('qqqqqqqq'), new Secret(secret), new Secret('zzzzzzzz')]
    expect(repeatsSecret(message(piece), new Set(secrets))).toBe(expected)
  })

  it('any six characters of any secret, in any of these encodings', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 40 }),
        fc.nat(),
        fc.constantFrom((text: string) => text, encodeURIComponent),
        (secret, from, encode) => {
          const start = from % (secret.length - 5)
          const text = message(encode(secret.slice(start, start + 6)))
          expect(repeatsSecret(text, [new Secret(secret)])).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('nothing without a secret', () => {
    expect(repeatsSecret(message(KEY), [])).toBe(false)
  })
})

it.each([
  ['as a whole', KEY, true],
  ['in a longer value', `Bearer ${KEY};`, true],
  ['in other letters', KEY.toUpperCase(), true],
  ['in base64, as Basic authentication has it', `Basic ${base64(`user:${KEY}`)}`, true],
  ['in base64 at another byte', `Basic ${base64(`users:${KEY}`)}`, true],
  ['in base64 for URLs', base64url(KEY), true],
  ['percent-encoded', encodeURIComponent(KEY), true],
  ['but for its last character', KEY.slice(0, -1), false],
  ['in two pieces', `${KEY.slice(0, 10)} ${KEY.slice(10)}`, false],
  ['in nothing', '', false],
])('secretScanner finds a complete secret %s: %s', (_, text, expected) => {
  expect(secretScanner([new Secret(''), new Secret(KEY)])(text)).toBe(expected)
})
