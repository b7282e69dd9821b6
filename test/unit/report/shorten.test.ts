import { describe, expect, it } from 'vitest'
import { idList } from '../../../src/report/id-list.ts'
import { firstThatFit, shortLists } from '../../../src/report/shorten.ts'
import { names } from './fixtures.ts'

describe('firstThatFit', () => {
  it.each([
    [0, []],
    [4, []],
    [5, ['aaa']],
    [10, ['aaa']],
    [11, ['aaa', 'bbbb']],
    [100, ['aaa', 'bbbb']],
  ])('in %i characters, a separator of two after each', (room, parts) => {
    expect(firstThatFit(['aaa', 'bbbb'], room, 2)).toEqual(parts)
  })

  it('stops at the first part that does not fit, and measures as it is told', () => {
    expect(firstThatFit(['a', 'bbbb', 'c'], 4, 1)).toEqual(['a'])
    expect(firstThatFit(['文', 'a'], 5, 1, Buffer.byteLength)).toEqual(['文'])
  })
})

describe('a list of ids', () => {
  const first20 = names(20)
    .map((id) => `\`${id}\``)
    .join(', ')
  it.each([
    [0, ''],
    [1, '`W1`'],
    [20, first20],
    [21, `${first20} and 1 more`],
    [1220, `${first20} and 1,200 more`],
  ])('shows at most twenty of %i', (number, text) => {
    expect(idList(names(number))).toBe(text)
  })

  it('shows an id as long as the file may have it, and cuts a longer one', () => {
    expect(idList(['x'.repeat(128)])).toBe(`\`${'x'.repeat(128)}\``)
    expect(idList(['x'.repeat(130)])).toBe(`\`${'x'.repeat(128)}… (2 more characters)\``)
  })

  it('is shorter if the ids are long', () => {
    const long = `\`${'x'.repeat(128)}\``
    expect(idList(names(20).map(() => 'x'.repeat(128)))).toBe(`${Array(3).fill(long).join(', ')} and 17 more`)
  })
})

describe('lists of lines', () => {
  it.each([
    [names(20), '- ', names(20)],
    [names(22), '- ', [...names(20), '- … and 2 more.']],
    [names(1220), '', [...names(20), '… and 1,200 more.']],
    [['x'.repeat(3000), 'y'.repeat(1000)], '', ['x'.repeat(3000), '… and 1 more.']],
    [['x'.repeat(5000), 'y'], '', ['x'.repeat(5000), '… and 1 more.']],
  ])('%#', (lines, bullet, shown) => {
    expect(shortLists([lines], bullet)).toEqual(shown)
  })

  it('share the room, and none gives up its first line', () => {
    const [x, y] = ['x'.repeat(3000), 'y'.repeat(1500)]
    expect(
      shortLists([
        [x, 'x'],
        [y, 'y', y],
      ]),
    ).toEqual([x, '… and 1 more.', y, 'y', '… and 1 more.'])
  })
})
