import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { readTextFile } from '../../../src/cli/read-text-file.ts'

const read = (file: string, stdin = '') =>
  readTextFile(file, () => Readable.from([Buffer.from(stdin, 'latin1')]))

it('standard input is read to its end', async () => {
  expect(await read('-', 'webhooks:')).toBe('webhooks:')
})

it('a missing file has no text', async () => {
  expect(await read('none.yaml')).toBeNull()
})

it.each([
  ['a folder', '/', '`/` is not a file. Give the file with the webhooks.'],
  [
    'standard input above 256 KiB',
    '-',
    '`<stdin>` is larger than 256 KiB. List webhooks only; no company has that many.',
  ],
])('%s is refused', async (_, file, message) => {
  await expect(read(file, 'a'.repeat(256 * 1024 + 1))).rejects.toThrow(message)
})

it.skipIf(!existsSync('/dev/zero'))('a device without an end is refused', async () => {
  await expect(read('/dev/zero')).rejects.toThrow('`/dev/zero` is larger than 256 KiB.')
})

it('standard input in another encoding is refused', async () => {
  await expect(read('-', '\xff\xfe')).rejects.toThrow(
    '`<stdin>` is not UTF-8. Save the file as UTF-8 in your editor.',
  )
})
