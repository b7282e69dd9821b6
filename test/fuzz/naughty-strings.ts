import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as z from 'zod'

const list = createRequire(import.meta.url).resolve('big-list-of-naughty-strings')

/** Texts that break programs. */
export const naughtyStrings: readonly string[] = z
  .array(z.string())
  .parse(JSON.parse(readFileSync(list, 'utf8')))

const START = 'webhooks:\n  - { id: default, description: Main, url: "https://hooks.example.com" }\n  -'
const [ID, DESCRIPTION, URL] = [
  ' id: Second\n',
  '    description: Second\n',
  '    url: https://second.example.com\n',
]
const HEADER = `${START}${ID}${DESCRIPTION}${URL}    header:\n`

/** What stands before the string and after it, at each place of a file: first the file's, then the text's own. */
const PLACES: readonly (readonly [file: string, after: string, before?: string, behind?: string])[] = [
  [`${START} id: `, DESCRIPTION + URL],
  [`${START}${ID}    description: `, URL],
  [`${START}${ID}${DESCRIPTION}    url: `, ''],
  [`${START}${ID}${DESCRIPTION}    url: `, '', 'https://second.example.com/'],
  [
    `${START}${ID}${DESCRIPTION}    url:\n      stage: `,
    `  ${URL}`.replace('url', 'production'),
    'https://',
    '.example',
  ],
  [`${HEADER}      key: `, '      value: ${AUCO_TOKEN}\n'],
  [`${HEADER}      key: Key\n      value: `, '      secret: false\n'],
  [`${HEADER}      key: Key\n      value: `, '', 'Bearer.${AUCO_TOKEN}.'],
  [`${HEADER}      key: Key\n      value: \${AUCO_TOKEN}\n      secret: `, ''],
  [`${START}${ID}${DESCRIPTION}${URL}    environments:\n      - stage\n      - `, ''],
  [`${START}${ID}${DESCRIPTION}${URL}    ? `, '    : x\n'],
  [`${HEADER}      key: Key\n      ? `, '      : x\n'],
]

const escaped = (text: string) =>
  JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const QUOTINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `'${text.replaceAll("'", "''")}'`,
  (text) => JSON.stringify(text),
  escaped,
  (text) => `|-\n        ${text}`,
  (text) => `>-\n        ${text}`,
  (text) => `!!str ${text}`,
]

/** Files with the string at every place, in every quoting. */
export function naughtyFiles(naughty: string): readonly string[] {
  return PLACES.flatMap(([file, after, before = '', behind = '']) =>
    QUOTINGS.map((quote) => `${file}${quote(before + naughty + behind)}\n${after}`),
  )
}
