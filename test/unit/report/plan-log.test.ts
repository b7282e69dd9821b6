import { expect, it } from 'vitest'
import type { FieldChange, HeaderChange, Plan } from '../../../src/plan/plan.ts'
import { planLines } from '../../../src/report/plan-log.ts'

const empty: Plan = { environment: 'stage', changes: [], unchanged: [], cannotCompare: [], cautions: [] }
const webhook = { description: 'Billing', url: 'https://billing.example/auco', headerKey: 'X-Token' }

it('a plan is one line a change, then what is unchanged and what cannot be compared', () => {
  expect(
    planLines({
      ...empty,
      changes: [
        { action: 'remove', id: 'Billing', origin: 'outside', webhook },
        {
          action: 'update',
          id: 'default',
          origin: 'pull-request',
          fields: [
            { field: 'description', from: 'Before', to: 'After' },
            { field: 'url', from: 'https://a.example/', to: 'https://b.example/', hiddenPart: true },
            { field: 'header', header: { kind: 'added', key: 'Authorization' } },
          ],
          keptHeader: null,
        },
        { action: 'create', id: 'Audit', origin: 'unknown', webhook },
      ],
      unchanged: ['Archive', 'Crm'],
      cannotCompare: [{ id: 'Crm', why: '`CRM_TOKEN` is not available to this run' }],
      cautions: [{ kind: 'removal', ids: ['Billing'] }],
    }),
  ).toEqual([
    '- remove Billing (https://billing.example/auco)',
    '~ update default: description; url https://a.example/ → https://b.example/; header Authorization added',
    '+ create Audit (https://billing.example/auco)',
    '2 unchanged',
    'Crm: cannot compare the header value: `CRM_TOKEN` is not available to this run',
  ])
})

it('an empty plan says so', () => {
  expect(planLines({ ...empty, unchanged: ['default'] })).toEqual(['No changes.', '1 unchanged'])
})

const secret = { result: 'changed' } as const
it.each<[string, FieldChange]>([
  ['description', { field: 'description', from: 'A', to: 'B' }],
  [
    'url https://a.example/ → https://b.example/',
    { field: 'url', from: 'https://a.example/', to: 'https://b.example/', hiddenPart: false },
  ],
  [
    'url https://a.example/?t=*** (a part that is not shown)',
    { field: 'url', from: 'https://a.example/?t=***', to: 'https://a.example/?t=***', hiddenPart: true },
  ],
  ...[
    ['header X-Token added', { kind: 'added', key: 'X-Token' }] as const,
    ['header X-Token removed', { kind: 'removed', key: 'X-Token' }] as const,
    [
      'header X-Token: secret changed',
      { kind: 'changed', fromKey: 'X-Token', toKey: 'X-Token', value: secret },
    ] as const,
    [
      'header X-Old → X-New: secret unchanged',
      { kind: 'changed', fromKey: 'X-Old', toKey: 'X-New', value: { result: 'unchanged' } },
    ] as const,
    [
      'header X-Old → X-New: cannot compare: Auco does not return the live value',
      {
        kind: 'changed',
        fromKey: 'X-Old',
        toKey: 'X-New',
        value: { result: 'cannot-compare', why: 'Auco does not return the live value' },
      },
    ] as const,
  ].map(([words, header]: readonly [string, HeaderChange]): [string, FieldChange] => [
    words,
    { field: 'header', header },
  ]),
])('a change reads %j', (words, field) => {
  const change = {
    action: 'update',
    id: 'Crm',
    origin: 'unknown',
    fields: [field],
    keptHeader: null,
  } as const
  expect(planLines({ ...empty, changes: [change] })).toEqual([`~ update Crm: ${words}`, '0 unchanged'])
})
