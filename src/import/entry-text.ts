import { Document, isMap, isSeq, visit } from 'yaml'
import { escapeInvisible, replaceInvisible, stringifyEscaped } from '../core/escape-invisible.ts'
import type { Environment } from '../core/webhook.ts'

/** A webhook as it is to stand in the file. */
export interface Entry {
  readonly id: string
  readonly description: string
  readonly url: string
  /** The only environment that it belongs to; `null` for all. */
  readonly only: Environment | null
  readonly header: { readonly key: string; readonly variable: string } | null
}

/** Entries of a list as YAML, each line behind `indent` and a line break; quoted where YAML 1.1 or 1.2 needs it. */
export function entryText({ id, description, url, only, header }: Entry, indent: string): string {
  const fields = {
    id,
    description,
    url,
    ...(only === null ? {} : { environments: [only] }),
    ...(header === null ? {} : { header: { key: header.key, value: `\${${header.variable}}` } }),
  }
  return rendered([fields])
    .split('\n')
    .map((line) => (line === '' ? '\n' : `\n${indent}${line}`))
    .join('')
}

/** The same as JSON, which is also YAML between brackets. */
export function entryJson({ id, description, url, only, header }: Entry): string {
  const headerFields = header === null ? {} : { header: { key: header.key, value: `\${${header.variable}}` } }
  return stringifyEscaped({
    id,
    description,
    url,
    ...(only === null ? {} : { environments: [only] }),
    ...headerFields,
  })
}

/** A text as a YAML scalar of one line; between braces and brackets it has to be in quotes. */
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
  // What nobody can see stands in quotes, and as an escape: some of it YAML does not take in any other way.
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
      // A text of several lines stands in quotes, as `\n`: as a block its lines could look like keys of the file.
      blockQuote: false,
      singleQuote: false,
      doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    })
    .trimEnd()
  return replaceInvisible(text, yamlEscape)
}

/** A character as an escape of YAML (YAML 1.2.2, section 5.7); line breaks are the text's own here. */
function yamlEscape(character: string): string {
  if (character === '\n') return character
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
}
