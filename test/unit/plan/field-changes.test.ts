import { describe, expect, it } from 'vitest'
import type { LiveWebhook } from '../../../src/core/webhook.ts'
import { asWritten } from '../../../src/plan/compare-webhooks.ts'
import { compareWebhook, fieldChanges } from '../../../src/plan/field-changes.ts'
import type { FieldChange, HeaderChange, ValueComparison } from '../../../src/plan/plan.ts'
import { desiredWebhook, KEY, liveWebhook, MASKED, OTHER, type Sketch, TOKEN, UNSET } from './webhooks.ts'

type Parts = Partial<Sketch>
const webhook = (parts: Parts) => liveWebhook({ id: 'default', ...parts })
const file = (parts: Parts) => desiredWebhook({ id: 'default', ...parts })
const description = (from: string, to: string): FieldChange => ({ field: 'description', from, to })
const url = (from: string, to: string, shownPart = true): FieldChange => ({
  ...{ field: 'url', from, to, shownPart, hiddenPart: !shownPart },
})
const header = (change: HeaderChange): FieldChange => ({ field: 'header', header: change })
const changed = (fromKey: string, result: Exclude<ValueComparison['result'], 'cannot-compare'>) =>
  header({ kind: 'changed', fromKey, toKey: KEY, value: { result } })
const ADDED = header({ kind: 'added', key: KEY })

/** A value of the file that can't be what Auco has, whatever the variable stands for. */
const CANNOT_BE = { ...UNSET, canBe: () => false }
const [A, B] = ['https://a.example/', 'https://b.example/']

it('shows the values that are public, and no others', () => {
  const declared = (value: string, isPublic: boolean): LiveWebhook => {
    const found = webhook({ header: [KEY, value] })
    return found.header?.value.known === true
      ? { ...found, header: { ...found.header, value: { ...found.header.value, isPublic } } }
      : found
  }
  const values = { kind: 'changed', fromKey: KEY, toKey: KEY, value: { result: 'changed' } } as const
  const from = declared('auco', true)
  const [hidden, to] = [declared('auco', false), declared('portal', true)]
  expect([
    fieldChanges(from, to),
    fieldChanges(hidden, to),
    fieldChanges(webhook({}), to),
    fieldChanges(hidden, webhook({})),
  ]).toEqual([
    [header({ ...values, fromPublic: 'auco', toPublic: 'portal' })],
    [header({ ...values, toPublic: 'portal' })],
    [header({ kind: 'added', key: KEY, publicValue: 'portal' })],
    [header({ kind: 'removed', key: KEY })],
  ])
})

it.each<[string, Parts, Parts, readonly FieldChange[]]>([
  ['description, by a space', { description: 'M' }, { description: 'M ' }, [description('M', 'M ')]],
  ['URL, by a final slash', { url: `${A}x` }, { url: `${A}x/` }, [url(`${A}…`, `${A}x/`)]],
  ['query value', { url: `${A}?k=1` }, { url: `${A}?k=2` }, [url(`${A}…`, `${A}?k=2`)]],
  ['unparsable URL', { url: 'hooks' }, { url: A }, [url('(not a web address)', A)]],
  ['added header', {}, { header: TOKEN }, [ADDED]],
  ['added header of unknown value', {}, { header: [KEY, UNSET] }, [ADDED]],
  ['removed header', { header: TOKEN }, {}, [header({ kind: 'removed', key: KEY })]],
  ['header value', { header: OTHER }, { header: TOKEN }, [changed(KEY, 'changed')]],
  [
    'header key',
    { header: ['X-Key', TOKEN[1]] },
    { header: TOKEN },
    [changed('another header', 'unchanged')],
  ],
  [
    'header key, by case',
    { header: ['authorization', TOKEN[1]] },
    { header: TOKEN },
    [changed('authorization', 'unchanged')],
  ],
  ['both', { header: ['X-Token', OTHER[1]] }, { header: TOKEN }, [changed('X-Token', 'changed')]],
  [
    'header key, with an unknown value',
    { header: ['X-Token', TOKEN[1]] },
    { header: [KEY, UNSET] },
    [changed('X-Token', 'deferred')],
  ],
  [
    'all fields, in order',
    { description: 'Old', url: A },
    { description: 'New', url: B, header: TOKEN },
    [description('Old', 'New'), url(`${A}…`, B), ADDED],
  ],
  ['nothing', { url: 'https://u:p@a.example/?k=s#f' }, { url: 'https://u:p@a.example/?k=s#f' }, []],
  ['nothing, with unparsable URLs', { url: 'hooks' }, { url: 'hooks' }, []],
  ['nothing visible: the value is unset', { header: TOKEN }, { header: [KEY, UNSET] }, []],
  ['a value it cannot become', { header: TOKEN }, { header: [KEY, CANNOT_BE] }, [changed(KEY, 'changed')]],
  ['nothing visible: the value is masked', { header: [KEY, MASKED] }, { header: TOKEN }, []],
])('a changed %s', (_, from, to, fields) => {
  expect(fieldChanges(webhook(from), file(to))).toEqual(fields)
})

