import { describe, expect, it } from 'vitest'
import type { Header, LiveWebhook } from '../../../src/core/webhook.ts'
import { asWritten } from '../../../src/plan/compare-webhooks.ts'
import {
  compareValues,
  fieldChanges,
  keptHeader,
  plannedChanges,
  uncompared,
} from '../../../src/plan/field-changes.ts'
import type { FieldChange, HeaderChange, ValueComparison } from '../../../src/plan/plan.ts'
import { desiredWebhook, KEY, liveWebhook, MASKED, OTHER, type Sketch, TOKEN, UNSET } from './webhooks.ts'

const webhook = (sketch: Partial<Sketch>) => liveWebhook({ id: 'default', ...sketch })
const description = (from: string, to: string): FieldChange => ({ field: 'description', from, to })
const url = (from: string, to: string): FieldChange => ({
  field: 'url',
  from,
  to,
  shownPart: true,
  hiddenPart: false,
})
const header = (change: HeaderChange): FieldChange => ({ field: 'header', header: change })
const changed = (fromKey: string, value: ValueComparison): FieldChange =>
  header({ kind: 'changed', fromKey, toKey: KEY, value })

const UNCHANGED = { result: 'unchanged' } as const
const DEFERRED = { result: 'deferred' } as const
/** A value of the file that can't be what Auco has, whatever the variable stands for. */
const CANNOT_BE = { ...UNSET, canBe: () => false }
const [A, B] = ['https://a.example/', 'https://b.example/']

it('shows the values that are public, and no others', () => {
  const declared = (value: string, isPublic: boolean): LiveWebhook => {
    const found = webhook({ header: [KEY, value] })
    const one = found.header?.value.known === true ? { ...found.header.value, isPublic } : null
    return found.header === null || one === null
      ? found
      : { ...found, header: { ...found.header, value: one } }
  }
  const values = { kind: 'changed', fromKey: KEY, toKey: KEY, value: { result: 'changed' } } as const
  expect(fieldChanges(declared('auco', true), declared('portal', true))).toEqual([
    header({ ...values, fromPublic: 'auco', toPublic: 'portal' }),
  ])
  expect(fieldChanges(declared('auco', false), declared('portal', true))).toEqual([
    header({ ...values, toPublic: 'portal' }),
  ])
  expect(fieldChanges(webhook({}), declared('portal', true))).toEqual([
    header({ kind: 'added', key: KEY, publicValue: 'portal' }),
  ])
  expect(fieldChanges(declared('auco', false), webhook({}))).toEqual([header({ kind: 'removed', key: KEY })])
})

describe('field changes', () => {
  it.each<[string, Partial<Sketch>, Partial<Sketch>, readonly FieldChange[]]>([
    ['description', { description: 'Main' }, { description: 'All' }, [description('Main', 'All')]],
    ['description, empty before', { description: '' }, { description: 'Main' }, [description('', 'Main')]],
    ['description, by a space', { description: 'M' }, { description: 'M ' }, [description('M', 'M ')]],
    ['URL path', { url: `${A}x` }, { url: `${A}y` }, [url(`${A}…`, `${A}y`)]],
    ['URL, by a final slash', { url: `${A}x` }, { url: `${A}x/` }, [url(`${A}…`, `${A}x/`)]],
    ['query value', { url: `${A}?k=1` }, { url: `${A}?k=2` }, [url(`${A}…`, `${A}?k=2`)]],
    ['unparsable URL', { url: 'hooks' }, { url: A }, [url('(not a web address)', A)]],
    ['added header', { header: null }, { header: TOKEN }, [header({ kind: 'added', key: KEY })]],
    [
      'added header of unknown value',
      { header: null },
      { header: [KEY, UNSET] },
      [header({ kind: 'added', key: KEY })],
    ],
    ['removed header', { header: TOKEN }, { header: null }, [header({ kind: 'removed', key: KEY })]],
    ['header value', { header: OTHER }, { header: TOKEN }, [changed(KEY, { result: 'changed' })]],
    ['header key', { header: ['X-Api-Key', TOKEN[1]] }, { header: TOKEN }, [changed('X-Api-Key', UNCHANGED)]],
    [
      'header key, by case',
      { header: ['authorization', TOKEN[1]] },
      { header: TOKEN },
      [changed('authorization', UNCHANGED)],
    ],
    [
      'header key and value',
      { header: ['X-Api-Key', OTHER[1]] },
      { header: TOKEN },
      [changed('X-Api-Key', { result: 'changed' })],
    ],
    [
      'header key, with an unknown value',
      { header: ['X-Api-Key', TOKEN[1]] },
      { header: [KEY, UNSET] },
      [changed('X-Api-Key', DEFERRED)],
    ],
    [
      'all fields, in order',
      { description: 'Old', url: A, header: null },
      { description: 'New', url: B, header: TOKEN },
      [description('Old', 'New'), url(`${A}…`, B), header({ kind: 'added', key: KEY })],
    ],
    ['nothing, with a header', { header: TOKEN }, { header: TOKEN }, []],
    ['nothing, without a header', {}, {}, []],
    [
      'nothing, with secret URL parts',
      { url: 'https://u:p@a.example/?k=s#f' },
      { url: 'https://u:p@a.example/?k=s#f' },
      [],
    ],
    ['nothing, with unparsable URLs', { url: 'hooks' }, { url: 'hooks' }, []],
    ['nothing visible: the value is unset', { header: TOKEN }, { header: [KEY, UNSET] }, []],
    [
      'header value that the file cannot become',
      { header: TOKEN },
      { header: [KEY, CANNOT_BE] },
      [changed(KEY, { result: 'changed' })],
    ],
    ['nothing visible: the value is masked', { header: [KEY, MASKED] }, { header: TOKEN }, []],
  ])('%s', (_, from, to, fields) => {
    expect(fieldChanges(webhook(from), desiredWebhook({ id: 'default', ...to }))).toEqual(fields)
  })
})

