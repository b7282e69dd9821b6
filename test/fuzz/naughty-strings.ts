import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as z from 'zod'

const list = createRequire(import.meta.url).resolve('big-list-of-naughty-strings')

/** Texts that break programs. */
export const naughtyStrings: readonly string[] = z
  .array(z.string())
  .parse(JSON.parse(readFileSync(list, 'utf8')))

/** A file with a naughty string in it, and what its second webhook must say if it is accepted. */
export interface NaughtyFile {
  readonly text: string
  /** `null` where a quoting can mean something else. */
  readonly says: Readonly<Record<string, unknown>> | null
}

interface Quoting {
  /** The string as a value that stands at this indentation; `null` if this quoting cannot carry it. */
  readonly write: (text: string, indentation: string) => string | null
  /** Whether YAML reads back exactly what was written. */
  readonly isExact: boolean
}

const isOneLine = (text: string) => !/[\n\r]/.test(text)
const block = (mark: string) => (text: string, indentation: string) =>
  isOneLine(text) && !text.startsWith(' ') ? `${mark}\n${indentation}  ${text}` : null
const escaped = (text: string) =>
  JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const QUOTINGS: readonly Quoting[] = [
  { write: (text) => text, isExact: false },
  { write: (text) => (isOneLine(text) ? `'${text.replaceAll("'", "''")}'` : null), isExact: true },
  { write: (text) => JSON.stringify(text), isExact: true },
  { write: escaped, isExact: true },
  { write: block('|-'), isExact: true },
  { write: block('>-'), isExact: true },
  { write: (text) => `!!str ${text}`, isExact: false },
]

const START = 'webhooks:\n  - { id: default, description: Main, url: "https://hooks.example.com" }\n'
const FIELDS = { id: 'Second', description: 'Second', url: 'https://second.example.com' }
const fields = (different: object = {}) =>
  Object.entries({ ...FIELDS, ...different })
    .map(([key, value], index) => `  ${index === 0 ? '-' : ' '} ${key}: ${value}\n`)
    .join('')
const header = (lines: readonly string[]) => `    header:\n${lines.map((line) => `      ${line}\n`).join('')}`

interface Position {
  readonly indentation: string
  /** What is written there for the string. */
  readonly text: (naughty: string) => string
  readonly file: (written: string) => string
  readonly says: (text: string) => Readonly<Record<string, unknown>>
}

const same = (naughty: string) => naughty
const nothing = () => ({})
const POSITIONS: readonly Position[] = [
  ...(['id', 'description', 'url'] as const).map((field) => ({
    indentation: '    ',
    text: same,
    file: (written: string) => START + fields({ [field]: written }),
    says: (text: string) => ({ [field]: text }),
  })),
  {
    indentation: '    ',
    text: (naughty) => `https://second.example.com/${naughty}`,
    file: (written) => START + fields({ url: written }),
    says: (url) => ({ url }),
  },
  {
    indentation: '      ',
    text: (naughty) => `https://${naughty}.example.com`,
    file: (written) =>
      `${START + fields({ url: '' })}      stage: ${written}\n      production: ${FIELDS.url}\n`,
    says: nothing,
  },
  {
    indentation: '      ',
    text: same,
    file: (written) => START + fields() + header([`key: ${written}`, 'value: ${AUCO_TOKEN}']),
    says: (key) => ({ header: { key, value: 'tok-4f9a8b7c6d' } }),
  },
  {
    indentation: '      ',
    text: same,
    file: (written) => START + fields() + header(['key: Key', `value: ${written}`, 'secret: false']),
    says: (text) => (text.includes('${') ? {} : { header: { key: 'Key', value: text } }),
  },
  {
    indentation: '      ',
    text: (naughty) => `Bearer.\${AUCO_TOKEN}.${naughty}`,
    file: (written) => START + fields() + header(['key: Key', `value: ${written}`]),
    says: (text) =>
      text.lastIndexOf('${') > text.indexOf('${')
        ? {}
        : { header: { key: 'Key', value: text.replace('${AUCO_TOKEN}', () => 'tok-4f9a8b7c6d') } },
  },
  {
    indentation: '      ',
    text: same,
    file: (written) => `${START + fields()}    environments:\n      - stage\n      - ${written}\n`,
    says: nothing,
  },
  {
    indentation: '      ',
    text: same,
    file: (written) => START + fields() + header(['key: Key', 'value: ${AUCO_TOKEN}', `secret: ${written}`]),
    says: nothing,
  },
  ...['', '    ', '      '].map((indentation) => ({
    indentation,
    text: same,
    file: (written: string) =>
      `${START}${fields()}${indentation.length > 4 ? header(['key: Key', 'value: ${AUCO_TOKEN}']) : ''}${indentation}? ${written}\n${indentation}: x\n`,
    says: nothing,
  })),
]

/** The string at every position of a file, in every quoting that can carry it there. */
export function naughtyFiles(naughty: string): readonly NaughtyFile[] {
  return POSITIONS.flatMap((position) => {
    const text = position.text(naughty)
    return QUOTINGS.flatMap(({ write, isExact }) => {
      const written = write(text, position.indentation)
      if (written === null) return []
      return [{ text: position.file(written), says: isExact ? position.says(text) : null }]
    })
  })
}
