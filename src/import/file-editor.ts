import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { stringifyEscaped } from '../core/escape-invisible.ts'
import { ENVIRONMENTS, type Environment } from '../core/webhook.ts'
import { entryJson, entryText, type NewEntry, scalarText } from './entry-text.ts'
import {
  endOfEntry,
  endOfLine,
  nodeColumn,
  nodeEnd,
  nodeSource,
  nodeStart,
  startOfLine,
} from './node-positions.ts'
import { TextEdits } from './text-edits.ts'

/** Why an edit cannot be made with certainty, and at which offset of the text. */
export interface Uncertain {
  readonly why: string
  readonly offset: number
}

/** `null`: the edit was recorded. */
type Outcome = Uncertain | null

interface Field {
  readonly key: Node
  readonly value: Node
}

/**
 * Edits a valid file in place: the YAML parser finds the positions, and only their characters are replaced. Comments,
 * quotes, blank lines and order stay as the author wrote them; a YAML library would reformat all of it.
 */
export class FileEditor {
  readonly #text: string
  readonly #list: YAMLSeq | null
  readonly #entries = new Map<string, YAMLMap>()
  readonly #isEmpty: boolean
  readonly #lineBreak: string
  readonly #edits = new TextEdits()
  /** The indentation of a JSON file; `null` for YAML. */
  readonly #jsonLayout: string | null

  /** `text`: a valid file, which makes parsing it fast and safe; or one that ends with an empty `webhooks:`. */
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