describe('a URL with variables', () => {
  const HOST = 'https://hooks.example.com'
  const WRITTEN = `${HOST}/catch/\${AUCO_PATH}`
  const file = (url: string, isSet = true) =>
    desiredWebhook({
      id: 'default',
      url,
      writtenUrl: { text: WRITTEN, variables: ['AUCO_PATH'], isSet },
    })
  const fromLive = (url: string) => webhook({ url })

  it.each([
    ['the same', `${HOST}/catch/1?a=b`, '/catch/1?a=b', null],
    ['another value', `${HOST}/catch/1`, '/catch/2', false],
    ['a wholly other path', `${HOST}/x`, '/catch/2', false],
    ['another host', 'https://hooks.example.net/catch/2', '/catch/2', true],
  ])('%s', (_, from, to, shownPart) => {
    const change = { field: 'url', from: `${URL.parse(from)?.origin}/…`, to: WRITTEN }
    expect(fieldChanges(fromLive(from), file(HOST + to))).toEqual(
      shownPart === null ? [] : [{ ...change, shownPart, hiddenPart: !shownPart }],
    )
  })

  it('that is unknown is compared when applied', () => {
    const [from, to] = [fromLive(`${HOST}/catch/1`), file(`${HOST}/catch/1`, false)]
    expect(fieldChanges(from, to)).toEqual([])
    expect(uncompared('default', from, to, [])).toEqual({
      deferred: [{ id: 'default', field: 'url' }],
      cannotCompare: [],
    })
  })

  it('that is unknown still has another host', () => {
    const [from, to] = [fromLive('https://hooks.example.net/catch/1'), file(`${HOST}/catch/1`, false)]
    expect(fieldChanges(from, to)).toEqual([
      { field: 'url', from: 'https://hooks.example.net/…', to: WRITTEN, shownPart: true, hiddenPart: false },
    ])
  })

  it('as two states of the file write it, is shown with every difference', () => {
    const other = { text: `${HOST}/hook/\${AUCO_PATH}`, variables: ['AUCO_PATH'], isSet: true }
    const [one = expect.fail(), two = expect.fail()] = asWritten([
      file(`${HOST}/catch/1`),
      desiredWebhook({ id: 'default', url: `${HOST}/hook/1`, writtenUrl: other }),
    ])
    expect(fieldChanges(one, two)).toEqual([
      { field: 'url', from: WRITTEN, to: other.text, shownPart: true, hiddenPart: false },
    ])
  })
})

