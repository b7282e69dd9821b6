import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Webhook } from '../../../src/core/webhook.ts'
import { differingIds } from '../../../src/plan/compare-webhooks.ts'
import { idsOf, type Plan } from '../../../src/plan/plan.ts'
import { planChanges } from '../../../src/plan/plan-changes.ts'
import { runs } from '../../campaign/soak.ts'
import { desired, desiredWebhook, live, liveWebhook, type Sketch } from './webhooks.ts'

const RUNS = runs(300, 5_000)

// Few values each, so that two sets often have a part in common.
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
const unknownValue = fc.constantFrom({ why: 'masked' }, { why: 'unset' })
const written = fc.constantFrom('Bearer ${TOKEN}', '${OTHER}')

const setOf = (value: fc.Arbitrary<string | { readonly why: string }>) =>
  fc.uniqueArray(fc.record({ id, description, url, header: fc.option(fc.tuple(key, value)), written }), {
    selector: (sketch) => sketch.id,
  })
/** Sets whose header values are all known, so that every difference can be seen. */
const clear = setOf(knownValue)
/** Sets in which some header values cannot be compared. */
const veiled = setOf(fc.oneof(knownValue, unknownValue))
const base = fc.option(clear)

const plan = (to: readonly Sketch[], from: readonly Sketch[], before: readonly Sketch[] | null): Plan =>
  planChanges('stage', desired(...to), live(...from), before === null ? null : desired(...before))

/** Everything that Auco knows of a set, in an order of its own. */
const contents = (webhooks: readonly Webhook[]) =>
  webhooks
    .map((webhook) => [
      webhook.id,
      webhook.description,
      webhook.url.reveal(),
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
  it('of a set against itself is empty, in any order', () => {
    fc.assert(
      fc.property(shuffled(clear), base, ({ sketches, other }, before) => {
        expect(plan(sketches, other, before)).toEqual({
          environment: 'stage',
          changes: [],
          unchanged: sketches.map((sketch) => sketch.id),
          cannotCompare: [],
          cautions: [],
        })
      }),
      RUNS,
    )
  })

  it('of a set against itself has no change where values cannot be compared, and says which', () => {
    fc.assert(
      fc.property(shuffled(veiled), ({ sketches, other }) => {
        const found = plan(sketches, other, sketches)
        expect([found.changes, found.cautions]).toEqual([[], []])
        expect(found.cannotCompare.map(({ id: which }) => which)).toEqual(
          sketches.filter(({ header }) => typeof header?.[1] === 'object').map((sketch) => sketch.id),
        )
      }),
      RUNS,
    )
  })

  it('is empty after what it announces has been done, and nothing else', () => {
    fc.assert(
      fc.property(clear, clear, base, (to, from, before) => {
        const first = plan(to, from, before)
        const removed = new Set(idsOf(first, 'remove'))
        const written = new Set([...idsOf(first, 'update'), ...idsOf(first, 'create')])
        const after = [
          ...from.filter((sketch) => !removed.has(sketch.id) && !written.has(sketch.id)),
          ...to.filter((sketch) => written.has(sketch.id)),
        ]
        expect(contents(after.map(liveWebhook))).toEqual(contents(to.map(liveWebhook)))
        expect(plan(to, after, before).changes).toEqual([])
      }),
      RUNS,
    )
  })

  it('has every id once: removed, updated, created or unchanged', () => {
    fc.assert(
      fc.property(veiled, veiled, fc.option(veiled), (to, from, before) => {
        const found = plan(to, from, before)
        const ids = [...found.changes.map((change) => change.id), ...found.unchanged]
        const all = new Set([...to, ...from].map((sketch) => sketch.id))
        expect(ids.toSorted()).toEqual([...all].toSorted())
        expect(idsOf(found, 'remove')).toEqual(
          from.map((sketch) => sketch.id).filter((which) => !to.some((sketch) => sketch.id === which)),
        )
      }),
      RUNS,
    )
  })

  it('changes exactly the ids in which the file and live differ', () => {
    fc.assert(
      fc.property(veiled, veiled, fc.option(veiled), (to, from, before) => {
        const changed = plan(to, from, before).changes.map((change) => change.id)
        expect(changed.toSorted()).toEqual(
          [...differingIds(to.map(liveWebhook), from.map(liveWebhook))].toSorted(),
        )
      }),
      RUNS,
    )
  })

  it('does not depend on the order of live or of the base branch, but for the order of removals', () => {
    fc.assert(
      fc.property(veiled, shuffled(veiled), shuffled(veiled), (to, from, before) => {
        const inOrder = ({ changes, cautions, ...rest }: Plan) => ({
          ...rest,
          changes: changes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
          cautions: cautions.filter(({ kind }) => kind === 'secret-to-new-host'),
        })
        expect(inOrder(plan(to, from.sketches, before.sketches))).toEqual(
          inOrder(plan(to, from.other, before.other)),
        )
      }),
      RUNS,
    )
  })

  it('tells outside changes from the pull request by the base branch', () => {
    fc.assert(
      fc.property(clear, clear, (to, from) => {
        const origins = (before: readonly Sketch[] | null) =>
          plan(to, from, before).changes.map(({ origin }) => origin)
        // The base branch is what is live: everything is the pull request's. It is the file: nothing is.
        expect(origins(from).every((origin) => origin === 'pull-request')).toBe(true)
        expect(origins(to).every((origin) => origin === 'outside')).toBe(true)
        expect(origins(null).every((origin) => origin === 'unknown')).toBe(true)
      }),
      RUNS,
    )
  })
})

