import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Webhook } from '../../../src/core/webhook.ts'
import { differingIds } from '../../../src/plan/compare-webhooks.ts'
import { idsOf, type Plan } from '../../../src/plan/plan.ts'
import { runs } from '../../campaign/soak.ts'
import { desired, liveWebhook, planOf, type Sketch, UNSET } from './webhooks.ts'

const RUNS = runs(300, 5_000)

// Few values each, so that two sets often have something in common.
const id = fc.constantFrom('default', 'Billing', 'billing', 'a', 'b', '__proto__')
const description = fc.constantFrom('', 'Main', 'Invoices')
const url = fc.constantFrom(
  'https://a.example',
  'https://a.example/',
  'https://b.example/?key=first',
  'https://b.example/?key=second',
  'https://user:password@b.example/?key=first',
  'hooks',
)
const key = fc.constantFrom('Authorization', 'authorization', 'X-Key')
const knownValue = fc.constantFrom('first', 'second')
const unknownValue = fc.constantFrom({ why: 'masked' }, UNSET)
const written = fc.constantFrom('Bearer ${AUCO_TOKEN}', '${AUCO_OTHER}')

const setOf = (value: fc.Arbitrary<string | { readonly why: string; readonly canBe?: () => boolean }>) =>
  fc.uniqueArray(fc.record({ id, description, url, header: fc.option(fc.tuple(key, value)), written }), {
    selector: (sketch) => sketch.id,
  })
/** Sets with known header values only, so that every difference is visible. */
const clear = setOf(knownValue)
/** Sets with some header values and, as sets of a file, some URLs that cannot be compared. */
const partlyHidden = fc
  .tuple(setOf(fc.oneof(knownValue, unknownValue)), fc.infiniteStream(fc.constantFrom('', 'set', 'unset')))
  .map(([sketches, ways]) => sketches.map((sketch) => withVariable(sketch, ways.next().value ?? '')))

function withVariable<S extends Sketch>(sketch: S, way: string): S {
  const origin = URL.parse(sketch.url ?? '')?.origin
  if (way === '' || origin === undefined) return sketch
  const text = `${origin}/\${AUCO_PATH}`
  return { ...sketch, writtenUrl: { text, variables: ['AUCO_PATH'], isSet: way === 'set' } }
}
const base = fc.option(clear)

const plan = (file: readonly Sketch[], now: readonly Sketch[], base: readonly Sketch[] | null): Plan =>
  planOf({ file, now, base: base ?? undefined })

/** Everything that Auco stores of a set, sorted by id. */
const contents = (webhooks: readonly Webhook[]) =>
  webhooks
    .map((webhook) => [
      webhook.id,
      webhook.description,
      webhook.url.known ? webhook.url.serialized() : webhook.url.why,
      webhook.header?.key,
      webhook.header?.value.known === true ? webhook.header.value.secret.reveal() : null,
    ])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))

/** A set, and the same set in another order. */
const shuffled = (set: fc.Arbitrary<readonly Sketch[]>) =>
  set.chain((sketches) =>
    fc.record({
      sketches: fc.constant(sketches),
      other: fc.shuffledSubarray([...sketches], { minLength: sketches.length }),
    }),
  )

describe('a plan', () => {
  it('has no changes if the file equals live, and lists the values that cannot be compared', () => {
    fc.assert(
      fc.property(shuffled(partlyHidden), ({ sketches, other }) => {
        const found = plan(sketches, other, sketches)
        expect([found.changes, found.cautions]).toEqual([[], []])
        const uncompared = [...found.deferred, ...found.cannotCompare]
        const hidden = sketches.flatMap(({ id: which, header, writtenUrl }: Sketch) => [
          ...(writtenUrl?.isSet === false ? [`${which} url`] : []),
          ...(typeof header?.[1] === 'object' ? [`${which} header`] : []),
        ])
        expect(uncompared.map(({ id: which, field }) => `${which} ${field}`).toSorted()).toEqual(
          hidden.toSorted(),
        )
      }),
      RUNS,
    )
  })

  it('is empty once its changes, and only those, have been made', () => {
    fc.assert(
      fc.property(clear, clear, base, (to, from, before) => {
        const first = plan(to, from, before)
        const removed = new Set(idsOf(first, 'remove'))
        const written = new Set([...idsOf(first, 'update'), ...idsOf(first, 'create')])
        const left = from.filter((sketch) => !removed.has(sketch.id) && !written.has(sketch.id))
        const after = [...left, ...to.filter((sketch) => written.has(sketch.id))]
        expect(contents(after.map(liveWebhook))).toEqual(contents(to.map(liveWebhook)))
        expect(plan(to, after, before).changes).toEqual([])
      }),
      RUNS,
    )
  })

  it('has every id once: removed, updated, created, unchanged or not comparable', () => {
    fc.assert(
      fc.property(partlyHidden, partlyHidden, fc.option(partlyHidden), (to, from, before) => {
        const found = plan(to, from, before)
        const idsIn = (some: readonly { readonly id: string }[]) => some.map(({ id: which }) => which)
        const changed = idsIn(found.changes)
        const uncompared = idsIn([...found.deferred, ...found.cannotCompare])
        const open = new Set(uncompared.filter((which) => !changed.includes(which)))
        const all = new Set(idsIn([...to, ...from]))
        expect([...changed, ...found.unchanged, ...open].toSorted()).toEqual([...all].toSorted())
        expect(idsOf(found, 'remove')).toEqual(idsIn(from).filter((which) => !idsIn(to).includes(which)))
      }),
      RUNS,
    )
  })

  it('changes exactly the ids in which the file and live differ', () => {
    fc.assert(
      fc.property(partlyHidden, partlyHidden, (to, from) => {
        const changed = plan(to, from, null).changes.map((change) => change.id)
        expect(changed.toSorted()).toEqual(
          [...differingIds(desired(...to), from.map(liveWebhook))].toSorted(),
        )
      }),
      RUNS,
    )
  })

  it('has no difference from a default branch that Auco equals, and all its changes are one if the file equals the branch', () => {
    fc.assert(
      fc.property(clear, clear, (to, from) => {
        const differing = (before: readonly Sketch[]) =>
          plan(to, from, before).cautions.flatMap((caution) =>
            caution.kind === 'differs-from-branch' ? caution.ids : [],
          )
        expect(differing(from)).toEqual([])
        expect(differing(to)).toEqual(plan(to, from, to).changes.map((change) => change.id))
      }),
      RUNS,
    )
  })
})

it('two sets differ in no id if and only if they are equal', () => {
  const near = shuffled(clear).chain(({ sketches, other }) =>
    fc.oneof(fc.constant([sketches, other] as const), fc.tuple(fc.constant(sketches), clear)),
  )
  fc.assert(
    fc.property(near, ([a, b]) => {
      const isEqual =
        JSON.stringify(contents(a.map(liveWebhook))) === JSON.stringify(contents(b.map(liveWebhook)))
      expect(differingIds(a.map(liveWebhook), b.map(liveWebhook)).length === 0).toBe(isEqual)
    }),
    RUNS,
  )
})
