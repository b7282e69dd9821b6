import { Document, isMap, isSeq, visit } from 'yaml'
import { escapeInvisible, replaceInvisible, stringifyEscaped } from '../core/escape-invisible.ts'
import type { Environment } from '../core/webhook.ts'

/** A webhook to add to the file. */
export interface NewEntry {
  readonly id: string
  readonly description: string
  readonly url: string
  /** The only environment it belongs to; `null` for all. */
  readonly only: Environment | null
  readonly header: { readonly key: string; readonly variable: string } | null
}

/** The entry as an item of a YAML block list; each line starts with a line break and `indent`. Quotes what needs quotes. */
export function entryText(entry: NewEntry, indent: string): string {
  return rendered([fieldsOf(entry)])
    .split('\n')
    .map((line) => (line === '' ? '\n' : `\n${indent}${line}`))
    .join('')
}

/** The entry as JSON, which is also YAML in a flow list. */
export function entryJson(entry: NewEntry): string {
  return stringifyEscaped(fieldsOf(entry))
}

function fieldsOf({ id, description, url, only, header }: NewEntry): object {
  return {
    id,
    description,
    url,
    ...(only === null ? {} : { environments: [only] }),
    ...(header === null ? {} : { header: { key: header.key, value: `\${${header.variable}}` } }),
  }
}

/** A string as a YAML scalar on one line; in a flow collection always with quotes. */
export function scalarText(text: string, isInFlow: boolean): string {
  return isInFlow ? stringifyEscaped(text) : rendered(text)
}

function rendered(value: unknown): string {
  const document = new Document(value, { version: '1.2', compat: 'yaml-1.1' })
  if (isSeq(document.contents)) {
    const entry = document.contents.items[0]
    const environments = isMap(entry) ? entry.get('environments') : undefined
    if (isSeq(environments)) environments.flow = true
  }
  // Invisible characters are escaped, which needs quotes. YAML allows some of them only that way.
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && escapeInvisible(scalar.value) !== scalar.value)
        scalar.type = 'QUOTE_DOUBLE'
    },
  })
  const text = document
    .toString({
      lineWidth: 0,
      flowCollectionPadding: false,
      // Line breaks become `\n` in quotes: the lines of a block could look like keys of the file.
      blockQuote: false,
      singleQuote: false,
      doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    })
    .trimEnd()
  return replaceInvisible(text, yamlEscape)
}

/** A character as a YAML escape (YAML 1.2.2, section 5.7), except line breaks, which are the layout here. */
function yamlEscape(character: string): string {
  if (character === '\n') return character
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
}
