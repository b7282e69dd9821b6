import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { HeaderName } from '../../../src/core/header-name.ts'

describe('a header name', () => {
  it.each(['Authorization', 'x-api-key', 'X_Key', "!#$%&'*+-.^_`|~09azAZ"])(
    'that is a token is shown: %s',
    (text) => {
      const name = new HeaderName(text)
      expect([name.shown, name.isShown, name.reveal(), name.hiddenSecrets()]).toEqual([text, true, text, []])
    },
  )

  it.each([
    ['with the value in it', 'Authorization: Bearer q7z-9f8e'],
    ['with a space', 'Bearer q7z-9f8e'],
    ['with a slash', 'q7z/9f8e'],
    ['with padding', 'cTd6OTg='],
    ['outside of ASCII', 'contraseña'],
    ['with a line break', 'X-Key\n'],
    ['that is empty', ''],
  ])('that is no token is a secret: %s', (_, text) => {
    const name = new HeaderName(text)
    expect([name.shown, name.reveal(), name.hiddenSecrets().map((secret) => secret.reveal())]).toEqual([
      '(not a header name)',
      text,
      [text],
    ])
    const printed = [
      `${name}`,
      JSON.stringify(name),
      inspect(name, { customInspect: false, showHidden: true }),
    ]
    if (text !== '') expect(printed.filter((print) => print.includes(text))).toEqual([])
  })

  it.each([
    ['Authorization', false],
    ['X-API-Key', false],
    ['x-auth-token', false],
    ['Bearer q7z', true],
    ['Authorization-of-mine', true],
    ['', true],
  ])('that was swapped with the value %j is a secret', (value, isShown) => {
    expect(new HeaderName('q7z-9f8e-4d3c', value).isShown).toBe(isShown)
  })

  it('is equal to the same text only', () => {
    expect(new HeaderName('X-Key').equals(new HeaderName('X-Key'))).toBe(true)
    expect(new HeaderName('X-Key').equals(new HeaderName('x-key'))).toBe(false)
    expect(new HeaderName('a b').equals(new HeaderName('a c'))).toBe(false)
  })
})
