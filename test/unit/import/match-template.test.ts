import { expect, it } from 'vitest'
import { matchTemplate } from '../../../src/import/match-template.ts'

/** The variables and their values; `null` for a value that can't be told. */
function match(written: string, texts: readonly string[] | null, fits?: (value: string) => boolean) {
  const found = matchTemplate(written, texts, fits)
  return found === null ? null : found.map(({ name, value }) => [name, value?.reveal() ?? null])
}

const VALUE = 'Bearer live-4mT8wZ1pRd'
it.each([
  ['the whole text', '${AUCO_A}', [VALUE], [['AUCO_A', VALUE]]],
  ['what follows a literal', 'Bearer ${AUCO_A}', [VALUE], [['AUCO_A', 'live-4mT8wZ1pRd']]],
  ['what precedes a literal', '${AUCO_A}pRd', [VALUE], [['AUCO_A', 'Bearer live-4mT8wZ1']]],
  ['what is around an escaped `${`', '$${${AUCO_A}', ['${live-1'], [['AUCO_A', 'live-1']]],
  ['what makes one of several texts', '/a/${AUCO_A}', ['/b/1', '/a/2'], [['AUCO_A', '2']]],
  ['unknown if Auco hides the text', 'Bearer ${AUCO_A}', null, [['AUCO_A', null]]],
  [
    'unknown beside another variable',
    '${AUCO_A} ${AUCO_B}',
    ['a b'],
    [
      ['AUCO_A', null],
      ['AUCO_B', null],
    ],
  ],
])('a variable is %s', (_, written, texts, variables) => {
  expect(match(written, texts)).toEqual(variables)
})

it('a text without variables can be itself only', () => {
  expect(match('auco', ['auco'])).toEqual([])
  expect(match('auco', ['auco2'])).toBe(null)
})

it.each([
  ['without the literal of the file', 'Basic ${AUCO_A}', VALUE],
  ['that leaves nothing for the variable', 'Bearer ${AUCO_A}', 'Bearer '],
  ['without the order of the file', '${AUCO_A}-${AUCO_B}', 'ab'],
])('a text %s is another', (_, written, text) => {
  expect(match(written, [text])).toBe(null)
})

it('a variable holds only what fits', () => {
  const isShort = (value: string) => value.length < 3
  expect(match('a${AUCO_A}', ['abcd', 'abc'], isShort)).toEqual([['AUCO_A', 'bc']])
  expect(match('a${AUCO_A}', ['abcd'], isShort)).toBe(null)
})
