import { expect, it } from 'vitest'
import { type Release, releaseNotes } from '../../scripts/release-notes/release-notes.ts'

const release: Release = {
  tag: 'v1.2.0',
  sourceVersion: '1.2.0',
  packageVersion: '1.2.0',
  changelog: `# Changelog

## [Unreleased]

## [1.2.0] - 2027-02-03

### Added

- A drift check.

## [1.1.0] - 2027-01-02

- The first.

[1.1.0]: https://github.com/org/auco-webhooks-action/releases/tag/v1.1.0
`,
}

it("are the version's section of the changelog", () => {
  expect(releaseNotes(release)).toEqual({ ok: true, text: '### Added\n\n- A drift check.' })
})

it('lead to the files of the tag', () => {
  const changelog = release.changelog.replace(
    'A drift check.',
    'A [drift check](docs/recipes.md#nightly), [as](https://x.example/a) said.',
  )
  expect(releaseNotes({ ...release, changelog })).toEqual({
    ok: true,
    text: '### Added\n\n- A [drift check](https://github.com/org/auco-webhooks-action/blob/v1.2.0/docs/recipes.md#nightly), [as](https://x.example/a) said.',
  })
})

it('end before the links at the end of the changelog', () => {
  const last = { ...release, tag: 'v1.1.0', sourceVersion: '1.1.0', packageVersion: '1.1.0' }
  expect(releaseNotes(last)).toEqual({ ok: true, text: '- The first.' })
})

const noHeading =
  'CHANGELOG.md has no heading `## [1.2.0] - YYYY-MM-DD`. Move what is released out of `Unreleased`.'

it.each<[string, Partial<Release>, string]>([
  ['no version', { tag: 'v1.2' }, 'The tag `v1.2` is not of the form vX.Y.Z. Push one that is.'],
  [
    'not the version of package.json',
    { packageVersion: '1.1.0' },
    'The tag is 1.2.0, package.json says 1.1.0 and src/core/version.ts 1.2.0. Set both, build, and tag that commit.',
  ],
  [
    'not the version of the User-Agent',
    { sourceVersion: '1.3.0' },
    'The tag is 1.2.0, package.json says 1.2.0 and src/core/version.ts 1.3.0. Set both, build, and tag that commit.',
  ],
  ['a version that is not in the changelog', { changelog: '## [Unreleased]\n\n- All of it.\n' }, noHeading],
  ['a version without a date', { changelog: '## [1.2.0]\n\n- All of it.\n' }, noHeading],
  ['a version that only starts so', { changelog: '## [1.2.01] - 2027-02-03\n\n- Other.\n' }, noHeading],
  [
    'a version without a word',
    { changelog: '## [1.2.0] - 2027-02-03\n\n## [1.1.0] - 2027-01-02\n' },
    'CHANGELOG.md says nothing about 1.2.0.',
  ],
])('there are none for a tag that is %s', (_, part, problem) => {
  expect(releaseNotes({ ...release, ...part })).toEqual({ ok: false, problem })
})
