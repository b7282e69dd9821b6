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
import { afterAll, expect, it } from 'vitest'
import { replaceFile } from '../../../src/cli/replace-file.ts'
import { UserError } from '../../../src/core/errors.ts'
import { startAuco } from '../../fakes/auco.ts'
import { explainedBy, runCommand } from '../../fakes/run-command.ts'

const auco = await startAuco()
const folder = mkdtempSync(path.join(tmpdir(), 'files-'))
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await auco.close()
})
const isWindows = process.platform === 'win32'
const bundle = path.resolve(import.meta.dirname, '../../../dist/cli.js')
const FILE = 'webhooks:\n  - { id: default, description: All, url: https://all.example.com }\n'

it.each([
  [
    'no key',
    '',
    'Error: The variable AUCO_PUBLIC_KEY is not set, and without it Auco (stage) cannot be read. Set it without leaving it in the history: `read -rs AUCO_PUBLIC_KEY && export AUCO_PUBLIC_KEY`.\n',
    'no-key',
  ],
  [
    'a private key',
    auco.privateKey,
    'Error: `AUCO_PUBLIC_KEY` holds a private key (`prk_…`). Pass the key that starts with `puk_`; the private key belongs to the apply job only, as `private-key`.\n',
    'private-as-public',
  ],
  [
    'a key of another company',
    'puk_unknown',
    'Error: Auco does not accept `AUCO_PUBLIC_KEY` for stage (401). The two usual causes: the key belongs to the other environment (set `--environment`, or take the key of stage), or it was mistyped or revoked (copy it again from Auco into the variable).\n',
    'auco-unauthorized',
  ],
])('%s is one clear error', async (_, key, error, code) => {
  const run = await runCommand({
    args: ['plan', '--api-url', auco.url],
    folder: { 'webhooks.yaml': FILE },
    env: { AUCO_PUBLIC_KEY: key },
  })
  expect(run).toMatchObject({ exitCode: 1, stdout: '', stderr: error + explainedBy(code) })
})

it('a plan of a wrong file asks nobody, and is exit code 1 whatever is wanted of it', async () => {
  const before = auco.requests.length
  const run = await runCommand({
    args: ['plan', '-', '--detailed-exitcode', '--api-url', auco.url],
    stdin: FILE.replace('https', 'http'),
    env: { AUCO_PUBLIC_KEY: auco.publicKey },
  })
  expect(run).toMatchObject({ exitCode: 1, stdout: '' })
  expect(run.stderr).toMatch(
    /^<stdin>:2:\d+ error: The URL is not encrypted[\s\S]*\nError: <stdin> has 1 problem. Auco was not asked.\nHow to fix this: .+#invalid-file\n$/,
  )
  expect(auco.requests.length).toBe(before)
})

// Windows knows no signals: the process is ended at once.
it.skipIf(isWindows)(
  'Ctrl-C while Auco is asked ends an import with 130, and nothing is written',
  async () => {
    const asked = Promise.withResolvers<void>()
    const never = new Promise<undefined>(() => {})
    auco.quirks.respond = () => {
      asked.resolve()
      return never
    }
    const run = await runCommand({
      args: ['import', '--api-url', auco.url],
      folder: { 'webhooks.yaml': FILE },
      env: { AUCO_PUBLIC_KEY: auco.publicKey },
      signal: { name: 'SIGINT', when: asked.promise },
    })
    expect(run).toEqual({
      exitCode: 130,
      stdout: '',
      stderr: 'Cancelled.\n',
      files: { 'webhooks.yaml': FILE },
    })
  },
)

it('a file is replaced as a whole: a link stays a link, and nothing is left beside it', () => {
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
  ['was changed meanwhile', 'changed.yaml', 'before', 'other'],
  ['came up meanwhile', 'new.yaml', null, 'other'],
])('a file that %s is left alone', (_, name, before, now) => {
  const file = path.join(folder, name)
  writeFileSync(file, now)
  expect(() => replaceFile(file, before, 'after')).toThrow(UserError)
  expect(readFileSync(file, 'utf8')).toBe(now)
  expect(readdirSync(folder).filter((entry) => entry.startsWith('.'))).toEqual([])
})

it.skipIf(isWindows || process.getuid?.() === 0)('a file that is read-only is not replaced', () => {
  const file = path.join(folder, 'read-only.yaml')
  writeFileSync(file, 'before', { mode: 0o444 })
  expect(() => replaceFile(file, 'before', 'after')).toThrow(UserError)
  expect(readFileSync(file, 'utf8')).toBe('before')
})

it('a byte order mark stays where it is', () => {
  const file = path.join(folder, 'marked.yaml')
  writeFileSync(file, '\ufeffbefore')
  replaceFile(file, 'before', 'after')
  expect(readFileSync(file, 'utf8')).toBe('\ufeffafter')
})

it.skipIf(!existsSync('/dev/full'))(
  'an output that cannot be written is one line, and no stack',
  async () => {
    const run = await runCommand({
      args: [],
      program: ['/bin/sh', '-c', '"$0" "$1" validate > /dev/full', process.execPath, bundle],
      folder: { 'webhooks.yaml': FILE },
    })
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(run.stderr).toMatch(
      /^Error: The output cannot be written \(ENOSPC\)\. Check where it goes, and whether there is room\.\n/,
    )
    expect(run.stderr).not.toMatch(/^ +at /m)
  },
)

it('nothing is written through a link to nowhere, or into a folder that does not exist', () => {
  const link = path.join(folder, 'nowhere.yaml')
  symlinkSync(path.join(folder, 'nobody/knows.yaml'), link)
  expect(() => replaceFile(link, null, 'after')).toThrow(UserError)
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(() => replaceFile(path.join(folder, 'none/webhooks.yaml'), null, 'after')).toThrow(UserError)
  expect(existsSync(path.join(folder, 'none'))).toBe(false)
})
