import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { GENERATED } from '../../scripts/docs/generated.ts'

const root = path.resolve(import.meta.dirname, '../..')
const pages = globSync('{*,docs/**/*,.github/**/*}.md', { cwd: root })
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')
const withoutBlocks = (name: string) => read(name).replaceAll(/^```[\s\S]*?^```$/gm, '')

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
