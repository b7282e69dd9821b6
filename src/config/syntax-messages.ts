import { CST, type ErrorCode, Lexer, type YAMLError } from 'yaml'
import type { Problem } from '../core/errors.ts'
import { errorAt, type Wording } from './problems.ts'
import { KEY_NOT_TEXT, type PlaceOf, UNKNOWN_ALIAS } from './source-tree.ts'

const BAD_INDENT: Wording = {
  code: 'yaml-bad-indent',
  message: "The indentation doesn't match the lines above. Align this line with its siblings, using spaces.",
}

/** A message for each error code of the YAML library. Its own messages can quote the source, so they are never shown. */
const MESSAGES: Partial<Record<ErrorCode, Wording>> = {
  BAD_ALIAS: UNKNOWN_ALIAS,
  BAD_DQ_ESCAPE: {
    code: 'yaml-bad-dq-escape',
    message:
      "YAML doesn't know this escape in a double-quoted text. Use single quotes, or write `\\\\` for a backslash.",
  },
  BAD_INDENT,
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml-block-as-implicit-key',
    message:
      'This line has a second `: `. If the text contains it, put the text in quotes; otherwise start a new line.',
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

/**
 * What the YAML library's errors say is wrong with the text, at the line that is wrong and not where the library noticed it.
 * One problem for each line: a broken line often raises several errors.
 */
export function syntaxProblems(
  text: string,
  errors: readonly YAMLError[],
  placeOf: PlaceOf,
): readonly Problem[] {
  const unclosed = errors.length === 0 ? [] : unclosedMarks(text)
  // All that follows is read as a part of what isn't closed.
  const misread = unclosed[0]?.offset ?? text.length + 1
  const lines = new Set<number>()
  const keys = errors.filter(({ code }) => code === 'MULTILINE_IMPLICIT_KEY')
  const keyEnds = new Map(keys.map(({ pos: [from, to] }) => [from, to]))
  return [
    ...errors
      .filter(({ pos: [from] }) => from < misread)
      .toSorted((a, b) => a.pos[0] - b.pos[0])
      .flatMap((error) => {
        const { line } = placeOf(...error.pos)
        if (lines.has(line)) return []
        lines.add(line)
        const { from, to, code, message } = problemOf(text, error, keyEnds)
        return [errorAt(placeOf(from, to), code, message)]
      }),
    ...unclosed.map(({ offset, mark }) => {
      const end = CLOSING[mark]
      const fix =
        end === undefined ? 'the closing quote' : `the \`${end}\`, or indent the lines inside it further`
      const message = `This \`${mark}\` isn't closed. Add ${fix}.`
      return errorAt(placeOf(offset, offset + 1), 'yaml-missing-char', message)
    }),
  ]
}

function problemOf(text: string, { code, pos: [from, to] }: YAMLError, keyEnds: ReadonlyMap<number, number>) {
  // `value: Bearer ${AUCO_NAME}` in a flow map: YAML takes the brace of the variable for one of its own.
  if (text.slice(Math.max(0, from - 2), to + 2).includes('${')) return { from, to, ...BARE_VARIABLE }
  // A line that is indented too far continues the value above, so the key of the two has several lines.
  const keyEnd = code === 'BLOCK_AS_IMPLICIT_KEY' ? keyEnds.get(from) : undefined
  if (keyEnd !== undefined) {
    return { from: text.lastIndexOf('\n', keyEnd - 1) + 1, to: keyEnd, ...BAD_INDENT }
  }
  const isIndentation = text[from] === ' ' && (text[from - 1] ?? '\n') === '\n'
  return { from, to, ...(isIndentation ? BAD_INDENT : (MESSAGES[code] ?? OTHER)) }
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' }

/** Brackets and quotes that nothing closes. Of brackets inside each other it is the inner one. */
function unclosedMarks(text: string): readonly { readonly offset: number; readonly mark: string }[] {
  const unclosed: { offset: number; mark: string }[] = []
  const open: { offset: number; mark: string }[] = []
  const giveUp = () => unclosed.push(...open.splice(0).slice(-1))
  let offset = 0
  let isScalar = false
  for (const lexeme of new Lexer().lex(text)) {
    const type: CST.TokenType | null = isScalar ? null : CST.tokenType(lexeme)
    isScalar = type === 'scalar'
    if (type === 'flow-error-end') giveUp()
    // Marks of the lexer, which are no part of the text.
    if (type === 'scalar' || type === 'flow-error-end' || type === 'doc-mode') continue
    const [mark = ''] = lexeme
    const isQuote = type === 'double-quoted-scalar' || type === 'single-quoted-scalar'
    if (type === 'flow-seq-start' || type === 'flow-map-start') open.push({ offset, mark })
    if (isQuote && (lexeme.length === 1 || !lexeme.endsWith(mark))) unclosed.push({ offset, mark })
    if (type === 'flow-seq-end' || type === 'flow-map-end') {
      const isOfOuter = open.some((one) => CLOSING[one.mark] === mark)
      const inner = open.pop()
      if (inner !== undefined && isOfOuter && CLOSING[inner.mark] !== mark) {
        unclosed.push(inner)
        open.pop()
      }
    }
    offset += lexeme.length
  }
  giveUp()
  return unclosed
}
