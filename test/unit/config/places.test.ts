import { describe, expect, it } from 'vitest'
import { becomes, type Run, read } from './reading.ts'
import { file, headerIs, urlIs, valueIs } from './refused-files.ts'

describe('places', () => {
  const placesOf = (text: string, run: Run = {}) => {
    const result = read(text, run)
    return (result.ok ? result.warnings : result.problems).map(({ place }) => place)
  }

  it.each([
    [
      'the whole of an id',
      file({ more: '  - { id: "a\\e", description: b, url: https://c.example.com }\n' }),
      { line: 5, column: 11, endLine: 5, endColumn: 16 },
    ],
    ['the whole of a URL', urlIs('http://a.example.com'), { line: 4, column: 10, endLine: 4, endColumn: 30 }],
    [
      'the whole of an unknown key',
      file({ more: '    events: []\n' }),
      { line: 5, column: 5, endLine: 5, endColumn: 11 },
    ],
    [
      'a variable in a plain value',
      headerIs('\n      key: Key\n      value: Basic ${AUCO_UNSET} x'),
      { line: 7, column: 20, endLine: 7, endColumn: 33 },
    ],
    [
      'a variable in a quoted value',
      valueIs('"Basic ${AUCO_UNSET} x"'),
      { line: 5, column: 39, endLine: 5, endColumn: 52 },
    ],
    [
      'the start of a collection on several lines',
      urlIs('\n      # only one\n      stage: https://a.example.com\n      # of two'),
      { line: 6, column: 7, endLine: 6, endColumn: 8 },
    ],
  ])('point at %s', (_, text, place) => {
    expect(placesOf(text)).toEqual([place])
  })

  it('are right after a stray text on several lines', () => {
    expect(placesOf('{}\n"a\n\n\nb"\n@\n')).toMatchObject([
      { line: 2, column: 1 },
      { line: 6, column: 1 },
    ])
  })

  it('point at the value when its source is not its value letter by letter', () => {
    const escaped = valueIs('"\\x42earer ${AUCO_UNSET}"')
    const folded = headerIs('\n      key: Key\n      value: >-\n        Bearer\n        ${AUCO_UNSET}')
    expect(placesOf(escaped)).toEqual([{ line: 5, column: 32, endLine: 5, endColumn: 57 }])
    expect(placesOf(folded)).toMatchObject([{ line: 7, column: 14 }])
  })

  it('count lines of CRLF files as editors do', () => {
    expect(becomes(urlIs('http://a.example.com').replaceAll('\n', '\r\n'))).toEqual({
      problems: [
        "4:10 invalid-url: The URL is not encrypted (`http:`). Use `https:`, or the header's secret is sent in plain text.",
      ],
    })
  })
})
