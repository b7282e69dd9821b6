import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseTemplate } from '../../../src/config/template.ts'
import { VariableNames } from '../../../src/import/variable-names.ts'
import { runs } from '../../campaign/soak.ts'

it.each([
  ['default', 'Authorization', 'AUCO_DEFAULT_AUTHORIZATION'],
  ['Billing', 'X-Billing-Token', 'AUCO_BILLING_X_BILLING_TOKEN'],
  ['Año 2', 'X.Y', 'AUCO_ANO_2_X_Y'],
  ['Facturación', 'Authorization', 'AUCO_FACTURACION_AUTHORIZATION'],
  ['Facturacio\u0301n', 'PATH', 'AUCO_FACTURACION_PATH'],
  ['Straße', 'QUERY', 'AUCO_STRASSE_QUERY'],
  ['\u5951\u7d04', 'PATH', 'AUCO_U5951U7D04_PATH'],
  ['\u0414\u043e\u0433', 'PATH', 'AUCO_U414U41EU413_PATH'],
  ['Crm 🚀', 'PATH', 'AUCO_CRM___PATH'],
  ['stage', 'Public-Key', 'AUCO_STAGE_PUBLIC_KEY_2'],
  ['', '', 'AUCO__'],
  // The variables of Auco's keys, and one that is taken.
  ['public', 'key', 'AUCO_PUBLIC_KEY_2'],
  ['private', 'key', 'AUCO_PRIVATE_KEY_2'],
  ['Billing', 'X-Proxy', 'AUCO_BILLING_X_PROXY'],
  ['taken', 'key', 'AUCO_TAKEN_KEY_3'],
])('the variable of the webhook %j with the header %j is %s', (id, key, name) => {
  expect(new VariableNames(['AUCO_TAKEN_KEY', 'AUCO_TAKEN_KEY_2']).next(id, key)).toBe(name)
})

it('names are unique, and allowed in the file', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 })
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 20 }), (headers) => {
      const names = new VariableNames([])
      const all = headers.map(([id, key]) => names.next(id, key))
      expect(new Set(all).size).toBe(all.length)
      for (const name of all) {
        expect(parseTemplate(`\${${name}}`).variables).toMatchObject([{ name }])
      }
    }),
    runs(20, 2_000),
  )
})