describe('differingIds', () => {
  it('is symmetric as a set, and has no id twice', () => {
    fc.assert(
      fc.property(veiled, veiled, (a, b) => {
        const there = differingIds(a.map(liveWebhook), b.map(liveWebhook))
        const back = differingIds(b.map(liveWebhook), a.map(liveWebhook))
        expect(there.toSorted()).toEqual(back.toSorted())
        expect(new Set(there).size).toBe(there.length)
      }),
      RUNS,
    )
  })

  it('is empty if and only if the sets are equal', () => {
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

  it('has no id whose only difference cannot be compared', () => {
    fc.assert(
      fc.property(clear, (sketches) => {
        const masked = sketches.map((sketch) => ({
          ...sketch,
          header: sketch.header === null ? null : ([sketch.header[0], { why: 'masked' }] as const),
        }))
        expect(differingIds(sketches.map(liveWebhook), masked.map(liveWebhook))).toEqual([])
      }),
      RUNS,
    )
  })
})

describe('no print of a plan or of its webhooks', () => {
  it('has a header value, or a user, password, query value or fragment of a URL', () => {
    // Letters that no word of ours has in a row, upper and lower case as URLs keep them.
    const secret = fc.string({ unit: fc.constantFrom(...'QZXJ0123456789'), minLength: 8, maxLength: 20 })
    const secretive = fc
      .record({
        id,
        value: secret,
        user: secret,
        password: secret,
        query: secret,
        fragment: secret,
        written: secret,
      })
      .map((parts) => ({
        secrets: [parts.value, parts.user, parts.password, parts.query, parts.fragment, parts.written],
        sketch: {
          id: parts.id,
          url: `https://${parts.user}:${parts.password}@hooks.example.com/auco?key=${parts.query}#${parts.fragment}`,
          header: ['Key', parts.value],
          written: parts.written,
        } as const,
      }))
    const set = fc.uniqueArray(secretive, { selector: ({ sketch }) => sketch.id })
    fc.assert(
      fc.property(set, set, set, (to, from, before) => {
        const sketches = (those: typeof to) => those.map(({ sketch }) => sketch)
        const things = [
          plan(sketches(to), sketches(from), sketches(before)),
          ...sketches(to).map(desiredWebhook),
          live(...sketches(from)),
        ]
        const printed = [
          JSON.stringify(things),
          inspect(things, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxArrayLength: null }),
          inspect(things, {
            depth: Number.POSITIVE_INFINITY,
            showHidden: true,
            customInspect: false,
            maxArrayLength: null,
          }),
        ].join('\n')
        expect(
          [...to, ...from, ...before].flatMap(({ secrets }) =>
            secrets.filter((each) => printed.includes(each)),
          ),
        ).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
