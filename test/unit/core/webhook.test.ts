import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { HeaderName } from '../../../src/core/webhook.ts'

describe('a header name', () => {
  it.each([
    ['Authorization', false, 'Authorization'],
    ['x-webhook-SECRET', false, 'x-webhook-SECRET'],
    ['X-Billing', false, 'another header'],
    ['X-Billing', true, 'X-Billing'],
    ['Authorization: Bearer q7z-9f8e', false, 'another header'],
    ['Authorization\n', false, 'another header'],
    ['', false, 'another header'],
  ])('%j, declared: %s, is shown as %j', (text, isDeclared, shown) => {
    const name = new HeaderName(text, isDeclared)
    expect([name.shown, name.isShown, name.reveal()]).toEqual([shown, shown === text, text])
    expect(JSON.parse(JSON.stringify(name))).toEqual({ shown, isShown: shown === text })
    const inspected = inspect(name, { customInspect: false, showHidden: true, getters: true })
    expect(text !== '' && inspected.includes(text)).toBe(name.isShown)
  })

  it.each([
    ['X-Key', true],
    ['x-key', false],
    ['X-Kez', false],
  ])('X-Key equals %s: %s', (text, expected) => {
    expect(new HeaderName('X-Key', true).equals(new HeaderName(text, false))).toBe(expected)
  })
})
