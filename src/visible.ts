/**
 * Characters that a reader cannot see or that change how others are seen: controls, format and bidirectional marks,
 * line and paragraph separators, spaces other than U+0020, fillers, unassigned and private ones, lone surrogates
 * (Unicode: General_Category, Default_Ignorable_Code_Point).
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|\u2800/gu

/** Text with every invisible character written as `\u{…}`: one line, in the order in which it is read. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
