/** What a release is to be made of. */
export interface ReleaseOf {
  /** As given, such as `1.2.3`. */
  readonly version: string
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly tags: readonly string[]
  readonly branch: string
  /** What git calls changed; empty for a clean folder. */
  readonly changes: string
  /** The texts of the files that name the version. */
  readonly files: Readonly<Record<string, string>>
}

export type Released =
  | { readonly ok: true; readonly tag: string; readonly files: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: string }

/** The files with the new version, or why there can be no release, and what to do. */
export function released({ version, date, tags, branch, changes, files }: ReleaseOf): Released {
  const tag = `v${version}`
  if (!/^\d+\.\d+\.\d+$/.test(version)) return no('Give the version: `npm run release -- 1.2.3`.')
  if (tags.includes(tag)) return no(`The tag ${tag} exists. Choose the next version.`)
  if (branch !== 'main') return no(`A release is made of \`main\`, and this is \`${branch}\`. Switch to it.`)
  if (changes !== '') return no('There are changes that are not committed. Commit or drop them first.')
  const { 'package.json': manifest = '', 'package-lock.json': lock = '' } = files
  const { 'src/core/version.ts': source = '', 'CHANGELOG.md': changelog = '' } = files
  const unreleased = /^## \[Unreleased\]\n([\s\S]*?)(?=^## |^\[)/m.exec(changelog)?.[1]?.trim() ?? ''
  if (unreleased === '')
    return no('CHANGELOG.md says nothing under `Unreleased`. Write what changes for people.')
  const link = /^\[Unreleased\]: (https:\/\/\S+?)\/(?:commits|compare)\/\S*$/m.exec(changelog)?.[1]
  if (link === undefined) return no('CHANGELOG.md has no link for `Unreleased` at its end. Add it.')
  return {
    ok: true,
    tag,
    files: {
      'package.json': manifest.replace(/^( {2}"version": )"[^"]+"/m, `$1"${version}"`),
      // The package itself stands at the top, and once more as the first of the packages.
      'package-lock.json': lock
        .replace(/^( {2}"version": )"[^"]+"/m, `$1"${version}"`)
        .replace(/^( {6}"version": )"[^"]+"/m, `$1"${version}"`),
      'src/core/version.ts': source.replace(/VERSION = '[^']+'/, `VERSION = '${version}'`),
      'CHANGELOG.md': changelog
        .replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${version}] - ${date}\n`)
        .replace(
          /^\[Unreleased\]: .*$/m,
          `[Unreleased]: ${link}/compare/${tag}...main\n[${version}]: ${link}/releases/tag/${tag}`,
        ),
    },
  }
}

function no(problem: string): Released {
  return { ok: false, problem }
}
