import { expect, it } from 'vitest'
import { decodeUtf8 } from '../../../src/config/file-bytes.ts'

it('a byte order mark is not part of the text', () => {
  expect(decodeUtf8(Buffer.from('\ufeffañadir \ufeff'), 'webhooks.yaml')).toBe('añadir \ufeff')
})

it.each([
  ['UTF-16', [0xff, 0xfe, 0x61, 0x00]],
  ['Latin-1', [0x61, 0xf1]],
  ['a truncated character', [0x61, 0xc3]],
  ['an encoded surrogate', [0xed, 0xa0, 0x80]],
])('%s is refused as not UTF-8', (_, bytes) => {
  expect(() => decodeUtf8(Buffer.from(bytes), 'webhooks.yaml')).toThrow(
    '`webhooks.yaml` is not UTF-8. Save the file as UTF-8 in your editor.',
  )
})
