import fc from 'fast-check'
import type { Environment } from './contract.ts'

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never

/** Each word as often as its number says. */
const often = <K extends string>(weights: Readonly<Record<K, number>>): fc.Arbitrary<K> => {
  const words = Object.keys(weights) as K[]
  return fc.oneof(...words.map((word) => ({ weight: weights[word], arbitrary: fc.constant(word) })))
}
/** True once in so many. */
const seldom = (times: number) => fc.nat({ max: times - 1 }).map((value) => value === times - 1)

/** What the repository and its workflow are like. */
export type Setup = ValueOf<typeof setup>
const setup = fc.record({
  environments: fc.constantFrom<Environment[]>(['stage'], ['stage'], ['stage', 'production']),
  removals: often({ managed: 4, all: 1, none: 1 }),
  /** Auco shows no header value. */
  hides: seldom(8),
  /** Where an apply has its file from: a checkout, GitHub, or a step that makes it. */
  origin: often({ checkout: 4, github: 1, generated: 1 }),
  /** What `on.push.paths` lists. */
  paths: often({ everything: 1, file: 1, 'file and workflow': 1 }),
})

/** A change of a branch: another version of an entry, 0 for none, or of something else; of `file`, its deletion. */
export type Edit = ValueOf<typeof edit>
const version = fc.constantFrom<number[]>(0, 0, 0, 1, 2, 3)
const edit = fc.record({
  slot: often({ A: 6, B: 6, C: 6, default: 2, workflow: 4, unrelated: 4, Broken: 1, file: 1 }),
  version,
})

/** An edit at Auco by hand: of a whole webhook, or of one field. */
export type HandEdit = ValueOf<typeof byHand>
const whole = { 'as declared': 2, 'with other values': 1, 'by another team': 1, removed: 2 }
const byHand = fc.record({
  id: often({ default: 1, A: 1, B: 1, C: 1, Partner: 1 }),
  how: often({ ...whole, description: 1, url: 1, key: 1, value: 1 }),
  version: fc.nat({ max: 3 }),
})

/** What goes wrong around an apply, and whether the apply has to get over it. */
export const FAULTS = {
  nothing: true,
  'answers to writes are lost': true,
  'comments cannot be written': true,
  'GitHub fails once': true,
  'heads lag by one': true,
  'heads lag by two': true,
  'merges lag': true,
  'comments lag': true,
  'a push comes meanwhile': true,
  'a silent push comes meanwhile': true,
  'Auco is down': false,
  'writes are refused': false,
  'writes are lost': false,
  'writes do nothing': false,
  'GitHub is down': false,
  'heads lag': false,
  'runs lag': false,
  'runs cannot be listed': false,
  'actions: read is missing': false,
  'earlier versions cannot be read': false,
}
export type Fault = keyof typeof FAULTS
const faults = Object.keys(FAULTS) as Fault[]

/** What can happen, each with all that it may need to know. Numbers choose among what is there by then. */
export type Step = ValueOf<typeof step>
const nth = fc.constantFrom<number[]>(0, 0, 0, 0, 1, 2, 3, 4)
const pulls = { open: 3, commit: 2, update: 1, merge: 3, change: 9 }
const step = fc.record({
  does: often({ ...pulls, push: 3, reset: 1, run: 12, drop: 1, dispatch: 1, rotate: 1, editAuco: 4 }),
  nth,
  and: fc.option(nth, { freq: 2 }),
  edit,
  another: fc.option(edit, { freq: 2 }),
  byHand,
  isFork: seldom(6),
  /** Runs. */
  which: often({ waiting: 9, ended: 2, plans: 1 }),
  isPlanned: fc.boolean(),
  method: often({ merge: 1, squash: 1, rebase: 1 }),
  /** A push made with `GITHUB_TOKEN` starts no run. */
  isSilent: seldom(6),
  fault: fc.oneof(fc.constant('nothing' as const), fc.constantFrom(...faults)),
  /** The environment that the fault is about, or all. */
  at: fc.constantFrom<Environment | null>(null, 'stage', 'production'),
  conclusion: often({ cancelled: 1, skipped: 1 }),
})

/** The fiftieth version, and a file that a pull request only tried: test/runs/removals/earlier-versions.test.ts. */
export const histories = fc.record({
  setup,
  steps: fc.array(step, { minLength: 1, maxLength: 16, size: 'max' }),
})