  /** The text with all edits, with the file's own line breaks. JSON stays JSON; an edited one is formatted again. */
  get text(): string {
    const text = this.#edits.applyTo(this.#text)
    if (text === this.#text || this.#jsonLayout === null) return text
    return `${stringifyEscaped(JSON.parse(text), this.#jsonLayout)}\n`
  }

  /** Adds a webhook after the last one. */
  add(entry: NewEntry): Outcome {
    if (this.#isEmpty) {
      this.#insert(this.#text.trimEnd().length, entryText(entry, '  '))
      return null
    }
    const list = this.#list
    const last = list?.items.at(-1)
    if (list === null || !isNode(last)) return { why: ALIASES, offset: 0 }
    if (list.anchor !== undefined || list.tag !== undefined) return { why: ALIASES, offset: nodeStart(list) }
    if (list.flow === true) {
      // After the new webhook, the comment would seem to be about that one.
      if (/^[^\n]*#/.test(this.#text.slice(nodeEnd(last)))) {
        return { why: 'A comment follows the last webhook.', offset: nodeEnd(last) }
      }
      this.#insert(nodeEnd(last), `, ${entryJson(entry)}`)
      return null
    }
    const indent = ' '.repeat(nodeColumn(this.#text, list))
    // Separate entries with a blank line if the file does.
    const isApart =
      list.items.length > 1 &&
      /\n[ \t]*\r?\n[ \t]*(?:#[^\n]*\n[ \t]*)*-[ \t]+$/.test(this.#text.slice(0, nodeStart(last)))
    this.#insert(
      endOfEntry(this.#text, last, indent.length),
      `${isApart ? '\n' : ''}${entryText(entry, indent)}`,
    )
    return null
  }

  /** Removes a webhook with the comments in it; those above it stay. */
  remove(id: string): Outcome {
    const entry = this.#entries.get(id)
    const items = this.#list?.items.filter(isNode) ?? []
    const at = entry === undefined ? -1 : items.indexOf(entry)
    if (entry === undefined || this.#list === null) return { why: ALIASES, offset: this.offsetOf(id) }
    // What stands for a node is gone with it.
    const special = specialNode(entry)
    if (special !== null) return { why: ALIASES, offset: nodeStart(special) }
    const [before, after] = [items[at - 1], items[at + 1]]
    if (this.#list.flow === true) {
      if (after !== undefined) this.#replace(nodeStart(entry), nodeStart(after), '')
      else if (before !== undefined) this.#replace(nodeEnd(before), nodeEnd(entry), '')
      return null
    }
    const indent = nodeColumn(this.#text, this.#list)
    const end = endOfEntry(this.#text, entry, indent)
    const lineBreak = /^\r?\n/.exec(this.#text.slice(end))?.[0].length ?? 0
    this.#replace(startOfLine(this.#text, entry), end + lineBreak, '')
    return null
  }

  setDescription(id: string, description: string): Outcome {
    return this.#onField(id, 'description', ({ value }, isInFlow) =>
      this.#replaceScalar(value, description, isInFlow),
    )
  }

  /** Whether the webhook has a URL for each environment. */
  hasUrlsByEnvironment(id: string): boolean {
    return isMap(this.#entries.get(id)?.get('url'))
  }

  /** Sets the URL for one environment. `keepsOther`: the webhook has the other one, too, and keeps its URL there. */
  setUrl(id: string, environment: Environment, url: string, keepsOther: boolean): Outcome {
    return this.#onField(id, 'url', ({ key, value }, isInFlow) => {
      if (isMap(value)) return this.#setInMap(value, environment, url, isInFlow)
      if (isScalar(value) && value.value === url) return null
      if (!keepsOther) return this.#replaceScalar(value, url, isInFlow)
      const other = nodeSource(this.#text, value)
      if (other.includes('\n')) return { why: 'Its `url` spans several lines.', offset: nodeStart(value) }
      const urls = ENVIRONMENTS.map(
        (name) => `${this.#plain(name)}: ${name === environment ? scalarText(url, isInFlow) : other}`,
      )
      const indent = `\n${' '.repeat(nodeColumn(this.#text, key) + 2)}`
      const from = isInFlow ? nodeStart(value) : this.#text.slice(0, nodeStart(value)).trimEnd().length
      this.#replace(
        from,
        nodeEnd(value),
        isInFlow ? `{ ${urls.join(', ')} }` : urls.map((line) => indent + line).join(''),
      )
      return null
    })
  }

  /** Adds an environment to a webhook that has only the other one. */
  widen(id: string, environment: Environment): Outcome {
    return this.#onField(id, 'environments', ({ key, value }, isInFlow) => {
      if (!isSeq(value)) return { why: ALIASES, offset: nodeStart(value) }
      const line = this.#text.slice(startOfLine(this.#text, key), endOfLine(this.#text, value))
      const isAlone = /^ *environments: *\[[^#\n]*\]\s*$/.test(line)
      if (isAlone && !isInFlow) {
        const before = startOfLine(this.#text, key)
        this.#replace(before - (this.#text[before - 2] === '\r' ? 2 : 1), endOfLine(this.#text, value), '')
        return null
      }
      const last = value.items.at(-1)
      if (!isNode(last)) return { why: ALIASES, offset: nodeStart(value) }
      const indent = ' '.repeat(nodeColumn(this.#text, value))
      if (value.flow === true) this.#insert(nodeEnd(last), `, ${this.#plain(environment)}`)
      else this.#insert(endOfLine(this.#text, last), `\n${indent}- ${environment}`)
      return null
    })
  }

  /** Restricts a webhook of both environments to one. */
  narrow(id: string, only: Environment): Outcome {
    const entry = this.#entries.get(id)
    if (entry?.has('environments') === true) {
      return this.#onField(id, 'environments', ({ value }) => {
        const source = nodeSource(this.#text, value)
        if (!isSeq(value) || value.flow !== true || source.includes('\n')) {
          return { why: 'Its `environments` span several lines.', offset: nodeStart(value) }
        }
        this.#replace(nodeStart(value), nodeEnd(value), `[${this.#plain(only)}]`)
        return null
      })
    }
    return this.#onField(id, 'url', ({ key, value }, isInFlow) => {
      if (isInFlow) this.#insert(nodeEnd(value), `, ${this.#plain('environments')}: [${this.#plain(only)}]`)
      else this.#insert(nodeStart(key), `environments: [${only}]\n${' '.repeat(nodeColumn(this.#text, key))}`)
      return null
    })
  }

  /** The offset of a webhook; 0 if it is an alias. */
  offsetOf(id: string): number {
    const entry = this.#entries.get(id)
    return entry === undefined ? 0 : nodeStart(entry)
  }

  #onField(id: string, name: string, edit: (field: Field, isInFlow: boolean) => Outcome): Outcome {
    const entry = this.#entries.get(id)
    if (entry === undefined) return { why: ALIASES, offset: this.#list === null ? 0 : nodeStart(this.#list) }
    const special = specialNode(entry)
    if (special !== null) return { why: ALIASES, offset: nodeStart(special) }
    const pair = entry.items.find(({ key }) => isScalar(key) && key.value === name)
    if (!isNode(pair?.key) || !isNode(pair.value))
      return { why: `It has no \`${name}\` of its own.`, offset: nodeStart(entry) }
    return edit({ key: pair.key, value: pair.value }, this.#list?.flow === true || entry.flow === true)
  }

  #setInMap(map: YAMLMap, environment: Environment, url: string, isInEntryFlow: boolean): Outcome {
    const isInFlow = isInEntryFlow || map.flow === true
    const pair = map.items.find(({ key }) => isScalar(key) && key.value === environment)
    if (isNode(pair?.value)) return this.#replaceScalar(pair.value, url, isInFlow)
    const last = map.items.at(-1)
    if (!isNode(last?.key) || !isNode(last.value))
      return { why: 'Its `url` is empty.', offset: nodeStart(map) }
    const written = `${this.#plain(environment)}: ${scalarText(url, isInFlow)}`
    if (isInFlow) this.#insert(nodeEnd(last.value), `, ${written}`)
    else
      this.#insert(
        endOfLine(this.#text, last.value),
        `\n${' '.repeat(nodeColumn(this.#text, last.key))}${written}`,
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
    if (!isScalar(value) || nodeSource(this.#text, value).includes('\n')) {
      return { why: 'A value that must change spans several lines.', offset: nodeStart(value) }
    }
    this.#replace(nodeStart(value), nodeEnd(value), scalarText(text, isInFlow))
    return null
  }

  /** A word that needs no quotes in YAML, as the file's notation has it. */
  #plain(word: string): string {
    return this.#jsonLayout === null ? word : JSON.stringify(word)
  }
}

const ALIASES = 'It uses an anchor, an alias or a tag.'

/** The first node with an anchor, an alias or a tag: it says something else than its text, or is used elsewhere, too. */
function specialNode(entry: YAMLMap): Node | null {
  const isSpecial = (node: Node) => isAlias(node) || node.anchor !== undefined || node.tag !== undefined
  return nodesIn(entry).find(isSpecial) ?? null
}

/** A node and all nodes in it, in the order of the text. */
function nodesIn(node: Node): readonly Node[] {
  const children = isMap(node)
    ? node.items.flatMap(({ key, value }) => [key, value])
    : isSeq(node)
      ? node.items
      : []
  return [node, ...children.filter(isNode).flatMap(nodesIn)]
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
