import { Composer, type CST, Parser } from 'yaml'
import type { Problem, ProblemCode } from '../core/errors.ts'
import { errorAt, inFileOrder } from './problems.ts'
import { buildTree, placesIn, type SourceNode } from './source-tree.ts'
import { syntaxProblem, tokensIn } from './syntax-messages.ts'

/** Characters outside of YAML's c-printable production (YAML 1.2.2, section 5.1). */
const UNPRINTABLE = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** What Git writes between the two sides of a conflict; `conflict-marker-size` can make it longer. */
const CONFLICT_MARKER = /(?<=^|[\r\n])(?:<{7}|\|{7}|={7}|>{7})/

export type SourceResult =
  | { readonly ok: true; readonly root: SourceNode }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Parses YAML or JSON text to a tree of places and values. Refuses what the file may not be: not one document, not
 * YAML 1.2 core, too deep, too many aliases, keys that repeat or are not text.
 *
 * Takes linear time in the length of the text. Never throws, and its messages never quote the text.
 *
 * A `%YAML 1.1` line changes nothing: the schema is core, whatever the version.
 */
export function parseSource(text: string): SourceResult {
  const placeOf = placesIn(text)
  const refuseAt = (from: number, to: number, message: string, code: ProblemCode = 'yaml-syntax') =>
    refuse([errorAt(placeOf(from, to), code, message)])

  const marker = CONFLICT_MARKER.exec(text)
  if (marker !== null) {
    const message =
      'The file has an unresolved merge conflict. Resolve it, and remove the lines that start with `<<<<<<<`, `|||||||`, `=======`, and `>>>>>>>`.'
    return refuseAt(marker.index, marker.index + 7, message)
  }
  const unprintable = UNPRINTABLE.exec(text)
  if (unprintable !== null) {
    const code = (text.codePointAt(unprintable.index) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    const message = `The file contains a character that YAML doesn't allow (U+${code}). Remove it, or write it as an escape in double quotes.`
    return refuseAt(unprintable.index, unprintable.index + 1, message)
  }

  const tokens = [...new Parser().parse(text)]
  const second = tokens.filter((token) => token.type === 'document')[1]
  if (second !== undefined) {
    const message =
      'The file contains more than one YAML document. Keep one list of webhooks, and remove the `---` that starts the second one.'
    return refuseAt(second.offset, second.offset + 3, message)
  }
  const deep = tooDeep(tokens)
  if (deep !== undefined) {
    const message = `The file is nested more than ${MAX_DEPTH} levels deep here. A webhook needs four: remove the nesting.`
    return refuseAt(deep.offset, deep.offset + 1, message, 'too-large')
  }

  // `uniqueKeys` takes quadratic time; the tree builder finds duplicate keys.
  const composer = new Composer({ version: '1.2', schema: 'core', stringKeys: true, uniqueKeys: false })
  const document = [...composer.compose(tokens, true, text.length)][0]
  if (document === undefined) return refuse([EMPTY])

  const problem = syntaxProblem(text, tokens, [...document.errors, ...document.warnings], placeOf)
  if (problem !== null) return refuse([problem])
  if (document.contents === null) return refuse([EMPTY])

  const tree = buildTree(document, placeOf)
  return tree.problems.length > 0 ? refuse(tree.problems) : { ok: true, root: tree.root }
}

/** A valid file is six levels deep (`webhooks: - header: {key: …}`). Composing recurses, so it may overflow the stack. */
const MAX_DEPTH = 24

/** A token that is nested too deep, if there is one. No recursion: the file's author decides how deep it goes. */
function tooDeep(tokens: readonly CST.Token[]): CST.Token | undefined {
  let level = tokens
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) level = level.flatMap(tokensIn)
  return level[0]
}

const EMPTY = errorAt(
  { line: 1, column: 1, endLine: 1, endColumn: 1 },
  'empty-file',
  'The file is empty. Write `webhooks:` and at least the webhook `default`.',
)

function refuse(problems: readonly Problem[]): SourceResult {
  return { ok: false, problems: inFileOrder(problems) }
}
