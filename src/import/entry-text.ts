import { Document, isMap, isSeq } from 'yaml'
import type { Environment } from '../webhook.ts'

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
  return JSON.stringify({
    id,
    description,
    url,
    ...(only === null ? {} : { environments: [only] }),
    ...headerFields,
  })
}

/** A text as a YAML scalar of one line; between braces and brackets it has to be in quotes. */
export function scalarText(text: string, isInFlow: boolean): string {
  return isInFlow ? JSON.stringify(text) : rendered(text)
}

function rendered(value: unknown): string {
  const document = new Document(value, { version: '1.2', compat: 'yaml-1.1' })
  if (isSeq(document.contents)) {
    const entry = document.contents.items[0]
    const environments = isMap(entry) ? entry.get('environments') : undefined
    if (isSeq(environments)) environments.flow = true
  }
  return document
    .toString({
      lineWidth: 0,
      flowCollectionPadding: false,
      // A text of several lines stands in quotes, as `\n`: as a block its lines could look like keys of the file.
      blockQuote: false,
      singleQuote: false,
      doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    })
    .trimEnd()
}
