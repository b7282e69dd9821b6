import { describe, expect, it } from 'vitest'
import { type ApplyTools, writeAndVerify } from '../../../src/action/write-and-verify.ts'
import { parseCompany } from '../../../src/auco/read-company.ts'
import type { LiveCompany, Webhook } from '../../../src/core/webhook.ts'
import { VirtualClock } from '../../faults/virtual-clock.ts'
import { desiredWebhook } from '../plan/webhooks.ts'

interface Stored {
  readonly id: string
  readonly description: string
  readonly url: string
  readonly header?: { readonly key: string; readonly value: string }
}

const old: Stored = {
  id: 'default',
  description: 'Every event',
  url: 'https://hooks.example.com/auco',
  header: { key: 'Authorization', value: 'Bearer old' },
}
const rotated: Stored = { ...old, header: { key: 'Authorization', value: 'Bearer new' } }
const described: Stored = { ...old, description: 'Something else' }

interface Auco {
  /** What each write does, in turn; the last one repeats. */
  readonly writes: readonly { readonly status: number | null; readonly isStored: boolean }[]
  /** How a stored webhook is kept, and how one is shown. */
  readonly keeps?: (webhook: Stored) => Stored
  readonly shows?: (webhook: Stored) => Stored
  readonly before?: Stored
  /** What the read-backs show in turn, if not what is stored. */
  readonly readBacks?: readonly (Stored | undefined)[]
}

const showing =
  (shown: (value: string) => string) =>
  ({ header, ...webhook }: Stored): Stored => ({
    ...webhook,
    ...(header && { header: { ...header, value: shown(header.value) } }),
  })
const masked = showing(() => '********')
const maskedInPart = showing((value) => `****${value.slice(-2)}`)

/** Applies the file to this Auco; returns how it ended, the number of writes and how live is known to be in the end. */
async function apply(
  file: Stored,
  { writes, keeps = (it) => it, shows = (it) => it, before = old, readBacks = [] }: Auco,
) {
  let stored = before
  let reads = 0
  const made: Stored[] = []
  const states: string[] = []
  const read = async (): Promise<LiveCompany> => {
    const company = parseCompany({ webhooks: [shows(readBacks[reads - 1] ?? stored)] })
    reads += 1
    if (company === null) throw new Error('The fake shows no company')
    return company
  }
  const clock = new VirtualClock()
  const tools: ApplyTools = {
    read,
    write: async () => {
      const { status, isStored } = writes[made.length] ?? writes.at(-1) ?? { status: 200, isStored: true }
      made.push(file)
      if (isStored) stored = keeps(file)
      const outcome = status === null ? 'The connection to Auco broke.' : `Auco answered ${status}.`
      return { outcome, isAccepted: status === 200, retryAfter: null }
    },
    clock,
    cancelled: new AbortController().signal,
    onWriteState: (state) => states.push(state),
    log: () => {},
  }
  const outcome = await writeAndVerify([toWebhook(file)], await read(), tools)
  const waited = clock.sleeps.reduce((sum, sleep) => sum + sleep, 0)
  return { outcome, writes: made.length, waited, state: states.at(-1) }
}

function toWebhook({ header, ...webhook }: Stored): Webhook {
  const text = webhook.url.replace('Se3cret', '${AUCO_KEY}')
  return desiredWebhook({
    ...webhook,
    writtenUrl: { text, variables: [], isSet: true },
    header: header ? [header.key, header.value] : null,
  })
}

const failures = [
  ['503', 503],
  ['429', 429],
  ['no answer', null],
] as const

