import { expect } from 'vitest'
import { type FileResult, readWebhooksFile } from '../../src/config/webhooks-file.ts'
import { Secret } from '../../src/core/secret.ts'
import { OWN_KEYS, opened, type Run, VARIABLES } from '../unit/config/reading.ts'
import { SECRETS } from './seeds.ts'

/** What the runs know: the usual variables, and one with a key of the action's own. */
export const variables: Readonly<Record<string, string>> = { ...VARIABLES, OWN_KEY: OWN_KEYS[0] ?? '' }

const known = {
  variable: (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
  ownSecrets: OWN_KEYS.map((key) => new Secret(key)),
}

/** A text that somebody could have written into `webhooks.yaml`, and the run that reads it. */
export interface Input {
  /** Where the text comes from, as the figures name it. */
  readonly source: string
  readonly text: string
  readonly run: Required<Pick<Run, 'environment' | 'unset'>>
}

/** A set of webhooks that was accepted in a run that could have written them. */
export interface Accepted {
  readonly input: Input
  readonly webhooks: Extract<FileResult, { ok: true }>['webhooks']
}

/** Longest time that one file may take, in milliseconds of the processor. */
const LONGEST = 2_000
const WINDOW = 6
/** Ids are shown by design, so these messages may show what an edit has made an id of. */
const NAMING_IDS = ['repeated-id', 'similar-id']

const windows = [...SECRETS, ...OWN_KEYS, ...Object.values(VARIABLES)].flatMap((secret) =>
  Array.from({ length: secret.length - WINDOW + 1 }, (_, from) => secret.slice(from, from + WINDOW)),
)
const prototypes = [Object, Array, String, Function, Number, Boolean, Map, Set, RegExp, Symbol].map(
  ({ prototype }) => prototype,
)
const untouched = propertiesOf(prototypes)

/** Reads inputs, holds each to what is promised of any file, and counts. */
export class Judge {
  readonly inputs = new Map<string, number>()
  readonly codes = new Map<string, number>()
  /** Each accepted set once, by what it says. */
  readonly accepted = new Map<string, Accepted>()
  readonly counts = { accepted: 0, refused: 0 }
  /** Of all inputs the one that took longest, in milliseconds of the processor. */
  slowest: { readonly milliseconds: number; readonly input: Input } | null = null

  /** Reads one input: nothing thrown, no prototype changed, no secret told, and refused if and only if something is wrong. */
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
    return result
  }

  /** What sets the way of an input through the reader apart: the codes of its problems. */
  static wayOf(result: FileResult): string {
    const problems = result.ok ? result.warnings : result.problems
    return [String(result.ok), ...new Set(problems.map(({ code }) => code))].toSorted().join(' ')
  }

  /** Whether no input took longer than any file may. */
  isInTime(): boolean {
    return this.slowest === null || this.slowest.milliseconds <= LONGEST
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
    // Only an apply writes, and to an apply an unset variable is an error.
    if (!result.ok || run.unset !== 'error') return
    const said = JSON.stringify(result.webhooks.map((webhook) => ({ ...opened(webhook), line: 0 })))
    if (!this.accepted.has(said)) this.accepted.set(said, { input, webhooks: result.webhooks })
  }
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
