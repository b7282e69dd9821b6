import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startAuco } from '../../fakes/auco.ts'
import { runCommand } from '../../fakes/run-command.ts'

const auco = await startAuco()
afterAll(() => auco.close())
const bundle = path.resolve(import.meta.dirname, '../../../dist/cli.js')

// util-linux: `script` runs a command on a terminal of its own, and shows what that terminal shows.
const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script')
const onTerminal = (text: string) =>
  runCommand({
    args: [],
    program: [
      '/usr/bin/script',
      '-qec',
      `"${process.execPath}" "${bundle}" import --api-url ${auco.url}`,
      '/dev/null',
    ],
    typed: { after: 'not shown): ', text },
  })

describe.skipIf(!hasTerminal)('on a terminal', () => {
  it('the key is asked for and not shown', async () => {
    const run = await onTerminal(`${auco.publicKey}\r`)
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toMatch(
      /^AUCO_PUBLIC_KEY \(Auco's public key of stage, puk_…; it is not shown\): \r?\n/,
    )
    expect(run.stdout).toContain('webhooks.yaml has the 2 webhooks of stage.')
    expect(run.stdout).not.toContain(auco.publicKey)
    expect(Object.keys(run.files)).toEqual(['webhooks.yaml'])
  })

  it('Ctrl-C while it asks ends with 130', async () => {
    const run = await onTerminal('puk_\u0003')
    expect(run.exitCode).toBe(130)
    expect(run.stdout).toMatch(/it is not shown\): \r?\n\r?Cancelled\.\r?\n$/)
  })
})

it('without a terminal nothing is asked', async () => {
  const run = await runCommand({ args: ['import', '--api-url', auco.url], stdin: `${auco.publicKey}\n` })
  expect(run).toMatchObject({ exitCode: 1, stdout: '', files: {} })
  expect(run.stderr).toMatch(
    /^Error: Auco's public key of stage is missing: the variable AUCO_PUBLIC_KEY is not set\. .+#auco-keys\n$/s,
  )
})
