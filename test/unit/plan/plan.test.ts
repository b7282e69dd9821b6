import { expect, it } from 'vitest'
import { type Change, type NotComparable, needsWrite } from '../../../src/plan/plan.ts'
import { live, MAIN, MASKED } from './webhooks.ts'

const shown = live(MAIN)
const masked = live({ id: 'default', header: ['Authorization', MASKED] })
const webhook = { description: 'Main', url: 'https://hooks.example.com/auco', headerKey: null }
const change: Change = { action: 'create', id: 'Crm', origin: 'unknown', webhook }
const unknown: NotComparable = { id: 'default', field: 'header', why: MASKED.why }

it.each([
  ['nothing differs', [], [], shown, false],
  ['something differs', [change], [], shown, true],
  ['something differs beside a hidden value', [change], [unknown], masked, true],
  ['nothing differs, but Auco hides a value: it may be an old one', [], [unknown], masked, true],
  // The run lacks the variable, but sees the value.
  ['nothing differs, and what was not compared is not hidden', [], [unknown], shown, false],
  ['Auco hides a value that the file does not declare', [], [], masked, false],
] as const)('an apply writes or not: %s', (_, changes, cannotCompare, company, expected) => {
  expect(needsWrite({ changes, cannotCompare }, company)).toBe(expected)
})
