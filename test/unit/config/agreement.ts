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

/** A rule of the validator that a schema cannot say: its code, and its words where others of the code can be said. */
type Unsayable = readonly [code: Problem['code'], words?: RegExp | undefined]
const unsayable = (...codes: readonly Problem['code'][]): readonly Unsayable[] => codes.map((code) => [code])

export const UNSAYABLE: readonly Unsayable[] = [
  // How the YAML is written is gone when it has become values.
  ...unsayable('yaml-syntax', 'too-large'),
  // A word such as `yes` without quotes is a text to YAML 1.2.
  ['wrong-type', /put it in quotes/],
  // A schema compares whole entries of a list, not one field of them.
  ['repeated-id', /^Duplicate id `(?!default`)/],
  // A schema knows no warning.
  ['misplaced-variable', /in a `description`/],
  ['literal-secret', /^This URL/],
  // Host names and addresses have countless spellings: only a URL parser knows them.
  ['invalid-url', /can't be parsed/],
  ['invalid-url', /^Auco can't reach/],
  ['invalid-url', /isn't what it looks like/],
  // Nothing counts variables in an editor.
  ['invalid-url', /more than 20 variables/],
  ['invalid-value', /more than 20 variables/],
  // These depend on values of the run, which no editor has.
  ...unsayable('unset-variable', 'illegal-value', 'own-secret'),
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

function isSayable(problem: Problem): boolean {
  return !UNSAYABLE.some((rule) => isAbout(rule, problem))
}

export function isAbout([code, words]: Unsayable, problem: Problem): boolean {
  return problem.code === code && (words?.test(problem.message) ?? true)
}
