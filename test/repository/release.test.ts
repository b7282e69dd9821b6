import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { releaseNotes } from '../../scripts/release-notes/release-notes.ts'
import { type ReleaseOf, released } from '../../scripts/release-notes/released.ts'

const root = path.resolve(import.meta.dirname, '../..')
const names = ['package.json', 'package-lock.json', 'src/core/version.ts', 'CHANGELOG.md']
const files = Object.fromEntries(names.map((name) => [name, readFileSync(path.join(root, name), 'utf8')]))
const changelog = `# Changelog

## [Unreleased]

- Something new.

## [1.1.0] - 2027-01-02

- The first.

[Unreleased]: https://github.com/org/auco-webhooks-action/compare/v1.1.0...main
[1.1.0]: https://github.com/org/auco-webhooks-action/releases/tag/v1.1.0
`
const release: ReleaseOf = {
  version: '7.8.9',
  date: '2027-02-03',
  tags: ['v1.0.0', ''],
  branch: 'main',
  changes: '',
  files: { ...files, 'CHANGELOG.md': changelog },
}

it('a release has its version in every file, and the notes that the workflow asks for', () => {
  const result = released(release)
  if (!result.ok) return expect.fail(result.problem)
  const manifest = JSON.parse(result.files['package.json'] ?? '')
  const lock = JSON.parse(result.files['package-lock.json'] ?? '')
  expect([manifest.version, lock.version, lock.packages[''].version]).toEqual(['7.8.9', '7.8.9', '7.8.9'])
  const old = JSON.parse(files['package-lock.json'] ?? '')
  const { '': _, ...packages } = lock.packages
  const { '': __, ...oldPackages } = old.packages
  expect(packages).toEqual(oldPackages)
  const sourceVersion = /VERSION = '(.*)'/.exec(result.files['src/core/version.ts'] ?? '')?.[1] ?? ''
  const text = result.files['CHANGELOG.md'] ?? ''
  expect(
    releaseNotes({ tag: result.tag, sourceVersion, packageVersion: manifest.version, changelog: text }),
  ).toEqual({ ok: true, text: '- Something new.' })
  expect(text).toContain(`
[Unreleased]: https://github.com/org/auco-webhooks-action/compare/v7.8.9...main
[7.8.9]: https://github.com/org/auco-webhooks-action/releases/tag/v7.8.9
[1.1.0]: `)
})

it('the changelog as it is can be released once it says something new, and once more after that', () => {
  const withNews = (text = '') => ({
    ...files,
    'CHANGELOG.md': text.replace('## [Unreleased]\n', '## [Unreleased]\n\n- News.\n'),
  })
  const first = released({ ...release, files: withNews(files['CHANGELOG.md']) })
  if (!first.ok) return expect.fail(first.problem)
  const second = released({
    ...release,
    version: '7.9.0',
    files: { ...first.files, ...withNews(first.files['CHANGELOG.md']) },
  })
  expect(second).toMatchObject({ ok: true, tag: 'v7.9.0' })
})

it.each<[string, Partial<ReleaseOf>, RegExp]>([
  ['is no version', { version: 'v1.2.3' }, /^Give the version/],
  ['exists', { tags: ['v7.8.9'] }, /^The tag v7\.8\.9 exists\./],
  ['would be of another branch', { branch: 'try' }, /^A release is made of `main`/],
  ['would take changes along', { changes: ' M README.md' }, /not committed/],
  [
    'has nothing to say',
    { files: { ...files, 'CHANGELOG.md': changelog.replace('- Something new.\n', '') } },
    /^CHANGELOG\.md says nothing/,
  ],
])('there is none that %s', (_, part, problem) => {
  expect(released({ ...release, ...part })).toEqual({ ok: false, problem: expect.stringMatching(problem) })
})
