/** A text, or what is wrong with the changelog and how to fix it. */
export type Changelog =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string }

/**
 * Turns the section `Unreleased` into the one of `version` (such as `1.2.3`), dated `date` (`YYYY-MM-DD`), with an empty
 * `Unreleased` above it.
 */
export function release(changelog: string, version: string, date: string): Changelog {
  if (sectionOf(changelog, 'Unreleased').notes === '') {
    return problem('CHANGELOG.md has nothing under `Unreleased`. Describe what changes for users.')
  }
  const home = homeOf(changelog)
  if (home === undefined) return problem('CHANGELOG.md has no link for `Unreleased` at its end. Add it.')
  const text = changelog
    .replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${version}] - ${date}\n`)
    .replace(
      /^\[Unreleased\]: .*$/m,
      `[Unreleased]: ${home}/compare/v${version}...main\n[${version}]: ${home}/releases/tag/v${version}`,
    )
  return { ok: true, text }
}

/**
 * The notes of a released version, and how to pin it to its `commit` (40 hex digits) and verify it. Relative links lead to
 * the files at its tag, because a release page has none.
 */
export function releaseNotes(changelog: string, version: string, commit: string): Changelog {
  const { heading, notes } = sectionOf(changelog, version)
  if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading)) {
    return problem(`CHANGELOG.md has no heading \`## [${version}] - YYYY-MM-DD\`. Run \`npm version\`.`)
  }
  if (notes === '') return problem(`CHANGELOG.md has nothing under ${version}.`)
  const home = homeOf(changelog)
  if (home === undefined) return problem('CHANGELOG.md has no link for `Unreleased` at its end. Add it.')
  const linked = notes.replaceAll(/\]\((?!https?:)([^)\s]+)\)/g, `](${home}/blob/v${version}/$1)`)
  return { ok: true, text: `${linked}\n\n${pin(new URL(home).pathname.slice(1), version, commit)}` }
}

/** What a policy asks for that rejects tags: they can be moved, a commit can't. */
function pin(repository: string, version: string, commit: string): string {
  return `### Pin and verify

\`\`\`yaml
uses: ${repository}@${commit} # v${version}
\`\`\`

\`\`\`sh
gh release verify v${version} --repo ${repository}
\`\`\``
}

/** A section's heading, and the lines below it up to the next heading or the links at the end. */
function sectionOf(changelog: string, name: string): { readonly heading: string; readonly notes: string } {
  const sections = changelog.split(/^(?=## |\[[^\]]+\]: )/m)
  const section = sections.find((text) => text.startsWith(`## [${name}]`)) ?? ''
  const [heading = '', ...lines] = section.split('\n')
  return { heading, notes: lines.join('\n').trim() }
}

function homeOf(changelog: string): string | undefined {
  return /^\[Unreleased\]: (https:\/\/\S+?)\/(?:commits|compare)\//m.exec(changelog)?.[1]
}

function problem(text: string): Changelog {
  return { ok: false, problem: text }
}
