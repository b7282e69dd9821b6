import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { release, releaseNotes } from '../../scripts/release/changelog.ts'

const home = 'https://github.com/org/auco-webhooks-action'
const changelog = `# Changelog

## [Unreleased]

### Added

- A [drift check](docs/recipes.md#nightly), [as](https://x.example/a) said.

## [1.1.0] - 2027-01-02

- The first.

[Unreleased]: ${home}/compare/v1.1.0...main
[1.1.0]: ${home}/releases/tag/v1.1.0
`

it('a release dates the unreleased section and links it', () => {
  const dated = changelog
    .replace('## [Unreleased]\n', '## [Unreleased]\n\n## [1.2.0] - 2027-02-03\n')
    .replace('/v1.1.0...main', `/v1.2.0...main\n[1.2.0]: ${home}/releases/tag/v1.2.0`)
  expect(release(changelog, '1.2.0', '2027-02-03')).toEqual({ ok: true, text: dated })
})

const commit = 'c0ffee'.padEnd(40, '0')

it('the notes of a release link to the files of its tag, and have the line that pins its commit', () => {
  const released = release(changelog, '1.2.0', '2027-02-03')
  expect(released.ok && releaseNotes(released.text, '1.2.0', commit)).toEqual({
    ok: true,
    text: `### Added

- A [drift check](${home}/blob/v1.2.0/docs/recipes.md#nightly), [as](https://x.example/a) said.

### Pin and verify

\`\`\`yaml
uses: org/auco-webhooks-action@${commit} # v1.2.0
\`\`\`

\`\`\`sh
gh release verify v1.2.0 --repo org/auco-webhooks-action
\`\`\``,
  })
  // Those of the oldest end before the links.
  const oldest = expect.stringMatching(/^- The first\.\n\n### Pin and verify\n/)
  expect(releaseNotes(changelog, '1.1.0', commit)).toEqual({ ok: true, text: oldest })
})

it('the changelog of this repository can be released', () => {
  const own = readFileSync(path.resolve(import.meta.dirname, '../../CHANGELOG.md'), 'utf8')
  const withNews = own.replace('## [Unreleased]\n', '## [Unreleased]\n\n- News.\n')
  expect(release(withNews, '7.8.9', '2027-02-03')).toMatchObject({ ok: true })
})

it.each([
  [
    'is empty',
    changelog.replace(/### Added[\s\S]*said\./, ''),
    /^CHANGELOG\.md has nothing under `Unreleased`/,
  ],
  ['has no link', changelog.replace(/^\[Unreleased\]: .*\n/m, ''), /^CHANGELOG\.md has no link/],
])('there is no release if the unreleased section %s', (_, text, problem) => {
  expect(release(text, '1.2.0', '2027-02-03')).toEqual({ ok: false, problem: expect.stringMatching(problem) })
})

it.each([
  ['no section', '1.2.0', changelog],
  ['a section without a date', '1.1.0', changelog.replace(' - 2027-01-02', '')],
  ['a section of a longer version only', '1.1.0', changelog.replace('## [1.1.0]', '## [1.1.01]')],
  ['a section that is empty', '1.1.0', changelog.replace('- The first.\n', '')],
])('there are no notes for a version with %s', (_, version, text) => {
  expect(releaseNotes(text, version, commit)).toEqual({
    ok: false,
    problem: expect.stringContaining(version),
  })
})
