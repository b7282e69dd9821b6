import { escapeInvisible, formatNumber } from '../core/format.ts'

/** Longest piece of untrusted text in a report, in characters: as long as a description in the file may be. */
const MAX_TEXT = 1000
const MAX_TITLE = 200

/**
 * Untrusted text on one line: invisible characters escaped, cut to `limit` characters. Its Markdown is untouched, so put it
 * into a code span or a fence: only there it can be no mention, link, HTML or Markdown.
 */
export function printable(text: string, limit = MAX_TEXT): string {
  const characters = [...escapeInvisible(text)]
  const rest = characters.length - limit
  return rest <= 0
    ? characters.join('')
    : `${characters.slice(0, limit).join('')}… (${formatNumber(rest)} more characters)`
}

/**
 * A code span of untrusted text, at most `limit` characters of it. The delimiter is longer than any run of backticks in the
 * text (GitHub Flavored Markdown, section 6.3).
 */
export function codeSpan(text: string, limit = MAX_TEXT): string {
  const content = printable(text, limit)
  if (content === '') return '*(empty)*'
  const delimiter = '`'.repeat(longestRun(content) + 1)
  // Without padding, a backtick at an end joins the delimiter, and spaces at both ends are stripped.
  const pad = /^[ `]|[ `]$/.test(content) ? ' ' : ''
  return `${delimiter}${pad}${content}${pad}${delimiter}`
}

/** A `diff` block. Each line is a sign (`+`, `-`, `!` or space) and printable text. */
export function diffBlock(lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${fence}diff`, ...lines, fence].join('\n')
}

/** The heading of a report: plain words as they are, every other title in a code span. */
export function heading(title: string): string {
  const isPlain =
    title.length <= MAX_TITLE && /^[\p{L}\p{N} ·(),/-]+$/u.test(title) && !/gh-\d|[0-9a-f]{7}/i.test(title)
  return `## ${isPlain ? title.trim() : codeSpan(title, MAX_TITLE)}`
}

/** An alert, as GitHub shows it. `text` is our own Markdown; further lines start with `>`. */
export function alert(kind: 'CAUTION' | 'WARNING' | 'NOTE', text: string): string {
  return `> [!${kind}]\n> ${text}`
}

export function note(text: string): string {
  return alert('NOTE', text)
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}
