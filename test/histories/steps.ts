import fc from 'fast-check'
import type { Environment, Removals } from './contract.ts'

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never

const nat = (max: number) => fc.nat({ max })
/** What stands twice comes twice as often. */
const is = <const T>(...values: T[]) => fc.constantFrom(...values)
/** True once in so many. */
const seldom = (often: number) => nat(often - 1).map((value) => value === often - 1)
/** Numbers choose among what is there by then, mostly the oldest. */
const nth = is(0, 0, 0, 0, 1, 2, 3, 4)

/** What the repository and its workflow are like. */
export type Setup = ValueOf<typeof setup>
const setup = fc.record({
  environments: is<Environment[]>(['stage'], ['stage'], ['stage', 'production']),
  removals: is<Removals>('managed', 'managed', 'managed', 'managed', 'all', 'none'),
  /** Auco shows no header value. */
  hides: seldom(8),
  /** Where an apply has its file from: a checkout, GitHub, or a step that makes it. */
  origin: is('checkout', 'checkout', 'checkout', 'checkout', 'github', 'generated'),
  /** What `on.push.paths` lists. */
  paths: is('everything', 'file', 'file and workflow'),
})

/** A change of a branch: another version of an entry, 0 for none, or of something else; of `file`, its deletion. */
export type Edit = ValueOf<typeof edit>
const slots = ['A', 'A', 'A', 'B', 'B', 'B', 'C', 'C', 'C', 'default', 'workflow', 'workflow'] as const
const edit = fc.record({
  slot: is(...slots, ...slots, 'unrelated', 'unrelated', 'unrelated', 'unrelated', 'Broken', 'file'),
  version: is(0, 0, 0, 1, 2, 3),
})

/** An edit at Auco by hand: of a whole webhook, or of one field. */
export type HandEdit = ValueOf<typeof handEdit>
const handEdit = fc.record({
  id: is('default', 'A', 'B', 'C', 'Partner'),
  how: is(
    ...([
      'as declared',
      'as declared',
      'with other values',
      'by another team',
      'removed',
      'removed',
    ] as const),
    ...(['description', 'url', 'key', 'value'] as const),
  ),
  version: nat(3),
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
}
export type Fault = keyof typeof FAULTS
const faults = Object.keys(FAULTS) as Fault[]
const fault = is(...faults, ...faults.map(() => 'nothing' as const))
/** The environment that it is about, or all. */
const at = is<Environment | null>(null, 'stage', 'production')

const isFork = seldom(6)
/** A push made with `GITHUB_TOKEN` starts no run. */
const isSilent = seldom(6)
const method = is('merge', 'squash', 'rebase')
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2 })

export type Step = ValueOf<typeof step>
export type StepOf<D extends Step['do']> = Extract<Step, { do: D }>
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: is('open'), edit, onto: nth, isFork }) },
  { weight: 2, arbitrary: fc.record({ do: is('commit'), nth, edit, isPlanned: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: is('plan again'), nth }) },
  { weight: 3, arbitrary: fc.record({ do: is('merge'), nth, and: sometimes(nth), method, isSilent }) },
  // Open, plan, push once more and merge.
  {
    weight: 9,
    arbitrary: fc.record({ do: is('change'), edit, isFork, another: sometimes(edit), method, isSilent }),
  },
  { weight: 3, arbitrary: fc.record({ do: is('push'), edit, isSilent }) },
  { weight: 1, arbitrary: fc.record({ do: is('reset'), back: nat(2) }) },
  { weight: 9, arbitrary: fc.record({ do: is('apply'), nth, fault, at }) },
  { weight: 2, arbitrary: fc.record({ do: is('repeat'), nth, fault, at }) },
  { weight: 1, arbitrary: fc.record({ do: is('drop'), nth, conclusion: is('cancelled', 'skipped') }) },
  { weight: 2, arbitrary: fc.record({ do: is('dispatch', 'rotate') }) },
  { weight: 4, arbitrary: fc.record({ do: is('edit Auco'), environment: nth, edit: handEdit }) },
)
const steps = fc.array(step, { minLength: 1, maxLength: 16, size: 'max' })

/** More versions than are looked at. */
const many = Array.from({ length: 60 }, (_, index): Step => {
  return { do: 'push', edit: { slot: 'default', version: index % 2 === 0 ? 1 : 2 }, isSilent: true }
})

export const histories = fc.record({
  setup,
  steps: fc.oneof(
    { weight: 30, arbitrary: steps },
    { weight: 1, arbitrary: fc.tuple(steps, steps).map(([before, after]) => [...before, ...many, ...after]) },
  ),
})
