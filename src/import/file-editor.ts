import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { stringifyEscaped } from '../core/escape-invisible.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { type Entry, entryJson, entryText, scalarText } from './entry-text.ts'
import { Edits } from './text-edits.ts'

/** An edit that cannot be made with certainty: why, and where in the text. */
export interface Uncertain {
  readonly why: string
  readonly offset: number
}

/** `null` for an edit that was noted. */
type Outcome = Uncertain | null

interface Field {
  readonly key: Node
  readonly value: Node
}

/**
 * Edits a valid file in place: YAML finds where things stand, and only their characters are replaced. Comments, quotes,
 * blank lines and the order of what is there are the file's author's.
 */
export class FileEditor {
  readonly #text: string
  readonly #list: YAMLSeq | null
  readonly #entries = new Map<string, YAMLMap>()
  readonly #isEmpty: boolean
  readonly #lineBreak: string
  readonly #edits = new Edits()
  /** `null` for a file that is not JSON. */
  readonly #jsonLayout: string | null

  /** `text` has been found valid, which is what makes parsing it quick and safe; or it is `webhooks:` and no more. */
  constructor(text: string) {
    this.#text = text
    this.#jsonLayout = jsonLayout(text)
    this.#lineBreak = /\r?\n/.exec(text)?.[0] ?? '\n'
    const document = parseDocument(text, { version: '1.2', schema: 'core', stringKeys: true })
    const root = document.contents
    const list = isMap(root) ? root.get('webhooks', true) : undefined
    this.#list = isSeq(list) ? list : null
    this.#isEmpty = isScalar(list) && list.value === null
    for (const item of this.#list?.items ?? []) {
      const entry = isAlias(item) ? item.resolve(document) : item
      const id = isMap(entry) ? entry.get('id') : undefined
      if (isMap(entry) && typeof id === 'string' && !isAlias(item)) this.#entries.set(id, entry)
    }
  }

