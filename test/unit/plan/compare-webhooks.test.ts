import { describe, expect, it } from 'vitest'
import {
  asWritten,
  createdOrRepointed,
  differingIds,
  hiddenIds,
  storedForms,
} from '../../../src/plan/compare-webhooks.ts'
import { desired, KEY, live, liveWebhook, MAIN, MASKED, OTHER, type Sketch } from './webhooks.ts'

const masked: Sketch = { ...MAIN, header: [KEY, MASKED] }

// By which fields two sets differ is a property (properties.test.ts).
it.each<[string, Sketch, Sketch, readonly string[]]>([
  ['a known value that became hidden', MAIN, masked, ['default']],
  ['a value that was hidden before', masked, masked, []],
  ['a hidden value that became known', masked, MAIN, []],
  ['a known value that looks masked itself', { ...MAIN, header: [KEY, '***'] }, masked, []],
  ['no header', { id: 'default' }, { id: 'default' }, []],
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
})

it('what is created or re-pointed: the id is new, or its URL is another', () => {
  const webhooks = desired(
    { id: 'same', description: 'New', url: 'https://A.example' },
    { id: 'moved', url: 'https://b.example/' },
    { id: 'path', url: 'https://c.example/2' },
    { id: 'new', url: 'https://d.example/' },
  )
  const before = live(
    { id: 'same', url: 'https://a.example/' },
    { id: 'moved', url: 'https://a.example/' },
    { id: 'path', url: 'https://c.example/1' },
    { id: 'gone', url: 'https://d.example/' },
  )
  const ids = createdOrRepointed(webhooks, before.webhooks).map(({ id }) => id)
  expect(ids).toEqual(['moved', 'path', 'new'])
})

describe('what Auco stores', () => {
  const sent: Sketch = {
    id: 'Crm',
    description: ' New  Contracts ',
    url: 'https://crm.example.com/Hooks/caf%C3%A9/',
    header: [KEY, 'Bearer Abc '],
  }
  const stored = (sketches: readonly Partial<Sketch>[], isReadable = true) =>
    storedForms(
      desired(sent),
      sketches.map((sketch) => liveWebhook({ ...sent, ...sketch })),
      () => isReadable,
    )

  it.each<[string, Partial<Sketch>, field: string | null]>([
    ['the same', {}, null],
    ['a trimmed description', { description: 'New Contracts' }, 'description'],
    ['another normalization of it', { description: ' New  Contract\uff53 ' }, 'description'],
    ['a header name in lower case', { header: [KEY.toLowerCase(), 'Bearer Abc '] }, 'header'],
    ['a trimmed header value', { header: [KEY, 'Bearer Abc'] }, 'header'],
    ['a header value that is not returned', { header: [KEY, MASKED] }, null],
    ['a URL without its last slash and its case', { url: 'https://crm.example.com/hooks/café' }, 'url'],
    ['a URL in another encoding', { url: 'https://crm.example.com/%48ooks/caf%c3%a9/' }, 'url'],
  ])('%s is a form of what was sent', (_, sketch, field) => {
    expect(stored([sketch], false)).toMatchObject(field === null ? [] : [{ id: 'Crm', fields: [{ field }] }])
  })

  it.each<[string, readonly Partial<Sketch>[]]>([
    ['another id', [{ id: 'crm' }]],
    ['another description', [{ description: 'New' }]],
    ['another URL', [{ url: 'https://crm.example.com/other' }]],
    ['another header name', [{ header: ['X-Key', 'Bearer Abc '] }]],
    ['another header value', [{ header: [KEY, 'Bearer Def'] }]],
    ['no header', [{ header: null }]],
    ['a header value that Auco showed and returns no longer', [{ header: [KEY, MASKED] }]],
    ['none', []],
    ['one more', [{}, { id: 'More' }]],
  ])('%s is something else', (_, sketches) => {
    expect(stored(sketches)).toBe(null)
  })

  it('a form of a written URL is shown, of its secret part neither form', () => {
    const at = 'https://crm.example.com'
    const writtenUrl = { text: `${at}/in/\${AUCO_PATH}`, variables: ['AUCO_PATH'], isSet: true }
    const forms = (parts: Partial<Sketch>, url: string) =>
      storedForms(desired({ id: 'Crm', ...parts }), [liveWebhook({ id: 'Crm', url })], () => true)
    const fields = (to: string, from: string, shownPart: boolean) => [
      { id: 'Crm', fields: [{ field: 'url', from, to, shownPart, hiddenPart: !shownPart }] },
    ]
    expect([
      forms({ url: `${at}/A` }, `${at}/a/`),
      forms({ url: `${at}/in/ABC`, writtenUrl }, `${at}/in/abc`),
      forms({ url: `${at}/in/ABC`, writtenUrl }, `${at}/in/xyz`),
    ]).toEqual([fields(`${at}/A`, `${at}/a/`, true), fields(writtenUrl.text, `${at}/…`, false), null])
  })

  it('is a form without a header, too, but not with one that was not sent', () => {
    const without = { ...sent, header: null }
    const found = [without, sent].map((sketch) =>
      storedForms(desired(without), [liveWebhook({ ...sketch, description: 'New Contracts' })], () => true),
    )
    expect(found).toMatchObject([[{ fields: [{ field: 'description' }] }], null])
  })
})
