import { escapeInvisible } from '../core/escape-invisible.ts'
import { formatNumber } from '../core/format.ts'

/** Longest piece of foreign text in a report, in characters; a description in the file has at most 1,000. */
const MAX_FOREIGN = 1000
const MAX_TITLE = 200

/**
 * Foreign text for a report: one line, nothing invisible, at most `limit` characters. It must still go into a code span
 * or a fence, the only places where nothing in it can be a mention, a link, HTML or Markdown.
 */
export function foreign(text: string, limit = MAX_FOREIGN): string {
  const characters = [...escapeInvisible(text)]
  const rest = characters.length - limit
  return rest <= 0
    ? characters.join('')
    : `${characters.slice(0, limit).join('')}… (${formatNumber(rest)} more characters)`
}

/** A code span whose delimiter is longer than any run of backticks in it (GitHub Flavored Markdown, section 6.3). */
export function codeSpan(text: string, limit = MAX_FOREIGN): string {
  const content = foreign(text, limit)
  if (content === '') return '*(empty)*'
  const delimiter = '`'.repeat(longestRun(content) + 1)
  // Without the padding a backtick at an end joins the delimiter, and a space at both ends is stripped.
  const pad = /^[ `]|[ `]$/.test(content) ? ' ' : ''
  return `${delimiter}${pad}${content}${pad}${delimiter}`
}

/** A `diff` block; each line is a marker (`+`, `-`, `!` or space) and one line of text that may be foreign. */
export function diffBlock(lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${fence}diff`, ...lines, fence].join('\n')
}

/** The title of the run: as it is if it is plain words, in a code span if it could be anything else. */
export function heading(title: string): string {
  const isPlain =
    title.length <= MAX_TITLE && /^[\p{L}\p{N} ·(),/-]+$/u.test(title) && !/gh-\d|[0-9a-f]{7}/i.test(title)
  return `## ${isPlain ? title.trim() : codeSpan(title, MAX_TITLE)}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}
