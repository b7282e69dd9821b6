import { helpUrl } from '../core/about.ts'
import type { ProblemCode, UserErrorCode } from '../core/errors.ts'
import { codeSpan } from './markdown.ts'

/** What the links of a report are made of. */
export interface Links {
  readonly repositoryUrl: string
  readonly runUrl: string
  readonly sha: string
  /** Path of the configuration file in the repository. */
  readonly config: string
  /** Address of docs/troubleshooting.md, which has a section for each kind of error. */
  readonly troubleshootingUrl: string
}

/** A place in the configuration file, linked to that line of the commit. Lines and columns count from 1. */
export function placeLink(place: { readonly line: number; readonly column: number }, links: Links): string {
  const { repositoryUrl, sha, config } = links
  const name = codeSpan(`${config}:${place.line}:${place.column}`)
  const path = config
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
  return `[${name}](${repositoryUrl}/blob/${sha}/${path}#L${place.line})`
}

/** The link to the section of an error code, under a failure. */
export function helpLink(troubleshootingUrl: string, code: UserErrorCode): string {
  return `[How to fix this](${helpUrl(troubleshootingUrl, code)})`
}

/** The link to the section of an error code, at the end of a problem. */
export function codeLink(troubleshootingUrl: string, code: ProblemCode): string {
  return `[${code}](${helpUrl(troubleshootingUrl, code)})`
}

/** The link from a shortened report to the run's summary, which shows more. */
export function summaryLink(runUrl: string): string {
  return `[The run's summary](${runUrl})`
}
