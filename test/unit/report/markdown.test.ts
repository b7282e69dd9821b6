import fc from 'fast-check'
import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { codeSpan, diffBlock, heading, printable } from '../../../src/report/markdown.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/** The nodes of a Markdown text, without their places. */
function nodesOf(markdown: string): Root['children'] {
  const tree: Root = parser.parse(markdown)
  return JSON.parse(JSON.stringify(tree.children, (key, value) => (key === 'position' ? undefined : value)))
}

describe('foreign', () => {
  it.each([
    ['plain words', 'Every signing event', 'Every signing event'],
    ['letters of other scripts', 'Notaría 文書 ñ', 'Notaría 文書 ñ'],
    ['an emoji', 'done 🎉', 'done 🎉'],
    ['a line break', 'a\nb', String.raw`a\u{a}b`],
    ['Windows line ends', 'a\r\nb', String.raw`a\u{d}\u{a}b`],
    ['a tab', 'a\tb', String.raw`a\u{9}b`],
    ['NUL and escape', '\u0000\u001b[31m', String.raw`\u{0}\u{1b}[31m`],
    ['bidirectional marks', '\u202eabc\u2066', String.raw`\u{202e}abc\u{2066}`],
    ['separators of lines and paragraphs', 'a\u2028b\u2029', String.raw`a\u{2028}b\u{2029}`],
    ['spaces of no width', 'a\u200bb\ufeff\u00ad', String.raw`a\u{200b}b\u{feff}\u{ad}`],
    ['a space that does not break', 'a\u00a0b', String.raw`a\u{a0}b`],
    ['a tag character', 'a\u{e0041}', String.raw`a\u{e0041}`],
    ['half a surrogate pair', 'a\ud83d', String.raw`a\u{d83d}`],
    ['a filler', '\u3164', String.raw`\u{3164}`],
    ['Markdown, left as it is', '**a** `b` <c>', '**a** `b` <c>'],
    ['nothing', '', ''],
  ])('makes visible: %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  it.each([
    [1000, 'x'.repeat(1000)],
    [1001, `${'x'.repeat(1000)}… (1 more characters)`],
    [3500, `${'x'.repeat(1000)}… (2,500 more characters)`],
  ])('of %i characters shows at most 1,000, and counts the others', (length, shown) => {
    expect(printable('x'.repeat(length))).toBe(shown)
  })

  it('is cut between characters, not within one', () => {
    expect(printable('🎉🎉🎉', 2)).toBe('🎉🎉… (1 more characters)')
  })

  it('counts what it shows: an invisible character is as long as its name', () => {
    expect(printable('\n\n', 5)).toBe(String.raw`\u{a}… (5 more characters)`)
  })
})

describe('codeSpan', () => {
  it.each([
    ['words', 'default', '`default`'],
    ['nothing', '', '*(empty)*'],
    ['one backtick', 'a`b', '``a`b``'],
    ['a run of backticks', 'a```b', '````a```b````'],
    ['the longest of several runs', '`a```b``', '```` `a```b`` ````'],
    ['backticks only', '``', '``` `` ```'],
    ['a backtick at the start', '`a', '`` `a ``'],
    ['a backtick at the end', 'a`', '`` a` ``'],
    ['space at both ends', ' a ', '`  a  `'],
    ['a backslash at the end', 'a\\', '`a\\`'],
    ['a line break', 'a\n\n# b', '`a\\u{a}\\u{a}# b`'],
    ['HTML', '</details>', '`</details>`'],
  ])('of %s', (_, text, span) => {
    expect(codeSpan(text)).toBe(span)
  })

  it('is cut at a limit, and safe where it is cut', () => {
    expect(codeSpan('ab``cd', 3)).toBe('``ab`… (3 more characters)``')
    expect(codeSpan('x'.repeat(2000))).toBe(`\`${'x'.repeat(1000)}… (1,000 more characters)\``)
  })

  it('is one code node with just that text, whatever the text', () => {
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
  it('is a fence of three backticks around lines without any', () => {
    expect(diffBlock(['- a', '+ b'])).toBe('```diff\n- a\n+ b\n```')
  })

  it.each([
    ['one backtick', ['+ `'], '```'],
    ['two backticks', ['+ ``'], '```'],
    ['three backticks', ['  ```'], '````'],
    ['four backticks', ['+ a````b'], '`````'],
    ['ten backticks', [`- ${'`'.repeat(10)}`, '+ ```'], '`'.repeat(11)],
  ])('has a fence longer than %s', (_, lines, fence) => {
    expect(diffBlock(lines)).toBe(`${fence}diff\n${lines.join('\n')}\n${fence}`)
  })

  it.each([3, 4, 5, 20])('is not ended by a line of %i backticks, nor by its Markdown', (run) => {
    const lines = [`  ${'`'.repeat(run)}`, '  # Approved', '+ @acme/owners']
    expect(nodesOf(`${diffBlock(lines)}\n\nafter`)).toEqual([
      { type: 'code', lang: 'diff', meta: null, value: lines.join('\n') },
      { type: 'paragraph', children: [{ type: 'text', value: 'after' }] },
    ])
  })
})

describe('heading', () => {
  it.each(['Auco webhooks · stage', 'Notaría 1 (Bogotá), A/B - x', 'Стенд', '1'])(
    'is plain for plain words: %s',
    (title) => {
      expect(heading(title)).toBe(`## ${title}`)
    },
  )

  it.each([
    '@acme/owners',
    '#1',
    'GH-12',
    'see gh-1',
    'https://evil.example',
    'www.evil.example',
    '**bold**',
    '_x_',
    '~~x~~',
    '`x`',
    '<img src=x>',
    '[x](y)',
    '![x](y)',
    ':tada:',
    '$x$',
    'a|b',
    'x\\',
    'commit 1f0c9e27',
    '1f0c9e27c4b5d3a6f8e90b1c2d3e4f5061728394',
    'line\nbreak',
    '\u202etxet',
    'x'.repeat(201),
    '#',
    'a ##',
    '- [ ] x',
  ])('is code for everything that could be more than words: %j', (title) => {
    expect(nodesOf(heading(title))).toEqual([
      { type: 'heading', depth: 2, children: [{ type: 'inlineCode', value: printable(title, 200) }] },
    ])
  })
})
