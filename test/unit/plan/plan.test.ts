import { expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import { type Change, isChanged, needsWrite, type Plan, redactData } from '../../../src/plan/plan.ts'
import { emptyPlan, live, MAIN, MASKED } from './webhooks.ts'

const shown = live(MAIN)
const masked = live({ id: 'default', header: ['Authorization', MASKED] })
const webhook = { description: 'Main', url: 'https://hooks.example.com/auco', headerKey: null }
const change: Change = { action: 'create', id: 'Crm', webhook }
const header = { id: 'default', field: 'header' } as const
const unknown = { ...header, why: MASKED.why }

it.each([
  ['nothing differs', [], [], shown, false],
  ['something differs', [change], [], shown, true],
  ['nothing differs, but Auco hides a value: it may be an old one', [], [unknown], masked, true],
  ['Auco hides a value that the file does not declare', [], [], masked, false],
] as const)('an apply writes or not: %s', (_, changes, cannotCompare, company, expected) => {
  expect(needsWrite({ changes, cannotCompare }, company)).toBe(expected)
})

it.each<[string, Partial<Plan>, ReturnType<typeof isChanged>]>([
  ['nothing but unmanaged webhooks', { unchanged: ['default'], unmanaged: ['Crm'] }, 'false'],
  ['a change', { changes: [change], deferred: [header] }, 'true'],
  ['a webhook that stays, changed since', { unmanaged: ['Crm'], changedSince: ['Crm'] }, 'true'],
  ['a deferred secret', { deferred: [header] }, 'unknown'],
  ['a hidden value', { cannotCompare: [unknown] }, 'unknown'],
  ['removals that nobody can tell', { unmanaged: ['Crm'], removalsUnknown: 'Why.' }, 'unknown'],
])('`changed` of a plan with %s', (_, parts, expected) => {
  expect(isChanged({ ...emptyPlan, ...parts })).toBe(expected)
})

it('every text at any depth is redacted, in fields that nobody knows yet, too, and nothing in place', () => {
  const cause = new UserError('usage', 'q7z9', 'Fix.')
  const data = { id: 'a q7z9', lists: [['q7z9'], { brandNew: 'q7z9', none: null, count: 7 }], cause }
  expect(redactData(data, (text) => text.replaceAll('q7z9', '***'))).toEqual({
    ...{ id: 'a ***', lists: [['***'], { brandNew: '***', none: null, count: 7 }], cause },
  })
  expect(data.id).toBe('a q7z9')
})

it('the words that code decides by are not, whatever the secrets are', () => {
  const ours = { action: 'remove', kind: 'removal', field: 'url', result: 'changed', environment: 'stage' }
  const nested = { changes: [ours], problem: { kind: 'slow' } }
  expect(redactData(nested, () => '***')).toEqual(nested)
})
