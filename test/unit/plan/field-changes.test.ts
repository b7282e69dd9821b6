import { describe, expect, it } from 'vitest'
import { withDeclaredUrls } from '../../../src/core/declared-urls.ts'
import type { Header, LiveWebhook } from '../../../src/core/webhook.ts'
import { asWritten } from '../../../src/plan/compare-webhooks.ts'
import { compareValues, fieldChanges, keptHeader, notComparable } from '../../../src/plan/field-changes.ts'
import type { FieldChange, HeaderChange, ValueComparison } from '../../../src/plan/plan.ts'
import {
  asIs,
  desiredWebhook,
  KEY,
  live,
  liveWebhook,
  MASKED,
  OTHER,
  type Sketch,
  TOKEN,
  UNSET,
} from './webhooks.ts'

const webhook = (sketch: Partial<Sketch>) => liveWebhook({ id: 'default', ...sketch })
const description = (from: string, to: string): FieldChange => ({ field: 'description', from, to })
const url = (from: string, to: string, hiddenPart: boolean): FieldChange => ({
  field: 'url',
  from,
  to,
  shownPart: from !== to,
  hiddenPart,
})
const header = (change: HeaderChange): FieldChange => ({ field: 'header', header: change })
const changed = (fromKey: string, value: ValueComparison): FieldChange =>
  header({ kind: 'changed', fromKey, toKey: KEY, value })

