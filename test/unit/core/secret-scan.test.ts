import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { leaksSecret, secretScanner } from '../../../src/core/secret-scan.ts'
import { runs } from '../../campaign/soak.ts'

const KEY = 'prk_9s8d/7f+6g&5h<4j'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64url = (text: string) => Buffer.from(text).toString('base64url')
const message = (piece: string) => `The value ${piece} is not valid`

describe('leaksSecret finds a secret', () => {
  it.each([
    ['as a whole', KEY],
    ['in a longer word', `x${KEY}y`],
    ['by its first six characters', KEY.slice(0, 6)],
    ['by six characters in the middle', KEY.slice(7, 13)],
    ['by its last six characters', KEY.slice(-6)],
    ['in capital letters', KEY.toUpperCase()],
    ['with an ellipsis', `${KEY.slice(0, 6)}…`],
    ['percent-encoded', encodeURIComponent(KEY)],
    ['percent-encoded in small letters', encodeURIComponent(KEY).toLowerCase()],
    ['in hexadecimal', Buffer.from(KEY).toString('hex')],
    ['in hexadecimal, in capital letters', Buffer.from(KEY).toString('hex').toUpperCase()],
    ['in base64', base64(KEY)],
    ['in base64, at the second byte', base64(`x${KEY}`)],
    ['in base64, at the third byte', base64(`xy${KEY}`)],
    ['in base64, inside of something', base64(`user:${KEY}:password`)],
    ['in base64 for URLs', base64url(KEY)],
    ['in base64 for URLs, inside of something', base64url(`{"key":"${KEY}"}`)],
  ])('%s', (_, piece) => {
    expect(leaksSecret(message(piece), [new Secret(KEY)])).toBe(true)
  })

  it.each([
    ['escaped for JSON', 'a"b\\c"d\\e"f\\g', JSON.stringify('a"b\\c"d\\e"f\\g')],
    ['escaped for JSON with slashes, as PHP does', 'a1/b2/c3/d4/e5', 'a1\\/b2\\/c3\\/d4\\/e5'],
    [
      'escaped for JSON in numbers, as safe serializers do',
      'a1&b2<c3>d4&e5',
      'a1\\u0026b2\\u003cc3\\u003ed4\\u0026e5',
    ],
    ['escaped for HTML in numbers', 'a1&b2<c3>d4"e5', 'a1&#38;b2&#60;c3&#62;d4&#34;e5'],
    ['escaped for HTML in names', 'a1&b2<c3>d4"e5', 'a1&amp;b2&lt;c3&gt;d4&quot;e5'],
    ['escaped for HTML in hexadecimal', 'a1&b2<c3>d4"e5', 'a1&#x26;b2&#x3c;c3&#x3e;d4&#x22;e5'],
    ['as a form writes spaces', 'a1 b2 c3 d4 e5', 'a1+b2+c3+d4+e5'],
    ['percent-encoded with spaces', 'a1 b2 c3 d4 e5', 'a1%20b2%20c3%20d4%20e5'],
    // Every six characters of these contain one that the two alphabets of base64 write differently.
    ['in base64 alone', '>>>???>>>???', base64('>>>???>>>???')],
    ['in base64 for URLs alone', '>>>???>>>???', base64url('>>>???>>>???')],
    ['percent-encoded outside of ASCII', 'contraseña', 'contrase%C3%B1a'],
  ])('%s', (_, secret, piece) => {
    expect(leaksSecret(message(piece), [new Secret(secret)])).toBe(true)
  })

  const spaced = (text: string, between: string) => [...text].join(between)
  const escapes = (text: string, sign: string) =>
    Buffer.from(text)
      .toString('hex')
      .replaceAll(/../g, (byte) => sign + byte)
  it.each([
    ['reversed', [...KEY].toReversed().join('')],
    ['in two pieces', `${KEY.slice(0, 5)}*${KEY.slice(5, 10)}`],
    ['with spaces between', spaced(KEY, ' ')],
    ['with zero-width spaces between', spaced(KEY, '\u200b')],
    ['in full-width letters', KEY.replaceAll(/[a-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
    ['in quoted-printable', escapes(KEY, '=')],
    ['in quoted-printable in part', KEY.replaceAll('s', '=73').replaceAll('f', '=66')],
    ['in escapes of JavaScript', escapes(KEY, '\\x')],
    ['in hexadecimal with colons', escapes(KEY, ':')],
    ['as a list of bytes', JSON.stringify([...Buffer.from(KEY)])],
    ['in base64 twice', base64(base64(KEY))],
    ['in base64 with hyphens between', spaced(base64(KEY), '-')],
    ['in base64 of UTF-16', Buffer.from(KEY, 'utf16le').toString('base64')],
    ['in hexadecimal of base64', Buffer.from(base64(KEY)).toString('hex')],
    ['in base64 of hexadecimal, reversed', [...base64(escapes(KEY, ''))].toReversed().join('')],
  ])('%s', (_, piece) => {
    expect(leaksSecret(message(piece), [new Secret(KEY)])).toBe(true)
  })

  const encodings: readonly ((text: string) => string)[] = [
    base64,
    base64url,
    (text) => escapes(text, ''),
    (text) => escapes(text, '').toUpperCase(),
    (text) => escapes(text, '='),
    (text) => escapes(text, '%'),
    (text) => escapes(text, '\\u00'),
    (text) => [...text].map((character) => `&#${character.codePointAt(0)};`).join(''),
    (text) => [...text].toReversed().join(''),
    (text) => spaced(text, ' '),
    (text) => spaced(text, '-'),
  ]
  it('in any chain of four encodings', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ23456789_-'),
          minLength: 12,
          maxLength: 40,
        }),
        fc.array(fc.constantFrom(...encodings), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', 'a', 'The value ', 'bad key '),
        (secret, chain, before) => {
          const piece = chain.reduce((text, encode) => encode(text), secret)
          expect(leaksSecret(`${before}${piece} is not valid`, [new Secret(secret)])).toBe(true)
        },
      ),
      { ...runs(100, 1_000), seed: 20_261_125 },
    )
  })

  it('shorter than six characters, if the text contains all of it', () => {
    expect(leaksSecret(message('q7z'), [new Secret('q7z')])).toBe(true)
    expect(leaksSecret(message('q7'), [new Secret('q7z')])).toBe(false)
  })

  it('if the text repeats one of several', () => {
    const secrets = [new Secret('qqqqqqqq'), new Secret(KEY), new Secret('zzzzzzzz')]
    expect(leaksSecret(message(KEY), secrets)).toBe(true)
    expect(leaksSecret(message('none'), new Set(secrets))).toBe(false)
  })
})

