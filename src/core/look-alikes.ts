import { replaceInvisible } from './escape-invisible.ts'

/**
 * What an id looks like: ids with the same appearance differ only in invisible characters, or in how Unicode composes their
 * characters (UAX #15).
 */
export function appearanceOf(id: string): string {
  const visible = replaceInvisible(id.normalize('NFKC'), () => '')
  // An invisible character can have kept two others from being composed.
  return visible.normalize('NFKC')
}

/** Characters shown before the first difference: ids can be longer than a message has room for. */
const CONTEXT = 32

/** Two ids that look alike, with the characters that differ written as `\u{…}`. */
export function tellApart(first: string, second: string): readonly [string, string] {
  const [a, b] = [[...first], [...second]]
  const start = commonLength(a, b)
  const end = commonLength(a.slice(start).toReversed(), b.slice(start).toReversed())
  const shown = (characters: readonly string[]) => {
    const before =
      start > CONTEXT
        ? `…${characters.slice(start - CONTEXT, start).join('')}`
        : characters.slice(0, start).join('')
    const to = characters.length - end
    return before + escapeAll(characters.slice(start, to).join('')) + characters.slice(to).join('')
  }
  return [shown(a), shown(b)]
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const difference = a.findIndex((character, index) => character !== b[index])
  return difference === -1 ? a.length : difference
}

/** Every character beyond ASCII as `\u{…}`. */
function escapeAll(text: string): string {
  return text.replace(/[^ -~]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}
