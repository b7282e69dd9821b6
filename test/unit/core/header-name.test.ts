import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { HeaderName } from '../../../src/core/header-name.ts'

it.each([
  ['Authorization', false, 'Authorization', true],
  ['x-api-key', false, 'x-api-key', true],
  ['X-Billing', false, 'another header', true],
  ['X-Billing', true, 'X-Billing', true],
  ["!#$%&'*+-.^_`|~09azAZ", true, "!#$%&'*+-.^_`|~09azAZ", true],
  ['Authorization: Bearer q7z-9f8e', false, 'another header', false],
  ['cTd6OTg=', false, 'another header', false],
  ['contraseña', false, 'another header', false],
  ['Authorization\n', false, 'another header', false],
  ['', false, 'another header', false],
])('a header name %j, declared: %s, is shown as %j', (text, isDeclared, shown, isToken) => {
  const name = new HeaderName(text, isDeclared)
  const { isShown } = name
  expect({ shown: name.shown, isShown, isToken: name.isToken, text: name.reveal() }).toEqual({
    shown,
    isShown: shown === text,
    isToken,
    text,
  })
  expect([`${name}`, JSON.stringify(name)]).toEqual([shown, JSON.stringify(shown)])
  const inspected = inspect(name, { customInspect: false, showHidden: true, getters: true })
  expect(text !== '' && inspected.includes(text)).toBe(isShown)
})

it('is equal to the same text only', () => {
  const name = new HeaderName('X-Key', true)
  expect(['X-Key', 'x-key', 'X-Kez'].map((text) => name.equals(new HeaderName(text, false)))).toEqual([
    true,
    false,
    false,
  ])
})
