import { describe, expect, it } from 'vitest'
import {
  asWritten,
  compareWebhook,
  createdOrRepointed,
  defaultFirst,
  differingIds,
  fieldChanges,
  hiddenIds,
  storedDifferences,
} from '../../../src/plan/compare-webhooks.ts'
import type { FieldChange, HeaderChange, ValueComparison } from '../../../src/plan/plan.ts'
import {
  desired,
  desiredWebhook,
  KEY,
  live,
  liveWebhook,
  MAIN,
  MASKED,
  OTHER,
  type Sketch,
  TOKEN,
  UNSET,
} from './webhooks.ts'

type Parts = Partial<Sketch>
const webhook = (parts: Parts) => liveWebhook({ id: 'default', ...parts })
const file = (parts: Parts) => desiredWebhook({ id: 'default', ...parts })
const description = (from: string, to: string): FieldChange => ({ field: 'description', from, to })
const url = (from: string, to: string): FieldChange => ({ field: 'url', from, to })
const header = (change: HeaderChange): FieldChange => ({ field: 'header', header: change })
const changed = (fromKey: string, result: Exclude<ValueComparison['result'], 'cannot-compare'>) =>
  header({ kind: 'changed', fromKey, toKey: KEY, value: { result } })
const ADDED = header({ kind: 'added', key: KEY })

/** A value of the file that can't be what Auco has, whatever the variable stands for. */
const CANNOT_BE = { ...UNSET, canBe: () => false }
const HOST = 'https://a.example'
const WITH_VALUE = ['X-Key', TOKEN[1]] as const
const WITH_PATH = `${HOST}/in/\${AUCO_PATH}`
const inPath = (isSet: boolean, text = WITH_PATH) => ({ text, variables: ['AUCO_PATH'], isSet })

it('shows the values that are public, and no others', () => {
  const stateWith = (value: string, isPublic: boolean) => {
    const secret = file({ header: [KEY, value], written: value, variables: isPublic ? [] : ['AUCO_A'] })
    return asWritten([secret])[0] ?? expect.fail()
  }
  const [from, hidden, to] = [stateWith('auco', true), stateWith('auco', false), stateWith('portal', true)]
  const values = { kind: 'changed', fromKey: KEY, toKey: KEY, value: { result: 'changed' } } as const
  expect([
    fieldChanges(from, to),
    fieldChanges(hidden, to),
    fieldChanges(webhook({ url: from.url.shown }), { ...to, url: from.url }),
  ]).toMatchObject([
    [header({ ...values, fromPublic: 'auco', toPublic: 'portal' })],
    [header({ ...values, toPublic: 'portal' })],
    [header({ kind: 'added', key: KEY, publicValue: 'portal' })],
  ])
})

