import { expect, it } from 'vitest'
import { parseCompany } from '../../../src/auco/company.ts'

const webhook = { id: 'default', description: 'All', url: 'https://hooks.example.com/auco' }
const header = { key: 'Authorization', value: 'Bearer q7z9f8e4' }

it.each<[string, object, readonly string[]]>([
  ['only what is documented', { header }, []],
  [
    'bookkeeping of the server',
    { _id: '61ba', __v: 0, createdAt: 1, updatedAt: 2, created_at: 3, lastUsedAt: 4 },
    [],
  ],
  ['more bookkeeping', { updated: 1, modified: 2, timestamp: 3, expiryDate: 4, lastDeliveryTime: 5 }, []],
  ['a field that holds nothing', { events: null }, []],
  [
    'fields of its own',
    { events: ['FINISH'], retries: 3, enabled: false, note: '' },
    ['events', 'retries', 'enabled', 'note'],
  ],
  [
    'names that only end like bookkeeping',
    { format: 'json', flat: true, update: 1 },
    ['format', 'flat', 'update'],
  ],
  ['fields in the header', { header: { ...header, prefix: 'Bearer', _id: '61ba' } }, ['header.prefix']],
  ['a name like one of every object', JSON.parse('{"__proto__x": 1, "constructor": 2}'), ['constructor']],
])('a live webhook with %s has unknown fields: %j', (_, more, fields) => {
  expect(parseCompany({ webhooks: [{ ...webhook, ...more }] })).toMatchObject({
    ok: true,
    company: { unknownFields: fields.length === 0 ? [] : [{ id: 'default', fields, unnamed: 0 }] },
  })
})

it('names of fields that can be a secret are counted', () => {
  const more = {
    events: 1,
    'q7z-9f8e': 1,
    ['x'.repeat(33)]: 1,
    header: { ...header, Zt7q4Wm2Lk9Xv3: 'X-Token' },
  }
  expect(parseCompany({ webhooks: [{ ...webhook, ...more }] })).toMatchObject({
    company: { unknownFields: [{ id: 'default', fields: ['events'], unnamed: 3 }] },
  })
})
