import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Pair,
  parseDocument,
  Scalar,
  type Tags,
  visit,
  YAMLMap,
  YAMLSeq,
} from 'yaml'
import type { WebhookEntry } from '../config/shape.ts'
import { escapeInvisible, replaceInvisible, stringifyEscaped } from '../core/format.ts'

/** An entry of the new file, and the index of the old one that it was; `null` for one that is added. */
export interface Draft {
  readonly entry: WebhookEntry
  readonly at: number | null
}

/**
 * A valid file, or one that ends with an empty `webhooks:`, with these entries instead of its own. Comments, order, quotes
 * and line breaks stay; a comment of something that goes away becomes the last line. JSON stays JSON.
 */
export function withEntries(text: string, drafts: readonly Draft[]): string {
  const layout = jsonLayout(text)
  if (layout !== null) return `${stringifyEscaped({ webhooks: drafts.map(({ entry }) => entry) }, layout)}\n`
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? '\n'
  const before = text.replaceAll('\r\n', '\n')
  const after = yamlWithEntries(before, drafts)
  const kept = commentsIn(after)
  const lost = commentsIn(before).filter((comment) => {
    const at = kept.indexOf(comment)
    return at === -1 || kept.splice(at, 1).length === 0
  })
  return [after, ...lost.map((comment) => `${comment}\n`)].join('').replaceAll('\n', lineBreak)
}

/** The indentation of a JSON text; `null` for any other text. */
function jsonLayout(text: string): string | null {
  try {
    JSON.parse(text)
    return /\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  } catch {
    // Not JSON: the usual case.
    return null
  }
}

/** All comments of a YAML text. No other lexeme starts with `#`: quoted scalars start with a quote, blocks with a space. */
function commentsIn(text: string): string[] {
  const lexemes = [...new Lexer().lex(text)]
  return lexemes.filter((lexeme) => lexeme.startsWith('#')).map((comment) => comment.trimEnd())
}

function yamlWithEntries(text: string, drafts: readonly Draft[]): string {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    stringKeys: true,
    // Quotes what YAML 1.1 would take for something else.
    compat: 'yaml-1.1',
    customTags: (tags) => tags.map(escapingInQuotes),
  })
  visit(document, {
    Value: (_, node) => {
      // Whatever was an alias of it is written out.
      delete node.anchor
      if (isScalar(node) || node.flow !== true) return
      // Each with the space inside of its brackets that it has; the option is one for all.
      const flowCollectionPadding = /^\s/.test(text.slice((node.range?.[0] ?? 0) + 1)) ? ' ' : ''
      const print = node.toString.bind(node)
      node.toString = (context, ...callbacks) =>
        print(context && { ...context, flowCollectionPadding }, ...callbacks)
    },
  })
  const found = document.get('webhooks')
  const list = isSeq(found) ? found : new YAMLSeq()
  const items = [...list.items]
  const isApart = isNode(items[1]) && items[1].spaceBefore === true
  list.items = drafts.map(({ entry, at }) => {
    const node = updated(at === null ? null : items[at], entry)
    if (at === null && isApart) node.spaceBefore = true
    return node
  })
  document.set('webhooks', list)
  const start = list.range?.[0] ?? 0
  return document.toString({
    // Breaking lines would be noise in a diff.
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    flowCollectionPadding: false,
    indentSeq: start === 0 || text[start - 1] !== '\n',
  })
}

type Plain = string | boolean | Plain[] | Fields
interface Fields {
  readonly [name: string]: Plain | undefined
}

/** The node, changed only where it says something else; or a new one, with its comments. */
function updated(node: unknown, value: Plain): Node {
  if (typeof value !== 'object') {
    const scalar = isScalar(node) ? node : withCommentsOf(node, new Scalar(value))
    if (node === scalar && scalar.value === value) return scalar
    scalar.value = value
    // Line breaks in quotes, too: the lines of a block could look like keys of the file.
    if (typeof value === 'string' && escapeInvisible(value) !== value) scalar.type = 'QUOTE_DOUBLE'
    return scalar
  }
  if (Array.isArray(value)) {
    const list = isSeq(node) ? node : withCommentsOf(node, new YAMLSeq())
    if (node !== list) list.flow = true
    list.items = value.map((item, index) => updated(list.items[index], item))
    return list
  }
  const map = isMap(node) ? node : withCommentsOf(node, new YAMLMap())
  const names = Object.keys(value).filter((name) => value[name] !== undefined)
  map.items = map.items.filter(({ key }) => isScalar(key) && names.some((name) => name === key.value))
  for (const [index, name] of names.entries()) {
    const field = updated(map.get(name, true), value[name] ?? '')
    if (map.has(name)) map.set(name, field)
    else map.items.splice(index, 0, new Pair(new Scalar(name), field))
  }
  return map
}

function withCommentsOf<New extends Node>(node: unknown, created: New): New {
  if (isNode(node)) created.commentBefore = node.comment ?? node.commentBefore ?? null
  return created
}

/** The tag of text, printed with escapes for invisible characters where quotes allow them (YAML 1.2.2, section 5.7). */
function escapingInQuotes(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:str' || tag.stringify === undefined)
    return tag
  const { stringify } = tag
  return {
    ...tag,
    stringify: (item, ...rest) => {
      const text = stringify(item, ...rest)
      return item.type === 'QUOTE_DOUBLE' ? replaceInvisible(text, escaped) : text
    },
  }
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
}
