import { expect } from 'vitest'
import { type FileResult, readWebhooksFile } from '../../src/config/webhooks-file.ts'
import type { Problem } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import { OWN_KEYS, opened, type Run, VARIABLES } from '../unit/config/reading.ts'
import { SECRETS } from './seeds.ts'

/** The variables of the runs: the usual ones, one that holds a key of the action, and one that no URL can hold. */
export const variables: Readonly<Record<string, string>> = {
  ...VARIABLES,
  AUCO_OWN_KEY: OWN_KEYS[0] ?? '',
  AUCO_NO_URL: 'a b',
}

const known = {
  variable: (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
  ownSecrets: OWN_KEYS.map((key) => new Secret(key)),
}

/** A text that could be in `webhooks.yaml`, and the run that reads it. */
export interface Input {
  /** Where the text comes from, for the figures. */
  readonly source: string
  readonly text: string
  readonly run: Required<Pick<Run, 'environment' | 'unset'>>
}

/** Webhooks that were accepted in a run that could write them. */
export interface Accepted {
  readonly input: Input
  readonly webhooks: Extract<FileResult, { ok: true }>['webhooks']
}

/** Maximum time for one file, in milliseconds of CPU time. */
const MAX_MS = 2_000
const WINDOW = 6
/** These messages quote ids by design, and an edit can make an id of anything. */
const NAMING_IDS = ['repeated-id', 'similar-id']

const windows = [...SECRETS, ...OWN_KEYS, ...Object.values(VARIABLES)].flatMap((secret) =>
  Array.from({ length: secret.length - WINDOW + 1 }, (_, from) => secret.slice(from, from + WINDOW)),
)
const prototypes = [Object, Array, String, Function, Number, Boolean, Map, Set, RegExp, Symbol].map(
  ({ prototype }) => prototype,
)
const untouched = propertiesOf(prototypes)

/** Reads inputs, checks what holds for every file, and collects figures. */
export class Judge {
  readonly inputs = new Map<string, number>()
  readonly codes = new Map<string, number>()
  /** Distinct accepted sets, by their content. */
  readonly accepted = new Map<string, Accepted>()
  readonly counts = { accepted: 0, refused: 0 }
  /** The input that took the most CPU time. */
  slowest: { readonly milliseconds: number; readonly input: Input } | null = null

  /**
   * Reads one input. Expects that nothing is thrown, no prototype changes, no message contains six characters of a secret,
   * the file is refused if and only if there is an error, and problems are in file order at places inside the text.
   */
  judge(input: Input): FileResult {
    const before = process.threadCpuUsage()
    const result = readWebhooksFile(input.text, { ...input.run, ...known })
    const { user, system } = process.threadCpuUsage(before)
    this.#count(input, result, (user + system) / 1_000)

    const problems = result.ok ? result.warnings : result.problems
    expect(problems.some(({ severity }) => severity === 'error')).toBe(!result.ok)
    expect(arePrototypesUntouched()).toBe(true)
    const said = problems.filter(({ code }) => !NAMING_IDS.includes(code)).map(({ message }) => message)
    expect(windows.filter((window) => said.some((message) => message.includes(window)))).toEqual([])
    expectPlacesInside(input.text, problems)
    return result
  }

  /** What tells results apart: whether the file is accepted, and the codes of its problems. */
  static wayOf(result: FileResult): string {
    const problems = result.ok ? result.warnings : result.problems
    return [String(result.ok), ...new Set(problems.map(({ code }) => code))].toSorted().join(' ')
  }

  /** Whether every input was read within the maximum time. */
  isInTime(): boolean {
    return this.slowest === null || this.slowest.milliseconds <= MAX_MS
  }

  #count(input: Input, result: FileResult, milliseconds: number): void {
    const { source, run } = input
    this.inputs.set(source, (this.inputs.get(source) ?? 0) + 1)
    this.counts[result.ok ? 'accepted' : 'refused'] += 1
    const problems = result.ok ? result.warnings : result.problems
    for (const code of new Set(problems.map((problem) => problem.code))) {
      this.codes.set(code, (this.codes.get(code) ?? 0) + 1)
    }
    if (milliseconds > (this.slowest?.milliseconds ?? -1)) this.slowest = { milliseconds, input }
    // Only an apply writes, and in an apply an unset variable is an error.
    if (!result.ok || run.unset !== 'error') return
    const said = JSON.stringify(result.webhooks.map((webhook) => ({ ...opened(webhook), line: 0 })))
    if (!this.accepted.has(said)) this.accepted.set(said, { input, webhooks: result.webhooks })
  }
}

function expectPlacesInside(text: string, problems: readonly Problem[]): void {
  const lines = text.split('\n')
  const isInside = (line: number, column: number) =>
    column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1
  const places = problems.map(({ place }) => place)
  const outside = places.filter(({ line, column, endLine, endColumn }) => {
    const isForward = endLine === line ? endColumn >= column : endLine > line
    // One column, as of what is missing at the end of a line, may be behind its last character.
    const isOneColumn = endLine === line && endColumn === column + 1
    return !isForward || !isInside(line, column) || !(isOneColumn || isInside(endLine, endColumn))
  })
  expect(outside).toEqual([])
  expect(places).toEqual(places.toSorted((a, b) => a.line - b.line || a.column - b.column))
}

function arePrototypesUntouched(): boolean {
  const properties = propertiesOf(prototypes)
  return (
    properties.length === untouched.length &&
    properties.every((property, index) => Object.is(property, untouched[index]))
  )
}

function propertiesOf(objects: readonly object[]): readonly unknown[] {
  return objects.flatMap((object) =>
    Reflect.ownKeys(object).flatMap((key) => {
      const descriptor = Object.getOwnPropertyDescriptor(object, key)
      return [key, descriptor?.value, descriptor?.get]
    }),
  )
}
