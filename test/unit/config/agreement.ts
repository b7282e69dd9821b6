import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import type { FileResult } from '../../../src/config/webhooks-file.ts'
import type { Problem } from '../../../src/core/errors.ts'

/** The published schema, as editors load it. */
export const SCHEMA: object = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../webhooks.schema.json'), 'utf8'),
)

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false })
ajv.addVocabulary(['errorMessage', 'patternErrorMessage'])
const accepts = ajv.compile(SCHEMA)

/** A rule of the validator that a schema cannot say: its code, its words where others of the code can be said, and why. */
interface Unsayable {
  readonly code: Problem['code']
  readonly words?: RegExp
  readonly reason: string
  /** A file that breaks this rule and no other. */
  readonly example: string
  /** It takes seconds: in the soak only. */
  readonly isLarge?: true
}

const NOT_YAML = 'a schema sees values, and there are none without well-formed YAML'
const ONLY_YAML = 'how the YAML is written is gone when it has become values'
const OTHER_VALUES = 'it depends on values of the run, which no editor has'
const NEEDS_PARSER = 'it needs a URL parser: host names and addresses have countless spellings'

const valid = (more = '') =>
  `webhooks:\n  - id: default\n    description: Main\n    url: https://hooks.example.com\n${more}`
const urlIs = (url: string) => valid().replace('https://hooks.example.com', url)
const descriptionIs = (description: string) => valid().replace('Main', description)
const billing = (more: string) =>
  valid(`  - { id: Billing, description: Invoices, url: "https://b.example", ${more} }\n`)
const valueIs = (value: string) => valid(`    header: { key: Key, value: "${value}" }\n`)

