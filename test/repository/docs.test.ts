import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { GENERATED } from '../../scripts/docs/generated.ts'
import { tellStories } from '../../scripts/pictures/stories.ts'
import { KINDS } from '../../src/core/errors.ts'

const root = path.resolve(import.meta.dirname, '../..')
const pages = globSync('{*,docs/**/*,.github/**/*}.md', { cwd: root })
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')
const FENCED = /^```[\s\S]*?^```$/gm
const withoutBlocks = (name: string) => read(name).replaceAll(FENCED, '')

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(name: string): readonly string[] {
  const slugs = [...withoutBlocks(name).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
  return slugs.map((slug, at) => {
    const before = slugs.slice(0, at).filter((other) => other === slug).length
    return before === 0 ? slug : `${slug}-${before}`
  })
}

describe.each(pages)('%s', (name) => {
  it('links to files and headings that there are', () => {
    const links = [...withoutBlocks(name).matchAll(/\]\((?![a-z]+:)([^)\s#]*)(?:#([^)\s]+))?\)/g)]
    const broken = links.filter(([, target = '', anchor]) => {
      const file = target === '' ? name : path.join(path.dirname(name), target)
      if (!existsSync(path.join(root, file))) return true
      return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor)
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })

  it('names files of the project that there are', () => {
    const named = [...read(name).matchAll(/`((?:src|test|scripts|demo|examples)\/[\w./-]*)`/g)]
    expect(named.flatMap(([, file = '']) => (existsSync(path.join(root, file)) ? [] : [file]))).toEqual([])
  })
})

it.each([
  ['the README', ['README.md'], 2_000],
  ['troubleshooting', ['docs/troubleshooting.md'], 2_600],
  ['all pages', pages.filter((name) => !/README\.es|CHANGELOG|images|^\.github/.test(name)), 18_000],
])('%s: few words', (_, names, most) => {
  const words = names.flatMap((name) => read(name).match(/\S+/g) ?? [])
  expect(words.length).toBeLessThanOrEqual(most)
})

/** Words of the authors, which a reader would have to look up. */
const OWN_WORDS =
  /\b(?:what is|the) live\b(?! (?:webhook|value|header|URL))|\b(?:announce\w*|sealed|superseded|re-point\w*|room|campaign|histories)\b/i

it.each(globSync(['README*.md', 'docs/*.md', 'action.yml'], { cwd: root }))(
  '%s has no word of the authors outside of code',
  (name) => {
    expect(
      withoutBlocks(name)
        .replaceAll(/`[^`\n]*`/g, '')
        .match(OWN_WORDS),
    ).toBeNull()
  },
)

it.each(Object.entries(GENERATED))('%s is up to date (otherwise: npm run docs)', (name, text) => {
  expect(read(name)).toBe(text())
})

it('the pictures show what the action writes (otherwise: npm run docs:picture)', async () => {
  const stories = await tellStories()
  expect(stories.map(({ name }) => name)).toEqual(['plan', 'failed', 'applied', 'no-changes', 'wrong-file'])
  const text = pages.map(read).join('')
  for (const { name, markdown } of stories) {
    expect(text).toContain(`images/${name}-light.png`)
    expect(read(`docs/images/${name}.md`)).toBe(markdown)
    for (const theme of ['light', 'dark'])
      expect(existsSync(path.join(root, `docs/images/${name}-${theme}.png`))).toBe(true)
  }
})

describe.each(['README.md', 'README.es.md', 'docs/cli.md'])('%s', (name) => {
  /** The blocks of shell commands in which something asks: `read`, or a command of ours that reads a key. */
  const asking = [...read(name).matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, block = '']) => block)
    .filter(
      (block) =>
        /^read |npx github:\S+ (?:import|plan)\b/m.test(block) && !block.includes('--detailed-exitcode'),
    )

  // Otherwise what asks takes the next pasted line for its answer.
  it('has blocks that a shell reads to their end before anything asks', () => {
    expect(asking).not.toEqual([])
    const loose = asking.flatMap((block) => block.trimEnd().split('\n').slice(0, -1))
    expect(loose.filter((line) => !/(?:&&|\||\\)$/.test(line))).toEqual([])
  })

  // zsh, the shell of macOS, takes them for arguments.
  it('has no comments in them', () => {
    expect(asking.filter((block) => /\s#\s/.test(block))).toEqual([])
  })
})

describe('the Spanish README', () => {
  const texts = ['README.es.md', 'README.md'] as const
  /** What a text has is the same in both languages. */
  const expectSame = (of: (name: string) => unknown) => expect(of(texts[0])).toEqual(of(texts[1]))

  it('has the headings of the English one, level by level', () => {
    expectSame((name) => withoutBlocks(name).match(/^#+(?= )/gm))
  })

  it('has its code blocks, except for comments and what people read', () => {
    const forPeople = /(?<=\s|^)# .*$|(?<=^name: |^ +description: ).*$/gm
    expectSame((name) => (read(name).match(FENCED) ?? []).map((block) => block.replaceAll(forPeople, '')))
  })

  it('has the same code and the same links in each paragraph and row', () => {
    const named = /`[^`]+`|(?<=\]\()[^)]+|srcset="[^"]+"|src="[^"]+"/g
    expectSame((name) =>
      withoutBlocks(name)
        .split(/\n+/)
        .slice(2)
        .map((line) => (line.match(named) ?? []).toSorted()),
    )
  })

  it('has every description of an input and an output translated', () => {
    const [spanish = [], english = []] = texts.map((name) =>
      [...read(name).matchAll(/(?<=^\| `.*\| )[^|]{20,}(?= \|$)/gm)].map(([text]) => text),
    )
    expect(spanish.length).toBeGreaterThan(0)
    expect(spanish.filter((text) => english.includes(text))).toEqual([])
  })
})

describe('docs/troubleshooting.md', () => {
  const sections = read('docs/troubleshooting.md').split(/^### /m).slice(1)
  const codes = KINDS.flatMap(([, ofKind]) => ofKind)

  it('has a section for each kind of error, and no other', () => {
    const headings = sections.map((section) =>
      section
        .replace(/\n[\s\S]*/, '')
        .toLowerCase()
        .replaceAll(' ', '-'),
    )
    expect(headings.toSorted()).toEqual([...new Set(KINDS.map(([kind]) => kind))].toSorted())
  })

  it.each(sections.map((section) => [section.split('\n')[0] ?? '', section]))(
    '%s: what it means, and what to do',
    (_, section) => {
      const [, meaning, fix, ...list] = (section.split('\n## ')[0] ?? '').trim().split('\n\n')
      expect(meaning).toMatch(/^\*\*What it means:\*\* [^\n]{20,}\.$/)
      expect(fix).toMatch(/^\*\*What to do:\*\* [^\n]{15,}[.:]$/)
      expect(list).toEqual(list.length === 0 ? [] : [expect.stringMatching(/^(?:- [^\n]+\.(?:\n|$))+$/)])
    },
  )

  it('is about codes that are each of one kind, and used', () => {
    const names = globSync('src/**/*.ts', { cwd: root }).filter(
      (name) => !name.endsWith(path.join('core', 'errors.ts')),
    )
    const source = names.map((name) => read(name).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')).join('\n')
    expect(codes.filter((code, at) => codes.indexOf(code) !== at || !source.includes(`'${code}'`))).toEqual(
      [],
    )
  })
})