it.each<[string, Parts, Parts, readonly FieldChange[]]>([
  ['description, by a space', { description: 'M' }, { description: 'M ' }, [description('M', 'M ')]],
  ['URL, by a final slash', { url: `${HOST}/x` }, { url: `${HOST}/x/` }, [url(`${HOST}/…`, `${HOST}/x/`)]],
  ['unparsable URL', { url: 'hooks' }, { url: HOST }, [url('(not a web address)', HOST)]],
  ['added header of unknown value', {}, { header: [KEY, UNSET] }, [ADDED]],
  ['removed header', { header: TOKEN }, {}, [header({ kind: 'removed', key: KEY })]],
  ['header value', { header: OTHER }, { header: TOKEN }, [changed(KEY, 'changed')]],
  ['header key', { header: WITH_VALUE }, { header: TOKEN }, [changed('another header', 'unchanged')]],
  [
    'header key, by case',
    { header: [KEY.toLowerCase(), TOKEN[1]] },
    { header: TOKEN },
    [changed('authorization', 'unchanged')],
  ],
  [
    'header key, with an unknown value',
    { header: WITH_VALUE },
    { header: [KEY, UNSET] },
    [changed('another header', 'deferred')],
  ],
  [
    'all fields, in order',
    { description: 'Old', url: HOST },
    { description: 'New', url: 'https://b.example/', header: TOKEN },
    [description('Old', 'New'), url(`${HOST}/…`, 'https://b.example/'), ADDED],
  ],
  ['nothing, with unparsable URLs', { url: 'hooks' }, { url: 'hooks' }, []],
  ['nothing visible: the value is unset', { header: TOKEN }, { header: [KEY, UNSET] }, []],
  ['a value it cannot become', { header: TOKEN }, { header: [KEY, CANNOT_BE] }, [changed(KEY, 'changed')]],
  ['nothing visible: the value is masked', { header: [KEY, MASKED] }, { header: TOKEN }, []],
  [
    'the same URL of a variable',
    { url: `${HOST}/in/1` },
    { url: `${HOST}/in/1`, writtenUrl: inPath(true) },
    [],
  ],
  [
    'another value of it',
    { url: `${HOST}/in/1` },
    { url: `${HOST}/in/2`, writtenUrl: inPath(true) },
    [url(`${HOST}/…`, WITH_PATH)],
  ],
  [
    'another host of it',
    { url: 'https://b.example/in/2' },
    { url: `${HOST}/in/2`, writtenUrl: inPath(true) },
    [url('https://b.example/…', WITH_PATH)],
  ],
])('a changed %s', (_, from, to, fields) => {
  expect(fieldChanges(webhook(from), file(to))).toEqual(fields)
})

it('a URL that is unknown is compared when applied, but its host is not', () => {
  const unknown = file({ url: `${HOST}/in/1`, writtenUrl: inPath(false) })
  const found = [HOST, 'https://b.example'].map((host) =>
    compareWebhook(webhook({ url: `${host}/in/1` }), unknown, undefined),
  )
  expect(found).toMatchObject([
    { fields: [], deferred: [{ id: 'default', field: 'url' }], cannotCompare: [] },
    { fields: [url('https://b.example/…', WITH_PATH)], deferred: [] },
  ])
})

describe('where the default branch writes it differently, an unset variable is a change:', () => {
  const unset: Parts = { header: [KEY, UNSET], written: 'Bearer ${AUCO_TOKEN}' }
  const other: Parts = { ...unset, written: 'Bearer ${AUCO_NEW}' }
  const unsetUrl: Parts = { writtenUrl: inPath(false), header: TOKEN }
  const otherUrl = `${HOST}/x/\${AUCO_PATH}`

  it.each<[string, Parts, Parts | undefined, readonly FieldChange[]]>([
    ['no webhook there', unset, undefined, []],
    ['the same header', unset, unset, []],
    ['another header', unset, other, [changed(KEY, 'rewritten')]],
    ['no header there', unset, {}, [changed(KEY, 'rewritten')]],
    ['another header, but the value is known', { ...unset, header: TOKEN }, other, []],
    ['another one that Auco cannot have', { header: [KEY, CANNOT_BE] }, other, [changed(KEY, 'changed')]],
    [
      'another URL',
      unsetUrl,
      { ...unsetUrl, writtenUrl: inPath(false, otherUrl) },
      [url(otherUrl, WITH_PATH)],
    ],
    ['the same URL', unsetUrl, unsetUrl, []],
  ])('%s', (_, to, before, fields) => {
    const from = webhook({ url: `${HOST}/in/1`, header: TOKEN })
    const base = before && file({ url: `${HOST}/in/1`, ...before })
    const found = compareWebhook(from, file({ url: `${HOST}/in/1`, ...to }), base)
    expect(found.fields).toEqual(fields)
    // What is a change isn't deferred as well.
    expect(found.deferred.some(({ field }) => fields.some((change) => change.field === field))).toBe(false)
  })
})