export const UNSAYABLE: readonly Unsayable[] = [
  { code: 'yaml-bad-dq-escape', reason: NOT_YAML, example: descriptionIs('"\\d"') },
  { code: 'yaml-bad-indent', reason: NOT_YAML, example: valid().replace('    url', '   url') },
  { code: 'yaml-bad-scalar-start', reason: NOT_YAML, example: descriptionIs('@all') },
  {
    code: 'yaml-bare-variable',
    reason: NOT_YAML,
    example: valid('    header: { key: K, value: ${AUCO_T} }\n'),
  },
  { code: 'yaml-block-as-implicit-key', reason: NOT_YAML, example: descriptionIs('a: b') },
  { code: 'yaml-missing-char', reason: NOT_YAML, example: descriptionIs('"Main') },
  { code: 'yaml-multiline-implicit-key', reason: NOT_YAML, example: valid('    more\n    header: {}\n') },
  { code: 'yaml-non-string-key', reason: NOT_YAML, example: valid('    [a]: b\n') },
  { code: 'yaml-not-well-formed', reason: NOT_YAML, example: descriptionIs('!!str !!str a') },
  { code: 'yaml-tab-as-indent', reason: NOT_YAML, example: valid('\theader: {}\n') },
  { code: 'yaml-tag-resolve-failed', reason: ONLY_YAML, example: descriptionIs('!name a') },
  { code: 'yaml-unexpected-token', reason: NOT_YAML, example: descriptionIs('"a" b') },
  { code: 'yaml-version', reason: ONLY_YAML, example: `%YAML 1.1\n---\n${valid()}` },
  { code: 'several-documents', reason: 'editors check each document', example: `${valid()}---\n${valid()}` },
  { code: 'unprintable', reason: NOT_YAML, example: descriptionIs('a\u0001') },
  { code: 'conflict-marker', reason: NOT_YAML, example: `<<<<<<< HEAD\n${valid()}` },
  { code: 'repeated-key', reason: ONLY_YAML, example: valid('    description: Again\n') },
  { code: 'unknown-alias', reason: NOT_YAML, example: descriptionIs('*nothing') },
  {
    code: 'many-aliases',
    reason: ONLY_YAML,
    example: `${descriptionIs('&d Main')}${Array.from({ length: 21 }, (_, index) => `  - { id: w${index}, description: *d, url: "https://a.example" }\n`).join('')}`,
  },
  {
    code: 'many-entries',
    reason: ONLY_YAML,
    isLarge: true,
    example: billing(`environments: [${'stage,'.repeat(30_001)}]`),
  },
  {
    code: 'wrong-type',
    words: /put it in quotes/,
    reason: 'a word such as `yes` without quotes is a text to YAML 1.2',
    example: descriptionIs('yes'),
  },
  {
    code: 'repeated-id',
    words: /^Duplicate id `(?!default`)/,
    reason: 'a schema compares whole entries of a list, not one field of them',
    example: valid(
      '  - { id: a, description: a, url: "https://a.example" }\n  - { id: a, description: b, url: "https://a.example" }\n',
    ),
  },
  {
    code: 'misplaced-variable',
    words: /in a `description`/,
    reason: 'a schema knows no warning',
    example: descriptionIs('"${AUCO_TOKEN}"'),
  },
  {
    code: 'literal-secret',
    words: /^This URL/,
    reason: 'a schema knows no warning',
    example: urlIs('https://hooks.zapier.com/hooks/catch/1/a'),
  },
  {
    code: 'similar-id',
    reason: 'a schema knows no warning',
    example: valid(
      '  - { id: a, description: a, url: "https://a.example" }\n  - { id: A, description: a, url: "https://a.example" }\n',
    ),
  },
  {
    code: 'invalid-url',
    words: /can't be parsed/,
    reason: NEEDS_PARSER,
    example: urlIs('https://1.2.3.256'),
  },
  {
    code: 'invalid-url',
    words: /reserved address/,
    reason: NEEDS_PARSER,
    example: urlIs('https://0x0a000001'),
  },
  {
    code: 'invalid-url',
    words: /to `localhost`|bare host name|private network/,
    reason: NEEDS_PARSER,
    example: urlIs('https://ｌocalhost'),
  },
  {
    code: 'invalid-url',
    words: /too long for DNS/,
    reason: NEEDS_PARSER,
    example: urlIs(`https://${'a'.repeat(64)}.example`),
  },
  {
    code: 'invalid-url',
    words: /isn't sent as it is written|invisible character/,
    reason: NEEDS_PARSER,
    example: urlIs('https://134744072'),
  },
  { code: 'unset-variable', reason: OTHER_VALUES, example: valueIs('${AUCO_UNSET}') },
  {
    code: 'illegal-value',
    reason: OTHER_VALUES,
    example: valueIs('${AUCO_WITH_BREAK}'),
  },
  { code: 'own-secret', reason: OTHER_VALUES, example: valueIs('${AUCO_OWN_KEY}') },
]

/** The file as an editor reads it; `null` where it is no YAML of one document. */
export function readByEditor(text: string): { readonly value: unknown } | null {
  try {
    return { value: parse(text, { version: '1.2', schema: 'core', logLevel: 'error' }) }
  } catch {
    return null
  }
}

/** Whether the schema accepts the file; what no editor can read is not accepted. */
export function schemaAccepts(text: string): boolean {
  const read = readByEditor(text)
  return read !== null && accepts(read.value)
}

/** What is said of the file by the validator alone or by the schema alone; `null` where the two agree. */
export function disagreement(text: string, result: FileResult): string | null {
  const sayable = result.ok ? [] : result.problems.filter((problem) => isError(problem) && isSayable(problem))
  if (!result.ok && sayable.length === 0) return null
  if (schemaAccepts(text) === result.ok) return null
  return result.ok
    ? `The schema refuses a valid file: ${ajv.errorsText(accepts.errors)}`
    : `The schema accepts what the validator refuses: ${sayable.map(({ code, message }) => `${code}: ${message}`).join(', ')}`
}

function isError({ severity }: Problem): boolean {
  return severity === 'error'
}

function isSayable({ code, message }: Problem): boolean {
  return !UNSAYABLE.some((rule) => rule.code === code && (rule.words?.test(message) ?? true))
}
