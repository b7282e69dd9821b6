import { describe, expect, it } from 'vitest'
import { failedAnswer } from '../../src/auco/failures.ts'
import { parseCompany } from '../../src/auco/read-company.ts'
import { readWebhooksFile } from '../../src/config/webhooks-file.ts'
import { hiddenParts, secretValues, withDeclared } from '../../src/core/declared.ts'
import { Secret } from '../../src/core/secret.ts'
import { SecretRedactor } from '../../src/core/secret-redactor.ts'
import { importLive } from '../../src/import/import-live.ts'
import { asWritten, storedDifferences } from '../../src/plan/compare-webhooks.ts'
import { planChanges } from '../../src/plan/plan-changes.ts'
import { planJson } from '../../src/report/plan-json.ts'
import { changeSections, planLines } from '../../src/report/plan-words.ts'
import { isSoak } from '../campaign/soak.ts'

/** Starts of it are repeated in texts, so that a search for it gets far at each place. */
const KNOWN = `${'ab'.repeat(2_000)}!`

type Fields = Readonly<Partial<Record<'id' | 'description' | 'url' | 'key' | 'value' | 'unknown', string>>>

interface Texts {
  readonly file: Fields
  readonly live: Fields
  readonly variable: string
  readonly message: string
}

/** All that a run does with the texts of the file, of Auco and of its variables, without the network. */
function work({ file, live, variable, message }: Texts): void {
  const one = (texts: Fields, value: string, isFile: boolean) => ({
    id: texts.id ?? 'One',
    description: texts.description ?? 'One',
    url: texts.url ?? 'https://one.example/in/one',
    header: {
      key: texts.key ?? 'X-One',
      value: texts.value ?? value,
      ...(isFile && texts.value !== undefined && { secret: false }),
    },
    ...(texts.unknown !== undefined && { [texts.unknown]: 'x' }),
  })
  const fallback = { id: 'default', description: 'All', url: 'https://all.example/' }
  const text = JSON.stringify({ webhooks: [fallback, one(file, '${AUCO_A}-${AUCO_B}', true)] }, null, 1)
  const known = [new Secret(KNOWN), new Secret(variable)]
  const redactor = new SecretRedactor()
  for (const secret of known) redactor.add(secret)
  const redact = (foreign: string) => redactor.redact(foreign)
  const options = {
    environment: 'stage',
    variable: () => variable,
    ownSecrets: known.slice(0, 1),
    redact,
  } as const
  for (const unset of ['error', 'allowed'] as const) {
    const result = readWebhooksFile(text, { ...options, unset })
    for (const problem of result.ok ? result.warnings : result.problems) redact(problem.message)
  }
  const read = readWebhooksFile(text, { ...options, ownSecrets: [], unset: 'allowed' })
  const desired = read.ok ? read.webhooks : []
  const answer = parseCompany({ webhooks: [fallback, one(live, 'value-of-one', false)] })
  if (answer === null) return
  const company = withDeclared(answer, desired)
  for (const secret of secretValues(company.webhooks)) redactor.add(secret)
  const removed = company.webhooks.filter(({ id }) => !desired.some((webhook) => webhook.id === id))
  const facts = { environment: 'stage', desired, live: company, defaultBranch: null } as const
  const unlisted = { removed, changedSince: [], foreign: [], unknown: null }
  const plan = planChanges({ ...facts, unlisted }, redact)
  for (const line of [...changeSections(plan), ...planLines(plan), planJson(plan, 'live')]) redact(line)
  storedDifferences(asWritten(desired), company.webhooks, () => true)
  importLive({
    environment: 'stage',
    live: answer,
    existing: null,
    ownSecrets: known,
    isFirstOfTwo: false,
    listedOnly: false,
    prunes: false,
  })
  const error = { status: 400, body: JSON.stringify({ message }), retryAfter: null }
  const secrets = () => [...known, ...secretValues(company.webhooks), ...hiddenParts(company.webhooks)]
  failedAnswer(error, { environment: 'stage', keyInput: 'private-key', secrets })
}

