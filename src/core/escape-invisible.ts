/**
 * Characters that are invisible or change how others are displayed: controls, format and bidirectional marks, line and
 * paragraph separators, spaces other than U+0020, fillers, unassigned and private characters, lone surrogates
 * (Unicode: General_Category, Default_Ignorable_Code_Point).
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|\u2800/gu

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
  const escaped = (character: string) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join('')
  // Line breaks inside strings are escaped already; the rest are the layout of `space`.
  return JSON.stringify(value, null, space).replace(INVISIBLE, (character) =>
    character === '\n' ? character : escaped(character),
  )
}
