import { describe, expect, it } from 'vitest'
import { escapeInvisible, formatCount, quoteId, stringifyEscaped } from '../../../src/core/format.ts'

describe('formatCount', () => {
  it.each([
    [0, '0 webhooks'],
    [1, '1 webhook'],
    [2, '2 webhooks'],
    [1234, '1,234 webhooks'],
    [1234567, '1,234,567 webhooks'],
  ])('writes %i as %s', (number, words) => {
    expect(formatCount(number, 'webhook')).toBe(words)
  })
})

describe('quoteId', () => {
  it.each([
    ['a plain id', 'Billing', '`Billing`'],
    ['an id that would end the code span', 'a`b', "`a'b`"],
    ['an id with an invisible character', 'a\u200bb', '`a\\u{200b}b`'],
    ['an id longer than an id may be', 'i'.repeat(200), `\`${'i'.repeat(128)}\``],
  ])('writes %s as a code span', (_, id, span) => {
    expect(quoteId(id)).toBe(span)
  })
})

it.each([0, 2])(
  'stringifyEscaped keeps the value, and leaves nothing to escape, with a space of %i',
  (space) => {
    const text = 'c d\n\u0007\u009b\u202egpj\u2069\u00a0\u2003\u{e0041}b\u{1f600}\ud800b'
    const value = { [text]: [text, 1, null] }
    const json = stringifyEscaped(value, space)
    expect(JSON.parse(json)).toEqual(value)
    expect(escapeInvisible(json.replaceAll('\n', ''))).toBe(json.replaceAll('\n', ''))
  },
)

describe('escapeInvisible', () => {
  it.each([
    ['nothing', ''],
    ['letters, digits and marks', 'Bearer abc-123_~!@#$%^&*()+={}[]|\\:;"\'<>,.?/`'],
    ['a space', 'two words'],
    ['letters of other scripts', 'Facturación Größe Привет 請求書 فاتورة हिन्दी'],
    ['a letter with a combining accent', 'e\u0301'],
    ['emoji', '🧾👍🏽'],
    ['symbols', '→ … „“ – — € ™ ½'],
    ['an escape that is written out', '\\u{202e}'],
  ])('keeps %s', (_, text) => {
    expect(escapeInvisible(text)).toBe(text)
  })

  // Controls, spaces, fillers, joiners, bidirectional marks, separators, isolates, selectors, private and unassigned
  // characters, noncharacters, tags, and halves of a surrogate pair.
  const INVISIBLE = [
    0x0, 0x9, 0xa, 0xb, 0xd, 0x1b, 0x7f, 0x85, 0x9b, 0xa0, 0xad, 0x34f, 0x378, 0x61c, 0x115f, 0x1680, 0x180e,
    0x2000, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x202f, 0x2060, 0x2066, 0x2069,
    0x206f, 0x2800, 0x3000, 0x3164, 0xd800, 0xdfff, 0xe000, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xffff, 0x1d173,
    0xe0041, 0xe0100, 0x100000,
  ]
  it.each(INVISIBLE)('escapes U+%X', (code) => {
    const character = String.fromCodePoint(code)
    expect(escapeInvisible(`a${character}b${character.repeat(2)}`)).toBe(
      `a\\u{${code.toString(16)}}b${`\\u{${code.toString(16)}}`.repeat(2)}`,
    )
  })
})
