/**
 * Characters that a reader cannot see or that change how others are seen: controls, format and bidirectional marks,
 * line and paragraph separators, spaces other than U+0020, fillers, unassigned and private ones, lone surrogates
 * (Unicode: General_Category, Default_Ignorable_Code_Point).
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|\u2800/gu

/** Text with every invisible character written as `\u{…}`: one line, in the order in which it is read. */
export function visible(text: string): string {
  return escapeInvisible(text, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** Text with every invisible character replaced by what `toEscape` makes of it. */
export function escapeInvisible(text: string, toEscape: (character: string) => string): string {
  return text.replace(INVISIBLE, toEscape)
}

/** An id in a message: visible, short, and unable to end the quotation. */
export function quotedId(id: string): string {
  return `\`${visible(id).slice(0, 128).replaceAll('`', "'")}\``
}

/** JSON that means the same, with every invisible character in it as an escape. */
export function visibleJson(value: unknown, space: number | string = 0): string {
  const escaped = (character: string) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join('')
  // A line break is JSON's own layout here: those of texts are escapes by now.
  return JSON.stringify(value, null, space).replace(INVISIBLE, (character) =>
    character === '\n' ? character : escaped(character),
  )
}