describe('where the default branch writes it differently, an unset variable is a change:', () => {
  const [WRITTEN, OTHER_WRITTEN] = ['Bearer ${AUCO_TOKEN}', 'Bearer ${AUCO_NEW}']
  const path = (text: string) => ({
    text: `https://a.example/${text}`,
    variables: ['AUCO_PATH'],
    isSet: false,
  })
  const file = (sketch: Partial<Sketch>) => desiredWebhook({ id: 'default', ...sketch })
  const unset: Partial<Sketch> = { header: [KEY, UNSET], written: WRITTEN }
  const deferredUrl: Partial<Sketch> = { writtenUrl: path('${AUCO_PATH}') }
  const rewrittenUrl: FieldChange = {
    field: 'url',
    from: path('x/${AUCO_PATH}').text,
    to: path('${AUCO_PATH}').text,
    shownPart: true,
    hiddenPart: false,
  }

  it.each<[string, Partial<Sketch>, Partial<Sketch> | undefined, readonly FieldChange[]]>([
    ['no webhook there', unset, undefined, []],
    ['the same header', unset, unset, []],
    ['another header', unset, { ...unset, written: OTHER_WRITTEN }, [changed(KEY, { result: 'rewritten' })]],
    ['no header there', unset, { header: null }, [changed(KEY, { result: 'rewritten' })]],
    [
      'another header, but the value is known',
      { header: TOKEN, written: WRITTEN },
      { ...unset, written: OTHER_WRITTEN },
      [],
    ],
    [
      'another header, and Auco cannot have it from this one',
      { header: [KEY, CANNOT_BE], written: WRITTEN },
      { ...unset, written: OTHER_WRITTEN },
      [changed(KEY, { result: 'changed' })],
    ],
    [
      'another URL',
      { ...deferredUrl, header: TOKEN },
      { writtenUrl: path('x/${AUCO_PATH}'), header: TOKEN },
      [rewrittenUrl],
    ],
    ['the same URL', { ...deferredUrl, header: TOKEN }, { ...deferredUrl, header: TOKEN }, []],
  ])('%s', (_, to, before, changes) => {
    const from = webhook({ url: 'https://a.example/catch', header: TOKEN })
    const declared = file({ url: 'https://a.example/catch', ...to })
    const base = before && file({ url: 'https://a.example/catch', ...before })
    expect(plannedChanges(from, declared, base)).toEqual(changes)
    // What is a change isn't deferred as well.
    const left = uncompared('default', from, declared, changes)
    expect(left.deferred.some(({ field }) => changes.some((change) => change.field === field))).toBe(false)
  })
})

describe('two headers', () => {
  const of = (sketch: Sketch['header']): Header | null => webhook({ header: sketch ?? null }).header
  const kept = (value: ValueComparison) => ({ key: KEY, value })
  const masked = { result: 'cannot-compare', ...MASKED } as const

  it.each<[string, Sketch['header'], Sketch['header'], ReturnType<typeof keptHeader>, object]>([
    ['equal', TOKEN, TOKEN, kept(UNCHANGED), {}],
    ['of different values', OTHER, TOKEN, null, {}],
    ['of different keys', ['X-Key', TOKEN[1]], TOKEN, null, {}],
    ['unset in the file', TOKEN, [KEY, UNSET], kept(DEFERRED), { deferred: 1 }],
    ['unset in the file, under another key', ['X-Key', TOKEN[1]], [KEY, UNSET], null, {}],
    ['masked by Auco', [KEY, MASKED], TOKEN, kept(masked), { cannotCompare: 1 }],
    ['unknown on both sides', [KEY, MASKED], [KEY, UNSET], kept(masked), { cannotCompare: 1 }],
    ['only at Auco', [KEY, MASKED], null, null, {}],
    ['only in the file', null, [KEY, UNSET], null, {}],
    ['absent', null, null, null, {}],
  ])('%s: what is kept, and what is not compared', (_, from, to, keptOne, expected) => {
    const [one, two] = [webhook({ header: from ?? null }), webhook({ header: to ?? null })]
    const changes = fieldChanges(one, two)
    const { deferred, cannotCompare } = uncompared('default', one, two, changes)
    expect([
      keptHeader(of(from), of(to), changes),
      { deferred: deferred.length, cannotCompare: cannotCompare.length },
    ]).toEqual([keptOne, { deferred: 0, cannotCompare: 0, ...expected }])
  })

  it('compare by value alone', () => {
    const [token, other] = [
      webhook({ header: TOKEN }).header,
      webhook({ header: ['X-Key', TOKEN[1]] }).header,
    ]
    expect(token && other && compareValues(token, other)).toEqual(UNCHANGED)
  })
})