describe('leaksSecret finds no secret in', () => {
  it.each([
    ['an empty text', '', KEY],
    ['an empty secret', 'anything', ''],
    ['another text', 'Invalid webhook url', KEY],
    ['five characters of it', message(KEY.slice(0, 5)), KEY],
    ['its characters in another order', message([...KEY].toSorted().join('')), KEY],
    ['another text in base64', message(base64('Invalid webhook url')), KEY],
    ['an ordinary message with an address', 'webhooks[2].url https://hooks.example.com/auco is refused', KEY],
  ])('%s', (_, text, secret) => {
    expect(leaksSecret(text, [new Secret(secret)])).toBe(false)
  })

  it('without any secret', () => {
    expect(leaksSecret(message(KEY), [])).toBe(false)
  })
})

describe('secretScanner finds a complete secret', () => {
  it.each([
    ['as a whole', KEY, true],
    ['in a longer value', `Bearer ${KEY};`, true],
    ['in other letters', KEY.toUpperCase(), true],
    ['in base64, as Basic authentication has it', `Basic ${base64(`user:${KEY}`)}`, true],
    ['in base64 at another byte', `Basic ${base64(`users:${KEY}`)}`, true],
    ['in base64 for URLs', base64url(KEY), true],
    ['in hexadecimal', Buffer.from(KEY).toString('hex'), true],
    ['percent-encoded', encodeURIComponent(KEY), true],
    ['but for its last character', KEY.slice(0, -1), false],
    ['in two pieces', `${KEY.slice(0, 10)} ${KEY.slice(10)}`, false],
    ['not at all', 'Bearer abcdef', false],
    ['in nothing', '', false],
  ])('%s: %s', (_, text, expected) => {
    expect(secretScanner([new Secret(KEY)])(text)).toBe(expected)
  })

  it('unless the secret is empty', () => {
    expect(secretScanner([new Secret('')])('anything')).toBe(false)
  })
})