describe('where only a hidden header value differs', () => {
  it.each([
    ['stored', true],
    ['dropped', false],
  ])('a success is applied, but not verified: %s', async (_, isStored) => {
    expect(await apply(rotated, { writes: [{ status: 200, isStored }], shows: masked })).toEqual({
      outcome: { kind: 'applied', isVerified: false, writes: 1, hidden: ['default'] },
      writes: 1,
      waited: 7_500,
      state: 'unknown',
    })
  })

  it.each([
    ['a stale read', [old]],
    ['two stale reads', [old, old]],
    ['reads on both sides', [old, described, old, described, old]],
    ['a later read that equals the file', [described, described, old, old, old]],
  ])("somebody else's change is red in spite of %s", async (_, readBacks) => {
    const keeps = () => described
    expect(
      await apply(rotated, { writes: [{ status: 200, isStored: true }], shows: masked, keeps, readBacks }),
    ).toEqual({
      outcome: { kind: 'somebody-else', ids: ['default'] },
      writes: 1,
      waited: 7_500,
      state: 'unknown',
    })
  })

  it('a change that is seen proves the write, even after odd reads', async () => {
    const file = { ...rotated, description: 'New words' }
    const readBacks = [described, old]
    expect(
      await apply(file, { writes: [{ status: 200, isStored: true }], shows: masked, readBacks }),
    ).toMatchObject({
      outcome: { kind: 'applied', isVerified: true, writes: 1, hidden: ['default'] },
      waited: 1_500,
    })
  })

  it.each(failures)('%s is tried three times, each after the read-backs, and red', async (_, status) => {
    for (const isStored of [true, false]) {
      const run = await apply(rotated, { writes: [{ status, isStored }], shows: maskedInPart })
      expect(run).toMatchObject({
        outcome: { kind: 'not-applied', writes: 3, hidden: ['default'] },
        writes: 3,
        waited: 3 * 7_500,
      })
    }
  })

  it.each(failures)('%s and then a success is applied', async (_, status) => {
    const writes = [
      { status, isStored: false },
      { status: 200, isStored: true },
    ]
    expect(await apply(rotated, { writes, shows: masked })).toMatchObject({
      outcome: { kind: 'applied', isVerified: false, writes: 2 },
      waited: 2 * 7_500,
    })
  })

  const visible = { ...rotated, description: described.description }
  it.each(failures)('%s proves nothing, even if something else is seen to change', async (_, status) => {
    const writes = [{ status, isStored: true }]
    expect(await apply(visible, { writes, shows: masked })).toEqual({
      outcome: {
        kind: 'not-applied',
        writes: 3,
        lastOutcome: status === null ? 'The connection to Auco broke.' : `Auco answered ${status}.`,
        hidden: ['default'],
      },
      writes: 3,
      waited: 3 * 7_500,
      state: 'unknown',
    })
  })

  it.each(failures)(
    '%s that shows the change, and then a success: applied, not verified',
    async (_, status) => {
      const writes = [
        { status, isStored: true },
        { status: 200, isStored: true },
      ]
      expect(await apply(visible, { writes, shows: masked })).toMatchObject({
        outcome: { kind: 'applied', isVerified: false, writes: 2, hidden: ['default'] },
        waited: 2 * 7_500,
        state: 'unknown',
      })
    },
  )

  it.each(failures)('%s is verified if a read shows the value itself', async (_, status) => {
    expect(await apply(visible, { writes: [{ status, isStored: true }] })).toMatchObject({
      outcome: { kind: 'applied', isVerified: true, writes: 1, hidden: [] },
      waited: 0,
    })
  })
})

describe('where Auco stores another form', () => {
  const accepted = [{ status: 200, isStored: true }]
  const forms: readonly [string, Stored, (webhook: Stored) => Stored, field: string][] = [
    [
      'a trimmed description',
      { ...old, description: 'Every event ' },
      (webhook) => ({ ...webhook, description: webhook.description.trim() }),
      'description',
    ],
    [
      'a composed description',
      { ...old, description: 'Facturacio\u0301n' },
      (webhook) => ({ ...webhook, description: webhook.description.normalize() }),
      'description',
    ],
    [
      'a header name in lower case',
      rotated,
      ({ header, ...webhook }) => ({
        ...webhook,
        ...(header && { header: { ...header, key: header.key.toLowerCase() } }),
      }),
      'header',
    ],
    ['a header value in lower case', rotated, showing((value) => value.toLowerCase()), 'header'],
    [
      'a path without its last slash',
      { ...old, url: 'https://hooks.example.com/auco/' },
      (webhook) => ({ ...webhook, url: webhook.url.replace(/\/$/, '') }),
      'url',
    ],
    [
      'a secret part of a URL in lower case',
      { ...old, url: 'https://hooks.example.com/auco?key=Se3cret' },
      (webhook) => ({ ...webhook, url: webhook.url.toLowerCase() }),
      'url',
    ],
  ]
  const toldBy = (field: string) => ({
    outcome: { kind: 'stored-differently', forms: [{ id: 'default', fields: [{ field }] }] },
    writes: 1,
  })

  it.each(forms)('%s is told, after one write', async (_, file, keeps, field) => {
    const run = await apply(file, { writes: accepted, keeps })
    expect(run).toMatchObject({ ...toldBy(field), waited: 7_500 })
  })

  it.each(forms)('%s is told when live was in that form before', async (_, file, keeps, field) => {
    expect(await apply(file, { writes: accepted, keeps, before: keeps(file) })).toMatchObject(toldBy(field))
  })

  it.each(failures)('%s without a change is no such case: it is tried again', async (_, status) => {
    const file = { ...old, description: 'every event' }
    const writes = [
      { status, isStored: false },
      { status: 200, isStored: true },
    ]
    expect(await apply(file, { writes })).toMatchObject({
      outcome: { kind: 'applied', isVerified: true, writes: 2 },
    })
  })

  it('a description with other words is somebody else', async () => {
    const keeps = (webhook: Stored) => ({ ...webhook, description: 'Other words' })
    expect(await apply({ ...old, description: 'New words' }, { writes: accepted, keeps })).toMatchObject({
      outcome: { kind: 'somebody-else', ids: ['default'] },
      writes: 1,
    })
  })

  it('a URL as the URL standard writes it is equal', async () => {
    const url = 'https://HOOKS.example.com:443'
    const keeps = (webhook: Stored) => ({ ...webhook, url: new URL(webhook.url).href })
    expect(await apply({ ...old, url }, { writes: accepted, keeps })).toMatchObject({
      outcome: { kind: 'applied', isVerified: true },
    })
  })
})
