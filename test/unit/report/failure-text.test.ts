import { expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.ts'
import { failureText } from '../../../src/report/failure-text.ts'

it.each([
  [null, 'Cause. Fix.'],
  ['`@here` **x**', 'Cause. Auco says: `` `@here` **x** ``. Fix.'],
])('a failure is its reason, what Auco says (%j) as code, and the fix', (quote, text) => {
  expect(failureText(new UserError('auco-invalid', 'Cause.', 'Fix.', quote))).toBe(text)
})
