import { expect, it } from 'vitest'
import type { FieldChange, HeaderChange } from '../../../src/plan/plan.ts'
import { planLines } from '../../../src/report/plan-log.ts'
import { emptyPlan } from './fixtures.ts'

const webhook = { description: 'Billing', url: 'https://billing.example/auco', headerKey: 'X-Token' }

it('a plan names what it leaves alone, and counts what it does not compare', () => {
  expect(
    planLines({
      ...emptyPlan,
      unmanaged: ['Crm', 'Partner'],
      changedSince: ['Crm'],
      deferred: [{ id: 'default', field: 'header' }],
      cautions: [{ kind: 'changed-since', ids: ['Crm'] }],
    }),
  ).toEqual([
    'No changes.',
    '0 unchanged',
    expect.stringMatching(/^2 .*: Crm, Partner$/),
    '1 secret compared when applied',
    expect.stringMatching(/^! Crm: /),
  ])
})

it('a plan has a line for each change, then what is unchanged and what cannot be compared', () => {
  expect(
    planLines({
      ...emptyPlan,
      changes: [
        { action: 'remove', id: 'Billing', webhook },
        {
          action: 'update',
          id: 'default',
          fields: [
            { field: 'description', from: 'Before', to: 'After' },
            {
              field: 'url',
              from: 'https://a.example/',
              to: 'https://b.example/',
              shownPart: true,
              hiddenPart: true,
            },
            { field: 'header', header: { kind: 'added', key: 'Authorization' } },
          ],
          keptHeader: null,
        },
        { action: 'create', id: 'Audit', webhook },
      ],
      unchanged: ['Archive', 'Crm'],
      cannotCompare: [{ id: 'Crm', field: 'header', why: 'Masked' }],
      cautions: [{ kind: 'removal', ids: ['Billing'] }],
    }),
  ).toEqual([
    '- remove Billing (https://billing.example/auco)',
    '~ update default: description; url https://a.example/ → https://b.example/; header Authorization added',
    '+ create Audit (https://billing.example/auco)',
    '2 unchanged',
    'Crm: cannot compare the header value: Masked',
  ])
})

it('an empty plan has no changes', () => {
  expect(planLines({ ...emptyPlan, unchanged: ['default'] })).toEqual(['No changes.', '1 unchanged'])
})

const header = (change: HeaderChange): FieldChange => ({ field: 'header', header: change })
const url = 'https://a.example/?t=***'
it.each<[string, FieldChange]>([
  [
    `url ${url}: changed in its secret part (not shown)`,
    { field: 'url', from: url, to: url, shownPart: false, hiddenPart: true },
  ],
  ['header X-Token removed', header({ kind: 'removed', key: 'X-Token' })],
  [
    'header X-Token: secret changed',
    header({ kind: 'changed', fromKey: 'X-Token', toKey: 'X-Token', value: { result: 'changed' } }),
  ],
  [
    'header X-Old → X-New: secret unchanged',
    header({ kind: 'changed', fromKey: 'X-Old', toKey: 'X-New', value: { result: 'unchanged' } }),
  ],
  [
    'header X-Token: secret written differently',
    header({ kind: 'changed', fromKey: 'X-Token', toKey: 'X-Token', value: { result: 'rewritten' } }),
  ],
  [
    'header X-Old → X-New: secret compared when applied',
    header({ kind: 'changed', fromKey: 'X-Old', toKey: 'X-New', value: { result: 'deferred' } }),
  ],
  [
    'header X-Old → X-New: cannot compare: masked',
    header({
      kind: 'changed',
      fromKey: 'X-Old',
      toKey: 'X-New',
      value: { result: 'cannot-compare', why: 'masked' },
    }),
  ],
])('%s', (words, field) => {
  const change = {
    action: 'update',
    id: 'Crm',
    fields: [field],
    keptHeader: null,
  } as const
  expect(planLines({ ...emptyPlan, changes: [change] })).toEqual([`~ update Crm: ${words}`, '0 unchanged'])
})

it('fields that a write drops have a line', () => {
  const cautions = [
    { kind: 'unknown-fields', ids: ['default', 'Crm'], fields: ['events', 'retries'], unnamed: 0 },
  ] as const
  expect(planLines({ ...emptyPlan, cautions })).toContain(
    "! default, Crm: the write drops events, retries, which the file can't declare",
  )
})

it('fields without a name are counted', () => {
  const cautions = [
    { kind: 'unknown-fields', ids: ['a'], fields: ['events'], unnamed: 1 },
    { kind: 'unknown-fields', ids: ['b'], fields: [], unnamed: 2 },
  ] as const
  expect(planLines({ ...emptyPlan, cautions }).slice(2)).toEqual([
    "! a: the write drops events and 1 other field, which the file can't declare",
    "! b: the write drops 2 other fields, which the file can't declare",
  ])
})
