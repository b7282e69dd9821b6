import { expect, it } from 'vitest'
import { addName, matchTemplate } from '../../../src/import/variables.ts'

/** The variables and their values; `null` for a value that can't be told. */
function match(written: string, texts: readonly string[] | null) {
  const found = matchTemplate(written, texts, (value) => !value.includes('too long'))
  return found === null ? null : found.map(({ name, value }) => [name, value?.reveal() ?? null])
}

const VALUE = 'Bearer live-4mT8wZ1pRd'
const unknown = [
  ['AUCO_A', null],
  ['AUCO_B', null],
]
it.each<[string, string, readonly string[] | null, readonly unknown[] | null]>([
  ['the whole text', '${AUCO_A}', [VALUE], [['AUCO_A', VALUE]]],
  ['what follows a literal', 'Bearer ${AUCO_A}', [VALUE], [['AUCO_A', 'live-4mT8wZ1pRd']]],
  ['what precedes a literal', '${AUCO_A}pRd', [VALUE], [['AUCO_A', 'Bearer live-4mT8wZ1']]],
  ['what is around an escaped `${`', '$${${AUCO_A}', ['${live-1'], [['AUCO_A', 'live-1']]],
  ['what makes one of several texts', '/a/${AUCO_A}', ['/b/1', '/a/2'], [['AUCO_A', '2']]],
  ['unknown if Auco hides the text', 'Bearer ${AUCO_A}', null, [['AUCO_A', null]]],
  ['unknown beside another variable', '${AUCO_A} ${AUCO_B}', ['a b'], unknown],
  ['none in a text without one', 'auco', ['auco'], []],
  ['nothing that makes another text', 'auco', ['auco2'], null],
  ['nothing without the literal of the file', 'Basic ${AUCO_A}', [VALUE], null],
  ['nothing if no character is left for it', 'Bearer ${AUCO_A}', ['Bearer '], null],
  ['what fits', 'a${AUCO_A}', ['a too long', 'abc'], [['AUCO_A', 'bc']]],
  ['nothing if none fits', 'a${AUCO_A}', ['a too long'], null],
  ['nothing without the order of the file', '${AUCO_A}-${AUCO_B}', ['ab'], null],
])('a variable is %s', (_, written, texts, variables) => {
  expect(match(written, texts)).toEqual(variables)
})

it.each([
  ['Billing', 'X-Billing-Token', 'AUCO_BILLING_X_BILLING_TOKEN'],
  ['Año 2', 'X.Y', 'AUCO_ANO_2_X_Y'],
  ['Facturacio\u0301n', 'PATH', 'AUCO_FACTURACION_PATH'],
  ['Straße', 'QUERY', 'AUCO_STRASSE_QUERY'],
  ['\u5951\u7d04', 'PATH', 'AUCO____PATH'],
  ['Crm 🚀', 'PATH', 'AUCO_CRM___PATH'],
  ['x'.repeat(300), 'PATH', `AUCO_${'X'.repeat(75)}`],
  // The variables of Auco's keys, and one that is taken.
  ['public', 'key', 'AUCO_PUBLIC_KEY_2'],
  ['stage', 'Private-Key', 'AUCO_STAGE_PRIVATE_KEY_2'],
  ['taken', 'key', 'AUCO_TAKEN_KEY_3'],
])('the variable of the webhook %j with the header %j is %s', (id, key, name) => {
  expect(addName(new Set(['AUCO_TAKEN_KEY', 'AUCO_TAKEN_KEY_2']), id, key)).toBe(name)
})
