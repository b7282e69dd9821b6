import fc from 'fast-check'
import type { MergeMethod } from '../fakes/github/merging.ts'
import { SLOTS, type Slot } from './files.ts'
import { MAX_FORM, STRANGERS, type Stranger } from './strangers.ts'

/** A change of a branch. */
export type Edit =
  /** Version 0 removes the webhook. */
  | { readonly what: 'webhook'; readonly slot: Slot; readonly version: number }
  | { readonly what: 'workflow' | 'called workflow' | 'unrelated'; readonly version: number }
  | { readonly what: 'no file' }

/** What goes wrong around a run. */
export type Fault =
  | 'nothing'
  | 'Auco is down'
  | 'writes are refused'
  | 'writes are lost'
  | 'answers to writes are lost'
  | 'GitHub is down'
  | 'comments cannot be written'
  | 'heads lag by one'
  | 'heads lag by two'
  | 'heads lag'
  | 'merges lag by one'
  | 'merges lag'
  | 'comments lag by one'
  | 'a push comes meanwhile'

/** Numbers choose among what is there by then; a step that finds nothing does nothing. */
export type Step =
  | { readonly do: 'open'; readonly edit: Edit; readonly onto: number; readonly planned: boolean }
  | { readonly do: 'commit'; readonly pull: number; readonly edit: Edit; readonly planned: boolean }
  | { readonly do: 'plan'; readonly nth: number; readonly isForeign: boolean }
  | { readonly do: 'merge'; readonly pull: number; readonly and: number | null; readonly method: MergeMethod }
  /** Open, plan (by the token of another app), push once more, and merge. */
  | {
      readonly do: 'change'
      readonly edit: Edit
      readonly isForeign: boolean
      readonly another: Edit | null
      readonly method: MergeMethod
    }
  | { readonly do: 'push'; readonly edit: Edit; readonly skips: boolean }
  | { readonly do: 'reset'; readonly back: number }
  | { readonly do: 'apply'; readonly nth: number; readonly fault: Fault }
  | { readonly do: 'repeat'; readonly nth: number; readonly fault: Fault }
  | { readonly do: 'drop'; readonly nth: number }
  | { readonly do: 'dispatch'; readonly allowsRemovals: boolean }
  | { readonly do: 'edit Auco'; readonly edit: HandEdit }
  | { readonly do: 'restore' | 'delete' | 'copy' | 'quote'; readonly pull: number; readonly nth: number }

/** An edit at Auco by hand. */
export type HandEdit =
  | { readonly what: 'put'; readonly slot: Slot; readonly version: number; readonly token: number }
  | { readonly what: 'put stranger'; readonly slot: Stranger; readonly form: number }
  | { readonly what: 'remove'; readonly slot: Exclude<Slot, 'default'> | Stranger }
  | { readonly what: 'another secret'; readonly slot: Slot; readonly version: number }

const nat = (max: number) => fc.nat({ max })
const slot = fc.constantFrom(...SLOTS)
const removable = fc.constantFrom('A', 'B', 'C')

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ what: fc.constant('webhook'), slot: removable, version: fc.constant(0) }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ what: fc.constant('webhook'), slot, version: fc.integer({ min: 1, max: 2 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constantFrom('unrelated', 'workflow', 'called workflow'),
      version: nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'no file' }) },
)

const editOfListed: fc.Arbitrary<HandEdit> = fc.oneof(
  fc.record({ what: fc.constant('put'), slot, version: fc.integer({ min: 1, max: 2 }), token: nat(1) }),
  fc.record({ what: fc.constant('remove'), slot: removable }),
  fc.record({ what: fc.constant('another secret'), slot, version: nat(1) }),
)

/** Seldom of the one that Auco hides, because no apply that writes can keep it. */
const stranger = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...STRANGERS) },
  { weight: 4, arbitrary: fc.constantFrom('Partner', 'Zapier', 'Legacy') },
)
const editOfStranger: fc.Arbitrary<HandEdit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('put stranger'), slot: stranger, form: nat(MAX_FORM) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('remove'), slot: fc.constantFrom(...STRANGERS) }) },
)

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 12, arbitrary: fc.constant('nothing') },
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      'Auco is down',
      'writes are refused',
      'writes are lost',
      'answers to writes are lost',
      'GitHub is down',
      'comments cannot be written',
      'heads lag by one',
      'heads lag by two',
      'heads lag',
      'merges lag by one',
      'merges lag',
      'comments lag by one',
      'a push comes meanwhile',
    ),
  },
)
const method = fc.constantFrom('merge', 'squash', 'rebase')
const often = fc.oneof(
  { weight: 4, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
)
/** Mostly the oldest. */
const nth = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: nat(5) })
const seldom = nat(11).map((value) => value === 11)
const rarely = often.map((value) => !value)

const stepWith = (handEdit: fc.Arbitrary<HandEdit>): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('open'), edit, onto: nth, planned: often }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('commit'), pull: nth, edit, planned: often }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('plan'), nth, isForeign: rarely }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('merge'), pull: nth, and: fc.option(nth, { freq: 2 }), method }),
    },
    {
      weight: 9,
      arbitrary: fc.record({
        do: fc.constant('change'),
        edit,
        isForeign: seldom,
        another: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: edit }),
        method,
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('push'), edit, skips: rarely }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reset'), back: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('apply'), nth, fault }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat'), nth, fault }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('drop'), nth }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('dispatch'), allowsRemovals: rarely }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('edit Auco'), edit: handEdit }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constantFrom('restore', 'delete', 'copy', 'quote'), pull: nth, nth }),
    },
  )

/** What happens to a company. */
export interface History {
  /** Its workflows have `removals: keep`, and it has webhooks that no file declares. */
  readonly keeps: boolean
  readonly steps: readonly Step[]
}

const historyOf = (keeps: boolean, handEdit: fc.Arbitrary<HandEdit>): fc.Arbitrary<History> =>
  fc.record({
    keeps: fc.constant(keeps),
    steps: fc.array(stepWith(handEdit), { minLength: 1, maxLength: 18, size: 'max' }),
  })

export const histories = fc.oneof(
  { weight: 2, arbitrary: historyOf(false, editOfListed) },
  { weight: 1, arbitrary: historyOf(true, fc.oneof(editOfListed, editOfStranger)) },
)
