import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { repeatsSecret, SecretRedactor } from '../../../src/core/secret-redactor.ts'

const KEY = 'prk_9s8d/7f+6g&5h<4j'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64url = (text: string) => Buffer.from(text).toString('base64url')

function redactorOf(...secrets: readonly string[]): SecretRedactor {
  const redactor = new SecretRedactor()
  for (const secret of secrets) redactor.add(new Secret(secret))
  return redactor
}

describe('a known secret in a text is replaced', () => {
  it.each([
    ['at the start', KEY, `${KEY} is old`, '*** is old'],
    ['at the end', KEY, `Was ${KEY}`, 'Was ***'],
    ['within a word', KEY, `x${KEY}y`, 'x***y'],
    ['several times', KEY, `${KEY} ${KEY}${KEY}`, '*** ***'],
    ['in another case', KEY, `Was ${KEY.toUpperCase()}`, 'Was ***'],
    ['in base64', KEY, `Was ${base64(KEY)}`, 'Was ***o='],
    ['in base64 for URLs', '>>>???', base64url('>>>???'), '***'],
    [
      'percent-encoded in a path',
      KEY,
      `https://h.example/a/${encodeURIComponent(KEY)}/b`,
      'https://h.example/a/***/b',
    ],
    ['percent-encoded in small letters', KEY, encodeURIComponent(KEY).toLowerCase(), '***'],
    ['encoded as a form', 'q7 z9~f*8', 'Was q7+z9%7Ef*8', 'Was ***'],
    ['percent-encoded by RFC 3986', 'q7(z9)*f!8', 'Was q7%28z9%29%2Af%218', 'Was ***'],
    ['as the credentials after a scheme', 'Bearer q7z9f8e4', 'Was q7z9f8e4.', 'Was ***.'],
    ['as the credentials of a line', 'Bearer q7z9f8e4\nx', 'Was q7z9f8e4.', 'Was ***.'],
    ['without the space around it', '  q7z9f8e4\n', 'Was q7z9f8e4.', 'Was ***.'],
    ['as a line of a key', 'q7z9f8e4\nd3c2b1a0', 'Was d3c2b1a0.', 'Was ***.'],
    ['as the label of a host', 'Q7Z9f8e4', 'https://q7z9f8e4.example', 'https://***.example'],
    ['beside a letter that is longer in lower case', 'Q7z9F8e4', 'İ Q7z9F8e4', 'İ ***'],
    ['of six characters', 'q7z9f8', 'Was q7z9f8.', 'Was ***.'],
  ])('%s', (_, secret, text, expected) => {
    expect(redactorOf(secret).redact(text)).toBe(expected)
  })

  it.each([
    [['abcdefgh', 'efghijkl'], '-abcdefghijkl-'],
    [['abcdefgh', 'abcdefghijkl'], '-abcdefghijkl-'],
    [['abcdefgh', 'ijklmnop'], '-abcdefghijklmnop-'],
    [['cdefgh', 'abcdefghijkl'], '-abcdefghijkl-'],
  ])('completely where secrets overlap: %j', (secrets, text) => {
    expect(redactorOf(...secrets).redact(text)).toBe('-***-')
  })

  it('whatever the text, and nothing else is', () => {
    const piece = fc.string({ unit: fc.constantFrom(...'abc %&+/\\é'), maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 4 }),
        fc.string({ minLength: 6, maxLength: 12 }),
        (pieces, secret) => {
          const redactor = redactorOf(secret)
          const text = pieces.join(secret)
          const redacted = redactor.redact(text)
          expect(redacted.toLowerCase().includes(secret.toLowerCase())).toBe(false)
          expect(redactor.redact(redacted)).toBe(redacted)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

it.each([
  ['a secret shorter than six characters', ['q7z9f'], 'Was q7z9f'],
  ['a part of a secret', [KEY], KEY.slice(0, -1)],
  ['no secret', [KEY], '100 % of a+b & c\\d'],
  ['any text, without secrets', [], 'anything'],
])('a text stays as it is with %s', (_, secrets, text) => {
  const redactor = redactorOf(...secrets)
  expect([redactor.redact(text), redactor.finds(text)]).toEqual([text, false])
})

it('of a secret of several lines, each is replaced', () => {
  expect(redactorOf('q7z9f8e4\nplanned').redact('planned q7z9f8e4')).toBe('*** ***')
})

describe('the work is bounded', () => {
  it('for secrets that start alike: a long text that cannot be judged is not shown', () => {
    const secrets = Array.from({ length: 300 }, (_, index) => `aaaaaa${'x'.repeat(index)}`)
    const redactor = redactorOf(...secrets.slice(1))
    expect(redactor.redact('a'.repeat(500_000))).toBe('***')
    expect(redactor.redact('a'.repeat(20))).toBe('a'.repeat(20))
  })

  it('for a secret of many lines: the first are looked for', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `q${index}z9f8e4`)
    const redactor = redactorOf(lines.join('\n'))
    expect(redactor.redact(`Was ${lines[0]}, ${lines[99_999]}.`)).toBe(`Was ***, ${lines[99_999]}.`)
  })

  it('for more secrets than a run can look for: then no foreign text is shown', () => {
    const redactor = redactorOf(...Array.from({ length: 20_001 }, (_, index) => `q7z9f8e4${index}`))
    expect(redactor.redact('anything')).toBe('***')
  })
})

const message = (piece: string) => `The value ${piece} is not valid`

describe('repeatsSecret', () => {
  it.each([
    ['in a longer word', KEY, `x${KEY}y`, true],
    ['with five characters', KEY, KEY.slice(0, 5), false],
    ['in capital letters', KEY, KEY.toUpperCase(), true],
    ['in base64', KEY, base64(KEY), true],
    ['in base64, at the second byte', KEY, base64(`x${KEY}`), true],
    ['in base64, at the third byte and inside of something', KEY, base64(`xy${KEY}:password`), true],
    // Every six characters of these contain one that the two alphabets of base64 write differently.
    ['in base64 alone', '>>>???>>>???', base64('>>>???>>>???'), true],
    ['in base64 for URLs alone', '>>>???>>>???', base64url('>>>???>>>???'), true],
    ['percent-encoded outside of ASCII', 'contraseña', '%C3%B1a', true],
    ['with an unpaired surrogate', 'q7z9f8\ud800', 'q7z9f8', true],
    ['of three characters', 'q7z', 'q7z', true],
    ['of three characters, with two', 'q7z', 'q7', false],
    ['of one character, which base64 turns into letters of every word', '/', 'url', false],
    ['that is empty', '', 'anything', false],
    ['in another order', KEY, [...KEY].toSorted().join(''), false],
    ['in an ordinary address', KEY, 'webhooks[2].url https://hooks.example.com/auco', false],
  ])('finds a secret %s', (_, secret, piece, expected) => {
    const secrets = [new Secret('qqqqqqqq'), new Secret(secret), new Secret('zzzzzzzz')]
    expect(repeatsSecret(message(piece), new Set(secrets))).toBe(expected)
  })

  it('finds any six characters of any secret', () => {
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
})