describe('a URL with variables', () => {
  const HOST = 'https://hooks.example.com'
  const WRITTEN = `${HOST}/catch/\${AUCO_PATH}`
  const withVariable = (at: string, isSet = true, text = WRITTEN) =>
    file({ url: at, writtenUrl: { text, variables: ['AUCO_PATH'], isSet } })

  it.each([
    ['the same', `${HOST}/catch/1?a=b`, '/catch/1?a=b', null],
    ['another value', `${HOST}/catch/1`, '/catch/2', false],
    ['a wholly other path', `${HOST}/x`, '/catch/2', false],
    ['another host', 'https://hooks.example.net/catch/2', '/catch/2', true],
  ])('%s', (_, from, to, shownPart) => {
    expect(fieldChanges(webhook({ url: from }), withVariable(HOST + to))).toEqual(
      shownPart === null ? [] : [url(`${URL.parse(from)?.origin}/…`, WRITTEN, shownPart)],
    )
  })

  it('that is unknown is compared when applied, but its host is not', () => {
    const unknown = withVariable(`${HOST}/catch/1`, false)
    expect(compareWebhook(webhook({ url: `${HOST}/catch/1` }), unknown, undefined)).toMatchObject({
      ...{ fields: [], deferred: [{ id: 'default', field: 'url' }], cannotCompare: [] },
    })
    const elsewhere = compareWebhook(
      webhook({ url: 'https://hooks.example.net/catch/1' }),
      unknown,
      undefined,
    )
    expect(elsewhere).toMatchObject({ fields: [url('https://hooks.example.net/…', WRITTEN)], deferred: [] })
  })

  it('as two states of the file write it, is shown with every difference', () => {
    const other = `${HOST}/hook/\${AUCO_PATH}`
    const states = [withVariable(`${HOST}/catch/1`), withVariable(`${HOST}/hook/1`, true, other)]
    const [one = expect.fail(), two = expect.fail()] = asWritten(states)
    expect(fieldChanges(one, two)).toEqual([url(WRITTEN, other)])
  })
})

describe('where the default branch writes it differently, an unset variable is a change:', () => {
  const path = (text: string) => ({ text: `${A}${text}`, variables: ['AUCO_PATH'], isSet: false })
  const unset: Parts = { header: [KEY, UNSET], written: 'Bearer ${AUCO_TOKEN}' }
  const other: Parts = { ...unset, written: 'Bearer ${AUCO_NEW}' }
  const unsetUrl: Parts = { writtenUrl: path('${AUCO_PATH}'), header: TOKEN }

  it.each<[string, Parts, Parts | undefined, readonly FieldChange[]]>([
    ['no webhook there', unset, undefined, []],
    ['the same header', unset, unset, []],
    ['another header', unset, other, [changed(KEY, 'rewritten')]],
    ['no header there', unset, {}, [changed(KEY, 'rewritten')]],
    ['another header, but the value is known', { ...unset, header: TOKEN }, other, []],
    [
      'another header, and Auco cannot have it from this one',
      { ...unset, header: [KEY, CANNOT_BE] },
      other,
      [changed(KEY, 'changed')],
    ],
    [
      'another URL',
      unsetUrl,
      { ...unsetUrl, writtenUrl: path('x/${AUCO_PATH}') },
      [url(`${A}x/\${AUCO_PATH}`, `${A}\${AUCO_PATH}`)],
    ],
    ['the same URL', unsetUrl, unsetUrl, []],
  ])('%s', (_, to, before, fields) => {
    const from = webhook({ url: `${A}catch`, header: TOKEN })
    const base = before && file({ url: `${A}catch`, ...before })
    const found = compareWebhook(from, file({ url: `${A}catch`, ...to }), base)
    expect(found.fields).toEqual(fields)
    // What is a change isn't deferred as well.
    expect(found.deferred.some(({ field }) => fields.some((change) => change.field === field))).toBe(false)
  })
})

it.each<[string, Sketch['header'], Sketch['header'], ValueComparison['result'] | null, object]>([
  ['equal', TOKEN, TOKEN, 'unchanged', {}],
  ['of different values', OTHER, TOKEN, null, {}],
  ['of different keys', ['X-Key', TOKEN[1]], TOKEN, null, {}],
  ['unset in the file', TOKEN, [KEY, UNSET], 'deferred', { deferred: 1 }],
  ['unset in the file, under another key', ['X-Key', TOKEN[1]], [KEY, UNSET], null, {}],
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