it.each<[string, Sketch['header'], Sketch['header'], ValueComparison['result'] | null, object]>([
  ['equal', TOKEN, TOKEN, 'unchanged', {}],
  ['of different values', OTHER, TOKEN, null, {}],
  ['unset in the file', TOKEN, [KEY, UNSET], 'deferred', { deferred: 1 }],
  ['unset in the file, under another key', WITH_VALUE, [KEY, UNSET], null, {}],
  ['masked by Auco', [KEY, MASKED], TOKEN, 'cannot-compare', { hidden: 1 }],
  ['unknown on both sides', [KEY, MASKED], [KEY, UNSET], 'cannot-compare', { hidden: 1 }],
  ['only at Auco', [KEY, MASKED], null, null, {}],
  ['only in the file', null, [KEY, UNSET], null, {}],
])('two headers, %s: what is kept, and what is not compared', (_, from, to, kept, expected) => {
  const found = compareWebhook(webhook({ header: from ?? null }), file({ header: to ?? null }), undefined)
  expect(found.keptHeader?.value.result ?? null).toBe(kept)
  expect({ deferred: found.deferred.length, hidden: found.cannotCompare.length }).toEqual({
    ...{ deferred: 0, hidden: 0, ...expected },
  })
})

// By which fields two sets differ is a property (properties.test.ts).
const masked: Sketch = { ...MAIN, header: [KEY, MASKED] }
it.each<[string, Sketch, Sketch, readonly string[]]>([
  ['a known value that became hidden', MAIN, masked, ['default']],
  ['a value that was hidden before', masked, masked, []],
  ['a known value that looks masked itself', { ...MAIN, header: [KEY, '***'] }, masked, []],
])('where values are readable, %s is a difference or not', (_, a, b, ids) => {
  expect(differingIds([liveWebhook(a)], [liveWebhook(b)], (id) => id === 'default')).toEqual(ids)
  expect(differingIds([liveWebhook(a)], [liveWebhook(b)], (id) => id !== 'default')).toEqual([])
})

it('hidden ids are those with a value that is known here and hidden there', () => {
  const known = [masked, { ...MAIN, id: 'b' }, { ...MAIN, id: 'c' }, { ...MAIN, id: 'd' }]
  const seen = [{ ...masked, id: 'c' }, masked, { ...MAIN, id: 'b' }]
  expect(hiddenIds(known.map(liveWebhook), seen.map(liveWebhook))).toEqual(['c'])
})

it('two states of a file differ by what is written, whatever the values are', () => {
  const between = (other: Sketch) => differingIds(asWritten(desired(MAIN)), asWritten(desired(other)))
  expect(between({ ...MAIN, header: OTHER })).toEqual([])
  expect(between({ ...MAIN, written: '${AUCO_B}' })).toEqual(['default'])
  expect(between({ ...MAIN, writtenUrl: inPath(true) })).toEqual(['default'])
})

it('a write has `default` first, as Auco requires, and the others in their order', () => {
  const sorted = defaultFirst(desired({ id: 'b' }, MAIN, { id: 'a' }))
  expect(sorted.map(({ id }) => id)).toEqual(['default', 'b', 'a'])
})

it('what is created or re-pointed: the id is new, or its URL is another', () => {
  const webhooks = desired(
    { id: 'same', description: 'New', url: 'https://A.example' },
    { id: 'moved', url: 'https://b.example/' },
    { id: 'new', url: HOST },
  )
  const before = live({ id: 'same', url: HOST }, { id: 'moved', url: HOST }, { id: 'gone', url: HOST })
  expect(createdOrRepointed(webhooks, before.webhooks).map(({ id }) => id)).toEqual(['moved', 'new'])
})

it('what Auco stores differently is told as the next plan has it: from what is stored to what was sent', () => {
  const sent = desired({ id: 'Form', description: 'New ' }, { id: 'Same' }, { id: 'Lost' })
  const stored = live({ id: 'Foreign' }, { id: 'Form', description: 'New' }, { id: 'Same' })
  expect(storedDifferences(sent, stored.webhooks, () => true)).toEqual([
    { id: 'Form', fields: [{ field: 'description', from: 'New', to: 'New ' }] },
    { id: 'Lost', fields: [] },
    { id: 'Foreign', fields: [] },
  ])
})
