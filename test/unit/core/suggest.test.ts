import { expect, it } from 'vitest'
import { suggest } from '../../../src/core/suggest.ts'

const KNOWN = ['id', 'description', 'url', 'environments', 'header']

it.each([
  ['two letters swapped, in a short word', 'ulr', 'url'],
  ['two letters swapped, in a long word', 'enviromnets', 'environments'],
  ['a letter missing', 'descrption', 'description'],
  ['another case', 'URL', 'url'],
  ['an abbreviation', 'desc', 'description'],
  ['a plural', 'urls', 'url'],
  ['another word', 'events', null],
  ['a very long word', 'description'.repeat(100), null],
])('suggests the known word for %s: %s', (_, word, suggestion) => {
  expect(suggest(word, KNOWN)).toBe(suggestion)
})

it('suggests the nearer of two', () => {
  expect(suggest('heeder', ['headers', 'header'])).toBe('header')
})
