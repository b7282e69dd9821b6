import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')
const wordsOf = (names: readonly string[]) =>
  names.reduce((sum, name) => sum + (read(name).match(/\S+/g)?.length ?? 0), 0)

it.each([
  ['the README', ['README.md'], 2_000],
  ['troubleshooting', ['docs/troubleshooting.md'], 2_600],
  [
    'all pages',
    ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/{,internals/}*.md', { cwd: root })],
    18_000,
  ],
])('%s: few words', (_, names, most) => {
  expect(wordsOf(names)).toBeLessThanOrEqual(most)
})

/** Words of the authors, which a reader would have to look up. */
const OWN_WORDS =
  /\b(?:what is|the) live\b(?! (?:webhook|value|header|URL))|\b(?:announce\w*|sealed|superseded|re-point\w*|room|campaign|histories)\b/i

it.each(globSync(['README*.md', 'docs/*.md', 'action.yml'], { cwd: root }))(
  '%s has no word of the authors outside of code',
  (name) => {
    const prose = read(name).replaceAll(/^```[\s\S]*?^```$|`[^`\n]*`/gm, '')
    expect(prose.match(OWN_WORDS)).toBeNull()
  },
)
