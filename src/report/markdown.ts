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

/** Folded text; nothing for none. */
export function fold(summary: string, text: string): string {
  return text === '' ? '' : `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`
}

/** The words for one thing, or for another number of them. */
export function plural<T>(number: number, one: T, many: T): T {
  return number === 1 ? one : many
}

export function joined(separator: string, parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator)
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}

/** A list that could be of any length shows at most this many entries. */
const MAX_LISTED = 20
/** Longest lists of sentences in a row, in bytes: all of a report together leave room in a comment. */
const MAX_LIST_LENGTH = 4_000

/** The first parts that fit into `room` with a separator after each, all in bytes. */
export function firstThatFit(parts: readonly string[], room: number, separator: number): readonly string[] {
  let left = room
  const end = parts.findIndex((part) => {
    left -= Buffer.byteLength(part) + separator
    return left < 0
  })
  return end === -1 ? parts : parts.slice(0, end)
}

/** The first lines of each list, at least one, and the number of those left out after `bullet`. */
export function shortLists(
  lists: readonly (readonly string[])[],
  bullet = '',
  most = MAX_LISTED,
): readonly string[] {
  return lists.flatMap(([first = '', ...others]) => {
    const room = MAX_LIST_LENGTH / lists.length - Buffer.byteLength(first) - 3
    const shown = [first, ...firstThatFit(others.slice(0, most - 1), room, 3)]
    const more = others.length + 1 - shown.length
    return more === 0 ? shown : [...shown, `${bullet}… and ${formatNumber(more)} more.`]
  })
}

/** Longest id that is shown whole, in characters: as long as the file may have it. */
const MAX_ID = 128
/** Longest origin that is shown whole, in characters: its host has at most 253. */
export const MAX_ORIGIN = 300
/** Longest list of ids, in bytes. */
const MAX_IDS_LENGTH = 500

/** Ids as code spans in a row, each at most `limit` characters long. */
export function idList(ids: readonly string[], limit = MAX_ID): string {
  const spans = ids.slice(0, MAX_LISTED).map((id) => codeSpan(id, limit))
  return inRow(firstThatFit(spans, MAX_IDS_LENGTH, 2), ids.length)
}

export function idSpan(id: string): string {
  return codeSpan(id, MAX_ID)
}

/** The first texts of so many in a row, and the number of the others. */
export function inRow(shown: readonly string[], all: number): string {
  const more = all - shown.length
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${formatNumber(more)} more`
}
