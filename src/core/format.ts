/**
 * Characters that are invisible or change how others are displayed: controls, format and bidirectional marks, line and
 * paragraph separators, spaces other than U+0020, fillers, unassigned and private characters, lone surrogates
 * (Unicode: General_Category, Default_Ignorable_Code_Point).
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|\u2800/gu

/** A whole number with commas between thousands. `toLocaleString` would load ICU, which takes 11 ms of every run. */
export function formatNumber(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** A number with its noun: `1 webhook`, `2 webhooks`. */
export function formatCount(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`
}

/** An id as a code span for messages: at most 128 characters, none of them invisible or a backtick. */
export function quoteId(id: string): string {
  return `\`${escapeInvisible(id).slice(0, 128).replaceAll('`', "'")}\``
}

/** The text with every invisible character written as `\u{…}`: a single line, displayed in its logical order. */
export function escapeInvisible(text: string): string {
  return replaceInvisible(text, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** The text with every invisible character replaced by what `toEscape` returns for it. */
export function replaceInvisible(text: string, toEscape: (character: string) => string): string {
  return text.replace(INVISIBLE, toEscape)
}

/** `JSON.stringify`, with every invisible character written as an escape: it parses to the same value. */
export function stringifyEscaped(value: unknown, space: number | string = 0): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  // Line breaks inside strings are escaped already; the rest are the layout of `space`.
  return replaceInvisible(JSON.stringify(value, null, space), (character) =>
    character === '\n' ? character : character.replace(/./gs, escaped),
  )
}
