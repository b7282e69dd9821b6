import { expect, it } from 'vitest'
import type { Plan } from '../../../src/plan/plan.ts'
import { redactPlan } from '../../../src/plan/redact-plan.ts'

// Every text that somebody wrote into the file or into Auco is marked here; a secret can be in any of them.
const webhook = { description: '§description', url: '§url', headerKey: '§key' }
const unchanged = { result: 'unchanged' } as const
const plan: Plan = {
  environment: 'production',
  changes: [
    { action: 'remove', id: '§removed', origin: 'outside', webhook },
    { action: 'create', id: '§created', origin: 'both', webhook: { ...webhook, publicValue: '§value' } },
    {
      action: 'create',
      id: '§bare',
      origin: 'unknown',
      webhook: { description: '§d', url: '§u', headerKey: null },
    },
    {
      action: 'update',
      id: '§updated',
      origin: 'pull-request',
      fields: [
        { field: 'description', from: '§before', to: '§after' },
        { field: 'url', from: '§before', to: '§after', shownPart: true, hiddenPart: false },
      ],
      keptHeader: { key: '§kept', publicValue: '§value', value: unchanged },
    },
    ...(
      [
        { kind: 'added', key: '§added' },
        { kind: 'removed', key: '§removed', publicValue: '§value' },
        { kind: 'changed', fromKey: '§a', toKey: '§b', value: unchanged },
        {
          kind: 'changed',
          fromKey: '§a',
          toKey: '§b',
          fromPublic: '§c',
          toPublic: '§d',
          value: { result: 'changed' },
        },
      ] as const
    ).map((header) => ({
      action: 'update' as const,
      id: '§header',
      origin: 'both' as const,
      fields: [{ field: 'header' as const, header }],
      keptHeader: null,
    })),
  ],
  unchanged: ['§unchanged'],
  kept: ['§kept'],
  cannotCompare: [{ id: '§unknown', field: 'header', why: 'Auco does not return the live value' }],
  cautions: [
    { kind: 'removal', ids: ['§a', '§b'] },
    { kind: 'outside-change', ids: ['§a'], valueOnly: true },
    { kind: 'no-longer-listed', ids: ['§a'] },
    { kind: 'cannot-keep', ids: ['§a'] },
    { kind: 'partial-first-file', listed: 1, live: 2 },
    { kind: 'rename', from: '§a', to: '§b' },
    { kind: 'secret-to-new-host', id: '§a', secret: 'url', from: '§b', to: '§c' },
    { kind: 'secret-to-new-host', id: '§a', secret: 'header', from: null, to: '§c' },
    { kind: 'legacy-webhook' },
    { kind: 'endpoint', ids: ['§a'], host: '§b', problem: { kind: 'slow' } },
    { kind: 'similar-ids', ids: ['§a', '§b'] },
    { kind: 'unknown-fields', ids: ['§a'], fields: ['§b'], unnamed: 1 },
  ],
}

it('redacts every text of a plan that somebody wrote, and changes nothing else', () => {
  const redacted = redactPlan(plan, (text) => text.replace('§', '***'))
  expect(redacted).toEqual(JSON.parse(JSON.stringify(plan).replaceAll('§', '***')))
})
