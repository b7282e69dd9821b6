import { describe, expect, it } from 'vitest'
import { escapeInvisible, stringifyEscaped } from '../../../src/core/escape-invisible.ts'

it.each([
  ['a text', 'abc'],
  ['controls', 'a\u0007b\u009bc\nd'],
  ['bidirectional marks', 'a\u202egpj\u2069'],
  ['characters beyond U+FFFF', 'a\u{e0041}b\u{1f600}'],
  ['a lone surrogate', 'a\ud800b'],
  ['spaces', 'a\u00a0b\u2003c d'],
])('stringifyEscaped keeps the value of %s, and leaves nothing to escape', (_, text) => {
  const value = { [text]: [text, 1, null] }
  for (const space of [0, 2]) {
    const json = stringifyEscaped(value, space)
    expect(JSON.parse(json)).toEqual(value)
    expect(escapeInvisible(json.replaceAll('\n', ''))).toBe(json.replaceAll('\n', ''))
  }
})

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

  it.each([
    ['NUL', '\0', '0'],
    ['a tab', '\t', '9'],
    ['a line feed', '\n', 'a'],
    ['a vertical tab', '\v', 'b'],
    ['a carriage return', '\r', 'd'],
    ['an escape character', '\u001b', '1b'],
    ['a delete character', '\u007f', '7f'],
    ['a next line', '\u0085', '85'],
    ['a C1 control', '\u009b', '9b'],
    ['a no-break space', '\u00a0', 'a0'],
    ['a soft hyphen', '\u00ad', 'ad'],
    ['a combining grapheme joiner', '\u034f', '34f'],
    ['an Arabic letter mark', '\u061c', '61c'],
    ['a Hangul filler', '\u115f', '115f'],
    ['an Ogham space', '\u1680', '1680'],
    ['a Mongolian vowel separator', '\u180e', '180e'],
    ['an en quad', '\u2000', '2000'],
    ['a zero-width space', '\u200b', '200b'],
    ['a zero-width joiner', '\u200d', '200d'],
    ['a left-to-right mark', '\u200e', '200e'],
    ['a right-to-left mark', '\u200f', '200f'],
    ['a line separator', '\u2028', '2028'],
    ['a paragraph separator', '\u2029', '2029'],
    ['a left-to-right embedding', '\u202a', '202a'],
    ['a right-to-left override', '\u202e', '202e'],
    ['a narrow no-break space', '\u202f', '202f'],
    ['a word joiner', '\u2060', '2060'],
    ['a left-to-right isolate', '\u2066', '2066'],
    ['a pop of isolates', '\u2069', '2069'],
    ['a deprecated format character', '\u206f', '206f'],
    ['a blank Braille pattern', '\u2800', '2800'],
    ['an ideographic space', '\u3000', '3000'],
    ['a wide Hangul filler', '\u3164', '3164'],
    ['a private character', '\ue000', 'e000'],
    ['a variation selector', '\ufe0f', 'fe0f'],
    ['a byte order mark', '\ufeff', 'feff'],
    ['a half-width Hangul filler', '\uffa0', 'ffa0'],
    ['an annotation anchor', '\ufff9', 'fff9'],
    ['a noncharacter', '\uffff', 'ffff'],
    ['a lone high surrogate', '\ud800', 'd800'],
    ['a lone low surrogate', '\udfff', 'dfff'],
    ['an unassigned character', '\u0378', '378'],
    ['a tag letter', '\u{e0041}', 'e0041'],
    ['a musical format character', '\u{1d173}', '1d173'],
    ['a supplementary variation selector', '\u{e0100}', 'e0100'],
    ['a supplementary private character', '\u{100000}', '100000'],
  ])('escapes %s', (_, character, code) => {
    expect(escapeInvisible(`a${character}b`)).toBe(`a\\u{${code}}b`)
    expect(escapeInvisible(character.repeat(2))).toBe(`\\u{${code}}`.repeat(2))
  })

  it('returns one line, displayed in its logical order', () => {
    expect(escapeInvisible('user\u202egnp.exe\r\n::error::x\u2066')).toBe(
      'user\\u{202e}gnp.exe\\u{d}\\u{a}::error::x\\u{2066}',
    )
  })

  it('leaves nothing to escape', () => {
    const everything = Array.from({ length: 0x11_0000 }, (_, code) => String.fromCodePoint(code)).join(' ')
    const shown = escapeInvisible(everything)
    expect(escapeInvisible(shown)).toBe(shown)
    expect(shown.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)).toHaveLength(1)
  })
})
