import { helpUrl } from '../core/about.ts'
import type { InvalidFileError, Problem, UserError, UserErrorCode } from '../core/errors.ts'
import { formatCount } from '../core/format.ts'
import { codeSpan, inRow } from './markdown.ts'

export interface Links {
  readonly repositoryUrl: string
  readonly runUrl: string
  readonly sha: string
  readonly config: string
  /** Address of docs/troubleshooting.md, which has a section for each kind of error. */
  readonly troubleshootingUrl: string
}

/** A place in the configuration file, linked to that line of the commit. Lines and columns count from 1. */
function placeLink(place: { readonly line: number; readonly column: number }, links: Links): string {
  const { repositoryUrl, sha, config } = links
  const name = codeSpan(`${config}:${place.line}:${place.column}`)
  const path = encodeURI(config).replace(/[?#()]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
  return `[${name}](${repositoryUrl}/blob/${sha}/${path}#L${place.line})`
}

export function helpLink(troubleshootingUrl: string, code: UserErrorCode): string {
  return `[How to fix this](${helpUrl(troubleshootingUrl, code)})`
}

/** Linked places of one problem: a variable can be missing in every webhook. */
const MAX_PLACES = 5

export function problemLines(problems: readonly Problem[], links: Links): readonly string[] {
  const distinct = Map.groupBy(problems, ({ severity, message }) => severity + message)
  return [...distinct.values()].flatMap((same) => {
    const places = same.slice(0, MAX_PLACES).map(({ place }) => placeLink(place, links))
    return same.slice(0, 1).map(({ severity, message, code }) => {
      const words = `${inRow(places, same.length)}: ${message}`
      // A warning needs no more than its message.
      return severity === 'warning'
        ? `- ⚠️ ${words}`
        : `- ❌ ${words} [${code}](${helpUrl(links.troubleshootingUrl, code)})`
    })
  })
}

/** A failure as Markdown: reason, what Auco says (in a code span: its text is untrusted), fix. */
export function failureText({ reason, fix, quote }: UserError): string {
  return [reason, ...(quote === null ? [] : [`Auco says: ${codeSpan(quote)}.`]), fix].join(' ')
}

export function invalidFileReport({ problems }: InvalidFileError) {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return { status: `❌ **${formatCount(errors, 'problem')} in the file**`, problems }
}

export function failedPlanStatus(error: UserError, troubleshootingUrl: string): string {
  return `❌ **Plan failed:** ${failureText(error)} ${helpLink(troubleshootingUrl, error.code)}`
}
