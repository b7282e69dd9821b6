import { expect } from 'vitest'
import { type FileResult, readWebhooksFile } from '../../src/config/webhooks-file.ts'
import type { Problem } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import { disagreement } from '../unit/config/agreement.ts'
import { OWN_KEYS, opened, type Run, VARIABLES } from '../unit/config/reading.ts'
import { declared } from './declared.ts'
import { SECRETS } from './seeds.ts'

/** The variables of the runs: the usual ones, one that holds a key of the action, and one that no URL can hold. */
export const variables: Readonly<Record<string, string>> = {
  ...VARIABLES,
  AUCO_OWN_KEY: OWN_KEYS[0] ?? '',
  AUCO_NO_URL: 'q9w8e7 r6t5y4',
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

const WINDOW = 6
/** These messages quote ids by design, and an edit can make an id of anything. */
const NAMING_IDS = ['repeated-id']

const windows = [...SECRETS, ...OWN_KEYS, ...Object.values(variables)].flatMap((secret) =>
  Array.from({ length: secret.length - WINDOW + 1 }, (_, from) => secret.slice(from, from + WINDOW)),
)

/** Reads inputs, checks what holds for every file, and collects figures. */
export class Judge {
  readonly inputs = new Map<string, number>()
  readonly codes = new Map<string, number>()
  /** Distinct accepted sets, by their content. */
  readonly accepted = new Map<string, Accepted>()
  /** The input that took the most CPU time. */
  slowest: { readonly milliseconds: number; readonly input: Input } | null = null

  /**
   * Reads one input. Expects that nothing is thrown, no message contains six characters of a secret, the file is refused if and only if there is an error, the schema agrees, problems are in file order at places inside
   * the text, and an accepted file becomes exactly the webhooks that it declares.
   */
  judge(input: Input): FileResult {
    const { text, run } = input
    const before = process.threadCpuUsage()
    const result = readWebhooksFile(text, { ...run, ...known })
    const { user, system } = process.threadCpuUsage(before)
    const problems = result.ok ? result.warnings : result.problems
    this.#count(input, problems, (user + system) / 1_000)

    expect(problems.some(({ severity }) => severity === 'error')).toBe(!result.ok)
    const said = problems.filter(({ code }) => !NAMING_IDS.includes(code)).map(({ message }) => message)
    expect(windows.filter((window) => said.some((message) => message.includes(window)))).toEqual([])
    expectPlacesInside(text, problems)
    expect(disagreement(text, result)).toBe(null)
    if (!result.ok || run.unset !== 'error') return result
    const webhooks = result.webhooks.map(opened)
    const expected = declared(text, run.environment, variables).map((webhook) => ({
      header: null,
      ...webhook,
    }))
    expect(webhooks).toMatchObject(expected)
    // Only an apply writes, and in an apply an unset variable is an error.
    const key = JSON.stringify(webhooks.map((webhook) => ({ ...webhook, line: 0 })))
    if (!this.accepted.has(key)) this.accepted.set(key, { input, webhooks: result.webhooks })
    return result
  }

  #count(input: Input, problems: readonly Problem[], milliseconds: number): void {
    this.inputs.set(input.source, (this.inputs.get(input.source) ?? 0) + 1)
    for (const code of new Set(problems.map((problem) => problem.code))) {
      this.codes.set(code, (this.codes.get(code) ?? 0) + 1)
    }
    if (milliseconds > (this.slowest?.milliseconds ?? -1)) this.slowest = { milliseconds, input }
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
