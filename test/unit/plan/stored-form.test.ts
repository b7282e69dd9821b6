import { expect, it } from 'vitest'
import { storedForms } from '../../../src/plan/stored-form.ts'
import { desired, desiredWebhook, KEY, liveWebhook, MASKED, type Sketch } from './webhooks.ts'

const sent: Sketch = {
  id: 'Crm',
  description: ' New  Contracts ',
  url: 'https://crm.example.com/Hooks/caf%C3%A9/',
  header: [KEY, 'Bearer Abc '],
}
const forms = (stored: readonly Partial<Sketch>[], isReadable = true) =>
  storedForms(
    [desiredWebhook(sent)],
    stored.map((difference) => liveWebhook({ ...sent, ...difference })),
    () => isReadable,
  )

it.each<[string, Partial<Sketch>, readonly object[]]>([
  ['the same', {}, []],
  ['another case of the id', { id: 'crm' }, [{ field: 'id', sent: 'Crm', stored: 'crm' }]],
  [
    'a trimmed description',
    { description: 'New Contracts' },
    [{ field: 'description', sent: ' New  Contracts ', stored: 'New Contracts' }],
  ],
  [
    'another normalization of the description',
    { description: ' New  Contract\uff53 ' },
    [{ field: 'description', sent: ' New  Contracts ', stored: ' New  Contract\uff53 ' }],
  ],
  [
    'a header name in lower case',
    { header: [KEY.toLowerCase(), 'Bearer Abc '] },
    [{ field: 'header.key', sent: KEY, stored: KEY.toLowerCase() }],
  ],
  ['a trimmed header value', { header: [KEY, 'Bearer Abc'] }, [{ field: 'header.value' }]],
  ['a header value that is not returned', { header: [KEY, MASKED] }, []],
  [
    'a URL without its last slash and its case',
    { url: 'https://crm.example.com/hooks/café' },
    [
      {
        field: 'url',
        sent: 'https://crm.example.com/Hooks/caf%C3%A9/',
        stored: 'https://crm.example.com/hooks/café',
        shownPart: true,
        hiddenPart: false,
      },
    ],
  ],
  [
    'a URL in another percent-encoding',
    { url: 'https://crm.example.com/%48ooks/caf%c3%a9/' },
    [
      {
        field: 'url',
        sent: 'https://crm.example.com/Hooks/caf%C3%A9/',
        stored: 'https://crm.example.com/%48ooks/caf%c3%a9/',
        shownPart: true,
        hiddenPart: false,
      },
    ],
  ],
])('%s is a form of what was sent', (_, stored, expected) => {
  expect(forms([stored], false)).toEqual(expected.map((form) => ({ id: 'Crm', ...form })))
})

it.each<[string, Partial<Sketch>, Partial<Sketch>, readonly object[] | null]>([
  ['without a header', { header: null }, { header: null }, [{ id: 'Crm', field: 'description' }]],
  ['with a header that was not sent', { header: null }, {}, null],
  ['with a changed header beside a form', {}, { header: null }, null],
])('a trimmed description %s', (_, before, after, expected) => {
  const stored = liveWebhook({ ...sent, ...after, description: 'New Contracts' })
  const found = storedForms([liveWebhook({ ...sent, ...before })], [stored], () => true)
  expect(found?.map(({ id, field }) => ({ id, field })) ?? null).toEqual(expected)
})

it.each([
  ['another case of it', 'https://crm.example.com/in/ABC', 'https://crm.example.com/in/abc', true],
  ['another path', 'https://crm.example.com/in/ABC', 'https://crm.example.com/in/xyz', false],
])('of the secret part of a URL, %s is a form without either', (_, url, stored, isForm) => {
  const written = 'https://crm.example.com/in/${AUCO_PATH}'
  const file = desired({
    id: 'Crm',
    url,
    writtenUrl: { text: written, variables: ['AUCO_PATH'], isSet: true },
  })
  const form = {
    id: 'Crm',
    field: 'url',
    sent: written,
    stored: 'https://crm.example.com/…',
    shownPart: false,
    hiddenPart: true,
  }
  expect(storedForms(file, [liveWebhook({ id: 'Crm', url: stored })], () => true)).toEqual(
    isForm ? [form] : null,
  )
})

it.each<[string, readonly Partial<Sketch>[]]>([
  ['another id', [{ id: 'Other' }]],
  ['another description', [{ description: 'New' }]],
  ['another URL', [{ url: 'https://crm.example.com/other' }]],
  ['another header name', [{ header: ['X-Key', 'Bearer Abc '] }]],
  ['another header value', [{ header: [KEY, 'Bearer Def'] }]],
  ['no header', [{ header: null }]],
  ['a header value that Auco showed and returns no longer', [{ header: [KEY, MASKED] }]],
  ['none', []],
  ['one more', [{}, { id: 'More' }]],
])('%s is something else', (_, stored) => {
  expect(forms(stored)).toBe(null)
})

it('one stored webhook is not the form of two', () => {
  const [one, two] = [liveWebhook({ id: 'Crm' }), liveWebhook({ id: 'CRM' })]
  expect(storedForms([one, two], [liveWebhook({ id: 'crm' }), liveWebhook({ id: 'x' })], () => true)).toBe(
    null,
  )
})
