import { expect, it } from 'vitest'
import { readPublicKey } from '../../../src/cli/key-variables.ts'
import { UserError } from '../../../src/core/errors.ts'

const key = (text: string | undefined) => readPublicKey('stage', { variable: () => text }).reveal()

it('spaces around a key are ignored', () => {
  expect(key(' puk_1q2w3e4r5t\n')).toBe('puk_1q2w3e4r5t')
})

const missing = new UserError(
  'no-key',
  'The variable AUCO_PUBLIC_KEY is not set, and without it Auco (stage) cannot be read.',
  'Set it without leaving it in the history: `read -rs AUCO_PUBLIC_KEY && export AUCO_PUBLIC_KEY`.',
)
it.each([
  ['an unset variable', undefined, missing],
  ['an empty variable', ' ', missing],
  [
    'a private key',
    'prk_1q2w3e4r5t',
    new UserError(
      'private-as-public',
      '`AUCO_PUBLIC_KEY` holds a private key (`prk_…`).',
      'Pass the key that starts with `puk_`; the private key belongs to the apply job only, as `private-key`.',
    ),
  ],
])('%s is refused', (_, text, error) => {
  expect(() => key(text)).toThrow(error)
})
