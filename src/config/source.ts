import type { Document, ErrorCode, Node, Scalar } from 'yaml'
import { Composer, isAlias, isMap, isScalar, isSeq, Parser } from 'yaml'
import type { Place, Problem, ProblemCode } from '../core/errors.ts'

/**
 * A valid file is six levels deep (`webhooks: - header: {key: …}`). The limit is checked before the YAML library
 * composes the tokens, because composing deep nesting takes exponential time (`yaml` 2.9: 5,000 `{` take minutes).
 */
const MAX_DEPTH = 24

/** Entries of lists and maps: a file of the largest size with 2,600 short webhooks has fewer. */
const MAX_ENTRIES = 60_000

/** Values of the file with all aliases written out. */
const MAX_VALUES = 100_000

/** YAML's aliases are of little use here, and the classic way to blow a small file up. */
const MAX_ALIASES = 20

/** Characters outside of YAML's c-printable production (YAML 1.2.2, section 5.1). */
const UNPRINTABLE = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** A value of the file with its place: what the schema and the rules look at instead of YAML nodes. */
export type SourceNode =
  | { readonly kind: 'map'; readonly place: Place; readonly entries: ReadonlyMap<string, SourceEntry> }
  | { readonly kind: 'list'; readonly place: Place; readonly items: readonly SourceNode[] }
  | {
      readonly kind: 'scalar'
      readonly place: Place
      readonly value: unknown
      readonly text: ScalarText | null
    }

export interface SourceEntry {
  readonly keyPlace: Place
  /** A key without a colon behind it, as `{ a, b }` has two. */
  readonly isBare: boolean
  readonly node: SourceNode
}

/** How a scalar is written, to point into it: only for scalars whose source is their value, letter by letter. */
interface ScalarText {
  readonly line: number
  readonly column: number
}

export type SourceResult =
  | { readonly ok: true; readonly root: SourceNode }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * YAML or JSON text to a tree of places and values. Refuses whatever the file may not be: not one document, not
 * YAML 1.2 core, too deep, too many aliases, keys that repeat or are not text.
 *
 * Time is linear in the length of the text, whatever it holds. Never throws, and never quotes the text.
 */
export function parseSource(text: string): SourceResult {
  const unprintable = UNPRINTABLE.exec(text)
  if (unprintable !== null) return refuse([unprintableProblem(text, unprintable.index)])

  const tokens = [...new Parser().parse(text)]
  const place = placesIn(text)

  const documents = tokens.filter((token) => token.type === 'document')
  const second = documents[1]
  if (second !== undefined) {
    return refuse([
      problem(
        'several-documents',
        'The file holds more than one YAML document.',
        'Keep one list of webhooks; remove the `---` that starts the second one.',
        place(second.offset, second.offset + 3),
      ),
    ])
  }
  const excess = firstExcess(tokens)
  if (excess !== null) {
    const { code, reason, fix } = EXCESS[excess.kind]
    return refuse([problem(code, reason, fix, place(excess.offset, excess.offset + 1))])
  }

  const composer = new Composer({ version: '1.2', schema: 'core', stringKeys: true, uniqueKeys: false })
  const document = [...composer.compose(tokens, true, text.length)][0]
  if (document === undefined) return refuse([emptyProblem()])

  const problems = [...document.errors, ...document.warnings].map((error) => {
    // `value: Bearer ${NAME}` between braces: the brace of the variable is taken for one of YAML's.
    const isVariable = text.slice(Math.max(0, error.pos[0] - 2), error.pos[1] + 2).includes('${')
    const { code, reason, fix } = isVariable ? BARE_VARIABLE : (SYNTAX[error.code] ?? OTHER_SYNTAX)
    return problem(code, reason, fix, place(error.pos[0], error.pos[1]))
  })
  const version = /^%YAML/m.exec(text)?.index ?? 0
  if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    problems.push(
      problem(
        'yaml-version',
        'The file asks for YAML 1.1.',
        'Remove the `%YAML` line: the file is read as YAML 1.2.',
        place(version, version + 5),
      ),
    )
  }
  if (problems.length > 0) return refuse(distinct(inFileOrder(problems)))
  if (document.contents === null) return refuse([emptyProblem()])

  const tree = new TreeBuilder(document, place)
  const root = tree.build(document.contents)
  return tree.problems.length > 0 ? refuse(inFileOrder(tree.problems)) : { ok: true, root }
}

