import fc from 'fast-check'
import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { codeSpan, diffBlock, heading, printable } from '../../../src/report/markdown.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/** The nodes of a Markdown text, without positions. */
function nodesOf(markdown: string): Root['children'] {
  const tree: Root = parser.parse(markdown)
  return JSON.parse(JSON.stringify(tree.children, (key, value) => (key === 'position' ? undefined : value)))
}

describe('printable text', () => {
  it.each([
    [
      'letters of any script, emoji and Markdown stay',
      'Notaría 文書 🎉 **a** `b` <c>',
      'Notaría 文書 🎉 **a** `b` <c>',
    ],
    ['invisible characters are escaped', 'a\r\nb\u202e', String.raw`a\u{d}\u{a}b\u{202e}`],
    ['nothing stays nothing', '', ''],
    ['1,000 characters stay', 'x'.repeat(1000), 'x'.repeat(1000)],
    ['the 1,001st is cut', 'x'.repeat(1001), `${'x'.repeat(1000)}… (1 more characters)`],
    ['what is cut is counted', 'x'.repeat(3500), `${'x'.repeat(1000)}… (2,500 more characters)`],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  it('is cut between characters, not within one', () => {
    expect(printable('🎉🎉🎉', 2)).toBe('🎉🎉… (1 more characters)')
  })

  it('is as long as it is shown: an escape counts in full', () => {
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
  ])('%s', (_, text, span) => {
    expect(codeSpan(text)).toBe(span)
  })

  it('is cut at a limit, and quotes backticks before the cut', () => {
    expect(codeSpan('ab``cd', 3)).toBe('``ab`… (3 more characters)``')
    expect(codeSpan('x'.repeat(2000))).toBe(`\`${'x'.repeat(1000)}… (1,000 more characters)\``)
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
  it('has a fence of three backticks', () => {
    expect(diffBlock(['- a', '+ b'])).toBe('```diff\n- a\n+ b\n```')
  })

  it.each([
    ['one backtick', ['+ `'], '```'],
    ['two backticks', ['+ ``'], '```'],
    ['three backticks', ['  ```'], '````'],
    ['four backticks', ['+ a````b'], '`````'],
    ['ten backticks', [`- ${'`'.repeat(10)}`, '+ ```'], '`'.repeat(11)],
  ])('has a longer fence than %s in it', (_, lines, fence) => {
    expect(diffBlock(lines)).toBe(`${fence}diff\n${lines.join('\n')}\n${fence}`)
  })

  it.each([3, 4, 5, 20])('is not ended by a line of %i backticks', (run) => {
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