const UNCHANGED = { result: 'unchanged' } as const
const unset = { result: 'cannot-compare', ...UNSET } as const
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
    ['URL path', { url: `${A}x` }, { url: `${A}y` }, [url(`${A}x`, `${A}y`, false)]],
    ['URL, by a final slash', { url: `${A}x` }, { url: `${A}x/` }, [url(`${A}x`, `${A}x/`, false)]],
    ['query value', { url: `${A}?k=1` }, { url: `${A}?k=2` }, [url(`${A}?k=***`, `${A}?k=***`, true)]],
    ['path and query value', { url: `${A}x?k=1` }, { url: A }, [url(`${A}x?k=***`, A, true)]],
    ['URL user', { url: 'https://u:p@a.example/' }, { url: A }, [url('https://***@a.example/', A, true)]],
    ['unparsable live URL', { url: 'hooks' }, { url: A }, [url('(not a URL)', A, true)]],
    ['added header', { header: null }, { header: TOKEN }, [header({ kind: 'added', key: KEY })]],
    [
      'added header of unknown value',
      { header: null },
      { header: [KEY, UNSET] },
      [header({ kind: 'added', key: KEY })],
    ],
    ['removed header', { header: TOKEN }, { header: null }, [header({ kind: 'removed', key: KEY })]],
    ['header value', { header: OTHER }, { header: TOKEN }, [changed(KEY, { result: 'changed' })]],
    ['header key', { header: ['X-Key', TOKEN[1]] }, { header: TOKEN }, [changed('X-Key', UNCHANGED)]],
    [
      'header key, by case',
      { header: ['authorization', TOKEN[1]] },
      { header: TOKEN },
      [changed('authorization', UNCHANGED)],
    ],
    [
      'header key and value',
      { header: ['X-Key', OTHER[1]] },
      { header: TOKEN },
      [changed('X-Key', { result: 'changed' })],
    ],
    [
      'header key, with an unknown value',
      { header: ['X-Key', TOKEN[1]] },
      { header: [KEY, UNSET] },
      [changed('X-Key', unset)],
    ],
    [
      'all fields, in order',
      { description: 'Old', url: A, header: null },
      { description: 'New', url: B, header: TOKEN },
      [description('Old', 'New'), url(A, B, false), header({ kind: 'added', key: KEY })],
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
    ['nothing visible: the value is masked', { header: [KEY, MASKED] }, { header: TOKEN }, []],
  ])('%s', (_, from, to, fields) => {
    expect(fieldChanges(webhook(from), webhook(to))).toEqual(fields)
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
  const fromLive = (url: string) =>
    withDeclaredUrls(live({ id: 'default', url }), {
      webhooks: [file(url)],
      elsewhere: [],
      isComplete: true,
      redact: asIs,
    }).webhooks[0] ?? expect.fail()

  it.each<[string, string, string, readonly Partial<FieldChange>[]]>([
    ['the same', '/catch/1?a=b', '/catch/1?a=b', []],
    ['another value', '/catch/1', '/catch/2', [{ from: `${HOST}/…`, shownPart: false, hiddenPart: true }]],
    ['a wholly other path', '/x', '/catch/2', [{ from: `${HOST}/…`, shownPart: false, hiddenPart: true }]],
    [
      'nothing live behind the host',
      '/',
      '/catch/2',
      [{ from: `${HOST}/`, shownPart: false, hiddenPart: true }],
    ],
  ])('%s', (_, from, to, fields) => {
    const expected = fields.map((field) => ({ field: 'url', to: WRITTEN, ...field }))
    expect(fieldChanges(fromLive(HOST + from), file(HOST + to))).toEqual(expected)
  })

  it.each([
    ['the same rest', '/catch/1', false],
    ['another rest', '/catch/2', true],
  ])('another host, with %s', (_, path, hiddenPart) => {
    const from = 'https://hooks.example.net'
    expect(fieldChanges(fromLive(from + path), file(`${HOST}/catch/1`))).toEqual([
      { field: 'url', from: `${from}/…`, to: WRITTEN, shownPart: true, hiddenPart },
    ])
  })

  it('that is unknown cannot be compared', () => {
    const [from, to] = [fromLive(`${HOST}/catch/1`), file(`${HOST}/catch/1`, false)]
    expect(fieldChanges(from, to)).toEqual([])
    expect([notComparable(from, to), notComparable(to, from)]).toEqual([
      [{ field: 'url', ...UNSET }],
      [{ field: 'url', ...UNSET }],
    ])
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

describe('two headers', () => {
  const of = (sketch: Sketch['header']): Header | null => webhook({ header: sketch ?? null }).header
  const kept = (value: ValueComparison) => ({ key: KEY, value })
  const masked = { result: 'cannot-compare', ...MASKED } as const

  it.each<[string, Sketch['header'], Sketch['header'], ReturnType<typeof keptHeader>, string | null]>([
    ['equal', TOKEN, TOKEN, kept(UNCHANGED), null],
    ['of different values', OTHER, TOKEN, null, null],
    ['of different keys', ['X-Key', TOKEN[1]], TOKEN, null, null],
    ['unset in the file', TOKEN, [KEY, UNSET], kept(unset), UNSET.why],
    ['unset in the file, under another key', ['X-Key', TOKEN[1]], [KEY, UNSET], null, UNSET.why],
    ['masked by Auco', [KEY, MASKED], TOKEN, kept(masked), MASKED.why],
    ['unknown on both sides', [KEY, MASKED], [KEY, UNSET], kept(unset), UNSET.why],
    ['only live', [KEY, MASKED], null, null, null],
    ['only in the file', null, [KEY, UNSET], null, null],
    ['absent', null, null, null, null],
  ])('%s: what is kept, and why the values cannot be compared', (_, from, to, keptOne, why) => {
    const compared = notComparable(webhook({ header: from ?? null }), webhook({ header: to ?? null }))
    expect([keptHeader(of(from), of(to)), compared]).toEqual([
      keptOne,
      why === null ? [] : [{ field: 'header', why }],
    ])
  })

  it('compare by value alone', () => {
    const [token, other] = [
      webhook({ header: TOKEN }).header,
      webhook({ header: ['X-Key', TOKEN[1]] }).header,
    ]
    expect(token && other && compareValues(token, other)).toEqual(UNCHANGED)
  })
})
