import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import { readTextFile, replaceFile } from '../../../src/cli/text-file.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'files-'))
afterAll(() => rmSync(folder, { recursive: true }))
const isWindows = process.platform === 'win32'

const read = (file: string, stdin = '') =>
  readTextFile(file, () => Readable.from([Buffer.from(stdin, 'latin1')]))

it('a missing file has no text, and standard input is read to its end', async () => {
  expect(await read('none.yaml')).toBeNull()
  expect(await read('-', 'webhooks:')).toBe('webhooks:')
})

it.each([
  ['a folder', '/', '', 'not-a-file'],
  ['standard input above 256 KiB', '-', 'a'.repeat(256 * 1024 + 1), 'file-too-large'],
  ['another encoding', '-', '\xff\xfe', 'not-utf-8'],
  ...(existsSync('/dev/zero') ? [['a device without an end', '/dev/zero', '', 'file-too-large']] : []),
])('%s is refused', async (_, file = '', stdin, code) => {
  await expect(read(file, stdin)).rejects.toMatchObject({ code })
})

it('the target of a link is replaced, with its permissions, and no temporary file is left', () => {
  mkdirSync(path.join(folder, 'real'))
  const real = path.join(folder, 'real/webhooks.yaml')
  const link = path.join(folder, 'webhooks.yaml')
  writeFileSync(real, 'before', { mode: 0o640 })
  symlinkSync(real, link)
  replaceFile(link, 'before', 'after')
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(readFileSync(real, 'utf8')).toBe('after')
  if (!isWindows) expect(lstatSync(real).mode & 0o777).toBe(0o640)
  expect(readdirSync(path.join(folder, 'real'))).toEqual(['webhooks.yaml'])
})

it.each([
  ['has changed', 'changed.yaml', 'before', 'other'],
  ['has been created', 'new.yaml', null, 'other'],
])('a file that %s since it was read is left alone', (_, name, before, now) => {
  const file = path.join(folder, name)
  writeFileSync(file, now)
  expect(() => replaceFile(file, before, 'after')).toThrow(expect.objectContaining({ code: 'file-changed' }))
  expect(readFileSync(file, 'utf8')).toBe(now)
  expect(readdirSync(folder).filter((entry) => entry.startsWith('.'))).toEqual([])
})

const unwritable = expect.objectContaining({ code: 'unwritable-file' })

it.skipIf(isWindows || process.getuid?.() === 0)('a read-only file is not replaced', () => {
  const file = path.join(folder, 'read-only.yaml')
  writeFileSync(file, 'before', { mode: 0o444 })
  expect(() => replaceFile(file, 'before', 'after')).toThrow(unwritable)
  expect(readFileSync(file, 'utf8')).toBe('before')
})

it('neither a broken link nor a missing folder is written to', () => {
  const link = path.join(folder, 'nowhere.yaml')
  symlinkSync(path.join(folder, 'nobody/knows.yaml'), link)
  expect(() => replaceFile(link, null, 'after')).toThrow()
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(() => replaceFile(path.join(folder, 'none/webhooks.yaml'), null, 'after')).toThrow(unwritable)
  expect(existsSync(path.join(folder, 'none'))).toBe(false)
})
