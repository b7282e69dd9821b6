import type { ErrorCode } from 'yaml'
import type { Wording } from './problems.ts'

export const UNKNOWN_ALIAS = {
  code: 'unknown-alias',
  message: 'This alias has no anchor. Define the anchor before it, or write the value out.',
} as const

export const KEY_NOT_TEXT = {
  code: 'yaml-non-string-key',
  message: "This key isn't text. Put it in quotes, or correct it.",
} as const

/** A message for each error code of the YAML library. Its own messages can quote the source, so they are never shown. */
const MESSAGES: Partial<Record<ErrorCode, Wording>> = {
  BAD_ALIAS: UNKNOWN_ALIAS,
  BAD_DQ_ESCAPE: {
    code: 'yaml-bad-dq-escape',
    message:
      "YAML doesn't know this escape in a double-quoted text. Use single quotes, or write `\\\\` for a backslash.",
  },
  BAD_INDENT: {
    code: 'yaml-bad-indent',
    message:
      "The indentation doesn't match the lines above. Align this line with its siblings, using spaces.",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml-block-as-implicit-key',
    message:
      'This line has a second `: `. If the text contains it, put the text in quotes; otherwise start a new line.',
  },
  DUPLICATE_KEY: {
    code: 'repeated-key',
    message: 'Duplicate key. Keep one of them.',
  },
  MISSING_CHAR: {
    code: 'yaml-missing-char',
    message:
      'A closing quote, bracket, brace, comma, or the space after `:` is missing, on this line or above it. Add it.',
  },
  MULTILINE_IMPLICIT_KEY: {
    code: 'yaml-multiline-implicit-key',
    message: 'This line is neither a key with `:` nor a list entry. Add the `:`, or put the text in quotes.',
  },
  NON_STRING_KEY: KEY_NOT_TEXT,
  TAB_AS_INDENT: {
    code: 'yaml-tab-as-indent',
    message: 'This line is indented with a tab. Indent with spaces.',
  },
  TAG_RESOLVE_FAILED: {
    code: 'yaml-tag-resolve-failed',
    message: "This `!` tag isn't part of YAML 1.2 core. Remove the tag, or put the text in quotes.",
  },
  BAD_SCALAR_START: {
    code: 'yaml-bad-scalar-start',
    message: 'This text starts with a character that YAML reserves. Put the text in quotes.',
  },
  UNEXPECTED_TOKEN: {
    code: 'yaml-unexpected-token',
    message:
      'YAML expects something else here. Check quotes, commas, and indentation on this line and above it.',
  },
}

const BARE_VARIABLE: Wording = {
  code: 'yaml-bare-variable',
  message:
    'Inside braces or brackets, `${…}` needs quotes. Put the whole text in quotes, as in `value: "Bearer ${AUCO_NAME}"`.',
}

const OTHER: Wording = {
  code: 'yaml-not-well-formed',
  message:
    "The YAML isn't well-formed here. Check quotes, brackets, and indentation on this line and above it.",
}

/** The message for an error of the YAML library in `text`, between the offsets `from` and `to`. */
export function syntaxMessage(text: string, code: ErrorCode, [from, to]: readonly [number, number]): Wording {
  // `value: Bearer ${AUCO_NAME}` in a flow map: YAML takes the brace of the variable for one of its own.
  const isVariable = text.slice(Math.max(0, from - 2), to + 2).includes('${')
  return isVariable ? BARE_VARIABLE : (MESSAGES[code] ?? OTHER)
}
