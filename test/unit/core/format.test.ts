import { describe, expect, it } from 'vitest'
import { formatCount, quoteId } from '../../../src/core/format.ts'

describe('formatCount', () => {
  it.each([
    [0, '0 webhooks'],
    [1, '1 webhook'],
    [2, '2 webhooks'],
    [1234, '1,234 webhooks'],
    [1234567, '1,234,567 webhooks'],
  ])('writes %i as %s', (number, words) => {
    expect(formatCount(number, 'webhook')).toBe(words)
  })
})

describe('quoteId', () => {
  it.each([
    ['a plain id', 'Billing', '`Billing`'],
    ['an id that would end the code span', 'a`b', "`a'b`"],
    ['an id with an invisible character', 'a\u200bb', '`a\\u{200b}b`'],
    ['an id longer than an id may be', 'i'.repeat(200), `\`${'i'.repeat(128)}\``],
  ])('writes %s as a code span', (_, id, span) => {
    expect(quoteId(id)).toBe(span)
  })
})
