import type { CST, ErrorCode, YAMLError } from 'yaml'
import type { Problem } from '../core/errors.ts'
import { errorAt } from './problems.ts'
import { KEY_NOT_TEXT, type PlaceOf, UNKNOWN_ALIAS } from './source-tree.ts'

const BAD_INDENT =
  "The indentation doesn't match the lines above. Align this line with its siblings, using spaces."
const BARE_VARIABLE =
  'Inside braces or brackets, `${…}` needs quotes. Put the whole text in quotes, as in `value: "Bearer ${AUCO_NAME}"`.'
const HAS_INVISIBLE =
  'This line has a character that looks like a space but is none, perhaps from a web page. Write the line again by hand.'
const OTHER =
  "The YAML isn't well-formed here. Check quotes, commas, brackets, and indentation on this line and above it."

/** Messages for error codes of the YAML library. Its own messages can quote the source, so they are never shown. */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: UNKNOWN_ALIAS,
  BAD_DQ_ESCAPE:
    "YAML doesn't know this escape in a double-quoted text. Use single quotes, or write `\\\\` for a backslash.",
  BAD_INDENT,
  BAD_SCALAR_START: 'This text starts with a character that YAML reserves. Put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'This line has a second `: `, or the line below it is indented too far. Put a text with `: ` in quotes, or align the lines.',
  MISSING_CHAR:
    'A closing quote, bracket, brace, comma, or the space after `:` is missing, on this line or above it. Add it.',
  MULTILINE_IMPLICIT_KEY:
    'This line is neither `key: value` nor a list entry. Write a colon and a space after the key, or put the text in quotes.',
  NON_STRING_KEY: KEY_NOT_TEXT,
  TAB_AS_INDENT: 'This line is indented with a tab. Indent with spaces.',
  TAG_RESOLVE_FAILED: "This `!` tag isn't part of YAML 1.2 core. Remove the tag, or put the text in quotes.",
}

/** Characters that look like a space, or like nothing. */
const INVISIBLE = /[\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/

/**
 * The first thing that is wrong with the text, at the line that is wrong and not where the library noticed it; `null` for a
 * text without errors. What follows it is often read as something else, so its errors would blame right lines.
 */
export function syntaxProblem(
  text: string,
  tokens: readonly CST.Token[],
  errors: readonly YAMLError[],
  placeOf: PlaceOf,
): Problem | null {
  const first = errors.toSorted((a, b) => a.pos[0] - b.pos[0])[0]
  if (first === undefined) return null
  const unclosed = tokens.flatMap(unclosedIn)[0]
  if (unclosed === undefined || first.pos[0] < unclosed.offset) {
    return errorAt(placeOf(...first.pos), 'yaml-syntax', messageOf(text, first))
  }
  const { offset } = unclosed
  const mark = unclosed.source.charAt(0)
  const end = CLOSING[mark]
  const fix =
    end === undefined ? 'the closing quote' : `the \`${end}\`, or indent the lines inside it further`
  return errorAt(placeOf(offset, offset + 1), 'yaml-syntax', `This \`${mark}\` isn't closed. Add ${fix}.`)
}

function messageOf(text: string, { code, pos: [from, to] }: YAMLError): string {
  const line = text.slice(text.lastIndexOf('\n', from - 1) + 1).split('\n', 1)[0] ?? ''
  if (INVISIBLE.test(line)) return HAS_INVISIBLE
  // `value: Bearer ${AUCO_NAME}` in a flow map: YAML takes the brace of the variable for one of its own.
  if (text.slice(Math.max(0, from - 2), to + 2).includes('${')) return BARE_VARIABLE
  const isIndentation = text[from] === ' ' && (text[from - 1] ?? '\n') === '\n'
  return isIndentation ? BAD_INDENT : (MESSAGES[code] ?? OTHER)
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' }

/** Brackets and quotes in a token that nothing closes. Of brackets inside each other it is the inner one. */
function unclosedIn(token: CST.Token): readonly Pick<CST.SourceToken, 'offset' | 'source'>[] {
  const inner = tokensIn(token).flatMap(unclosedIn)
  if (inner.length > 0) return inner
  if (token.type === 'flow-collection') {
    const { start, end } = token
    return end.some(({ source }) => source === CLOSING[start.source]) ? [] : [start]
  }
  if (token.type !== 'double-quoted-scalar' && token.type !== 'single-quoted-scalar') return []
  return token.source.length > 1 && token.source.endsWith(token.source.charAt(0)) ? [] : [token]
}

/** What a token contains, without marks, spaces and comments. */
export function tokensIn(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value]
  if (!('items' in token)) return []
  return token.items.flatMap(({ key, value }) => [key, value].filter((inner) => inner != null))
}
