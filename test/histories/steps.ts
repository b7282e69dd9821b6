import fc from 'fast-check'
import type { Environment, Removals } from './contract.ts'
import { MAX_FORM, MAX_VERSION } from './files.ts'

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never

const nat = (max: number) => fc.nat({ max })
const is = <const T>(...values: T[]) => fc.constantFrom(...values)
const weighted = <C extends readonly (readonly [weight: number, fc.Arbitrary<unknown>])[]>(...choices: C) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary }))) as fc.Arbitrary<
    ValueOf<C[number][1]>
  >
/** True once in so many. */
const seldom = (often: number) => nat(often - 1).map((value) => value === often - 1)
/** Numbers choose among what is there by then, mostly the oldest. */
const nth = weighted([3, is(0)], [2, nat(5)])

/** What the repository and its workflow are like. */
export type Setup = ValueOf<typeof setup>
const setup = fc.record({
  environments: weighted([2, is<Environment[]>(['stage'])], [1, is<Environment[]>(['stage', 'production'])]),
  removals: is<Removals>('managed', 'managed', 'managed', 'managed', 'all', 'none'),
  /** Auco shows no header value. */
  hides: seldom(8),
  /** Where an apply has its file from: git, by a checkout or by GitHub's API, or a step that makes or changes it. */
  origin: weighted([5, is('checkout')], [1, is('github', 'generated', 'changed')]),
  /** What `on.push.paths` lists, besides what a file is made of. */
  paths: is('everything', 'file', 'file and workflow'),
})

/** A change of a branch. */
export type Edit = ValueOf<typeof edit>
const edit = weighted(
  // Version 0 is no entry.
  [8, fc.record({ what: is('entry'), slot: is('A', 'B', 'C'), version: is(0) })],
  [10, fc.record({ what: is('entry'), slot: is('A', 'B', 'C'), version: nat(MAX_VERSION) })],
  [2, fc.record({ what: is('entry'), slot: is('default'), version: nat(1).map((n) => n + 1) })],
  [1, fc.record({ what: is('entry'), slot: is('Broken'), version: nat(1) })],
  [3, fc.record({ what: is('workflow'), version: nat(2) })],
  [4, fc.record({ what: is('unrelated', 'unrelated', 'unrelated', 'no file') })],
)

/** An edit at Auco by hand. */
export type HandEdit = ValueOf<typeof handEdit>
const handEdit = weighted(
  // As the file could declare it, with the values of the workflow's variables or with others.
  [
    3,
    fc.record({
      what: is('put'),
      slot: is('default', 'A', 'B', 'C'),
      version: nat(2),
      isExact: fc.boolean(),
    }),
  ],
  [3, fc.record({ what: is('change'), nth, field: is('description', 'url', 'key', 'value') })],
  [2, fc.record({ what: is('remove'), nth: nat(5) })],
  [2, fc.record({ what: is('stranger'), id: is('Partner', 'Zapier'), form: nat(MAX_FORM) })],
)

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
} as const
export type Fault = keyof typeof FAULTS
const fault = weighted([14, is('nothing')], [10, is(...(Object.keys(FAULTS) as Fault[]))])
/** Of one environment, or of all with null. */
const at = fc.option(nat(1))

const method = is('merge', 'squash', 'rebase')
const isFork = seldom(6)
/** A push made with `GITHUB_TOKEN` starts no run. */
const isSilent = seldom(6)
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2 })

export type Step = ValueOf<typeof step>
export type StepOf<D extends Step['do']> = Extract<Step, { do: D }>
const step = weighted(
  [3, fc.record({ do: is('open'), edit, onto: nth, isFork })],
  [2, fc.record({ do: is('commit'), nth, edit, isPlanned: is(true, true, true, false) })],
  [1, fc.record({ do: is('plan again'), nth })],
  [3, fc.record({ do: is('merge'), nth, and: sometimes(nth), method, isSilent })],
  // Open, plan, push once more and merge.
  [9, fc.record({ do: is('change'), edit, isFork, another: sometimes(edit), method, isSilent })],
  [3, fc.record({ do: is('push'), edits: fc.array(edit, { minLength: 1, maxLength: 3 }), isSilent })],
  [1, fc.record({ do: is('reset'), back: nat(2) })],
  [9, fc.record({ do: is('apply'), nth, fault, at })],
  [2, fc.record({ do: is('repeat'), nth, fault, at })],
  [1, fc.record({ do: is('drop'), nth, conclusion: is('cancelled', 'skipped') })],
  [2, fc.record({ do: is('dispatch', 'rotate') })],
  [4, fc.record({ do: is('edit Auco'), environment: nat(1), edit: handEdit })],
  [1, fc.record({ do: is('delete comments'), nth })],
)
const steps = fc.array(step, { minLength: 1, maxLength: 16, size: 'max' })

/** More versions than are looked at, in one push. */
const many = fc.record({
  do: is('push'),
  edits: is(
    Array.from({ length: 60 }, (_, n): Edit => ({ what: 'entry', slot: 'default', version: 1 + (n % 2) })),
  ),
  isSilent: is(false),
})

export const histories = fc.record({
  setup,
  steps: weighted(
    [30, steps],
    [1, fc.tuple(steps, many, steps).map(([before, between, after]) => [...before, between, ...after])],
  ),
})
