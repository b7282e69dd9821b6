import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startAuco } from '../../fakes/auco.ts'
import { explainedBy, runCommand } from '../../fakes/run-command.ts'

const auco = await startAuco()
afterAll(() => auco.close())
const isWindows = process.platform === 'win32'
const bundle = path.resolve(import.meta.dirname, '../../../dist/cli.js')
const FILE = 'webhooks:\n  - { id: default, description: All, url: https://all.example.com }\n'

it('a key of another company ends a plan with one clear error', async () => {
  const run = await runCommand({
    args: ['plan', '--api-url', auco.url],
    folder: { 'webhooks.yaml': FILE },
    env: { AUCO_PUBLIC_KEY: 'puk_unknown' },
  })
  expect(run).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: `Error: Auco does not accept \`AUCO_PUBLIC_KEY\` for stage (401). The two usual causes: the key belongs to the other environment (set \`--environment\`, or take the key of stage), or it was mistyped or revoked (copy it again from Auco into the variable).\n${explainedBy('auco-unauthorized')}`,
  })
})

it('a plan of an invalid file sends no request and exits with 1, even with --detailed-exitcode', async () => {
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

// Windows has no signals: the process would end at once.
it.skipIf(isWindows)(
  'Ctrl-C during the request ends an import with 130, and nothing is written',
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

it.skipIf(!existsSync('/dev/full'))(
  'output that cannot be written is reported in one line, without a stack trace',
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