/** The place of a value's part: `from` and `length` count UTF-16 units of a scalar whose source is its value. */
export function placeInside(node: SourceNode, from: number, length: number): Place {
  if (node.kind !== 'scalar' || node.text === null) return node.place
  const { line, column } = node.text
  return { line, column: column + from, endLine: line, endColumn: column + from + length }
}

class TreeBuilder {
  readonly problems: Problem[] = []
  #aliases = 0
  #values = 0
  #isRefused = false
  readonly #document: Document
  readonly #place: (from: number, to: number) => Place

  constructor(document: Document, place: (from: number, to: number) => Place) {
    this.#document = document
    this.#place = place
  }

  build(node: unknown): SourceNode {
    if (isAlias(node)) this.#aliases += 1
    this.#count(this.#rangeOf(node))
    if (isAlias(node)) {
      const target = this.#isSpent() ? undefined : node.resolve(this.#document)
      if (target === undefined) {
        const place = this.#rangeOf(node)
        if (!this.#isSpent())
          this.problems.push(problem(UNKNOWN_ALIAS.code, UNKNOWN_ALIAS.reason, UNKNOWN_ALIAS.fix, place))
        return { kind: 'scalar', place, value: null, text: null }
      }
      return this.build(target)
    }
    if (isMap(node)) {
      const entries = new Map<string, SourceEntry>()
      for (const pair of node.items) {
        const name = isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : null
        const keyPlace = this.#rangeOf(pair.key)
        const first = name === null ? undefined : entries.get(name)
        if (name === null) {
          this.problems.push(problem(KEY_NOT_TEXT.code, KEY_NOT_TEXT.reason, KEY_NOT_TEXT.fix, keyPlace))
        } else if (first !== undefined) {
          this.problems.push(
            problem(
              'repeated-key',
              `A key stands twice in the same place: lines ${first.keyPlace.line} and ${keyPlace.line}.`,
              'Keep one of them.',
              keyPlace,
            ),
          )
        } else {
          if (pair.value === null) this.#count(keyPlace)
          entries.set(name, {
            keyPlace,
            isBare: pair.value === null,
            node: pair.value === null ? nothing(keyPlace) : this.build(pair.value),
          })
        }
        // An exponential expansion through nested aliases ends at the first alias over the limit.
        if (this.#isSpent()) break
      }
      return { kind: 'map', place: this.#rangeOf(node), entries }
    }
    if (isSeq(node)) {
      const items: SourceNode[] = []
      for (const item of node.items) {
        items.push(this.build(item))
        if (this.#isSpent()) break
      }
      return { kind: 'list', place: this.#rangeOf(node), items }
    }
    if (isScalar(node)) {
      const place = this.#rangeOf(node)
      if (typeof node.value === 'string' && !node.value.isWellFormed()) {
        this.problems.push(
          problem(
            'unprintable',
            'An escape makes half of a character.',
            'Write the character itself.',
            place,
          ),
        )
      }
      return { kind: 'scalar', place, value: scalarValue(node), text: writtenAsIs(node, place) }
    }
    return nothing(this.#place(0, 1))
  }

  /** A value more. Over a limit the tree is cut short, so the file must be refused, or webhooks would be lost in silence. */
  #count(place: Place): void {
    this.#values += 1
    if (!this.#isSpent() || this.#isRefused) return
    this.#isRefused = true
    this.problems.push(this.#tooMany(place))
  }

  #tooMany(place: Place): Problem {
    return this.#aliases > MAX_ALIASES
      ? problem(
          'many-aliases',
          `The file uses more than ${MAX_ALIASES} aliases.`,
          'Write the values out.',
          place,
        )
      : problem(
          'large-aliases',
          'The aliases of the file repeat too large values.',
          'Write the values out.',
          place,
        )
  }

  #isSpent(): boolean {
    return this.#aliases > MAX_ALIASES || (this.#aliases > 0 && this.#values > MAX_VALUES)
  }

  #rangeOf(node: unknown): Place {
    const range = isNodeWithRange(node) ? node.range : undefined
    return this.#place(range?.[0] ?? 0, range?.[1] ?? 1)
  }
}

/**
 * An unquoted `yes` is text to YAML 1.2 and a boolean to YAML 1.1, which most people and many tools still read. Neither
 * a text nor a boolean of the schema accepts this value, so the person is asked which one was meant.
 */
const AMBIGUOUS = Symbol('yes or no without quotes')
const YAML_1_1_BOOLEAN = /^(?:y|yes|on|n|no|off)$/i

function scalarValue(node: Scalar): unknown {
  const isAmbiguous =
    node.type === 'PLAIN' &&
    typeof node.value === 'string' &&
    YAML_1_1_BOOLEAN.test(node.value) &&
    node.tag === undefined
  return isAmbiguous ? AMBIGUOUS : node.value
}

function writtenAsIs(node: Scalar, place: Place): ScalarText | null {
  if (typeof node.value !== 'string' || place.line !== place.endLine) return null
  const quotes =
    node.type === 'PLAIN' ? 0 : node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : null
  if (quotes === null || node.value.length + 2 * quotes !== place.endColumn - place.column) return null
  return { line: place.line, column: place.column + quotes }
}

function nothing(place: Place): SourceNode {
  return { kind: 'scalar', place, value: null, text: null }
}

function isNodeWithRange(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node
}

const EXCESS = {
  depth: {
    code: 'too-deep',
    reason: `The file nests more than ${MAX_DEPTH} levels deep here.`,
    fix: 'A webhook needs four; remove the nesting.',
  },
  entries: {
    code: 'many-entries',
    reason: `The file has more than ${MAX_ENTRIES} entries.`,
    fix: 'List webhooks only; remove what is not one.',
  },
  marks: {
    code: 'yaml-unexpected-token',
    reason: 'Too many commas, brackets, quotes or other marks stand here that belong to nothing.',
    fix: 'Remove them.',
  },
} as const

/** Marks (commas, anchors, tags, strays) beside the entries: a valid file has at most three an entry. */
const MARKS_PER_ENTRY = 3
const MARKS_ALLOWED = 5_000
const NO_MARK = ['space', 'newline', 'comment', 'byte-order-mark', 'doc-mode', 'document']

/** Marks in a list of tokens, and where the first one is. */
function marksIn(tokens: unknown): { readonly number: number; readonly offset: number } {
  let number = 0
  let offset = 0
  for (const token of Array.isArray(tokens) ? tokens : []) {
    if (NO_MARK.includes(token?.type)) continue
    if (number === 0) offset = token?.offset ?? 0
    number += 1
  }
  return { number, offset }
}

/**
 * Where the tokens nest too deep, or where there are too many of a kind: each stray mark costs the composer an error with
 * a stack. No recursion: the depth is whatever the file's author wants.
 */
function firstExcess(tokens: readonly unknown[]): { kind: keyof typeof EXCESS; offset: number } | null {
  const open = tokens.map((token) => ({ token, depth: 0 }))
  let entries = 0
  let marks = 0
  let worst = marksIn(tokens)
  const countMarks = (list: unknown) => {
    const found = marksIn(list)
    marks += found.number
    if (found.number > worst.number) worst = found
  }
  countMarks(tokens)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    if (typeof token !== 'object' || token === null) continue
    const offset = 'offset' in token && typeof token.offset === 'number' ? token.offset : 0
    if (depth > MAX_DEPTH) return { kind: 'depth', offset }
    if ('value' in token && typeof token.value === 'object')
      open.push({ token: token.value, depth: depth + 1 })
    if ('start' in token) countMarks(token.start)
    if ('end' in token) countMarks(token.end)
    if (!('items' in token) || !Array.isArray(token.items)) continue
    entries += token.items.length
    if (entries > MAX_ENTRIES) return { kind: 'entries', offset }
    for (const item of token.items) {
      countMarks(item?.start)
      countMarks(item?.sep)
      open.push({ token: item?.key, depth: depth + 1 }, { token: item?.value, depth: depth + 1 })
    }
  }
  return marks > MARKS_ALLOWED + MARKS_PER_ENTRY * entries ? { kind: 'marks', offset: worst.offset } : null
}

const UNKNOWN_ALIAS = {
  code: 'unknown-alias',
  reason: 'This alias names no anchor.',
  fix: 'Define the anchor before it, or write the value out.',
} as const

const KEY_NOT_TEXT = {
  code: 'yaml-non-string-key',
  reason: 'A key is not text.',
  fix: 'Put the key in quotes, or correct it.',
} as const

interface Syntax {
  readonly code: ProblemCode
  readonly reason: string
  readonly fix: string
}

/** Our words for the YAML library's codes; its own messages can quote the source, so they are never shown. */
const SYNTAX: Partial<Record<ErrorCode, Syntax>> = {
  BAD_ALIAS: UNKNOWN_ALIAS,
  BAD_DQ_ESCAPE: {
    code: 'yaml-bad-dq-escape',
    reason: 'A double-quoted text has an escape that YAML does not know.',
    fix: 'Use single quotes, or write `\\\\` for a backslash.',
  },
  BAD_INDENT: {
    code: 'yaml-bad-indent',
    reason: 'The indentation does not fit the lines above.',
    fix: 'Indent with spaces, in line with its siblings.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml-block-as-implicit-key',
    reason: 'A second `: ` stands in one line.',
    fix: 'Put the text in quotes if it holds `: `, or start a new line.',
  },
  DUPLICATE_KEY: {
    code: 'repeated-key',
    reason: 'A key stands twice in the same place.',
    fix: 'Keep one of them.',
  },
  MISSING_CHAR: {
    code: 'yaml-missing-char',
    reason: 'A closing quote, bracket, brace, comma or a space after `:` is missing.',
    fix: 'Close what is open on this line or above it.',
  },
  MULTILINE_IMPLICIT_KEY: {
    code: 'yaml-multiline-implicit-key',
    reason: 'A line is neither a key with `:` nor a list entry.',
    fix: 'Add the `:`, or put the text in quotes.',
  },
  NON_STRING_KEY: KEY_NOT_TEXT,
  TAB_AS_INDENT: {
    code: 'yaml-tab-as-indent',
    reason: 'A tab stands where YAML wants spaces.',
    fix: 'Indent with spaces.',
  },
  TAG_RESOLVE_FAILED: {
    code: 'yaml-tag-resolve-failed',
    reason: 'A `!` tag is not part of YAML 1.2 core.',
    fix: 'Remove the tag, or put the text in quotes.',
  },
  BAD_SCALAR_START: {
    code: 'yaml-bad-scalar-start',
    reason: 'A text starts with a character that YAML reserves.',
    fix: 'Put the text in quotes.',
  },
  UNEXPECTED_TOKEN: {
    code: 'yaml-unexpected-token',
    reason: 'Something stands here that YAML does not expect.',
    fix: 'Check quotes, commas and indentation on this line and above it.',
  },
}
const BARE_VARIABLE: Syntax = {
  code: 'yaml-bare-variable',
  reason: 'A `${…}` stands between braces or brackets without quotes.',
  fix: 'Put the whole text in quotes, as in `value: "Bearer ${NAME}"`.',
}
const OTHER_SYNTAX: Syntax = {
  code: 'yaml-not-well-formed',
  reason: 'The YAML is not well-formed here.',
  fix: 'Check quotes, brackets and indentation on this line and above it.',
}

function unprintableProblem(text: string, index: number): Problem {
  const before = text.slice(0, index)
  const line = before.split('\n').length
  const column = index - before.lastIndexOf('\n')
  const code = (text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return problem(
    'unprintable',
    `The file holds a character that YAML does not allow (U+${code}).`,
    'Remove it; in a double-quoted text it can be written as an escape.',
    { line, column, endLine: line, endColumn: column + 1 },
  )
}

function emptyProblem(): Problem {
  return problem(
    'empty-file',
    'The file is empty.',
    'Write `webhooks:` and at least the webhook `default`.',
    {
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 1,
    },
  )
}

function problem(code: ProblemCode, reason: string, fix: string, place: Place): Problem {
  return { code, severity: 'error', message: `${reason} ${fix}`, place }
}

/** One broken line often raises the same error several times. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ code, place }) => {
    const key = `${code}:${place.line}`
    return seen.has(key) ? false : seen.add(key)
  })
}

function refuse(problems: readonly Problem[]): SourceResult {
  return { ok: false, problems }
}

/** Problems by their place. */
export function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
}

/** Offsets to places. The library's own counter misses lines of texts that are stray or span several lines. */
function placesIn(text: string): (from: number, to: number) => Place {
  // An error at the end of the file is told at its last visible character, not on a line that no editor shows.
  let end = text.trimEnd().length
  while (text[end] === ' ' || text[end] === '\t') end += 1
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const lineOf = (offset: number) => {
    let low = 0
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
  return (from, to) => {
    const first = lineOf(Math.min(from, end))
    const last = lineOf(Math.min(Math.max(to, from + 1), end))
    return { line: first.line, column: first.column, endLine: last.line, endColumn: last.column }
  }
}
