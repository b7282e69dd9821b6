import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { SecretRedactor } from '../../../src/core/secret-redactor.ts'

const KEY = 'prk_9s8d/7f+6g&5h<4j'

function redactorOf(...secrets: readonly string[]): SecretRedactor {
  const redactor = new SecretRedactor()
  for (const secret of secrets) redactor.add(new Secret(secret))
  return redactor
}

describe('a known secret in a text is replaced', () => {
  it.each([
    ['at the start', `${KEY} is old`, '*** is old'],
    ['at the end', `Was ${KEY}`, 'Was ***'],
    ['within a word', `x${KEY}y`, 'x***y'],
    ['several times', `${KEY} ${KEY}${KEY}`, '*** ***'],
    ['in another case', `Was ${KEY.toUpperCase()}`, 'Was ***'],
    ['in hexadecimal', `Was ${Buffer.from(KEY).toString('hex')}`, 'Was ***'],
    ['in base64', `Was ${Buffer.from(KEY).toString('base64')}`, 'Was ***o='],
    [
      'percent-encoded in a path',
      `https://h.example/a/${encodeURIComponent(KEY)}/b`,
      'https://h.example/a/***/b',
    ],
    ['percent-encoded in small letters', encodeURIComponent(KEY).toLowerCase(), '***'],
    ['percent-encoded twice', `https://h.example/${encodeURIComponent(encodeURIComponent(KEY))}`, '***'],
    ['escaped for HTML', `Was ${KEY.replace('&', '&amp;').replace('<', '&lt;')}`, '***'],
  ])('%s', (_, text, expected) => {
    expect(redactorOf(KEY).redact(text)).toBe(expected)
  })

  it.each([
    ['the credentials after a scheme', 'Bearer q7z9f8e4', 'Was q7z9f8e4.', 'Was ***.'],
    ['a secret with space around it', '  q7z9f8e4\n', 'Was q7z9f8e4.', 'Was ***.'],
    ['a line of a key', 'q7z9f8e4\nd3c2b1a0', 'Was d3c2b1a0.', 'Was ***.'],
    ['a host label', 'Q7Z9f8e4', 'https://q7z9f8e4.example', 'https://***.example'],
    ['where lower case is longer', 'q7z9f8e4', 'İ q7z9f8e4', '***'],
  ])('as %s', (_, secret, text, expected) => {
    expect(redactorOf(secret).redact(text)).toBe(expected)
  })

  it('completely where secrets overlap', () => {
    expect(redactorOf('abcdefgh', 'efghijkl').redact('-abcdefghijkl-')).toBe('-***-')
    expect(redactorOf('abcdefgh', 'abcdefghijkl').redact('-abcdefghijkl-')).toBe('-***-')
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

describe('a text stays as it is', () => {
  it.each([
    ['a secret shorter than six characters', 'q7z9f', 'Was q7z9f'],
    ['a part of a secret', KEY, KEY.slice(0, -1)],
    ['no secret', KEY, '100 % of a+b & c\\d'],
    ['an empty text', KEY, ''],
  ])('with %s', (_, secret, text) => {
    expect(redactorOf(secret).redact(text)).toBe(text)
  })

  it('without secrets', () => {
    expect(new SecretRedactor().redact('anything')).toBe('anything')
  })
})

it.each([
  ['production', true],
  ['Key 1', true],
  ['FACTURAS', true],
  ['webhookBilling', true],
  ['Facturación/2024', true],
  ['PbsvpQQs', false],
  ['BrTTDbXhCPWC', false],
  ['hooks/qWkZdebx', false],
])('a hidden part of a URL is looked for unless it is an ordinary word: %s', (part, isWord) => {
  const redactor = new SecretRedactor()
  redactor.addUnlessOrdinary(new Secret(part))
  expect(redactor.redact(`Was ${part}`)).toBe(isWord ? `Was ${part}` : 'Was ***')
})

describe('an ordinary word', () => {
  it.each(['production', 'auco-stage', 'Webhook 1', '1234567'])(
    '%s is replaced in data, but not in our own lines',
    (word) => {
      const redactor = redactorOf(word)
      expect([redactor.redact(`a ${word}`), redactor.redactLines(`a ${word}`)]).toEqual([
        'a ***',
        `a ${word}`,
      ])
    },
  )

  it('that is hidden in a URL is no secret', () => {
    const redactor = new SecretRedactor()
    for (const text of ['production', 'q7z9f8e4']) redactor.addUnlessOrdinary(new Secret(text))
    expect(redactor.redact('production q7z9f8e4')).toBe('production ***')
  })
})

it('lines are redacted one by one', () => {
  expect(redactorOf('q7z9f8&e4').redactLines('one\ntwo q7z9f8&e4\nq7z9f8&amp;e4\nfour')).toBe(
    'one\ntwo ***\n***\nfour',
  )
})

it('the largest company is redacted in a moment', () => {
  const secrets = Array.from({ length: 5_000 }, (_, index) => `Bearer token-${index}-${'x'.repeat(40)}`)
  const redactor = redactorOf(...secrets)
  const start = performance.now()
  for (const secret of secrets)
    redactor.redact(`A description of one hundred characters, as they are, and ${secret}`)
  expect(performance.now() - start).toBeLessThan(5_000)
})

/** Each piece is another one after every decoding. */
const MANY_READINGS = '%25252541 &amp;amp;amp;#38; \\u005cu0026 + text '

/** Milliseconds of CPU that a call takes. */
function cpuOf(call: () => void): number {
  const before = process.cpuUsage()
  call()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

describe('the work is bounded', () => {
  it.each([
    [1, 900_000],
    [5_000, 1_000],
    [50_000, 100],
  ])('for %i texts of %i characters in chained encodings', (number, length) => {
    const redactor = redactorOf(KEY)
    const text = MANY_READINGS.repeat(Math.ceil(length / MANY_READINGS.length))
    const used = cpuOf(() => {
      for (let index = 0; index < number; index += 1) redactor.redact(`${text}${index}`)
    })
    expect(used).toBeLessThan(10_000)
    expect(redactor.redact('an ordinary text')).toBe('an ordinary text')
  })

  it('and a long text that cannot be judged is not shown', () => {
    const redactor = redactorOf(KEY)
    expect(redactor.redact(MANY_READINGS.repeat(20_000))).toBe('***')
    expect(redactor.redact('100 % of a & b')).toBe('100 % of a & b')
  })

  it('for a secret of 400,000 lines, of which the first are looked for', () => {
    const lines = Array.from({ length: 400_000 }, (_, index) => `q${index}z9f8e4`)
    const redactor = new SecretRedactor()
    const before = process.memoryUsage().heapUsed
    expect(cpuOf(() => redactor.add(new Secret(lines.join('\n'))))).toBeLessThan(2_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300_000_000)
    expect(redactor.redact(`Was ${lines[0]}.`)).toBe('Was ***.')
  })

  it('for more secrets than a run can look for: then no foreign text is shown', () => {
    const redactor = redactorOf(...Array.from({ length: 20_001 }, (_, index) => `q7z9f8e4${index}`))
    expect(redactor.redact('anything')).toBe('***')
    expect(redactor.redactLines('Our own line')).toBe('Our own line')
  })
})
