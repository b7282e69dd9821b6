import fc from 'fast-check'
import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import {
  codeSpan,
  diffBlock,
  firstThatFit,
  heading,
  idList,
  printable,
  shortLists,
} from '../../../src/report/markdown.ts'
import { names } from './fixtures.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/** The nodes of a Markdown text, without positions. */
function nodesOf(markdown: string): Root['children'] {
  const tree: Root = parser.parse(markdown)
  return JSON.parse(JSON.stringify(tree.children, (key, value) => (key === 'position' ? undefined : value)))
}

describe('printable text', () => {
  it.each([
    ['Notaría 文書 🎉 **a** `b` <c>', 'Notaría 文書 🎉 **a** `b` <c>'],
    ['a\r\nb\u202e', String.raw`a\u{d}\u{a}b\u{202e}`],
    ['', ''],
    ['x'.repeat(1000), 'x'.repeat(1000)],
    ['x'.repeat(3500), `${'x'.repeat(1000)}… (2,500 more characters)`],
  ])('shows letters of any script and Markdown, escapes the invisible, and is cut: %#', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  it('is cut between characters, and an escape counts in full', () => {
    expect(printable('🎉🎉🎉', 2)).toBe('🎉🎉… (1 more characters)')
    expect(printable('\n\n', 5)).toBe(String.raw`\u{a}… (5 more characters)`)
  })
})

describe('codeSpan', () => {
  it('is cut at a limit, and quotes backticks before the cut', () => {
    expect(codeSpan('ab``cd', 3)).toBe('``ab`… (3 more characters)``')
    expect([codeSpan('default'), codeSpan('')]).toEqual(['`default`', '*(empty)*'])
  })

  it('is a single code node of that text, whatever it is', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom('`', '``', '```', ' ', '\\', '*', '<b>', '](x)', '\n'), fc.string()))
      .map((parts) => parts.join(''))
      .filter((whole) => /[^ ]/.test(whole))
    fc.assert(
      fc.property(text, (given) => {
        expect(nodesOf(codeSpan(given))).toEqual([
          { type: 'paragraph', children: [{ type: 'inlineCode', value: printable(given) }] },
        ])
      }),
      { numRuns: 500 },
    )
  })
})

describe('diffBlock', () => {
  it.each([2, 3, 20])('is not ended by a line of %i backticks', (run) => {
    const lines = [`  ${'`'.repeat(run)}`, '  # Approved', '+ @acme/owners']
    expect(nodesOf(`${diffBlock(lines)}\n\nafter`)).toEqual([
      { type: 'code', lang: 'diff', meta: null, value: lines.join('\n') },
      { type: 'paragraph', children: [{ type: 'text', value: 'after' }] },
    ])
  })
})

describe('heading', () => {
  it.each(['Auco webhooks · stage', 'Notaría 1 (Bogotá), A/B - x', 'Стенд', '1'])(
    'has plain words as they are: %s',
    (title) => {
      expect(heading(title)).toBe(`## ${title}`)
    },
  )

  it.each([
    ...'@acme/owners #1 GH-12 https://evil.example www.evil.example <img/> :tada: $x$ a|b # x\\'.split(' '),
    ...'**bold** _x_ ~~x~~ `x` [x](y) ![x](y) 1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394'.split(' '),
    ...[
      'see gh-1',
      'commit 1f0c9e27',
      'a ##',
      '- [ ] x',
      '<img src=x>',
      'line\nbreak',
      '\u202etxet',
      'x'.repeat(201),
    ],
  ])('has everything else as code: %j', (title) => {
    expect(nodesOf(heading(title))).toEqual([
      { type: 'heading', depth: 2, children: [{ type: 'inlineCode', value: printable(title, 200) }] },
    ])
  })
})

it.each([
  [4, []],
  [5, ['文']],
  [10, ['文']],
  [11, ['文', 'bbbb']],
  [100, ['文', 'bbbb', 'c']],
])('of parts with a separator of two after each, %i bytes have the first', (room, parts) => {
  expect(firstThatFit(['文', 'bbbb', 'c'], room, 2)).toEqual(parts)
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

it('lists of lines share the room, and none gives up its first line', () => {
  const [x, y] = ['x'.repeat(3000), 'y'.repeat(1500)]
  expect([
    shortLists([names(20)], '- '),
    shortLists([names(1220)], '- '),
    shortLists([['x'.repeat(5000), 'y']]),
    shortLists([
      [x, 'x'],
      [y, 'y', y],
    ]),
  ]).toEqual([
    names(20),
    [...names(20), '- … and 1,200 more.'],
    ['x'.repeat(5000), '… and 1 more.'],
    [x, '… and 1 more.', y, 'y', '… and 1 more.'],
  ])
})
