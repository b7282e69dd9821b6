/** What a release is made of. */
export interface Release {
  /** As pushed, such as `v1.2.3`. */
  readonly tag: string
  /** The version that the action sends as its User-Agent. */
  readonly sourceVersion: string
  readonly packageVersion: string
  /** The text of CHANGELOG.md. */
  readonly changelog: string
}

export type ReleaseNotes =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string }

/** The changelog's section for the tag, without its heading; or why there can be no release, and what to do. */
export function releaseNotes({ tag, sourceVersion, packageVersion, changelog }: Release): ReleaseNotes {
  const version = /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1]
  if (version === undefined) return problem(`The tag \`${tag}\` is not of the form vX.Y.Z. Push one that is.`)
  if (packageVersion !== version || sourceVersion !== version) {
    return problem(
      `The tag is ${version}, package.json says ${packageVersion} and src/core/version.ts ${sourceVersion}. Set both, build, and tag that commit.`,
    )
  }
  const [heading = '', ...lines] = sectionOf(changelog, version)
  if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading)) {
    return problem(
      `CHANGELOG.md has no heading \`## [${version}] - YYYY-MM-DD\`. Move what is released out of \`Unreleased\`.`,
    )
  }
  const home = /^\[[^\]]+\]: (https:\/\/\S+?)\/(?:commits|compare|releases)\//m.exec(changelog)?.[1]
  // On the page of a release a path leads nowhere.
  const text = lines
    .join('\n')
    .trim()
    .replaceAll(/\]\((?!https?:)([^)\s]+)\)/g, (link, target: string) =>
      home === undefined ? link : `](${home}/blob/${tag}/${target})`,
    )
  return text === '' ? problem(`CHANGELOG.md says nothing about ${version}.`) : { ok: true, text }
}

/** The heading of a version and the lines up to the next heading or to the links at the end; empty if it is missing. */
function sectionOf(changelog: string, version: string): readonly string[] {
  const lines = changelog.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`## [${version}]`))
  if (start === -1) return []
  const length = lines.slice(start + 1).findIndex((line) => /^(?:## |\[[^\]]+\]: )/.test(line))
  return lines.slice(start, length === -1 ? undefined : start + 1 + length)
}

function problem(text: string): ReleaseNotes {
  return { ok: false, problem: text }
}
