import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { leaksSecret, secretScanner } from '../../../src/core/secret-scan.ts'

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
    ['its characters in another order', message([...KEY].toReversed().join('')), KEY],
    ['pieces of five with something between', message(`${KEY.slice(0, 5)}*${KEY.slice(5, 10)}`), KEY],
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