  /** The text with all edits. What is added has the line breaks of the file; JSON stays JSON, laid out anew if it changes. */
  get text(): string {
    const text = this.#edits.applyTo(this.#text)
    if (text === this.#text || this.#jsonLayout === null) return text
    return `${stringifyEscaped(JSON.parse(text), this.#jsonLayout)}\n`
  }

  /** Adds a webhook behind the last one. */
  add(entry: Entry): Outcome {
    if (this.#isEmpty) {
      this.#insert(this.#text.trimEnd().length, entryText(entry, '  '))
      return null
    }
    const list = this.#list
    const last = list?.items.at(-1)
    if (list === null || !isNode(last)) return { why: ALIASES, offset: 0 }
    if (list.anchor !== undefined || list.tag !== undefined) return { why: ALIASES, offset: startOf(list) }
    if (list.flow === true) {
      // Behind the new one, it would seem to be about that.
      if (/^[^\n]*#/.test(this.#text.slice(endOf(last)))) {
        return { why: 'A comment stands behind the last webhook.', offset: endOf(last) }
      }
      this.#insert(endOf(last), `, ${entryJson(entry)}`)
      return null
    }
    const indent = ' '.repeat(this.#columnOf(startOf(list)))
    // An entry has its blank line if the others have theirs.
    const isApart =
      list.items.length > 1 &&
      /\n[ \t]*\r?\n[ \t]*(?:#[^\n]*\n[ \t]*)*-[ \t]+$/.test(this.#text.slice(0, startOf(last)))
    this.#insert(this.#endOfEntry(last, indent), `${isApart ? '\n' : ''}${entryText(entry, indent)}`)
    return null
  }

  setDescription(id: string, description: string): Outcome {
    return this.#onField(id, 'description', ({ value }, isInFlow) =>
      this.#replaceScalar(value, description, isInFlow),
    )
  }

  /** Gives a webhook another URL for one environment. `keepsOther`: for the other one it keeps what it has. */
  setUrl(id: string, environment: Environment, url: string, keepsOther: boolean): Outcome {
    return this.#onField(id, 'url', ({ key, value }, isInFlow) => {
      if (isMap(value)) return this.#setInMap(value, environment, url, isInFlow)
      if (isScalar(value) && value.value === url) return null
      if (!keepsOther) return this.#replaceScalar(value, url, isInFlow)
      const other = this.#sourceOf(value)
      if (other.includes('\n')) return { why: 'Its `url` stands on several lines.', offset: startOf(value) }
      const urls = ENVIRONMENTS.map(
        (name) => `${this.#plain(name)}: ${name === environment ? scalarText(url, isInFlow) : other}`,
      )
      const indent = `\n${' '.repeat(this.#columnOf(startOf(key)) + 2)}`
      const from = isInFlow ? startOf(value) : this.#endBefore(startOf(value))
      this.#replace(
        from,
        endOf(value),
        isInFlow ? `{ ${urls.join(', ')} }` : urls.map((line) => indent + line).join(''),
      )
      return null
    })
  }

  /** Lets a webhook belong to both environments: it has belonged to the other one alone. */
  widen(id: string, environment: Environment): Outcome {
    return this.#onField(id, 'environments', ({ key, value }, isInFlow) => {
      if (!isSeq(value)) return { why: ALIASES, offset: startOf(value) }
      const line = this.#text.slice(this.#startOfLine(key), this.#endOfLine(value))
      const isAlone = /^ *environments: *\[[^#\n]*\]\s*$/.test(line)
      if (isAlone && !isInFlow) {
        const before = this.#startOfLine(key)
        this.#replace(before - (this.#text[before - 2] === '\r' ? 2 : 1), this.#endOfLine(value), '')
        return null
      }
      const last = value.items.at(-1)
      if (!isNode(last)) return { why: ALIASES, offset: startOf(value) }
      const indent = ' '.repeat(this.#columnOf(startOf(value)))
      if (value.flow === true) this.#insert(endOf(last), `, ${this.#plain(environment)}`)
      else this.#insert(this.#endOfLine(last), `\n${indent}- ${environment}`)
      return null
    })
  }

  /** Lets a webhook belong to one environment alone: it has belonged to both. */
  narrow(id: string, only: Environment): Outcome {
    const entry = this.#entries.get(id)
    if (entry?.has('environments') === true) {
      return this.#onField(id, 'environments', ({ value }) => {
        const source = this.#sourceOf(value)
        if (!isSeq(value) || value.flow !== true || source.includes('\n')) {
          return { why: 'Its `environments` stand on several lines.', offset: startOf(value) }
        }
        this.#replace(startOf(value), endOf(value), `[${this.#plain(only)}]`)
        return null
      })
    }
    return this.#onField(id, 'url', ({ key, value }, isInFlow) => {
      if (isInFlow) this.#insert(endOf(value), `, ${this.#plain('environments')}: [${this.#plain(only)}]`)
      else this.#insert(startOf(key), `environments: [${only}]\n${' '.repeat(this.#columnOf(startOf(key)))}`)
      return null
    })
  }

  /** Where a webhook stands, as an offset. */
  offsetOf(id: string): number {
    const entry = this.#entries.get(id)
    return entry === undefined ? 0 : startOf(entry)
  }

  #onField(id: string, name: string, edit: (field: Field, isInFlow: boolean) => Outcome): Outcome {
    const entry = this.#entries.get(id)
    if (entry === undefined) return { why: ALIASES, offset: this.#list === null ? 0 : startOf(this.#list) }
    const special = specialNode(entry)
    if (special !== null) return { why: ALIASES, offset: startOf(special) }
    const pair = entry.items.find(({ key }) => isScalar(key) && key.value === name)
    if (!isNode(pair?.key) || !isNode(pair.value))
      return { why: `It has no \`${name}\` of its own.`, offset: startOf(entry) }
    return edit({ key: pair.key, value: pair.value }, this.#list?.flow === true || entry.flow === true)
  }

  #setInMap(map: YAMLMap, environment: Environment, url: string, isInEntryFlow: boolean): Outcome {
    const isInFlow = isInEntryFlow || map.flow === true
    const pair = map.items.find(({ key }) => isScalar(key) && key.value === environment)
    if (isNode(pair?.value)) return this.#replaceScalar(pair.value, url, isInFlow)
    const last = map.items.at(-1)
    if (!isNode(last?.key) || !isNode(last.value)) return { why: 'Its `url` is empty.', offset: startOf(map) }
    const written = `${this.#plain(environment)}: ${scalarText(url, isInFlow)}`
    if (isInFlow) this.#insert(endOf(last.value), `, ${written}`)
    else
      this.#insert(
        this.#endOfLine(last.value),
        `\n${' '.repeat(this.#columnOf(startOf(last.key)))}${written}`,
      )
    return null
  }

  #insert(at: number, text: string): void {
    this.#replace(at, at, text)
  }

  #replace(from: number, to: number, text: string): void {
    this.#edits.replace(from, to, text.replaceAll('\n', this.#lineBreak))
  }

  #replaceScalar(value: Node, text: string, isInFlow: boolean): Outcome {
    if (!isScalar(value) || this.#sourceOf(value).includes('\n')) {
      return { why: 'A value that has to change stands on several lines.', offset: startOf(value) }
    }
    this.#replace(startOf(value), endOf(value), scalarText(text, isInFlow))
    return null
  }

  /** A word of our own as the file writes such words. */
  #plain(word: string): string {
    return this.#jsonLayout === null ? word : JSON.stringify(word)
  }

  #sourceOf(node: Node): string {
    return this.#text.slice(startOf(node), endOf(node))
  }

  #columnOf(offset: number): number {
    return offset - (this.#text.lastIndexOf('\n', offset - 1) + 1)
  }

  #startOfLine(node: Node): number {
    return startOf(node) - this.#columnOf(startOf(node))
  }

  /** Where the line ends on which a node ends, a comment behind it included. */
  #endOfLine(node: Node): number {
    // A block's range reaches over the line breaks behind it.
    const end = startOf(node) + this.#sourceOf(node).trimEnd().length
    const line = this.#text.indexOf('\n', end)
    if (line === -1) return this.#text.length
    return this.#text[line - 1] === '\r' ? line - 1 : line
  }

  /** Where an entry of a list ends, with the comments below it that are indented as what is in it. */
  #endOfEntry(entry: Node, indent: string): number {
    let end = this.#endOfLine(entry)
    for (;;) {
      const comment = /^\s*?\n([ \t]*)#[^\r\n]*/.exec(this.#text.slice(end))
      if (comment === null || (comment[1] ?? '').length <= indent.length) return end
      end += comment[0].length
    }
  }

  /** Without the spaces before an offset. */
  #endBefore(offset: number): number {
    return this.#text.slice(0, offset).trimEnd().length
  }
}

const ALIASES = 'It uses an anchor, an alias or a tag.'

/** The first node of an entry that is not what it looks like, or that something elsewhere refers to. */
function specialNode(entry: YAMLMap): Node | null {
  let found: Node | null = null
  visit(entry, {
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor === undefined && node.tag === undefined) return undefined
      found = node
      return visit.BREAK
    },
  })
  return found
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}

function endOf(node: Node): number {
  return node.range?.[1] ?? startOf(node)
}

/** How a JSON text is indented; `null` for a text that is not JSON. */
function jsonLayout(text: string): string | null {
  try {
    JSON.parse(text)
    return /\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  } catch {
    // YAML in its own notation: the usual case.
    return null
  }
}
