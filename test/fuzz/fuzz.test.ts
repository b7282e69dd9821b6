import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Http } from '../../src/auco/http.ts'
import { readCompany } from '../../src/auco/read-company.ts'
import { replaceWebhooks } from '../../src/auco/replace-webhooks.ts'
import { PROBLEM_CODES } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import { defaultFirst } from '../../src/plan/compare-webhooks.ts'
import { planChanges } from '../../src/plan/plan-changes.ts'
import { systemClock } from '../../src/system/clock.ts'
import { tellFigures } from '../campaign/figures.ts'
import { isSoak } from '../campaign/soak.ts'
import { startAuco } from '../fakes/auco.ts'
import { COLLECTIONS } from '../unit/config/files.ts'
import { declared } from './declared.ts'
import { mutated, written } from './generators.ts'
import { type Accepted, type Input, Judge, variables } from './judge.ts'
import { VALID_FILES, WRONG_FILES } from './seeds.ts'
import { filesWith, yamlDocuments } from './yaml-suite.ts'

/** The everyday tests take one case of so many. */
const EVERYDAY_SHARE = 120
const part = <T>(cases: readonly T[]) => cases.filter((_, index) => isSoak || index % EVERYDAY_SHARE === 0)

const RUNS = [
  { environment: 'stage', unset: 'error' },
  { environment: 'production', unset: 'error' },
  { environment: 'stage', unset: 'allowed' },
] as const
const runOf = (index: number): Input['run'] => RUNS[index % RUNS.length] ?? RUNS[0]
const anyRun = fc.constantFrom<Input['run']>(...RUNS)

const judge = new Judge()
const prototypes = () =>
  [Object, Array, String, Function, Map].flatMap(({ prototype }) =>
    Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value, get }]) => [
      name,
      value,
      get,
    ]),
  )
const untouched = prototypes()
let roundTrips = 0

describe('the reader of the file', { timeout: 300_000 }, () => {
  it('accepts each valid file', () => {
    for (const text of VALID_FILES) {
      for (const run of RUNS) expect(judge.judge({ source: 'seeds', text, run })).toMatchObject({ ok: true })
    }
  })

  it('reads each document of the YAML test suite, whole and as part of a valid file', () => {
    for (const [index, text] of part(yamlDocuments.flatMap(filesWith)).entries())
      judge.judge({ source: 'the YAML test suite', text, run: runOf(index) })
  })

  it('reads files with one part that can be anything', () => {
    const outcomes = { true: 0, false: 0 }
    const property = fc.property(written, anyRun, (text, run) => {
      outcomes[`${judge.judge({ source: 'one part', text, run }).ok}`] += 1
    })
    fc.assert(property, { numRuns: isSoak ? 20_000 : 500 })
    expect(Math.min(outcomes.true, outcomes.false)).toBeGreaterThan(50)
  })

  it('reads mutations of valid and invalid files, and mutations of those that led to new results', () => {
    const [valid, wrong] = [[...VALID_FILES], [...WRONG_FILES]]
    const ways = new Set<string>()
    const add = (text: string, run: Input['run']) => {
      const before = judge.accepted.size
      const result = judge.judge({ source: 'mutations', text, run })
      const problems = result.ok ? result.warnings : result.problems
      const way = [...new Set(problems.map(({ code }) => code))].toSorted().join(' ')
      if (judge.accepted.size > before) valid.push(text)
      else if (!ways.has(way)) wrong.push(text)
      ways.add(way)
    }
    const files = COLLECTIONS.flatMap(({ cases }) => cases.map(({ text }) => text))
    for (const [index, text] of [...WRONG_FILES, ...part(files)].entries()) add(text, runOf(index))
    for (let generation = 0; generation < (isSoak ? 12 : 2); generation += 1) {
      const mutations = mutated(valid.slice(), wrong.slice())
      fc.assert(fc.property(mutations, anyRun, add), { numRuns: isSoak ? 1_500 : 150 })
    }
  })

  it('has changed no prototype by then', () => {
    expect(prototypes().filter((part, at) => !Object.is(part, untouched[at]))).toEqual([])
  })
})

describe('an accepted file', async () => {
  const auco = await startAuco()
  const http = new Http({
    baseUrl: auco.url,
    clock: systemClock,
    cancelled: new AbortController().signal,
    onRetry: () => {},
  })
  const context = { environment: 'stage', keyInput: 'public-key', secrets: () => [] } as const
  const [publicKey, privateKey] = [new Secret(auco.publicKey), new Secret(auco.privateKey)]
  afterAll(async () => {
    await http.close()
    await auco.close()
  })

  it('is stored by Auco as written, and equals what is read back', { timeout: 600_000 }, async () => {
    const all = [...judge.accepted.values()]
    for (const each of isSoak ? all : all.slice(0, 60)) {
      await expectRoundTrip(each)
      roundTrips += 1
    }
    expect(roundTrips).toBeGreaterThan(0)
  })

  async function expectRoundTrip({ input, webhooks }: Accepted): Promise<void> {
    await replaceWebhooks(http, privateKey, context, defaultFirst(webhooks))
    expect(auco.company().webhooks).toEqual(
      declared(input.text, input.run.environment, variables).toSorted(
        (a, b) => Number(b.id === 'default') - Number(a.id === 'default'),
      ),
    )
    const live = await readCompany(http, publicKey, context)
    const unlisted = { removed: [], changedSince: [], foreign: live.webhooks, unknown: null }
    const { environment } = input.run
    const facts = { environment, desired: webhooks, live, unlisted, defaultBranch: null }
    const plan = planChanges(facts, (text) => text)
    expect(plan.unmanaged).toEqual([])
    expect(plan.changes).toEqual([])
  }
})

describe.runIf(isSoak)('the campaign', () => {
  it('reads no input for longer than two seconds of CPU time', () => {
    expect(judge.slowest?.milliseconds).toBeLessThan(2_000)
  })

  it('finds at least 200 distinct valid files by mutation', () => {
    const mutations = [...judge.accepted.values()].filter(({ input }) => input.source === 'mutations')
    // Edits that all hit the first character made four; those that hit every place make some 340.
    expect(mutations.length).toBeGreaterThanOrEqual(200)
  })

  it('meets every code that a problem can have', () => {
    expect(
      Object.values(PROBLEM_CODES)
        .flat()
        .filter((code) => !judge.codes.has(code)),
    ).toEqual([])
  })
})

tellFigures('Fuzzing of the file', () => [
  ...[...judge.inputs].map(([source, count]) => [`inputs: ${source}`, count] as const),
  ['slowest input', `${Math.ceil(judge.slowest?.milliseconds ?? 0)} ms (${judge.slowest?.input.source})`],
  ['round trips of distinct accepted sets', roundTrips],
  ...[...judge.codes]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([code, count]) => [`\`${code}\``, count] as const),
])