const plain: Texts = { file: {}, live: {}, variable: 'value-of-variable', message: 'No.' }
const FIELDS = ['id', 'description', 'url', 'query', 'key', 'value', 'unknown'] as const
const fieldOf = (name: (typeof FIELDS)[number], text: string): Fields => {
  if (name === 'url') return { url: `https://one.example/in/${text}` }
  return name === 'query' ? { url: `https://one.example/?a=${text}` } : { [name]: text }
}
const ofVariables: Fields = { url: 'https://one.example/${AUCO_A}/x/${AUCO_B}' }
const places: readonly (readonly [string, (text: string) => Texts])[] = [
  ...FIELDS.map(
    (name) => [`${name} of the file`, (text: string) => ({ ...plain, file: fieldOf(name, text) })] as const,
  ),
  ...FIELDS.map(
    (name) => [`${name} at Auco`, (text: string) => ({ ...plain, live: fieldOf(name, text) })] as const,
  ),
  ['variable', (text) => ({ ...plain, variable: text })],
  ['variable of a URL', (text) => ({ ...plain, variable: text, file: ofVariables })],
  ["Auco's message", (text) => ({ ...plain, message: text })],
]

/** Pieces that a text repeats. */
const PIECES = [
  KNOWN.slice(0, -1),
  ...' |`|${|/${AUCO_A}|%|%C3|/|/..|ababab |1|Word-|aB|\u0301|a: |a\n'.split('|'),
]
/** The last character is another one: what looks for an end looks far. */
const textOf = (piece: string, length: number) =>
  `x${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}!`

/** Quadratic work shows at the third length, long before it takes minutes. The everyday tests stop there. */
const LENGTHS = [10, 1_500, 12_000, 100_000, 500_000].slice(0, isSoak ? 5 : 3)
/** More than linear: beyond four times by this factor. A run's own noise stays below it. */
const GENEROUS = 2.2
/** Times below this are noise, in milliseconds; the longer a text, the more of it is collected garbage. */
const noiseAt = (length: number) => Math.max(30, length / 2_500)

/** Processor time: other processes don't count. */
function timeOf(texts: Texts): number {
  const start = process.cpuUsage()
  work(texts)
  return process.cpuUsage(start).user / 1_000
}

/** Least of three, in milliseconds: whatever else takes time only adds to it. */
function leastTimeOf(texts: Texts): number {
  return Math.min(timeOf(texts), timeOf(texts), timeOf(texts))
}

/** The first length whose work is more than linear to that of the length before; `null` if there is none. */
function moreThanLinear(textsOf: (length: number) => Texts): string | null {
  // What a run takes with short texts; it gets less while the code gets compiled.
  let base = timeOf(plain)
  let before = 0
  let shorter = 1
  for (const length of LENGTHS) {
    const times = length / shorter
    const texts = textsOf(length)
    let time = timeOf(texts) - base
    const isSlow = () => time > GENEROUS * Math.max(before * times, noiseAt(length))
    if (isSlow()) {
      base = leastTimeOf(plain)
      before = leastTimeOf(textsOf(shorter)) - base
      time = leastTimeOf(texts) - base
    }
    if (isSlow()) return `${length} characters take ${time} ms more, ${shorter} take ${before} ms more`
    before = time
    shorter = length
  }
  return null
}

describe('the work is linear in the length of a text', () => {
  // Whatever is compiled or loaded at the first calls is no work.
  for (let call = 0; call < 5; call += 1) work(plain)
  it.each(places)('as the %s', (name, textsOf) => {
    // The everyday tests take the spaces, and every eighth of the others.
    const turn = places.findIndex(([place]) => place === name)
    const taken = PIECES.filter((_, index) => isSoak || index === 1 || index % 8 === turn % 8)
    const found = taken.flatMap((piece) => {
      const why = moreThanLinear((length) => textsOf(textOf(piece, length)))
      return why === null ? [] : [`${piece.slice(0, 10)}: ${why}`]
    })
    expect(found).toEqual([])
  })
})
